"""The last step before an answer is shown: within the reports allowed, spoken in sentences, or withheld."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.models import Answer, AnswerEvent
from assistant.planning import Plan
from assistant.verification import Violation

_SENTENCE = re.compile(r"[^\n。！？]*[。！？]?(?:\[\d+\])*\n?")


def allowed(plan: Plan) -> Callable[[str], bool]:
    """Say which reports an answer to a plan may cite."""
    ids = {
        report_id
        for part in plan.parts
        for report_id in (part.reading.report_ids | part.reading.fallback_ids)
    }
    return lambda report_id: report_id in ids


def withheld(answer: Answer, violations: Sequence[Violation]) -> Answer:
    """Give what is shown in place of an answer that breaks the promise."""
    kinds = "、".join(dict.fromkeys(violation.kind for violation in violations))
    return replace(
        answer,
        status="not_in_report",
        text="核对没有通过，这个回答不能显示。请换个说法再问，或直接查看报告原文。",
        citations=(),
        figures=(),
        computed=(),
        table=None,
        notices=(*answer.notices, f"未通过核对：{kinds}"),
    )


def spoken(answer: Answer) -> Iterator[AnswerEvent]:
    """Give the text sentence by sentence, then the answer."""
    for match in _SENTENCE.finditer(answer.text):
        if match[0]:
            yield AnswerEvent("text", match[0])
    yield AnswerEvent("answer", "", answer)
