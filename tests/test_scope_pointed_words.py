"""Which report the words mean that a model found to point at one."""

from datetime import date

import pytest

from assistant.scope.catalogue import Catalogue
from assistant.scope.marking import Marked, Word
from assistant.scope.pointing import Said, spelt_out
from assistant.scope.telling_apart import of_season
from ingest.facts.kinds import GOVERNMENT_WORK, LAW_BASED_GOVERNMENT
from ingest.models import ReportFacts
from vectorstore.models import ReportRecord

TODAY = date(2026, 11, 30)


def record(title: str, kind: str, year: int, published: str = "", named: int = 0) -> ReportRecord:
    facts = ReportFacts(
        title, "虚构市白鹭区", "", kind, year, (year,), (), named or year, published
    )
    return ReportRecord(title, "1", title, f"{title}.txt", facts, 3, 900, "2026-01-01")


WORK = [
    record(f"白鹭区{year}年政府工作报告", GOVERNMENT_WORK, year - 1, named=year)
    for year in (2023, 2024, 2025)
]
FIRST = record("白鹭区2024年法治政府建设情况报告", LAW_BASED_GOVERNMENT, 2024, "2025-01-16")
SECOND = record("白鹭区政府2024年法治政府建设年报", LAW_BASED_GOVERNMENT, 2024, "2025-03-28")
RECORDS = Catalogue([*WORK, FIRST, SECOND])


def marked(said: str) -> Marked:
    """Mark the words `said` as those that point at a report, and no others."""

    def words(text: str) -> tuple[Word, ...]:
        at = text.find(said)
        return (Word(at, at + len(said), False, False, points=True, may_point=True),)

    return words


@pytest.mark.parametrize(
    ("question", "said", "found"),
    [
        ("白鹭区25年开人代会念的那个稿子说游客多少", "25年开人代会念的那个稿子", WORK[2]),
        ("白鹭区最早的那个说了什么项目", "最早的那个", WORK[0]),
        ("白鹭区1月司法局起草的那个，多少件", "1月司法局起草的那个", FIRST),
        ("白鹭区我要2025年三月28日那个，多少件", "2025年三月28日那个", SECOND),
    ],
)
def test_what_is_exact_in_the_words_says_which(
    question: str, said: str, found: ReportRecord
) -> None:
    spelt = spelt_out(question, RECORDS, Said(), (), TODAY, marked(said))
    assert spelt.pinned == {found.facts.title: (found.report_id,)}
    assert f"《{found.facts.title}》" in spelt.question


def test_where_the_words_leave_two_it_is_asked_back() -> None:
    said = "24年的法治那个"
    spelt = spelt_out(f"白鹭区{said}，多少件", RECORDS, Said(), (), TODAY, marked(said))
    assert spelt.clarify is not None and not spelt.pinned
    assert all(one.facts.title in "".join(spelt.clarify.choices) for one in (FIRST, SECOND))


@pytest.mark.parametrize("said", ["白鹭区2024年", "那个"])
def test_what_says_no_more_than_place_and_year_is_left_as_it_is(said: str) -> None:
    question = f"{said}，一共多少件"
    spelt = spelt_out(question, RECORDS, Said(), (), TODAY, marked(said))
    assert spelt.question == question and spelt.clarify is None


def test_the_report_spoken_of_is_meant_where_nothing_else_tells() -> None:
    said = "刚才白鹭区那个"
    before = Said(spoken=(WORK[1].report_id,))
    spelt = spelt_out(f"回到{said}，多少件", RECORDS, before, (), TODAY, marked(said))
    assert spelt.pinned == {WORK[1].facts.title: (WORK[1].report_id,)}


def test_a_year_of_which_there_is_no_report_is_for_others_to_tell() -> None:
    said = "2019年那个稿子"
    spelt = spelt_out(f"白鹭区{said}，多少件", RECORDS, Said(), (), TODAY, marked(said))
    assert not spelt.pinned and spelt.clarify is None


@pytest.mark.parametrize(
    ("said", "kept"), [("年初那份", [FIRST, SECOND]), ("年底作的那份报告", [])]
)
def test_a_season_keeps_those_that_were_given_in_it(said: str, kept: list[ReportRecord]) -> None:
    assert of_season(said, [FIRST, SECOND]) == kept


def test_the_season_tells_twins_apart() -> None:
    late = record("白鹭区政府工作报告（第二次）", GOVERNMENT_WORK, 2024, "2024-12-20", named=2024)
    early = record("白鹭区政府工作报告", GOVERNMENT_WORK, 2023, "2024-01-10", named=2024)
    assert of_season("2024年年初那份", [early, late]) == [early]
    assert of_season("2024年年底作的那份报告", [early, late]) == [late]
    assert of_season("2024年那份报告", [early, late]) == [early, late]


def test_who_gave_it_says_which() -> None:
    catalogue = Catalogue(WORK)
    openings = {WORK[0].report_id: "政府工作报告\n白鹭区区长　韩生录\n各位代表："}
    catalogue.opening_of = lambda one: openings.get(one, "政府工作报告\n白鹭区区长　祁文忠")
    said = Said()
    question = "韩生录区长那份白鹭区的报告，热线受理了多少件？"
    spelt = spelt_out(question, catalogue, said, (), TODAY, marked("那份白鹭区的报告"))
    assert list(spelt.pinned.values()) == [(WORK[0].report_id,)]
