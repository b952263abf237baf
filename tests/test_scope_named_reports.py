"""Which report a question names: the title, a part of it, “这份报告”, “2024和2025两年的报告”, twins."""

from datetime import date

import pytest

from assistant.models import Scope
from assistant.question.planning import Ask, make_plan
from assistant.scope import Catalogue
from tests.named_library import CITY, RECORDS, made
from tests.named_plans import ASKED, BY_ID, CITED, TODAY, plan, read, said

NAMED = [
    # 《》: whole, without the bracket, with other marks and white space, without 人民政府, 年度情况 or the city
    (
        "《虚构市白鹭区人民政府2020年法治政府建设年度情况报告（虚构）》里处罚了多少件？",
        ["白鹭区法2020"],
    ),
    ("《虚构市白鹭区人民政府2020年法治政府建设年度情况报告》里处罚了多少件？", ["白鹭区法2020"]),
    (
        "《虚构市白鹭区人民政府 ２０２０ 年法治政府建设 年度情况报告(虚构)》说了什么",
        ["白鹭区法2020"],
    ),
    ("《白鹭区2020年法治政府建设报告》里处罚了多少件？", ["白鹭区法2020"]),
    ("《云溪区2021年法治政府建设年度情况报告》里，2022年打算怎么普法？", ["云溪区法2021"]),
    ("《虚构市云溪区2021年政府工作报告》提到新增多少学位", ["云溪区政2021"]),
    ("按《云溪区政府工作报告》（2022年）的说法，新增多少学位？", ["云溪区政2022"]),
    (
        "《2021年政府工作报告（在白鹭区第七届人民代表大会第七次会议上）》里GDP多少？",
        ["白鹭七届七次"],
    ),
    ("《在白鹭区第八届人民代表大会第一次会议上》里GDP多少？", ["白鹭八届一次"]),
    ("《白鹭区2021年政府工作报告（第八届人大第一次会议）》里GDP多少？", ["白鹭八届一次"]),
    ("《白鹭区2021年政府工作报告（第七次会议上）》里GDP多少？", ["白鹭七届七次"]),
    ("白鹭区的《2019年法治政府建设年度情况报告》说了哪些问题？", ["白鹭区法2019"]),
    ("2020年《白鹭区法治政府建设年度情况报告》里培训了多少人次？", ["白鹭区法2020"]),
    ("《虚构市政府工作报告》2024年的那份里投资多少？", [f"{CITY}政2024"]),
    ("石桥区《政府信息公开工作年度报告》里主动公开多少条？", ["石桥公开2023"]),
    ("《虚构市白鹭区法治社会建设实施纲要（2021—2025年）》要求做到什么？", ["规划"]),
    # two titles
    (
        "《白鹭区2019年法治政府建设年度情况报告》和《白鹭区2020年法治政府建设年度情况报告》的处罚各多少件？",
        ["白鹭区法2019", "白鹭区法2020"],
    ),
    # a title without 《》
    ("虚构市石桥区2023年法治政府建设工作报告里处罚多少件", ["石桥法2023"]),
    ("虚构市云溪区人民政府2020年法治政府建设年度情况报告写了哪些不足", ["云溪区法2020"]),
    # place, year and a word for a report
    ("白鹭区2020年那份里处罚多少件？", ["白鹭区法2020"]),
    ("白鹭2020年那份报告处罚多少件？", ["白鹭区法2020"]),
    ("2022年白鹭区的法治报告处罚多少件？", ["白鹭区法2022"]),
    ("白鹭区2022年法治年报里处罚多少件？", ["白鹭区法2022"]),
    ("石桥区2023年报里主动公开多少条？", ["石桥法2023", "石桥公开2023"]),
    ("石桥区2023年的信息公开年报里主动公开多少条？", ["石桥公开2023"]),
    ("虚构市2024和2025两年的报告里GDP各是多少？", [f"{CITY}政2024", f"{CITY}政2025"]),
    ("虚构市2024、2025两年报告里GDP各是多少？", [f"{CITY}政2024", f"{CITY}政2025"]),
    # an aim is asked for
    ("虚构市2024和2025两年的报告，GDP目标分别定的多少？", [f"{CITY}政2024", f"{CITY}政2025"]),
    ("云溪区2021和2022两年的政府工作报告，学位任务各是多少？", ["云溪区政2021", "云溪区政2022"]),
    (
        "云溪区2020到2022年三份政府工作报告里学位各多少？",
        ["云溪区政2020", "云溪区政2021", "云溪区政2022"],
    ),
    (
        "虚构市2023—2025年的政府工作报告里投资各多少？",
        [f"{CITY}政2023", f"{CITY}政2024", f"{CITY}政2025"],
    ),
    (
        "白鹭区2020年那份和云溪区2021年那份法治报告里处罚各多少件？",
        ["白鹭区法2020", "云溪区法2021"],
    ),
    # years beside the report are its content
    ("云溪区2021年的政府工作报告里2020年新增了多少学位？", ["云溪区政2021"]),
    ("《白鹭区2023年政府工作报告》里2023年要加多少学位？", ["白鹭区政2023"]),
    # the last ones
    ("白鹭区最近三份政府工作报告里GDP各是多少？", ["白鹭区政2023", "白鹭区政2024", "白鹭区政2025"]),
    ("虚构市最近两份报告里投资各是多少？", [f"{CITY}政2024", f"{CITY}政2025"]),
    ("云溪区最新的政府工作报告里学位多少？", ["云溪区政2022"]),
    # twins, told apart by words of the title, by meeting, by date
    ("白鹭区第七次会议上的报告里GDP多少？", ["白鹭七届七次"]),
    ("白鹭区第八届人大一次会议的政府工作报告里GDP多少？", ["白鹭八届一次"]),
    ("白鹭区2021年换届的报告里五年修了几条路？", ["白鹭八届一次"]),
    ("白鹭区2021年10月那份报告里GDP多少？", ["白鹭八届一次"]),
    ("白鹭区2021年1月的政府工作报告里GDP多少？", ["白鹭七届七次"]),
    ("白鹭区2021年1月15日发布的那份GDP多少？", ["白鹭七届七次"]),
    ("白鹭区2021年的政府工作报告里GDP多少？", ["白鹭七届七次", "白鹭八届一次"]),
    ("沙洲区2022年2月公布的报告里学位多少？", ["沙洲二"]),
    ("白鹭区2021年3月发布的那份里处罚多少件？", ["白鹭区法2020"]),
    # a law, a rule or a plan is what is asked about
    ("白鹭区2019年怎么贯彻《行政复议法》？", ["白鹭区法2019"]),
    ("云溪区2021年法治报告里，制定《云溪区执法公示办法》了吗？", ["云溪区法2021"]),
    ("白鹭区2019年落实《法治政府建设实施纲要（2015—2020年）》做了什么", ["白鹭区法2019"]),
]


