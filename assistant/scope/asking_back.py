"""Questions back about which report is meant, each with choices that name one report beyond doubt."""

from collections.abc import Sequence

from assistant.scope.models import Clarification
from vectorstore.models import ReportRecord

_MOST = 6


def choices(rest: str, records: Sequence[ReportRecord]) -> tuple[str, ...]:
    """Give the question, less the words that named a report, once for each of the reports."""
    titles = [record.facts.title for record in records]
    made = (
        f"《{record.facts.title}》{_date(record) if titles.count(record.facts.title) > 1 else ''}"
        f"{'里，' + rest if rest else '讲了什么？'}"
        for record in records
    )
    return tuple(dict.fromkeys(made))[:_MOST]


def _date(record: ReportRecord) -> str:
    parts = record.facts.published.split("-")
    told = "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False) if part)
    return f"（{told}发布）" if told else ""


def which_of(choices: tuple[str, ...]) -> Clarification:
    """Ask which of several reports is meant."""
    return Clarification("符合的报告不止一份，问的是哪一份？", choices)


def which_at_all() -> Clarification:
    """Ask which report is meant where nothing says so."""
    return Clarification("问的是哪一份报告？请写上地区和年份，或报告名称。", ())


def chosen_or_named(chosen: str, named: str, choices: tuple[str, ...]) -> Clarification:
    """Ask whether the report chosen on the page or the one named is meant."""
    return Clarification(f"选定的是《{chosen}》，问题里写的是{named}。按哪一份回答？", choices)
