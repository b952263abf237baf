"""JSON forms that cross a process boundary, and the way back for those a client needs again."""

from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from assistant.models import Answer, FileOutcome, IngestSummary
from vectorstore.models import ReportRecord, SearchHit


def hit_json(hit: SearchHit) -> dict[str, Any]:
    """Give the public form of one search hit."""
    passage, facts = hit.passage, hit.facts
    return {
        "score": round(hit.score, 5),
        "dense_score": round(hit.dense_score, 5),
        "keyword_score": round(hit.keyword_score, 5),
        "report_id": passage.report_id,
        "passage_id": passage.id,
        "title": facts.title,
        "region": facts.region,
        "year": facts.year,
        "heading": list(passage.heading),
        "page": passage.page,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
    }


def record_json(record: ReportRecord) -> dict[str, Any]:
    """Give the public form of one report of the library."""
    return asdict(record)


def summary_json(summary: IngestSummary) -> dict[str, Any]:
    """Give the public form of an ingest's outcome."""
    return {
        "seconds": round(summary.seconds, 2),
        "failed": summary.failed,
        "files": [asdict(outcome) for outcome in summary.outcomes],
    }


def summary_from_json(plain: dict[str, Any]) -> IngestSummary:
    """Read back what `summary_json` gave."""
    outcomes = TypeAdapter(tuple[FileOutcome, ...]).validate_python(plain["files"])
    return IngestSummary(outcomes, plain["seconds"])


def answer_from_json(plain: dict[str, Any]) -> Answer:
    """Read back what `Answer.to_json` gave."""
    own = dict(plain)
    own["scope"] = _scope(own["scope"])
    if own.get("table"):
        own["table"] = {
            "columns": own["table"]["columns"],
            "rows": [
                {
                    "scope": _scope(row["scope"]),
                    "status": row["status"],
                    "cells": [cell["text"] for cell in row["cells"]],
                }
                for row in own["table"]["rows"]
            ],
        }
    return TypeAdapter(Answer).validate_python(own)


def _scope(plain: dict[str, Any]) -> dict[str, Any]:
    own = dict(plain)
    own["source"] = own.pop("from")
    return own
