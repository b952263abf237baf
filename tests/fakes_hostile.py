"""A library of hostile reports for the page, readable by hand: see `tests.hostile` for what is put into them."""

from collections.abc import Sequence

from assistant.models import Answer, AnswerFigure, Citation, Mode, Scope, Table, TableRow, Turn
from ingest.models import Passage, ReportFacts
from tests.fakes_service import FakeService
from tests.hostile import PAYLOADS
from vectorstore.models import ReportRecord


class HostileService(FakeService):
    """A library of thirty reports, each with a payload for title, region, kind, heading and text."""

    def reports(self) -> tuple[ReportRecord, ...]:
        return tuple(self._record(n, payload) for n, payload in enumerate(PAYLOADS))

    def passages(self, report_id: str) -> tuple[Passage, ...]:
        payload = PAYLOADS[int(report_id.removeprefix("h"))]
        heading = f"一、{payload}"
        text = f"{heading}\n本段虚构：{payload}，共收到申请376件。"
        return (Passage("p", report_id, 0, (heading,), text, 0, len(text), len(heading) + 1),)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        scope: Scope | None = None,
        mode: Mode | None = None,
    ) -> Answer:
        number = int("".join(filter(str.isdigit, question)))
        payload = PAYLOADS[number]
        (passage,) = self.passages(f"h{number}")
        facts = self._record(number, payload).facts
        citation = Citation(
            1,
            f"h{number}",
            facts.title,
            facts.region,
            2020,
            passage.heading,
            None,
            passage.body,
            passage.text,
            passage.body_start,
            passage.end,
        )
        return Answer(
            "disclosed",
            f"{passage.body}[1]",
            (citation,),
            (AnswerFigure("376件", 376, "件", 1),),
            table=Table((payload, payload), (TableRow(Scope(), "disclosed", (payload, payload)),)),
            scope=Scope((2020,), (payload,), (), (payload,)),
            standalone_question=payload,
            notices=(payload,),
        )

    def next_questions(self, answer: Answer) -> tuple[str, ...]:
        return (answer.notices[0],)

    def _record(self, number: int, payload: str) -> ReportRecord:
        facts = ReportFacts(payload, payload, payload, payload, 2020, (2020,))
        return ReportRecord(
            f"h{number}", "v1", "h1", f"{payload}.txt", facts, 1, 60, payload, notices=(payload,)
        )
