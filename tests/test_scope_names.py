"""Names of places and bodies in questions: what is one, what is none, and what follows from it."""

from datetime import date

import pytest

from assistant.models import Scope
from assistant.scope import ScopeReading, read_scope
from assistant.scope.name_forms import speaks_of
from assistant.scope.name_units import only_of_a_unit
from assistant.scope.names import read_names
from assistant.scope.places import find_places
from assistant.vocabulary.name_lists import name_lists
from ingest.models import ReportFacts
from tests import names_library as samples
from vectorstore.models import ReportRecord

KNOWN = frozenset(
    [
        "深圳市龙岗区",
        "北京市大兴区",
        "成都市武侯区",
        "上海市",
        "广东省",
        "呼和浩特市",
        "北京市朝阳区",
        "长春市朝阳区",
        "南京市鼓楼区",
        "徐州市鼓楼区",
        "常州市",
    ]
)


def record(region: str, body: str = "", year: int = 2023) -> ReportRecord:
    body = body or f"{region}人民政府"
    facts = ReportFacts(
        title=f"虚构{body}{year}年法治政府建设年度情况报告",
        region=region,
        body=body,
        doc_type="法治政府建设报告",
        year=year,
        years=(year,),
        title_year=year,
    )
    return ReportRecord(f"{body}{year}", "r", "h", body, facts, 1, 1, "2026-01-01")


LIBRARY = [
    *(record(region) for region in sorted(KNOWN)),
    *(record("常州市", f"常州市{bureau}") for bureau in ("司法局", "生态环境局", "教育局")),
]


def read(question: str, previous: Scope | None = None, user: Scope | None = None) -> ScopeReading:
    return read_scope(question, LIBRARY, previous, user, date(2024, 6, 1))


@pytest.mark.parametrize("question", samples.LACKING)
def test_a_name_that_is_lacking_leaves_nothing_free(question: str) -> None:
    reading = read(question)
    assert reading.status == "not_in_library" or (reading.forms and reading.outside)


@pytest.mark.parametrize("question", samples.PARTS)
def test_a_part_of_a_place_that_is_held_must_be_named_there(question: str) -> None:
    reading = read(question)
    assert reading.status == "held" and reading.forms and not reading.outside


@pytest.mark.parametrize(("question", "region"), samples.HELD)
def test_a_place_that_is_held_is_found(question: str, region: str) -> None:
    reading = read(question)
    assert reading.scope.regions == (region,) and not reading.forms


@pytest.mark.parametrize("question", samples.GENERIC)
def test_a_kind_word_without_a_name_names_nobody(question: str) -> None:
    assert not read(f"龙岗2023年{question}").forms
    assert not read_names(question, KNOWN).names or question.startswith("行政执法局")


@pytest.mark.parametrize(("question", "said"), samples.SUBJECTS)
def test_a_subject_is_no_other_place(question: str, said: str) -> None:
    reading = read(question)
    assert reading.status == "held" and len(reading.report_ids) == 1 and not reading.outside


@pytest.mark.parametrize(("question", "names"), samples.ASKED_BACK)
def test_places_of_one_name_are_asked_back(question: str, names: tuple[str, ...]) -> None:
    reading = read(question)
    assert reading.clarify is not None and reading.scope.regions == names
    assert all(name in choice for name, choice in zip(names, reading.clarify.choices, strict=True))
    for name, choice in zip(names, reading.clarify.choices, strict=True):
        again = read(choice)
        assert again.clarify is None and again.scope.regions == (name,)


def test_the_one_that_is_spoken_of_or_chosen_is_not_asked_back() -> None:
    before = Scope(years=(2023,), regions=("长春市朝阳区",))
    assert read("朝阳区培训了多少人？", before).scope.regions == ("长春市朝阳区",)
    chosen = Scope(regions=("北京市朝阳区",), source="user")
    assert read("朝阳区培训了多少人？", user=chosen).scope.regions == ("北京市朝阳区",)


def test_a_place_that_is_only_helped_or_met_must_be_in_the_sentence() -> None:
    reading = read("龙岗2023年引进的人才里，通州来的有多少？")
    assert "通州区" in reading.forms and reading.status == "held" and not reading.outside
    assert read("对口支援新疆的资金2023年多少？").names == ("新疆",)


