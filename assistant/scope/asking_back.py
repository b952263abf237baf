"""Questions back about which report is meant, each with choices that name one report beyond doubt."""

from collections.abc import Sequence

from assistant.scope import notices
from assistant.scope.models import Clarification
from assistant.scope.named_reading import Asked, Wanted
from assistant.scope.named_reports import naming_tail, without_names
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
    told = "".join(
        f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False) if part
    )
    return f"（{told}发布）" if told else ""


def which_of(choices: tuple[str, ...]) -> Clarification:
    """Ask which of several reports is meant."""
    return Clarification("符合的报告不止一份，问的是哪一份？", choices)


def which_at_all() -> Clarification:
    """Ask which report is meant where nothing says so."""
    return Clarification("问的是哪一份报告？请写上地区和年份，或报告名称。", ())


def none_is(said: str, choices: tuple[str, ...]) -> Clarification:
    """Say that of no report it is known to be the one described, and offer those of the place."""
    return Clarification(f"库里看不出哪一份是“{said}”，问的是哪一份？", choices)


def chosen_or_named(chosen: str, named: str, choices: tuple[str, ...]) -> Clarification:
    """Ask whether the report chosen on the page or the one named is meant."""
    return Clarification(f"选定的是《{chosen}》，问题里写的是{named}。按哪一份回答？", choices)


def which(asked: Asked, wanted: Sequence[Wanted]) -> Clarification | None:
    """Ask back where a title fits several reports that nothing tells apart."""
    unsettled = next((one for one in wanted if not one.is_settled), None)
    if unsettled is None or _one_shelf(unsettled):
        return None
    rest = without_names(asked.question, asked.names)
    newest = sorted(unsettled.reports, key=lambda r: r.facts.year or 0, reverse=True)
    return which_of(choices(rest, newest))


def of_which_place(asked: Asked, records: Sequence[ReportRecord]) -> Clarification | None:
    """Ask back where a report is named by its year alone, and a few places have such a report."""
    named = any(m.kind == "title" and not m.loose for m in asked.mentions)
    places = {record.facts.region for record in records}
    if not named or len(places) < len(records) or not 1 < len(places) <= _MOST:
        return None
    return which_of(choices(_rest(asked), records))


def shelf(wanted: Sequence[Wanted]) -> tuple[ReportRecord, ...]:
    """Give the reports of one place over the years that the only title fits: the year says which."""
    return wanted[0].reports if len(wanted) == 1 and not wanted[0].is_settled else ()


def _one_shelf(wanted: Wanted) -> bool:
    facts = [record.facts for record in wanted.reports]
    same_title = len({one.title for one in facts}) < len(facts)
    return len({(one.region, one.doc_type) for one in facts}) == 1 and not same_title


def against(
    asked: Asked, wanted: Sequence[Wanted], chosen: Sequence[ReportRecord]
) -> Clarification | None:
    """Ask back where a report that is named is not among those that the user has chosen."""
    held = {record.report_id for record in chosen}
    others = [r for one in wanted for r in one.reports if r.report_id not in held]
    lacking = [one.label for one in wanted if not one.reports]
    if not others and not lacking:
        return None
    rest = _rest(asked)
    offered = choices(rest, [*chosen, *others])
    named_as = notices.titles(others[:1]) if others else lacking[0]
    return chosen_or_named(chosen[0].facts.title, named_as, offered)


def _rest(asked: Asked) -> str:
    """The question without the words that name a report: titles, places with the year of a title."""
    if asked.names:
        return without_names(asked.question, asked.names)
    spans = [(place.start, place.end) for place in asked.places]
    spans += [
        (m.start, naming_tail(asked.question, m.end)) for m in asked.mentions if m.kind == "title"
    ]
    text = asked.question
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return text.strip("的里，, ")