@pytest.mark.parametrize(("question", "ids"), NAMED)
def test_the_report_that_a_question_names_is_read(question: str, ids: list[str]) -> None:
    planned = plan(question)
    assert read(planned) == ids
    assert planned.scope.regions == tuple(dict.fromkeys(BY_ID[one].facts.region for one in ids))


def test_the_words_that_name_the_report_are_no_words_of_the_topic() -> None:
    (part,) = plan("《白鹭区2020年法治政府建设报告》里实施行政处罚多少件？").parts
    for words in (part.topic, part.search, part.about, part.need.question):
        assert "报告" not in words
        assert "行政处罚" in words
    (part,) = plan("白鹭区2020年那份报告里实施行政处罚多少件？").parts
    # A short name stays among the words that are searched for: the search was measured to do better.
    assert "报告" not in part.topic + part.about
    (part,) = plan("这份报告里实施行政处罚多少件？", CITED).parts
    assert "报告" not in part.topic + part.search


@pytest.mark.parametrize("verb", ["说", "讲", "写"])
def test_what_leads_into_a_report_is_no_word_of_the_topic(verb: str) -> None:
    (part,) = plan(f"《白鹭区2020年法治政府建设报告》里{verb}企业罚款减了多少？").parts
    assert part.topic.startswith("企业罚款")
    for after in ("了什么", "什么", "明了什么"):
        (part,) = plan(f"《白鹭区2020年法治政府建设报告》里{verb}{after}？").parts
        assert part.topic.startswith(verb)


