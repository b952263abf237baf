"""Done or planned, sentence by sentence and row by row."""

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.models import Passage, ReportFacts
from ingest.outlook import clauses_of, figure_told, placed_ahead, rows, section_of, told_of

WORK = ReportFacts(
    "虚构区2025年政府工作报告",
    "虚构区",
    doc_type="政府工作报告",
    year=2024,
    years=(2024,),
    plan_years=(2025,),
    title_year=2025,
)
LAW = ReportFacts(
    "虚构区2024年法治政府建设年度情况报告",
    "虚构区",
    doc_type="法治政府建设报告",
    year=2024,
    years=(2024,),
    title_year=2024,
)
_LINES = (Path(__file__).parent / "outlook_sentences.tsv").read_text(encoding="utf-8").splitlines()
LABELLED = [line.split("\t") for line in _LINES if line and not line.startswith("#")]


def passage(path: str, text: str, at: int = 0) -> Passage:
    heading = tuple(path.split(" / ")) if path else ()
    return Passage(f"p{at}", "虚构", at, heading, text, 0, len(text), 0)


def test_there_are_150_labelled_sentences() -> None:
    assert len(LABELLED) >= 150


@pytest.mark.parametrize(("path", "sentence", "outlook", "year"), LABELLED)
def test_a_sentence_is_told_apart(path: str, sentence: str, outlook: str, year: str) -> None:
    facts = WORK if "2025年" in path or "总体要求" in path or "年工作回顾" in path else LAW
    told = told_of(passage(path, sentence), facts, 0, len(sentence))
    assert ("mixed" if told.mixed else told.outlook) == outlook
    if year:
        assert told.planned_for == int(year)
    elif outlook == "planned" and facts is LAW:
        assert told.planned_for in (None, 2025)


@pytest.mark.parametrize("word", rows()["heading_ahead"])
def test_a_heading_that_looks_ahead_plans_whatever_else_it_says(word: str) -> None:
    for heading in (f"三、{word}工作", f"一、抓好{word}工作"):
        told = section_of((heading,), WORK)
        assert told is not None
        assert told.outlook == "planned"


@pytest.mark.parametrize("word", rows()["heading_plan"])
def test_a_heading_that_plans_does_not_where_it_says_that_it_was_done(word: str) -> None:
    told = section_of((f"三、{word}",), WORK)
    assert told is not None
    assert told.outlook == "planned"
    told = section_of((f"三、{word}完成情况",), LAW)
    assert told is not None
    assert told.outlook == "done"


@pytest.mark.parametrize("word", rows()["heading_told"])
def test_a_heading_that_tells_is_no_plan(word: str) -> None:
    told = section_of((f"一、{word}",), LAW)
    assert told is not None
    assert told.outlook == "done"


@pytest.mark.parametrize("word", rows()["heading_notes"])
def test_notes_at_the_end_are_no_part_of_the_plan(word: str) -> None:
    passages = [
        passage("一、2024年工作回顾", "建成学校3所。"),
        passage("二、2025年工作安排", "建设学校5所。", 1),
        passage("三、加强自身建设", "压减会议20%。", 2),
        passage(word, "学校指小学。", 3),
    ]
    assert placed_ahead(passages, WORK) == {2}


@pytest.mark.parametrize("word", rows()["time_ahead"])
def test_a_time_to_come_holds_for_what_follows_it(word: str) -> None:
    text = f"{word}，建设站点20个；培训人员300人。"
    assert told_of(passage("一、加强领导", text), LAW, 0, len(text)).outlook == "planned"


@pytest.mark.parametrize("kind", ["mode_ahead", "mode_jiang"])
def test_a_clause_that_says_it_plans(kind: str) -> None:
    for word in rows()[kind]:
        text = f"{word}设施20个。"
        assert told_of(passage("一、加强领导", text), LAW, 0, len(text)).outlook == "planned", word


@pytest.mark.parametrize("word", rows()["takes_object"])
def test_jiang_may_be_ba(word: str) -> None:
    text = f"将推进依法行政工作{word}各级各部门。"
    assert told_of(passage("一、加强领导", text), LAW, 0, len(text)).outlook == "done"


