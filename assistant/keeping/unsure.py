"""Which facts of a report were guessed or are absent, so that its keeper looks at them.

A fact that somebody stated is sure. One that was read is sure where it stands in the opening or the
closing of the report itself; a name of several places only where the place around it stands there too.
"""

import re
from collections.abc import Sequence

from assistant.keeping.kept_facts import said_of
from ingest.facts import OTHER_TYPE
from ingest.facts.dates import plain_digits
from ingest.models import Passage, ReportFacts
from ingest.passages import join_passages
from ingest.regions.gazetteer import Region, held_region, official_forms
from vectorstore.models import ReportRecord

LOOKED_AT = ("title", "region", "body", "year", "doc_type")
"""The facts that decide which questions reach a report."""

_OPENING, _CLOSING = 1500, 600
_HEAD = 200


def absent_facts(facts: ReportFacts) -> frozenset[str]:
    """Name the facts of `LOOKED_AT` that a report lacks."""
    none = ("", None, OTHER_TYPE)
    return frozenset(name for name in LOOKED_AT if getattr(facts, name) in none)


def unsure_facts(record: ReportRecord, passages: Sequence[Passage]) -> frozenset[str]:
    """Name the facts of `LOOKED_AT` that are absent, or that were guessed and not read or stated."""
    facts = record.facts
    text = join_passages(passages)
    zone = _bare(text[:_OPENING] + "\n" + text[-_CLOSING:])
    region = held_region(facts.region)
    said = said_of(record.stated, record.given)
    has_title = "title" in said or _bare(facts.title) in zone
    # A title that is the file's name is no word of the report.
    head = text[:_HEAD] + ("\n" + facts.title if has_title else "")
    guessed = {
        "title": not has_title,
        "region": not _region_stands(region, zone),
        "body": _bare(facts.body).removeprefix(region.parent) not in zone,
        "year": not _year_stands(facts, head),
    }
    unsure = {name for name, is_guessed in guessed.items() if is_guessed and name not in said}
    return absent_facts(facts) | unsure


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _region_stands(region: Region, zone: str) -> bool:
    if region.name in zone:
        return True
    if region.level == "national":
        return any(alias in zone for alias in region.aliases)
    if region.own_name not in zone:
        return False
    others = [one for one in official_forms().get(region.own_name, ()) if one != region]
    return not others or _region_stands(held_region(region.parent), zone)


def _year_stands(facts: ReportFacts, head: str) -> bool:
    """Whether the year, or the one after it in which a report on it is given, stands at the head."""
    if facts.year is None:
        return False
    if facts.title_year is not None and facts.title_year - facts.year not in (0, 1):
        return False
    shown = plain_digits(head)
    return any(str(year) in shown for year in (facts.year, facts.year + 1))
