"""Facts of a report corrected by hand: checked, laid over what the report itself says, and remembered."""

import re
from dataclasses import fields, replace
from datetime import date
from typing import Any

from assistant.errors import AssistantError
from ingest.ids import revision
from ingest.models import FactOverrides, Report, ReportFacts
from ingest.normalise import NORMALISER_VERSION
from ingest.passages import PASSAGES_VERSION

_LONGEST = {"title": 200, "region": 60, "body": 100, "doc_type": 40, "source_url": 500}
_NAMES = {
    "title": "标题",
    "region": "地区",
    "body": "发文单位",
    "doc_type": "类型",
    "published": "发布日期",
    "source_url": "网址",
}
_FIRST_YEAR, _LAST_YEAR = 1949, 2100
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class FactsRejected(AssistantError):
    """A fact that was typed in cannot be one."""


def checked(stated: FactOverrides) -> FactOverrides:
    """Give what was typed in without outer white space; raise `FactsRejected` for what cannot be."""
    texts: dict[str, Any] = {name: _text(name, getattr(stated, name)) for name in _NAMES}
    for year in (stated.year, stated.title_year, *(stated.years or ()), *(stated.plan_years or ())):
        if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise FactsRejected(
                f"年份 {year} 不对：应在 {_FIRST_YEAR} 到 {_LAST_YEAR} 之间。",
                f"The year {year} is not between {_FIRST_YEAR} and {_LAST_YEAR}.",
            )
    return replace(stated, **texts)


def _text(name: str, value: str | None) -> str | None:
    if value is None:
        return None
    shown = _NAMES[name]
    plain = value.strip()
    if _CONTROL.search(plain):
        raise FactsRejected(
            f"{shown}里有看不见的控制字符，请重新输入。", f"{name}: control characters."
        )
    if len(plain) > _LONGEST.get(name, 20):
        raise FactsRejected(
            f"{shown}太长：最多 {_LONGEST.get(name, 20)} 字。", f"{name} is too long."
        )
    if name == "title" and not plain:
        raise FactsRejected("标题不能空着。", "The title cannot be empty.")
    if name == "published" and plain and not _is_date(plain):
        raise FactsRejected(
            "发布日期应写成 2021-01-20 的样子。", "The date published is written 2021-01-20."
        )
    if name == "source_url" and plain and not re.match(r"https?://\S+$", plain):
        raise FactsRejected(
            "网址应以 http:// 或 https:// 开头，中间没有空格。", "The address is no http(s) URL."
        )
    return plain


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def laid_over(facts: FactOverrides, stated: FactOverrides) -> FactOverrides:
    """Lay what is stated now over what was stated before."""
    chosen = {
        field.name: value
        for field in fields(stated)
        if (value := getattr(stated, field.name)) is not None
    }
    if "year" in chosen and "years" not in chosen:
        # Years that were stated with another year no longer fit.
        chosen["years"] = (chosen["year"],)
    return replace(facts, **chosen)


def corrected(facts: ReportFacts, stated: FactOverrides) -> ReportFacts:
    """Give a report's facts with the stated ones in their place; "" clears a text."""
    whole = laid_over(FactOverrides(), stated)
    chosen = {
        field.name: value
        for field in fields(whole)
        if (value := getattr(whole, field.name)) is not None
    }
    return replace(facts, **chosen)


def still_standing(by_hand: FactOverrides, now: FactOverrides) -> FactOverrides:
    """Give the earlier corrections that what is stated now says nothing of."""
    said = {field.name for field in fields(now) if getattr(now, field.name) is not None}
    if "year" in said:
        said.add("years")
    return replace(by_hand, **dict.fromkeys(said))


def revised(report: Report, facts: ReportFacts, stated: FactOverrides) -> Report:
    """Give a report with other facts as a new version of itself."""
    versions = (NORMALISER_VERSION, PASSAGES_VERSION)
    return replace(
        report,
        facts=facts,
        stated=stated,
        revision=revision(facts, report.text, report.passages, versions),
    )
