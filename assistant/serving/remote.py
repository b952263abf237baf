"""The library through the process that owns it: the same calls, sent to its loopback address."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import httpx
from pydantic import TypeAdapter

from assistant.errors import AssistantError, OwnerUnreachable, QuestionRejected
from assistant.keeping.progress import FileProgress
from assistant.keeping.removed import RemovedReport
from assistant.models import Answer, IngestSummary, Mode, Scope, Turn
from assistant.vocabulary.limits import LIMITS
from assistant.wire import answer_from_json, chosen_json, summary_from_json
from ingest.models import FactOverrides, Passage
from ingest.passages import join_passages
from vectorstore.models import ReportRecord, record_from_json

# A question takes well under a second; an ingest of hundreds of reports takes an hour.
# Longer than a language model is given by default.
_ASK_TIMEOUT_S = 300.0
_CONNECT_TIMEOUT_S = 5.0


class RemoteAssistant:
    """Speaks to a running `wenbao serve`; errors are the owner's own sentences."""

    def __init__(self, url: str, token: str) -> None:
        self._client = httpx.Client(
            base_url=url,
            headers={"X-Wenbao-Token": token},
            timeout=httpx.Timeout(_ASK_TIMEOUT_S, connect=_CONNECT_TIMEOUT_S),
            # The owner is on this machine: a proxy from the environment must not see the token.
            trust_env=False,
        )

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _call(self, method: str, path: str, *, timeout: Any = None, **options: Any) -> Any:
        if timeout is not None:
            options["timeout"] = timeout
        try:
            response = self._client.request(method, path, **options)
            plain = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise OwnerUnreachable(
                f"库正由另一个问报进程使用，但它没有应答（{self._client.base_url}）。"
                "请稍后再试；若一直如此，请停掉那个进程。",
                f"the process that owns the library does not answer ({self._client.base_url}): {error}",
            ) from error
        if response.is_error:
            message = str(plain.get("error", f"HTTP {response.status_code}"))
            kind = QuestionRejected if response.status_code == 422 else AssistantError
            raise kind(message)
        return plain

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        scope: Scope | None = None,
        mode: Mode | None = None,
    ) -> Answer:
        """Ask as `Assistant.ask` does."""
        body = {
            "question": question,
            "mode": mode,
            "history": [
                {"question": turn.question, "answer": turn.answer.to_json()} for turn in history
            ],
            "scope": scope and chosen_json(scope),
        }
        return answer_from_json(self._call("POST", "/api/ask", json=body))

    def search_json(
        self, question: str, *, limit: int = 5, scope: Scope | None = None
    ) -> list[dict[str, Any]]:
        """Search as `Assistant.search_json` does."""
        chosen = scope or Scope()
        params: dict[str, Any] = {
            "q": question,
            "limit": limit,
            **{limit.name: list(getattr(chosen, limit.field)) for limit in LIMITS},
        }
        hits: list[dict[str, Any]] = self._call("GET", "/api/search", params=params)["hits"]
        return hits

    def reports(self) -> tuple[ReportRecord, ...]:
        """List the reports."""
        plain = self._call("GET", "/api/reports")["reports"]
        return tuple(record_from_json(record) for record in plain)

    def report_text(self, report_id: str) -> str | None:
        """Give a report's normalised text, put together from its passages."""
        found = self._call("GET", f"/api/reports/{report_id}")["passages"]
        return join_passages(TypeAdapter(list[Passage]).validate_python(found))

    def ingest(
        self,
        paths: Sequence[Path],
        *,
        overrides: FactOverrides | None = None,
        replaces: str | None = None,
        progress: FileProgress | None = None,
    ) -> IngestSummary:
        """Let the owner ingest files of this machine; there is no progress until it is done."""
        from dataclasses import asdict

        body = {
            "paths": [str(path.absolute()) for path in paths],
            "overrides": asdict(overrides) if overrides else None,
            "replaces": replaces,
        }
        timeout = httpx.Timeout(None, connect=_CONNECT_TIMEOUT_S)
        return summary_from_json(self._call("POST", "/api/ingest", json=body, timeout=timeout))

    @property
    def keeper(self) -> Self:
        """What the keeper of the library does: sent to the owner like the rest."""
        return self

    def change_facts(
        self, report_id: str, stated: FactOverrides, *, confirmed: bool = True
    ) -> ReportRecord:
        """Correct facts of a report as `Keeper.change_facts` does."""
        from dataclasses import asdict

        body = {name: value for name, value in asdict(stated).items() if value is not None}
        plain = self._call(
            "PATCH", f"/api/reports/{report_id}", json=body, params={"confirmed": confirmed}
        )
        return record_from_json(plain)

    def removed(self) -> tuple[RemovedReport, ...]:
        """List the reports that can be put back."""
        plain = self._call("GET", "/api/removed")["removed"]
        return TypeAdapter(tuple[RemovedReport, ...]).validate_python(plain)

    def restore(self, report_id: str) -> ReportRecord:
        """Put a removed report back."""
        return record_from_json(self._call("POST", f"/api/removed/{report_id}/restore"))

    def reread(
        self, report_ids: Sequence[str] = (), progress: FileProgress | None = None
    ) -> IngestSummary:
        """Let the owner read reports anew; there is no progress until it is done."""
        timeout = httpx.Timeout(None, connect=_CONNECT_TIMEOUT_S)
        body = {"report_ids": list(report_ids)}
        return summary_from_json(self._call("POST", "/api/reread", json=body, timeout=timeout))

    def remove(self, report_ids: Sequence[str]) -> tuple[ReportRecord, ...]:
        """Remove reports; unknown ids are refused before anything is removed."""
        chosen = tuple(dict.fromkeys(report_ids))
        for report_id in chosen:
            self._call("GET", f"/api/reports/{report_id}")
        return tuple(
            record_from_json(self._call("DELETE", f"/api/reports/{report_id}"))
            for report_id in chosen
        )
