"""JSON forms that cross a process boundary, and the way back for those a client needs again."""

from dataclasses import asdict
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, TypeAdapter, create_model

from assistant.models import Answer, FileOutcome, IngestSummary, Scope
from assistant.vocabulary.limits import LIMITS
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
    own["scope"] = Scope.from_json(own["scope"])
    if own.get("table"):
        own["table"] = {
            "columns": own["table"]["columns"],
            "rows": [
                {
                    "scope": Scope.from_json(row["scope"]),
                    "status": row["status"],
                    "cells": [cell["text"] for cell in row["cells"]],
                }
                for row in own["table"]["rows"]
            ],
        }
    return TypeAdapter(Answer).validate_python(own)


_Sent: type[BaseModel] = create_model(
    "_Sent",
    __config__=ConfigDict(extra="forbid"),
    **cast(Any, {limit.field: (limit.values, ()) for limit in LIMITS}),
)


def chosen_json(scope: Scope) -> dict[str, Any]:
    """Give what a user limits a question to by hand, as the page's script and the HTTP API send it.

    `Scope.to_json` is what an answer was limited to: it tells bodies and who said so besides.
    """
    return {limit.field: list(getattr(scope, limit.field)) for limit in LIMITS}


def chosen_from_json(plain: object) -> Scope | None:
    """Read back what `chosen_json` gave, None where nothing was chosen; `ValidationError` else."""
    return None if plain is None else Scope.chosen(**dict(_Sent.model_validate(plain)))


def chosen_kindly(plain: object) -> Scope | None:
    """Read what a browser sends: what is no value of a limit is passed over."""
    held = plain if isinstance(plain, dict) else {}
    return Scope.chosen(
        **{limit.field: _listed(held.get(limit.field), limit.kind) for limit in LIMITS}
    )


_MOST_CHOSEN = 50


def _listed(value: object, kind: type) -> tuple[Any, ...]:
    listed = value[:_MOST_CHOSEN] if isinstance(value, list) else []
    return tuple(one for one in listed if isinstance(one, kind))
