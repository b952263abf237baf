"""Values of scope: years as a question names them, and what the library holds for them."""

from dataclasses import dataclass, field
from typing import Literal

from assistant.models import Scope
from vectorstore.models import ReportRecord

YearKind = Literal["covered", "title", "plan", "span", "relative"]
MatchKind = Literal["covered", "span", "plan", "title", "region", "any"]
CellStatus = Literal["held", "not_in_library"]


@dataclass(frozen=True, slots=True)
class YearMention:
    """Years that `question[start:end]` names, and how.

    `covered`: what happened in that year. `title`: the report that bears the year (2022年报告).
    `plan`: what is to be done in it. `span`: several years as one (十三五期间, 1998到2002这五年).
    `relative`: counted from today or from the year spoken of (去年, 下一年); `years` is empty where
    there is nothing to count from. `loose`: a plan that may also be told as done (2023年的目标), or
    what a report said (2022年国务院说), which its title year or the year covered may find.
    """

    kind: YearKind
    years: tuple[int, ...]
    text: str
    start: int
    end: int
    loose: bool = False


@dataclass(frozen=True, slots=True)
class ReportMatch:
    """A report within scope and what made it match; `years` are the wanted years it answers for.

    `far_ahead`: it plans for several years, and none of these is the one in which it was given.
    `beyond`: it is the last before a year that it does not plan for, of which a sentence may still tell.
    """

    report_id: str
    kind: MatchKind
    years: tuple[int, ...] = ()
    far_ahead: bool = False
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class ScopeCell:
    """One region in one year (or span, or report of one title) and the reports that can answer for it.

    `year` is the last year of a span; None where the question sets none. `label` is for a table's
    row: 2020年, 2016—2020年, 2021年报告.
    """

    region: str
    year: int | None
    report_ids: tuple[str, ...]
    status: CellStatus
    label: str = ""


@dataclass(frozen=True, slots=True)
class Clarification:
    """A question back: what cannot be told, and the questions that would tell it, to choose from."""

    question: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScopeReading:
    """What a question is limited to, and what the library holds of it.

    `report_ids` is the hard filter of the search; best matches first in `matches`. `fallback_ids`
    are of the same regions and may be tried, and said to be so, when those hold no answer (other
    years where the question names none; plan or title matches where it asks what happened).
    `status` is `not_in_library` when nothing matches, `partial` when some cells are missing.
    `open_region`: the question names no region and several fit. `open_year`: it names no year.
    `any_year`: it asks for the year itself, or for the course over years. `several`: more than one
    report for one region and year. `reports` are the reports that the question names, or the user
    has chosen. `names` are names (a street, a bureau, a company) that the library holds no report
    of: only a sentence that has one of `forms` answers. `outside`: nothing else that it names is held,
    so that without such a sentence it is 未收录. `around_ids` are reports of the place in which the one
    asked about lies, where that one has none. `clarify`: it must be asked back.
    """

    scope: Scope
    status: Literal["held", "partial", "not_in_library"]
    report_ids: frozenset[str]
    matches: tuple[ReportMatch, ...] = ()
    fallback_ids: frozenset[str] = frozenset()
    cells: tuple[ScopeCell, ...] = ()
    nearest: tuple[ReportRecord, ...] = ()
    notices: tuple[str, ...] = ()
    years: tuple[YearMention, ...] = ()
    open_region: bool = False
    open_year: bool = False
    any_year: bool = False
    several: bool = False
    missing: tuple[str, ...] = field(default=())
    reports: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    around_ids: frozenset[str] = frozenset()
    outside: bool = False
    clarify: Clarification | None = None
