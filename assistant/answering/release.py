"""The last step before an answer is shown: within the reports allowed, spoken in sentences, or withheld."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant import wording
from assistant.grounding.violations import Violation
from assistant.models import Answer, AnswerEvent
from assistant.question.planning import Plan

_SENTENCE = re.compile(r"[^\n。！？]*[。！？]?(?:\[\d+\])*\n?")


def allowed(plan: Plan) -> Callable[[str], bool]:
    """Say which reports an answer to a plan may cite."""
    readings = [part.reading for part in plan.parts]
    ids = frozenset[str]().union(
        *(one.report_ids | one.fallback_ids | one.around_ids for one in readings)
    )
    return lambda report_id: report_id in ids


def withheld(answer: Answer, violations: Sequence[Violation]) -> Answer:
    """Give what is shown in place of an answer that breaks the promise."""
    kinds = tuple(dict.fromkeys(violation.kind for violation in violations))
    return replace(
        answer,
        status="not_in_report",
        text=wording.WITHHELD,
        citations=(),
        figures=(),
        computed=(),
        table=None,
        unanswered=(),
        nearest=(),
        suggestions=(),
        notices=(*answer.notices, wording.unverified(kinds)),
    )


def spoken(answer: Answer) -> Iterator[AnswerEvent]:
    """Give the text sentence by sentence, then the answer."""
    for match in _SENTENCE.finditer(answer.text):
        if match[0]:
            yield AnswerEvent("text", match[0])
    yield AnswerEvent("answer", "", answer)
