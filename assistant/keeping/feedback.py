"""What readers said of answers: one JSON line each, with the whole answer, in the data folder."""

import csv
import io
import json
import os
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from assistant.errors import AssistantError
from assistant.models import Answer
from assistant.render import citation_label
from assistant.wire import answer_from_json

MAX_RECORD_BYTES = 1_000_000
MAX_FILE_BYTES = 200_000_000
MAX_REASON_CHARS = 1000
"""Bounds what a script that plays a reader can put on the disk."""

Verdict = Literal["useful", "wrong"]


class FeedbackRefused(AssistantError):
    """A reader's word cannot be kept."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One reader's word on one answer.

    `earlier` are the questions asked before it, `revisions` the versions of the cited reports then.
    """

    at: str
    verdict: Verdict
    reason: str
    question: str
    answer: Answer
    earlier: tuple[str, ...] = ()
    revisions: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Give plain JSON values, the answer as the answer contract has it."""
        plain = {name: getattr(self, name) for name in ("at", "verdict", "reason", "question")}
        return {
            **plain,
            "earlier": list(self.earlier),
            "revisions": self.revisions,
            "answer": self.answer.to_json(),
        }


class FeedbackBook:
    """The file of feedback: appended to, never rewritten."""

    def __init__(self, home: Path) -> None:
        self.path = home / "feedback.jsonl"
        self._writing = threading.Lock()

    def add(self, feedback: Feedback) -> None:
        """Keep one record; raises `FeedbackRefused` where it cannot be."""
        if len(feedback.reason) > MAX_REASON_CHARS:
            raise FeedbackRefused(
                f"原因太长：最多 {MAX_REASON_CHARS} 字。", "The reason is too long."
            )
        line = (json.dumps(feedback.to_json(), ensure_ascii=False) + "\n").encode()
        if len(line) > MAX_RECORD_BYTES:
            raise FeedbackRefused("这条反馈太大，没有记下。", "The feedback is too large.")
        with self._writing:
            try:
                self._append(line)
            except OSError as error:
                raise FeedbackRefused(
                    f"反馈写不下来：{error.strerror or error}。请告诉维护问报的人。",
                    f"The feedback cannot be written: {error.strerror or error}.",
                ) from error

    def _append(self, line: bytes) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            size = os.fstat(handle).st_size
            if size + len(line) > MAX_FILE_BYTES:
                raise FeedbackRefused(
                    "反馈已经攒满了。请用 wenbao feedback 导出后，移走数据文件夹里的 feedback.jsonl。",
                    "The feedback file is full: export it and move it away.",
                )
            # A line torn by a crash must not swallow the next one.
            torn = bool(size) and os.pread(handle, 1, size - 1) != b"\n"
            rest = b"\n" + line if torn else line
            # A disk that fills up takes a part first, and says so only when asked for the rest.
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        finally:
            os.close(handle)

    def read(self) -> tuple[tuple[Feedback, ...], int]:
        """Give all records in order, and how many lines could not be read."""
        if not self.path.exists():
            return (), 0
        found, damaged = [], 0
        with self.path.open("rb") as lines:
            for line in lines:
                try:
                    found.append(_from_json(json.loads(line)))
                except (ValueError, KeyError, TypeError):
                    damaged += bool(line.strip())
        return tuple(found), damaged

    def latest(self, verdict: Verdict, count: int) -> tuple[tuple[Feedback, ...], int]:
        """Give the newest records of this verdict, newest first, and how many of it there are in all.

        Only lines that bear the verdict are read as JSON: the file may be large, and is looked at
        whenever the keeper opens the page. A quote inside a text is escaped, so no text bears it.
        """
        if not self.path.exists():
            return (), 0
        borne, total = json.dumps({"verdict": verdict})[1:-1].encode(), 0
        newest: deque[bytes] = deque(maxlen=count)
        with self.path.open("rb") as lines:
            for line in lines:
                if borne in line:
                    total += 1
                    newest.append(line)
        found = []
        for line in reversed(newest):
            try:
                found.append(_from_json(json.loads(line)))
            except (ValueError, KeyError, TypeError):
                # `read` counts what is damaged, and `wenbao feedback` tells it.
                total -= 1
        return tuple(found), total


def _from_json(plain: dict[str, Any]) -> Feedback:
    if not isinstance(plain["at"], str) or plain["verdict"] not in get_args(Verdict):
        raise ValueError("no record of ours")
    return Feedback(
        plain["at"],
        plain["verdict"],
        plain["reason"],
        plain["question"],
        answer_from_json(plain["answer"]),
        tuple(plain["earlier"]),
        dict(plain["revisions"]),
    )


def feedback_csv(records: Sequence[Feedback]) -> str:
    """Format records for a spreadsheet; a cell that would be read as a formula is quoted."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(("时间", "评价", "原因", "问题", "结果", "回答", "出处"))
    for one in records:
        cited = "\n".join(citation_label(citation) for citation in one.answer.citations)
        verdict = "有用" if one.verdict == "useful" else "有误"
        row = (one.at, verdict, one.reason, one.question, one.answer.status, one.answer.text, cited)
        writer.writerow([f"'{cell}" if _is_formula(cell) else cell for cell in row])
    return "\ufeff" + table.getvalue()


def _is_formula(cell: str) -> bool:
    # Spreadsheets pass over white space before a formula.
    return cell.startswith(("\t", "\r", "\n")) or cell.lstrip().startswith(("=", "+", "-", "@"))
