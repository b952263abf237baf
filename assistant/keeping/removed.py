"""Reports taken out of the library, whole, so that they can be put back: one JSON file each."""

import json
import os
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.errors import AssistantError
from ingest.models import Report
from vectorstore.errors import StoreUnavailable
from vectorstore.models import ReportRecord, record_from_json

MOST_KEPT = 50
"""The oldest go first: this is for mistakes, not an archive."""


class NothingToRestore(AssistantError):
    """A report cannot be put back."""


@dataclass(frozen=True, slots=True)
class RemovedReport:
    """A report that can be put back: its record, and when it was taken out (ISO, UTC)."""

    record: ReportRecord
    at: str


class RemovedReports:
    """The folder of reports taken out."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "removed"

    def keep(self, record: ReportRecord, report: Report, shape: str) -> None:
        """Write a report down before it is removed; `shape` is how its passages were cut."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        kept = {"at": at, "shape": shape, "record": asdict(record), "report": asdict(report)}
        path = self._path(record.report_id)
        aside = path.with_suffix(".tmp")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with aside.open("w", encoding="utf-8") as target:
                json.dump(kept, target, ensure_ascii=False)
                target.flush()
                os.fsync(target.fileno())
            aside.replace(path)
        except OSError as error:
            raise StoreUnavailable(
                f"没有移除：留底写不下来（{error.strerror or error}）。请检查磁盘空间后再试。",
                f"Not removed: the copy for undo cannot be written ({error.strerror or error}).",
            ) from error
        for old in self._newest_first()[MOST_KEPT:]:
            old.unlink(missing_ok=True)

    def listed(self) -> tuple[RemovedReport, ...]:
        """List what can be put back, newest first; a damaged file is passed over."""
        read = (self._read(path) for path in self._newest_first())
        found = [
            RemovedReport(record_from_json(kept["record"]), kept["at"])
            for kept in read
            if kept is not None
        ]
        return tuple(sorted(found, key=lambda one: one.at, reverse=True))

    def report(self, report_id: str) -> tuple[Report, str]:
        """Give a report taken out, and the shape of its passages; raises `NothingToRestore`."""
        kept = self._read(self._path(report_id))
        if kept is None:
            raise NothingToRestore(
                "没有可以恢复的这篇报告。用 wenbao restore 查看可以恢复的报告。",
                "There is no such report to restore; `wenbao restore` lists them.",
            )
        try:
            return TypeAdapter(Report).validate_python(kept["report"]), str(kept["shape"])
        except (KeyError, ValidationError) as error:
            raise NothingToRestore(
                "这篇报告的留底已损坏，不能恢复。请重新导入原文件。",
                "What was kept of this report is damaged: ingest its file again.",
            ) from error

    def forget(self, report_id: str) -> None:
        """Delete what was kept of a report that is back."""
        self._path(report_id).unlink(missing_ok=True)

    def _read(self, path: Path) -> dict[str, Any] | None:
        try:
            kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            record_from_json(kept["record"])
        except (OSError, ValueError, KeyError, TypeError, ValidationError):
            return None
        return kept

    def _newest_first(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        found = self.folder.glob("*.json")
        return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)

    def _path(self, report_id: str) -> Path:
        # An id comes from outside; ours are hexadecimal.
        plain = report_id if re.fullmatch(r"[0-9a-zA-Z]{1,80}", report_id) else "unknown"
        return self.folder / f"{plain}.json"
