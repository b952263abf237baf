"""A service to draw the page and the API with, readable by hand: one made-up report, fixed answers."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from assistant.errors import QuestionRejected
from assistant.grounding.violations import Violation
from assistant.keeping.feedback import Feedback, Verdict
from assistant.keeping.originals import Original, OriginalMissing
from assistant.keeping.progress import FileProgress, FileToTake, IngestStep
from assistant.keeping.removed import RemovedReport
from assistant.keeping.typed_facts import question_unlisted
from assistant.models import (
    Answer,
    AnswerEvent,
    AnswerFigure,
    Citation,
    FileOutcome,
    IngestSummary,
    Mode,
    Scope,
    Turn,
)
from assistant.suggesting.examples import ExampleGroup
from ingest.models import FactOverrides, Passage, ReportFacts
from ingest.readers import READER_VERSION
from vectorstore.errors import ReportNotFound
from vectorstore.models import ReportRecord, SearchHit, SearchResult

TITLE = "虚构市云溪区人民政府2020年法治政府建设年度情况报告（虚构）"
REGION = "虚构市云溪区"
UNREAD = "第 3 页有一张图没有读出文字（虚构）。"
HOSTILE = (
    "<img src=x onerror=window.pwned=1><script>window.pwned=1</script>${window.pwned=1}{{pwned}}"
)

# (headings standing before the text, text), in order; a heading's depth is its place in the tuple.
PARTS: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        (TITLE,),
        "2020年，云溪区深入学习贯彻习近平法治思想，紧扣中心工作，扎实推进法治政府建设，现将有关情况报告如下。",
    ),
    (
        ("", "一、工作情况", "（一）全力做好疫情防控法治服务保障"),
        "全面提升依法防控能力，建立健全疫情防控各项机制。严厉查处各类危害疫情防控违法行为，共实施行政处罚1204件，行政检查20611件，处置涉及疫情治安案件12起。",
    ),
    (
        ("", "", "（二）依法全面履行政府职能"),
        "制定《云溪区政务服务一次性告知制度》，清理“零办件”9项，取消各类证明31项，精简申请材料21.9%、办理时限62.6%。",
    ),
    (
        ("", "", "（三）有效化解社会矛盾纠纷", "1. 提升行政复议、应诉工作质量。"),
        "共收到行政复议申请376件，审结304件，纠错率8.88%。办理区政府为被告的行政应诉案件157件，审结98件。",
    ),
    (
        ("", "", "", "2. 依法做好信访和多元调解工作。"),
        f"信访工作联席会议制度实现镇、街道全覆盖。开展矛盾纠纷排查879次，调解案件908件，成功856件。{HOSTILE}",
    ),
    (
        ("", "二、存在的不足"),
        "基层执法力量配备仍有差距，个别部门对重大行政决策程序的要求理解不深，法治宣传的针对性有待加强。",
    ),
    (
        ("", "三、下一年工作安排"),
        "2021年，将持续优化法治化营商环境，推动行政执法“三项制度”落到实处，加强行政复议规范化、信息化建设。",
    ),
)


def made_up_passages(report_id: str) -> tuple[Passage, ...]:
    """Lay PARTS out as the passages of a report: they tile it, one newline between lines."""
    passages: list[Passage] = []
    path: list[str] = []
    position = 0
    for ordinal, (headings, body) in enumerate(PARTS):
        for depth, heading in enumerate(headings):
            if heading:
                path = [*path[:depth], heading]
        new = [heading for heading in headings if heading]
        text = "\n".join((*new, body))
        body_start = position + len(text) - len(body)
        end = position + len(text)
        heading_path = tuple(step.rstrip("。") for step in path[1:])
        passages.append(
            Passage(
                f"p{ordinal}", report_id, ordinal, heading_path, text, position, end, body_start
            )
        )
        position = end + 1
    return tuple(passages)


@dataclass
class FakeService:
    """Answers any question from the passage whose words it shares; keeps what it was asked."""

    title: str = TITLE
    is_empty: bool = False
    pause_s: float = 0.0
    fails_with: Exception | None = None
    fails_on: dict[str, Exception] = field(default_factory=dict)
    asked: list[tuple[str, tuple[Turn, ...], Scope | None]] = field(default_factory=list)
    ingested: list[tuple[Sequence[Path], FactOverrides | None, str | None]] = field(
        default_factory=list
    )
    uploaded: list[tuple[str, bytes, str | None]] = field(default_factory=list)
    changed: list[tuple[str, FactOverrides]] = field(default_factory=list)
    gone: list[ReportRecord] = field(default_factory=list)
    judged: list[Feedback] = field(default_factory=list)

    @property
    def facts(self) -> ReportFacts:
        return ReportFacts(
            self.title, REGION, "虚构市云溪区人民政府", "法治政府建设年度报告", 2020, (2020,)
        )

    def reports(self) -> tuple[ReportRecord, ...]:
        if self.is_empty:
            return ()
        record = ReportRecord(
            "r1", "v1", "h1", "云溪2020.txt", self.facts, len(PARTS), 600, "2026-01-01T00:00:00Z"
        )
        record = replace(record, reader_version=READER_VERSION)
        other = replace(
            self.facts, title="虚构市青石区2019年政府工作报告（虚构）", region="虚构市青石区"
        )
        other = replace(other, year=2019, years=(2019,), doc_type="政府工作报告")
        both = (record, replace(record, report_id="r2", facts=other, passages=41))
        return tuple(one for one in both if one not in self.gone)

    def passages(self, report_id: str) -> tuple[Passage, ...]:
        if report_id != "r1":
            raise ReportNotFound(f"库里没有编号为 {report_id} 的报告。")
        return made_up_passages(report_id)

    def example_groups(self) -> tuple[ExampleGroup, ...]:
        return (
            ExampleGroup(
                "official",
                (
                    "疫情期间一共实施了多少件行政处罚？",
                    "2020年收到行政复议申请多少件，纠错率是多少？",
                ),
            ),
            ExampleGroup("trainer", ("报告说还有哪些不足？",)),
            ExampleGroup("public", ("取消了多少项证明？",)),
        )

    def next_questions(self, answer: Answer) -> tuple[str, ...]:
        return ("取消了多少项证明？", "报告说还有哪些不足？") if answer.citations else ()

    def recheck(self, answer: Answer) -> tuple[Violation, ...]:
        kept = "\n".join(passage.text for passage in made_up_passages("r1"))
        return tuple(
            Violation("quote_not_verbatim", citation.quote, "")
            for citation in answer.citations
            if citation.quote not in kept
        )

    def original(self, report_id: str) -> Original:
        raise OriginalMissing("这篇报告没有保存原件。")

    @property
    def keeper(self) -> "FakeService":
        return self

    @property
    def feedback(self) -> "FakeService":
        return self

    def add(self, feedback: Feedback) -> None:
        self.judged.append(feedback)

    def latest(self, verdict: Verdict, count: int) -> tuple[tuple[Feedback, ...], int]:
        found = [one for one in reversed(self.judged) if one.verdict == verdict]
        return tuple(found[:count]), len(found)

    def model_line(self) -> str:
        return ""

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        scope: Scope | None = None,
        mode: Mode | None = None,
    ) -> Answer:
        self.asked.append((question, tuple(history), scope))
        if self.fails_with is not None:
            raise self.fails_with
        if question in self.fails_on:
            raise self.fails_on[question]
        if len(question) > 2000:
            raise QuestionRejected(
                f"问题最长 2000 字，现在有 {len(question)} 字。请只留要问的那一句。"
            )
        if "天气" in question:
            return Answer("off_topic", "这个问题与报告无关。可以问报告里的工作、数字和安排。")
        passages = made_up_passages("r1")
        best = max(passages, key=lambda p: len(set(question) & set(p.body)))
        sentences = re.findall("[^。]+。?", best.body)
        quote = max(sentences, key=lambda s: (len(set(question) & set(s)), s))
        start = best.body_start + best.body.index(quote)
        citation = Citation(
            1,
            "r1",
            self.title,
            REGION,
            2020,
            best.heading,
            None,
            quote,
            best.text,
            start,
            start + len(quote),
        )
        return Answer(
            "disclosed",
            f"{quote}[1]",
            (citation,),
            (AnswerFigure("1204件", 1204, "件", 1, asked=True),) if "1204件" in quote else (),
            scope=scope or Scope((2020,), (REGION,), source="library"),
            standalone_question=f"{REGION}2020年{question}" if history else question,
        )

    def ask_stream(
        self, question: str, *, history: Sequence[Turn] = (), scope: Scope | None = None
    ) -> Iterator[AnswerEvent]:
        answer = self.ask(question, history=history, scope=scope)
        for position in range(0, len(answer.text), 8):
            time.sleep(self.pause_s)
            yield AnswerEvent("text", answer.text[position : position + 8])
        yield AnswerEvent("answer", answer=answer)

    def search(self, question: str, *, limit: int = 5, scope: Scope | None = None) -> SearchResult:
        hits = tuple(
            SearchHit(passage, self.facts, 1.0, 0.9, 2.0, 1, 1)
            for passage in made_up_passages("r1")[:limit]
        )
        return SearchResult(hits, np.zeros(4, dtype=np.float32), {"total": 1.0})

    def ingest(
        self,
        paths: Sequence[Path],
        *,
        overrides: FactOverrides | None = None,
        replaces: str | None = None,
    ) -> IngestSummary:
        self.ingested.append((paths, overrides, replaces))
        outcomes = tuple(
            FileOutcome(str(path), "added", "r9", path.stem, passages=3, embedded=3)
            for path in paths
        )
        return IngestSummary(outcomes, 0.1)

    def ingest_upload(
        self,
        path: Path,
        source_name: str,
        *,
        overrides: FactOverrides | None = None,
        replaces: str | None = None,
        progress: FileProgress | None = None,
    ) -> FileOutcome:
        self.uploaded.append((source_name, path.read_bytes(), replaces))
        if progress is not None:
            progress(IngestStep((FileToTake(source_name, path.suffix, 1),), 0, 3, 3))
        return FileOutcome(
            source_name, "added", "r1", path.stem, passages=3, embedded=3, notices=(UNREAD,)
        )

    def change_facts(
        self, report_id: str, stated: FactOverrides, *, confirmed: bool = True
    ) -> ReportRecord:
        if not confirmed:
            question_unlisted(stated.region or "", (REGION, "甲区"))
        self.changed.append((report_id, stated))
        return self.reports()[0]

    def reread(
        self, report_ids: Sequence[str] = (), progress: FileProgress | None = None
    ) -> IngestSummary:
        chosen = [one for one in self.reports() if not report_ids or one.report_id in report_ids]
        return IngestSummary(
            tuple(FileOutcome(one.source_name, "unchanged", one.report_id) for one in chosen), 0.1
        )

    def remove(self, report_ids: Sequence[str]) -> tuple[ReportRecord, ...]:
        records = [record for record in self.reports() if record.report_id in report_ids]
        self.gone.extend(records)
        return tuple(records)

    def removed(self) -> tuple[RemovedReport, ...]:
        return tuple(RemovedReport(record, "2026-01-02T00:00:00Z") for record in self.gone)

    def restore(self, report_id: str) -> ReportRecord:
        found = next((record for record in self.gone if record.report_id == report_id), None)
        if found is None:
            raise ReportNotFound("没有可以恢复的报告。")
        self.gone.remove(found)
        return found
