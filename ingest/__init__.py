"""Files to passages: read, normalise, outline, passages. Knows nothing of stores or models.

    path -> readers.read -> RawDocument -> normalise -> NormalisedDocument -> outline -> sections
         -> passages.cut_passages -> drafts -> pipeline.identify (ids) -> Report
                          facts.read_facts, sidecar.read_sidecar -> ReportFacts

`find_reports`, `draft_report` and `identify` are the door; nothing here remembers or prints.
"""

from ingest.pipeline import Draft, Reader, SourceFile, draft_report, find_reports, identify
from ingest.worker import ReadingWorker

__all__ = [
    "Draft",
    "Reader",
    "ReadingWorker",
    "SourceFile",
    "draft_report",
    "find_reports",
    "identify",
]