def test_a_follow_up_takes_the_topic_along() -> None:
    (part,) = plan("《云溪区2022年政府工作报告》呢？", ASKED).parts
    assert "GDP" in part.topic
    (part,) = plan("上一份呢？", said("白鹭区2020年处罚多少件？", "白鹭区法2020")).parts
    assert "处罚" in part.topic


@pytest.mark.parametrize(
    "question",
    [
        "《白鹭区2031年政府工作报告》里GDP多少？",
        "《虚构市金沙区2021年政府工作报告》里GDP多少？",
        "《云溪区2019年法治政府建设年度情况报告》里处罚多少件？",
        "白鹭区2031年的报告里GDP多少？",
    ],
)
def test_a_report_that_the_library_lacks_is_said_to_be_lacking(question: str) -> None:
    (part,) = plan(question).parts
    assert part.reading.status == "not_in_library"
    assert part.reading.report_ids == frozenset()
    assert part.reading.missing
    assert part.reading.nearest


def test_one_of_two_that_is_lacking_is_a_cell_of_its_own() -> None:
    (part,) = plan("《云溪区2021年政府工作报告》和《云溪区2031年政府工作报告》的学位各多少？").parts
    assert [cell.status for cell in part.reading.cells] == ["held", "not_in_library"]
    assert part.reading.status == "partial"


def test_a_part_of_many_titles_is_asked_back_and_each_choice_reads_its_report() -> None:
    planned = plan("《政府工作报告》里GDP多少？")
    (part,) = planned.parts
    assert part.reading.clarify is not None
    for choice in part.reading.clarify.choices:
        (report,) = read(plan(choice))
        assert BY_ID[report].facts.title in choice


@pytest.mark.parametrize(
    "question", ["2020年的法治报告里处罚多少件？", "2023年的报告里，GDP目标定的多少？"]
)
def test_a_year_that_fits_reports_of_a_few_places_is_asked_back(question: str) -> None:
    few = [BY_ID[one] for one in ("白鹭区法2020", "云溪区法2020", "白鹭区政2023", f"{CITY}政2023")]
    (part,) = make_plan(Ask(question, today=TODAY), few).parts
    assert part.reading.clarify is not None
    assert len(part.reading.clarify.choices) == 2
    for choice in part.reading.clarify.choices:
        (report,) = read(make_plan(Ask(choice, today=TODAY), few))
        assert BY_ID[report].facts.title in choice


def test_a_year_with_a_place_that_is_not_known_is_not_asked_back() -> None:
    few = [BY_ID[one] for one in ("白鹭区法2020", "云溪区法2020")]
    (part,) = make_plan(Ask("雄安新区2020年的法治报告里处罚多少件？", today=TODAY), few).parts
    assert part.reading.clarify is None


def test_reports_of_one_title_are_told_apart_by_date() -> None:
    (part,) = plan("《沙洲区政府工作报告》里学位多少？").parts
    assert part.reading.clarify is not None
    assert [read(plan(choice)) for choice in part.reading.clarify.choices] == [
        ["沙洲二"],
        ["沙洲一"],
    ]


@pytest.mark.parametrize(
    "question",
    ["白鹭区去年3月发布的那份里处罚多少件？", "白鹭区第九届人大一次会议上的报告里GDP多少？"],
)
def test_a_description_that_fits_no_report_is_asked_back(question: str) -> None:
    (part,) = plan(question).parts
    assert part.reading.clarify is not None
    assert all("白鹭区" in choice for choice in part.reading.clarify.choices)