def test_forms_are_whole_words() -> None:
    assert speaks_of("会同生态环境部督办", ("生态环境部",))
    assert not speaks_of("生态环境部门办理19件", ("生态环境部",))
    assert not speaks_of("公安办案12件", ("公安办",))


# One test for each kind of row of `names.toml`.


@pytest.mark.parametrize("form", name_lists().whole)
def test_each_name_of_the_closed_lists_is_found(form: str) -> None:
    found = read_names(f"2023年{form}收到多少件？", frozenset())
    assert form in [name.text for name in found.names] or any(
        form == mention.text for mention in found.regions
    )


@pytest.mark.parametrize("form", sorted({forms[0] for forms in name_lists().bureaus.values()}))
def test_each_function_names_a_bureau(form: str) -> None:
    bureau = next(
        one
        for one in name_lists().bureaus
        if one.endswith("局") and form in name_lists().bureaus[one]
    )
    (name,) = read_names(f"龙岗区{bureau}2023年收到多少件？", KNOWN).names
    assert name.kind == "bureau" and name.text == f"龙岗区{bureau}"


@pytest.mark.parametrize("word", [w for w, kind in name_lists().kinds.items() if kind != "courts"])
def test_each_kind_word_makes_a_name_of_a_proper_part(word: str) -> None:
    named = read_names(f"2023年西红门{word}收到多少件？", KNOWN).names
    assert bool(named) == (word not in ("港", "机场"))


@pytest.mark.parametrize("word", [w for w, kind in name_lists().kinds.items() if kind == "courts"])
def test_each_court_of_a_region_is_a_name(word: str) -> None:
    (name,) = read_names(f"龙岗区{word}2023年收到多少件？", KNOWN).names
    assert name.kind == "courts"


@pytest.mark.parametrize("word", sorted(name_lists().generic))
def test_no_generic_word_makes_a_name(word: str) -> None:
    for kind in ("街道", "社区", "公司"):
        named = read_names(f"2023年有多少{word}{kind}？", KNOWN).names
        assert not named, named


@pytest.mark.parametrize("word", sorted(name_lists().no_kind))
def test_no_whole_word_that_ends_like_a_kind_is_a_name(word: str) -> None:
    assert not read_names(f"2023年全区{word}有多少？", KNOWN).names


@pytest.mark.parametrize(
    ("form", "region"),
    [*name_lists().short.items(), *name_lists().sure.items(), *name_lists().unsure.items()],
)
def test_each_short_form_stands_for_its_place(form: str, region: str) -> None:
    (place,) = find_places(f"{form}2023年收到多少件？", KNOWN)
    assert [one.name for one in place.regions] == [region]


@pytest.mark.parametrize(
    "text",
    [
        "粤港澳合作多少项？",
        "沪宁铁路多长？",
        "有没有粤菜？",
        "津贴多少？",
        "川菜馆几家？",
        "豫剧团几个？",
    ],
)
def test_a_short_form_inside_a_word_is_no_place(text: str) -> None:
    assert not [p for p in find_places(text, KNOWN) if len(p.text) == 1]


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("区公安局交警大队办理1204件。", True),
        ("龙岗区公安局的交通警察大队办理1204件。", True),
        ("区公安局布吉派出所调解33件，龙岗区公安局治安大队查处7件。", True),
        ("区公安局布吉执法中队办理57件。", True),
        ("区公安局综合执法大队办理57件。", True),
        ("区公安局办理1204件。", False),
        ("区公安局交警大队办理12件，区公安局全年办理99件。", False),
        ("区公安局组织交警大队执法55次。", False),
        ("区公安局、交警大队共办理66件。", False),
        ("区公安局建成警务服务中心8个。", False),
        ("交警大队办理1204件。", False),
    ],
)
def test_a_unit_of_a_body_is_told_from_the_whole_of_it(text: str, only: bool) -> None:
    assert only_of_a_unit(text, ("龙岗区公安局", "区公安局", "公安局")) is only


def test_the_nation_is_a_name_where_it_is_the_only_place() -> None:
    reading = read("全国有多少家高新技术企业？")
    assert reading.outside and "全国" in reading.forms
    assert not read("龙岗区有多少家全国文明单位？").names
