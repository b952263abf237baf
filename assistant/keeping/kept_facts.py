"""Which facts of a report stay when its file is read anew: those that somebody said of it.

The keeper's corrections and what was stated with the file are noted with the report, and stay as they
are. What was stated with a file that an earlier version of the program took in was not noted: a fact
there that neither the old text nor the new one gives may have been said by hand, so it stays too, and
the user is told.
"""

from dataclasses import dataclass, fields, replace
from typing import Any

from ingest.facts import OTHER_TYPE
from ingest.models import FactOverrides, ReportFacts

_NAMES = {
    "title": "标题",
    "region": "地区",
    "body": "发文单位",
    "doc_type": "类型",
    "year": "涵盖年份",
    "years": "涵盖的各年",
    "plan_years": "计划年份",
    "title_year": "标题年份",
    "published": "发布日期",
    "source_url": "网址",
}
_UNREAD = ("", None, (), OTHER_TYPE)


@dataclass(frozen=True, slots=True)
class KeptFacts:
    """The facts of a report read anew, those of them that stand for its file, and what to tell of them.

    `told` and `english` are sentences on what was changed and on what may have to be corrected.
    """

    facts: ReportFacts
    given: FactOverrides
    told: tuple[str, ...]
    english: tuple[str, ...]


def said_of(stated: FactOverrides, given: FactOverrides | None) -> frozenset[str]:
    """Name the facts that were said by hand, of the report or with its file."""
    said = {
        one.name
        for one in fields(FactOverrides)
        for source in (stated, given or FactOverrides())
        if getattr(source, one.name) is not None
    }
    # A year that is stated is the one year covered, unless more are.
    return frozenset(said | {"years"} if "year" in said else said)


def kept_facts(
    before: ReportFacts,
    stated: FactOverrides,
    given: FactOverrides | None,
    now: ReportFacts,
    of_old_text: ReportFacts,
) -> KeptFacts:
    """Give the facts of a report of which `before` was known and `now` is read.

    `of_old_text` is what would be read today of the text as it was stored.
    """
    said = said_of(stated, given)
    held = frozenset() if given is not None else _unexplained(before, now, of_old_text) - said
    if held & {"year", "years"}:
        held |= {"year", "years"} - said
    facts = replace(now, **{name: getattr(before, name) for name in said | held})
    noted = replace(given or FactOverrides(), **{name: getattr(before, name) for name in held})
    told, english = _told(before, now, facts)
    return KeptFacts(facts, noted, told, english)


def _unexplained(before: ReportFacts, now: ReportFacts, of_old_text: ReportFacts) -> frozenset[str]:
    """Name the facts that no reading gives. What stands for want of a reading is no such fact."""
    guessed = {"body": (f"{before.region}人民政府", f"{before.region}管理委员会")}
    return frozenset(
        name
        for name in _NAMES
        if (value := getattr(before, name)) not in (*_UNREAD, *guessed.get(name, ()))
        and value not in (getattr(now, name), getattr(of_old_text, name))
    )


def _told(
    before: ReportFacts, now: ReportFacts, facts: ReportFacts
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    told, english = [], []
    for name, shown in _NAMES.items():
        old, read, kept = (getattr(one, name) for one in (before, now, facts))
        if kept != old:
            told.append(f"{shown}由“{_shown(old)}”改读为“{_shown(kept)}”。")
            english.append(f"{name}: {_shown(old)} is now read as {_shown(kept)}.")
        elif kept != read and read not in _UNREAD:
            told.append(f"{shown}仍记作“{_shown(kept)}”，原件里读出的是“{_shown(read)}”。")
            english.append(f"{name} stays {_shown(kept)}; the file says {_shown(read)}.")
    return tuple(told), tuple(english)


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return "、".join(map(str, value)) or "无"
    return "无" if value in (None, "") else str(value)