def test_a_meeting_is_known_by_the_opening_words_too() -> None:
    records = Catalogue(RECORDS)
    told = {"云溪区政2022": "——2022年1月在云溪区第九届人民代表大会第二次会议上"}
    records.opening_of = lambda report_id: told.get(report_id, "")
    planned = make_plan(Ask("云溪区第九届二次会议上的报告里学位多少？", today=TODAY), records)
    assert read(planned) == ["云溪区政2022"]


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("虚构市去年的政府工作报告里GDP多少？", [f"{CITY}政2024"]),
        ("虚构市今年的报告里GDP目标多少？", [f"{CITY}政2025"]),
    ],
)
def test_last_years_report_is_the_one_titled_so(question: str, ids: list[str]) -> None:
    assert read(plan(question, today=date(2025, 6, 1))) == ids


ACTS = [
    made("物业", f"{CITY}物业管理条例（虚构）", CITY, "其他", 2022, title_year=None),
    made("燃气", f"{CITY}燃气安全管理办法（虚构）", CITY, "其他", 2024, title_year=None),
]


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("虚构市物业管理条例第五条规定了什么？", ["物业"]),
        ("《虚构市燃气安全管理办法》第五条规定了什么？", ["燃气"]),
        ("物业管理条例规定违规停放罚多少钱？", ["物业"]),
        ("燃气安全管理办法什么时候施行？", ["燃气"]),
        ("虚构市《燃气安全管理办法》什么时候施行？", ["燃气"]),
        ("《物业管理条例》和《燃气安全管理办法》的施行时间分别是什么？", ["物业", "燃气"]),
    ],
)
def test_an_act_of_the_library_is_named_like_a_report(question: str, ids: list[str]) -> None:
    made_plan = make_plan(Ask(question, today=TODAY), [*RECORDS, *ACTS])
    assert read(made_plan) == ids


def test_an_act_of_another_place_is_not_taken_for_it() -> None:
    made_plan = make_plan(Ask("苏州市的《物业管理条例》第五条规定了什么？"), [*RECORDS, *ACTS])
    assert "物业" not in read(made_plan)


PAGE = Scope(source="user", reports=("云溪区政2021",))


def test_a_chosen_report_is_read_whole_with_years_as_content() -> None:
    planned = plan("2021年打算新增多少学位？", user=PAGE)
    assert read(planned) == ["云溪区政2021"]
    assert planned.scope.reports == ("云溪区政2021",)
    assert planned.scope.source == "user"
    assert read(plan("《云溪区2021年政府工作报告》里学位多少？", user=PAGE)) == ["云溪区政2021"]


@pytest.mark.parametrize(
    "question",
    [
        "《云溪区2022年政府工作报告》里学位多少？",
        "白鹭区2022年的报告里学位多少？",
        "云溪区最新的政府工作报告里学位多少？",
    ],
)
def test_a_named_report_other_than_the_chosen_one_is_asked_back(question: str) -> None:
    (part,) = plan(question, user=PAGE).parts
    assert part.reading.clarify is not None
    assert part.reading.report_ids == frozenset()
    own, *others = part.reading.clarify.choices
    assert read(plan(own)) == ["云溪区政2021"]
    assert others
    for choice in (own, *others):
        (report,) = read(plan(choice))
        assert f"《{BY_ID[report].facts.title}》里，" in choice
        assert "学位" in choice


def test_without_anything_to_point_at_this_report_is_asked_back() -> None:
    (part,) = plan("这份报告里处罚多少件？").parts
    assert part.reading.clarify is not None


def test_beside_a_chosen_report_region_year_and_type_narrow() -> None:
    both = Scope(source="user", reports=("云溪区政2021", "白鹭区法2020"))
    assert set(read(plan("学位多少？", user=both))) == {"云溪区政2021", "白鹭区法2020"}
    one = Scope(regions=(f"{CITY}白鹭区",), source="user", reports=both.reports)
    assert read(plan("学位多少？", user=one)) == ["白鹭区法2020"]


def test_a_report_titled_by_the_year_is_never_said_to_be_lacking() -> None:
    (part,) = plan("虚构市2025年GDP是多少？").parts
    said = " ".join(part.reading.notices)
    assert "没有收录" not in said
    assert f"{CITY}政府工作报告（2025年）" in said
    assert f"{CITY}政2025" in part.reading.report_ids
