"""What the keeper of the library can do on the page; each route refuses everybody else by `KeeperGate`."""

import asyncio
import json
import logging
import queue
import re
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import USER_ERRORS, AssistantError
from assistant.keeping.edits import FactsRejected
from assistant.keeping.typed_facts import years_typed
from assistant.seam import Service
from assistant.serving.guard import Refused
from assistant.serving.keeper_gate import COOKIE, KeeperGate
from assistant.serving.keeper_sights import add_sights
from assistant.ui.reports.keeper import keeper_html, removed_html
from assistant.ui.words import Language, words_in
from assistant.wire import record_json
from ingest.models import FactOverrides

MAX_UPLOAD_MB = 200
"""Largest file taken; the largest real report seen has 30 MB of scanned pages."""

WRONG_TOKEN_PAUSE_S = 1.0

_PLAIN_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")

log = logging.getLogger(__name__)


class GivenToken(BaseModel):
    """The keeper's token, entered on the page."""

    model_config = ConfigDict(extra="forbid")

    token: str = Field(max_length=500)


class TypedFacts(BaseModel):
    """The fields of the form that were changed, as they were typed: years in one line."""

    model_config = ConfigDict(extra="forbid")

    title: str | None = None
    region: str | None = None
    body: str | None = None
    doc_type: str | None = None
    years: str | None = Field(None, max_length=500)
    plan_years: str | None = Field(None, max_length=500)
    published: str | None = None
    source_url: str | None = None

    def stated(self) -> FactOverrides:
        """Read the years; raise `FactsRejected` where they cannot be, or where none is left of those covered."""
        texts = self.model_dump(exclude={"years", "plan_years"})
        years = None if self.years is None else years_typed(self.years)
        plans = None if self.plan_years is None else years_typed(self.plan_years)
        if years == ():
            raise FactsRejected("涵盖年份不能空着。", "The years covered cannot be empty.")
        return FactOverrides(**texts, years=years, plan_years=plans)


def keeper_routes(service: Service, gate: KeeperGate) -> APIRouter:
    """Make the routes under /wenbao/keeper."""
    router = APIRouter(prefix="/wenbao/keeper", include_in_schema=False)
    _add_entry(router, gate)
    _add_changes(router, service, gate)
    add_sights(router, service, gate)

    @router.put("/upload", dependencies=[Depends(gate)])
    async def upload(
        request: Request, name: str, replaces: Annotated[str | None, Query()] = None
    ) -> StreamingResponse:
        folder = tempfile.TemporaryDirectory(prefix="wenbao-upload-")
        try:
            # The name is a stranger's: only a plain suffix of it names a file here.
            suffix = Path(name).suffix.lower()
            path = Path(folder.name) / f"upload{suffix if _PLAIN_SUFFIX.fullmatch(suffix) else ''}"
            await _receive(request, path)
        except BaseException:
            folder.cleanup()
            raise
        lines = _ingest_lines(service, folder, path, name, replaces)
        return StreamingResponse(lines, media_type="application/x-ndjson")

    return router


def _add_entry(router: APIRouter, gate: KeeperGate) -> None:
    @router.get("")
    def whoami(request: Request, lang: Language = "zh") -> JSONResponse:
        is_keeper = gate.admits(request)
        return JSONResponse(
            {
                "keeper": is_keeper,
                "can_enter": gate.has_token and not is_keeper,
                "html": keeper_html(words_in(lang)) if is_keeper else "",
            },
            headers={"Cache-Control": "no-store"},
        )

    @router.post("/enter")
    async def enter(given: GivenToken, request: Request) -> JSONResponse:
        try:
            value = gate.pass_for(given.token)
        except Refused:
            # Guessing must be slow.
            await asyncio.sleep(WRONG_TOKEN_PAUSE_S)
            raise
        response = JSONResponse({"keeper": True})
        response.set_cookie(COOKIE, value, **_cookie(request))
        return response

    @router.post("/leave")
    def leave(request: Request) -> JSONResponse:
        response = JSONResponse({"keeper": False})
        response.delete_cookie(COOKIE, **_cookie(request))
        return response


def _cookie(request: Request) -> dict[str, Any]:
    """Who gets the cookie: this page alone, where others stand beside it on the host."""
    return {
        "httponly": True,
        "samesite": "strict",
        "secure": request.url.scheme == "https",
        "path": f"{request.scope.get('root_path', '')}/",
    }


def _add_changes(router: APIRouter, service: Service, gate: KeeperGate) -> None:
    keeper = [Depends(gate)]

    @router.patch("/reports/{report_id}", dependencies=keeper)
    def change(report_id: str, typed: TypedFacts, confirmed: bool = False) -> JSONResponse:
        stated = typed.stated()
        changed = service.keeper.change_facts(report_id, stated, confirmed=confirmed)
        return JSONResponse(record_json(changed))

    @router.delete("/reports/{report_id}", dependencies=keeper)
    def remove(report_id: str) -> JSONResponse:
        return JSONResponse([record_json(one) for one in service.keeper.remove((report_id,))])

    @router.get("/removed", dependencies=keeper)
    def removed(lang: Language = "zh") -> HTMLResponse:
        return HTMLResponse(removed_html(service.keeper.removed(), words_in(lang)))

    @router.post("/removed/{report_id}/restore", dependencies=keeper)
    def restore(report_id: str) -> JSONResponse:
        return JSONResponse(record_json(service.keeper.restore(report_id)))


async def _receive(request: Request, path: Path) -> None:
    """Write the body to a file, piece by piece; refuse one that is empty or too large."""
    limit = MAX_UPLOAD_MB * 1024 * 1024
    taken = 0
    with path.open("wb") as target:
        async for piece in request.stream():
            taken += len(piece)
            if taken > limit:
                raise AssistantError(
                    f"文件超过 {MAX_UPLOAD_MB} MB。请拆分或压缩后再上传。",
                    f"The file is larger than {MAX_UPLOAD_MB} MB: split or compress it.",
                )
            target.write(piece)
    if not taken:
        raise AssistantError("文件是空的。请检查后再上传。", "The file is empty.")


def _ingest_lines(
    service: Service,
    folder: "tempfile.TemporaryDirectory[str]",
    path: Path,
    name: str,
    replaces: str | None,
) -> Iterator[str]:
    """Give one JSON line for each step of progress, then one with the outcome.

    A browser that goes away does not stop the ingest: it runs to its end in a thread of its own.
    """
    said: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()

    def work() -> None:
        with folder:
            try:
                outcome = service.keeper.ingest_upload(
                    path,
                    name,
                    replaces=replaces,
                    progress=lambda step: said.put({"done": step.done, "all": step.total}),
                )
                said.put({"outcome": asdict(outcome)})
            except USER_ERRORS as error:
                said.put({"error": str(error)})
            except Exception:  # whatever it is, the page waits for a last line
                log.exception("An upload could not be ingested")
                said.put(
                    {
                        "error": "出了意外，这个文件没有收进来。请重试；若仍如此，请联系维护问报的人。"
                    }
                )

    threading.Thread(target=work, daemon=True).start()
    while True:
        line = said.get()
        yield json.dumps(line, ensure_ascii=False) + "\n"
        if "outcome" in line or "error" in line:
            return
