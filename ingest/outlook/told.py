"""The values of outlook: what words tell, and which years of a report lie ahead of it."""
# ruff: noqa: RUF001 (brackets as reports write them)

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.facts.kinds import GOVERNMENT_WORK
from ingest.models import ReportFacts
from ingest.outlook.words import Rows, Words, rows_of, words_of

Outlook = Literal["done", "planned"]

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
# Names of documents, and their numbers: the years in them are no times.
NAMED = re.compile(r"《[^》]*》|[〔［\[【（(]\s*(?:19|20)\d\d\s*[〕］\]】）)]\s*第?\d+号")
# A name in quotation marks (“打算为群众办的十件事”); “十四五” is a time.
QUOTED = re.compile(r"“[^”]{4,24}”")
# A five-year plan of the economy, not one of another count: “八五”普法规划.
PERIOD = re.compile(
    r"[“\"「]?(十[一二三四五六]?|[六七八九])五[”\"」]?"
    r"(?=时期|期间|规划|目标|发展|主要|基本|奋斗|末|[”\"」])(?![”\"」]?普法)"
)


@dataclass(frozen=True, slots=True)
class Told:
    """Whether words tell what was done or what is planned, and for which year, where that is said.

    `mixed`: a sentence of which one clause tells and another plans; `outlook` is then "done".
    """

    outlook: Outlook
    planned_for: int | None = None
    mixed: bool = False

    @property
    def plans(self) -> bool:
        """Whether any of it is planned."""
        return self.mixed or self.outlook == "planned"

    @property
    def tells(self) -> bool:
        """Whether any of it was done."""
        return self.outlook == "done"


DONE = Told("done")
_LAST_MONTHS = (10, 11, 12)


def rows() -> Rows:
    """Give the rows of `outlook.tsv`."""
    return rows_of("ingest.outlook", "outlook.tsv")


def words(kind: str) -> Words:
    """Give the words of one kind of row."""
    return words_of("ingest.outlook", "outlook.tsv", kind)


def last_told(facts: ReportFacts) -> int | None:
    """Give the last year that a report tells of; a later one lies ahead of it.

    The year in which a work report is given is not told of, though its facts may name it.
    """
    given = given_in(facts) if facts.doc_type == GOVERNMENT_WORK else None
    years = (year for year in facts.years if year != given)
    told = (*years, *((facts.year,) if facts.year is not None else ()))
    return max(told, default=None)


def only(years: Sequence[int]) -> int | None:
    """Give the year where there is just one."""
    return years[0] if len(years) == 1 else None


def given_in(facts: ReportFacts) -> int | None:
    """Give the year in which a report that looks ahead was given: what it calls 今年.

    One given at the end of the year that it tells of means that year by 今年, whatever its title says.
    """
    ahead = facts.title_year is not None and facts.year is not None
    if not ahead or facts.title_year == facts.year or facts.published.startswith(f"{facts.year}-1"):
        return None
    return facts.title_year


def looks_back_on_this_year(facts: ReportFacts) -> bool:
    """Whether a report was given in the last months of its year, as at a change of government."""
    return facts.published[:7] in {f"{facts.title_year}-{month}" for month in _LAST_MONTHS}
