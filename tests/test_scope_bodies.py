"""Bodies of a place: whose report answers, what a branch or a court goes by, and who is lacking."""

import pytest

from assistant.models import Scope
from assistant.scope.marking import Word
from assistant.scope.name_forms import speaks_of
from assistant.scope.names import Named, with_marked
from tests import names_library as samples
from tests.test_scope_names import LIBRARY, read


@pytest.mark.parametrize(
    ("question", "bodies"),
    [
        ("常州市司法局2023年多少件？", ("常州市司法局",)),
        ("常州环保局2023年多少件？", ("常州市生态环境局",)),
        ("市教育局2023年多少件？", ("常州市教育局",)),
        ("常州市教育局和司法局2023年各多少件？", ("常州市教育局", "常州市司法局")),
        ("常州市2023年多少件？", ()),
        ("常州市人民政府2023年多少件？", ()),
    ],
)
def test_the_body_that_is_named_answers(question: str, bodies: tuple[str, ...]) -> None:
    reading = read(question)
    assert reading.scope.bodies == bodies and not reading.forms
    assert reading.report_ids == {f"{body}2023" for body in bodies or ("常州市人民政府",)}


@pytest.mark.parametrize("question", samples.BODIES_LACKING)
def test_a_body_that_is_not_there_is_looked_for_and_lacking(question: str) -> None:
    reading = read(question)
    assert reading.forms and reading.outside and reading.report_ids == {"常州市人民政府2023"}


@pytest.mark.parametrize(
    ("question", "spoken_of", "not_spoken_of"),
    [
        (
            "常州市法院2023年受理行政案件多少件？",
            ("法院受理892件", "全市，人民法院受理892件", "市中院受理3件"),
            ("溧阳法院受理12件", "新北区人民法院受理12件"),
        ),
        ("常州市中级人民法院2023年多少件？", ("市中院受理3件",), ("法院受理892件",)),
        ("常州派出所2023年调解多少起？", ("派出所调解4起",), ("前黄派出所调解4起",)),
    ],
)
def test_a_court_or_a_part_by_the_name_of_its_place_is_looked_for_in_its_reports(
    question: str, spoken_of: tuple[str, ...], not_spoken_of: tuple[str, ...]
) -> None:
    reading = read(question)
    assert reading.forms and not reading.outside and reading.report_ids
    assert all(speaks_of(text, reading.forms) for text in spoken_of)
    assert not any(speaks_of(text, reading.forms) for text in not_spoken_of)


@pytest.mark.parametrize(
    ("question", "bodies", "form"),
    [
        ("常州市教育局武进分局2023年处罚多少件？", ("常州市教育局",), "武进分局"),
        ("常州市司法局新北大队2023年处罚多少件？", ("常州市司法局",), "新北大队"),
        ("常州市劳动监察支队2023年追回多少工资？", (), "劳动监察支队"),
    ],
)
def test_a_branch_of_a_body_must_be_named_where_its_body_or_place_tells(
    question: str, bodies: tuple[str, ...], form: str
) -> None:
    reading = read(question)
    assert reading.scope.bodies == bodies and form in reading.forms and not reading.outside


def test_where_no_place_is_named_bodies_may_tell_as_well() -> None:
    reading = read("2023年培训了多少名带货主播？")
    held = {one.report_id for one in LIBRARY if one.facts.year == 2023}
    assert reading.open_region and reading.report_ids == held


@pytest.mark.parametrize("said", ["六区", "这几个市", "两省", "其余三个县"])
def test_how_many_places_is_no_name(said: str) -> None:
    words = (Word(0, len(said), True, False),)
    assert not with_marked(Named((), ()), f"{said}2023年多少件", words).names


def test_one_street_is_not_all_streets() -> None:
    reading = read("龙岗街道2023年调解多少起？")
    assert reading.forms and not speaks_of("各街道共调解5000起，街道办理3件", reading.forms)


def test_a_joined_body_is_no_branch() -> None:
    reading = read("常州市司法局和交警大队2023年处罚多少件？")
    assert not any(form.startswith("和") for form in reading.forms)


def test_one_of_two_bodies_is_missing() -> None:
    reading = read("常州市司法局和公安局2023年各多少件？")
    assert reading.missing == ("常州市公安局2023年",) and reading.status == "partial"


def test_a_body_stays_in_the_conversation_and_can_be_chosen() -> None:
    before = Scope(years=(2023,), regions=("常州市",), bodies=("常州市司法局",))
    assert read("培训了多少人？", before).scope.bodies == ("常州市司法局",)
    chosen = Scope(bodies=("常州市教育局",), source="user")
    assert read("2023年培训了多少人？", user=chosen).report_ids == {"常州市教育局2023"}