@pytest.mark.parametrize("kind", ["looks_back", "looks_back_loose"])
def test_what_looks_back_was_done(kind: str) -> None:
    for word in rows()[kind]:
        text = f"{word}建设站点20个。"
        assert told_of(passage("一、加强领导", text), LAW, 0, len(text)).outlook == "done", word
        if kind == "looks_back":
            assert told_of(passage("二、2025年工作安排", text), WORK, 0, len(text)).tells, word


@pytest.mark.parametrize("word", rows()["past_target"])
def test_a_quoted_aim_is_planned_and_what_came_of_it_is_not(word: str) -> None:
    text = f"新增就业5200人，超过{word}4200人。"
    clauses = clauses_of(text, LAW)
    assert figure_told(text, text.index("5200"), clauses).outlook == "done"
    assert figure_told(text, text.index("4200"), clauses).outlook == "planned"


@pytest.mark.parametrize("word", rows()["lays_ground"])
def test_what_prepares_a_time_to_come_was_done(word: str) -> None:
    text = f"为明年发展{word}，完成投资2亿元。"
    assert told_of(passage("一、加强领导", text), LAW, 0, len(text)).outlook == "done"


@pytest.mark.parametrize("word", rows()["opens_list"])
def test_what_a_sentence_announces_stands_after_it(word: str) -> None:
    passages = [
        passage("一、加强领导", f"下一步，重点抓好{word}工作。"),
        passage("一、加强领导", "（一）培训人员300人。", 1),
        passage("二、依法决策", "审查文件12件。", 2),
    ]
    assert placed_ahead(passages, LAW) == {1}


@pytest.mark.parametrize(
    ("kind", "word", "longer"),
    [(k, w, one) for k, own in rows().items() for w, longer in own.items() for one in longer],
)
def test_a_longer_word_does_not_say_so(kind: str, word: str, longer: str) -> None:
    from ingest.outlook.words import words_of

    assert word in longer
    assert not words_of("ingest.outlook", "outlook.tsv", kind).among(longer)


def test_figures_of_one_sentence_are_told_apart() -> None:
    text = "已建成道路30条，计划2025年新建20条；修缮桥梁4座。"
    clauses = clauses_of(text, LAW)
    told = [figure_told(text, text.index(figure), clauses) for figure in ("30", "20条", "4座")]
    assert [one.outlook for one in told] == ["done", "planned", "planned"]
    assert told[1].planned_for == 2025


def test_a_work_report_goes_on_planning_up_to_its_annexes() -> None:
    passages = [
        passage("一、2024年工作回顾", "建成学校3所。"),
        passage("二、2025年工作总体部署", "建设学校5所。", 1),
        passage("三、促进经济发展", "投资增长8%。", 2),
        passage("附件 / 名词解释", "投资指固定资产投资。", 3),
    ]
    assert placed_ahead(passages, WORK) == {2}
    assert placed_ahead(passages, LAW) == frozenset()
    own = passages[2]
    assert told_of(own, WORK, 0, own.end, True).planned_for == 2025


def test_a_section_after_the_review_plans_where_most_of_it_looks_ahead() -> None:
    ahead = "我们要力争新增学位5000个。将继续推进旧改。力争建成公园9个。打算修路30条。明年通车。"
    passages = [
        passage("一、2024年工作回顾", "建成学校3所。"),
        passage("二、牢记使命，奋勇争先", ahead, 1),
        passage("二、牢记使命，奋勇争先 / （一）改善民生", "新建幼儿园8所。", 2),
    ]
    assert placed_ahead(passages, WORK) == {1, 2}


@pytest.mark.parametrize("word", rows()["this_year"])
def test_this_year_plans_in_a_report_on_the_year_before(word: str) -> None:
    text = f"去年建成学校3所。{word}建设学校5所。改造老旧小区7个。"
    own = passage("二、各领域工作", text)
    at = text.index("改造")
    assert told_of(own, WORK, text.index(word), at).planned_for == 2025
    assert told_of(own, WORK, at, len(text)).outlook == "planned"
    assert told_of(own, WORK, 0, 8).outlook == "done"
    assert told_of(passage("一、概况", f"{word}建成学校5所。"), LAW, 0, 9).outlook == "done"


