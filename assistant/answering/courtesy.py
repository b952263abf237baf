"""What the house itself answers, with nothing of a report: manners, help, stock, sources, advice.

Such an answer has no citations and asserts nothing of a report; below it stand questions that the
library does answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant import wording
from assistant.export import FORMATS
from assistant.models import Answer, Intent, Turn
from assistant.question.planning import Plan
from assistant.question.utterance import FOR_REPORTS
from assistant.render import citation_label, years_label
from vectorstore.models import ReportRecord

_MOST_YEARS = 6
_MOST_LISTED = 12
_MOST_SOURCES = 8


@dataclass(frozen=True, slots=True)
class House:
    """What the house adds of its own: questions that the library answers, and its line on advice."""

    examples: Callable[[], Sequence[str]] = tuple
    advice: str = ""


def is_for_the_house(plan: Plan) -> bool:
    """Say whether an utterance is answered without looking into reports."""
    return plan.kind not in FOR_REPORTS


def courtesy(plan: Plan, house: House, near: Sequence[str] = ()) -> Answer:
    """Answer an utterance that no report is asked for; `near` are questions close to it."""
    if plan.kind == "off_topic":
        return Answer(
            "off_topic", wording.OFF_TOPIC, standalone_question=plan.question, intent=plan.kind
        )
    return Answer(
        "assistant",
        _said(plan.kind, plan, house),
        standalone_question=plan.question,
        suggestions=tuple(near) or tuple(house.examples()),
        intent=plan.kind,
    )


def _said(kind: Intent, plan: Plan, house: House) -> str:
    if kind == "library":
        return f"{_stock(plan.records)}\n{_listed(plan.records)}\n{wording.WHERE_LISTED}"
    if kind == "where_from":
        return _sources(plan.ask.history)
    if kind == "export":
        return wording.export_how([one.names["zh"] for one in FORMATS.values()])
    if kind == "advice":
        return f"{wording.NO_ADVICE}{house.advice}"
    if kind == "feedback":
        return wording.FEEDBACK
    opening = wording.HELP if kind == "help" else wording.GREETING
    return f"{opening}\n{_stock(plan.records)}"


def _stock(records: Sequence[ReportRecord]) -> str:
    places = {record.facts.region for record in records if record.facts.region}
    return wording.in_stock(len(records), len(places), _spanned(records))


def _spanned(records: Sequence[ReportRecord]) -> str:
    """The years that reports tell of: where there are many, from the first to the last."""
    years = tuple(sorted({one.facts.year for one in records if one.facts.year is not None}))
    return years_label(years) if len(years) <= _MOST_YEARS else f"{years[0]}年至{years[-1]}年"


def _listed(records: Sequence[ReportRecord]) -> str:
    """The titles, or where there are many the places with their years."""
    if len(records) <= _MOST_LISTED:
        return "\n".join(f"《{record.facts.title}》" for record in records)
    by_place: dict[str, list[ReportRecord]] = {}
    for record in records:
        by_place.setdefault(record.facts.region or record.facts.title, []).append(record)
    lines = [
        f"{place}：{len(held)} 份" + (f"（{told}）" if (told := _spanned(held)) else "")
        for place, held in by_place.items()
    ]
    return "\n".join(lines[:_MOST_LISTED] + ["……"] * (len(lines) > _MOST_LISTED))


def _sources(history: Sequence[Turn]) -> str:
    """Where the last answer stands in the reports."""
    told = next((turn for turn in reversed(history) if turn.answer.citations), None)
    if told is None:
        return wording.NO_SOURCE_YET
    labels = dict.fromkeys(citation_label(citation) for citation in told.answer.citations)
    return "\n".join((wording.SOURCES, *list(labels)[:_MOST_SOURCES]))