@pytest.mark.parametrize("word", rows()["year_told"])
@pytest.mark.parametrize("sets", rows()["sets_aim"])
@pytest.mark.parametrize("aim", rows()["aim"])
def test_an_aim_that_was_set_for_the_year_told(word: str, sets: str, aim: str) -> None:
    text = f"{word}{sets}增长6.5%{aim}。"
    told = told_of(passage("一、2024年工作回顾", text), WORK, 0, len(text))
    assert (told.outlook, told.planned_for) == ("planned", 2024)


@pytest.mark.parametrize("word", rows()["aim_met"])
def test_what_came_of_an_aim_was_done(word: str) -> None:
    text = f"{word}年初确定的6.5%预期目标。"
    assert told_of(passage("一、2024年工作回顾", text), WORK, 0, len(text)).outlook == "done"


@pytest.mark.parametrize("word", rows()["past_plan"])
def test_what_was_planned_for_names_what_is_told(word: str) -> None:
    text = f"{word}实施的项目85个全部开工。"
    assert told_of(passage("一、2024年工作回顾", text), WORK, 0, len(text)).outlook == "done"


@pytest.mark.parametrize("word", rows()["comes_about"])
@pytest.mark.parametrize("expected", rows()["expected"])
def test_a_building_that_is_expected(word: str, expected: str) -> None:
    text = f"新医院{expected}10月{word}。"
    assert told_of(passage("一、情况", text), LAW, 0, len(text)).outlook == "planned"
    text = f"{expected}全年收入6亿元。"
    assert told_of(passage("一、情况", text), LAW, 0, len(text)).outlook == "done"


@pytest.mark.parametrize("word", rows()["says_itself"])
def test_a_dated_plan_that_says_itself_does_not_hold_on(word: str) -> None:
    text = f"2025年{word}培养法律明白人450名。拍摄普法短视频58条。"
    at = text.index("拍摄")
    own = passage("一、情况", text)
    assert told_of(own, LAW, 0, at).outlook == "planned"
    assert told_of(own, LAW, at, len(text)).outlook == "done"


def test_a_name_in_quotation_marks_is_no_plan() -> None:
    assert section_of(("五、“打算为群众办的十件事”办理情况",), LAW) == told_of(
        passage("一、情况", "办理事项3件。"), LAW, 0, 7
    )


def test_the_year_of_a_five_year_plan_is_its_last() -> None:
    facts = ReportFacts(
        "虚构县2024年政府工作报告", "虚构县", year=2023, years=(2023,), plan_years=(2024,)
    )
    text = "“十四五”末的规划目标为6.8张。"
    assert told_of(passage("一、情况", text), facts, 0, len(text)).planned_for == 2025


def test_the_year_in_which_a_work_report_is_given_lies_ahead_though_its_facts_name_it() -> None:
    untitled = ReportFacts(
        "虚构区区长在第四次会议上作政府工作报告",
        "虚构区",
        doc_type="政府工作报告",
        year=2023,
        years=(2023, 2024),
        title_year=2024,
    )
    told = section_of(("二、2024年工作安排", "（一）扩大有效益的投资"), untitled)
    assert told is not None
    assert told.outlook == "planned"


@pytest.mark.parametrize(
    ("published", "outlook"),
    [("2025-10-15", "done"), ("2025-12-26", "done"), ("2025-01-12", "planned"), ("", "planned")],
)
def test_a_report_given_at_the_end_of_its_year_looks_back_on_it(
    published: str, outlook: str
) -> None:
    facts = replace(WORK, published=published)
    for text in ("今年，建设站点20个。", "今年，培训人员300人。"):
        assert told_of(passage("一、过去五年回顾", text), facts, 0, len(text)).outlook == outlook
    for text in ("明年，建设站点20个。", "今后五年，建设站点20个。"):
        assert told_of(passage("二、安排", text), facts, 0, len(text)).outlook == "planned"


@pytest.mark.parametrize(
    ("day", "planned"),
    [
        ("2024-12-26", False),
        ("2024-11-30", False),
        ("2025-01-16", True),
        ("2025-02-11", True),
        ("", True),
    ],
)
def test_this_year_is_the_one_in_which_a_report_was_given(day: str, planned: bool) -> None:
    facts = replace(WORK, published=day)
    text = "今年新建改造农村公路18公里。"
    told = told_of(passage("一、2024年工作完成情况", text), facts, 0, len(text))
    assert (told.outlook == "planned") is planned
