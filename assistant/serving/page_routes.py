"""What the page's script asks for besides the chat: sources, reports, originals, exports, feedback.

All are for whoever may open the page. Fragments are HTML made by the modules beside this one;
errors are `{"error": sentence}` with a status, by the handlers that `assistant.serving.api` installs.
"""

import time
from collections import defaultdict, deque
from datetime import UTC, date, datetime
from typing import Annotated, Literal
from urllib.parse import quote as url_quote

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import AssistantError, QuestionRejected
from assistant.export import FORMATS, export_conversation
from assistant.keeping.feedback import Feedback
from assistant.seam import Service
from assistant.serving.keeper_gate import KeeperGate
from assistant.ui.chat.record import MAX_RECORDS, Record
from assistant.ui.reports.library import (
    Order,
    Wanted,
    chosen_json,
    filters_html,
    library_html,
    matching,
)
from assistant.ui.reports.report_page import report_page_html
from assistant.ui.reports.sources import find_report, source_html
from assistant.ui.words import Language, words_in
from assistant.vocabulary.limits import LIMITS

FEEDBACK_A_MINUTE = 20
"""From one address; a reader judges a few answers a minute, a script fills a disk."""

TITLES_SHOWN = 60
"""Reports offered at once where one is chosen; a word more narrows them."""

_HTML_NO_STORE = {"Cache-Control": "no-store"}
_FORMAT = f"^(?:{'|'.join(FORMATS)})$"


class AskedSource(BaseModel):
    """A turn's record and the number of the citation to show."""

    model_config = ConfigDict(extra="forbid")

    record: Record
    n: int


class AskedExport(BaseModel):
    """The turns to export, in order."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field("", max_length=300)
    records: list[Record] = Field(min_length=1, max_length=MAX_RECORDS)


class GivenFeedback(BaseModel):
    """What a reader says of one answer."""

    model_config = ConfigDict(extra="forbid")

    record: Record
    verdict: Literal["useful", "wrong"]
    reason: str = Field("", max_length=1000)
    earlier: list[str] = Field([], max_length=MAX_RECORDS)


def page_routes(service: Service, gate: KeeperGate, *, originals: bool) -> APIRouter:
    """Make the routes; `originals` allows readers to download the files that reports came from."""
    router = APIRouter(prefix="/wenbao", include_in_schema=False)
    _add_reports(router, service, gate, originals=originals)
    _add_answers(router, service, originals=originals)
    return router


def _add_reports(router: APIRouter, service: Service, gate: KeeperGate, *, originals: bool) -> None:
    @router.get("/library")
    def library(
        request: Request,
        text: str = "",
        year: str = "",
        doc_type: Annotated[str, Query(alias="type")] = "",
        order: Order = "year",
        page: Annotated[int, Query(ge=1)] = 1,
        lang: Language = "zh",
    ) -> HTMLResponse:
        chosen = int(year) if year.isdecimal() else None
        wanted = Wanted(text[:200], chosen, doc_type, order, page)
        shown = library_html(service.reports(), wanted, words_in(lang), keeper=gate.admits(request))
        return HTMLResponse(shown, headers=_HTML_NO_STORE)

    @router.get("/filters")
    def filters(lang: Language = "zh") -> HTMLResponse:
        return HTMLResponse(filters_html(service.reports(), words_in(lang)), headers=_HTML_NO_STORE)

    @router.get("/scopes")
    def scopes() -> JSONResponse:
        """Name what each limit can be set to: every region with its years; reports by `titles`."""
        records = service.reports()
        regions: dict[str, set[int]] = defaultdict(set)
        for record in records:
            years = [y for y in (record.facts.year, *record.facts.years) if y is not None]
            regions[record.facts.region].update(years)
        listed = [{"name": n, "years": sorted(y, reverse=True)} for n, y in sorted(regions.items())]
        held = {
            limit.field: sorted({one for record in records for one in limit.of(record)} - {""})
            for limit in LIMITS
            if limit.field not in ("years", "regions", "reports")
        }
        return JSONResponse({**held, "regions": listed}, headers=_HTML_NO_STORE)

    @router.get("/titles")
    def titles(text: str = "") -> JSONResponse:
        """Name the reports that hold the words, to choose one from; newest first."""
        found = matching(service.reports(), Wanted(text[:200]))[:TITLES_SHOWN]
        return JSONResponse(
            {"reports": [chosen_json(one) for one in found]}, headers=_HTML_NO_STORE
        )

    @router.get("/reports/{report_id}")
    def report(report_id: str, lang: Language = "zh") -> HTMLResponse:
        shown = find_report(service, report_id, originals=originals)
        return HTMLResponse(report_page_html(shown, words_in(lang)), headers=_HTML_NO_STORE)

    @router.get("/reports/{report_id}/original")
    def original(report_id: str) -> Response:
        if not originals:
            raise AssistantError("这里没有开放原件下载。", "Originals are not offered here.")
        kept = service.keeper.original(report_id)
        # Always a download, and of no type that a browser would open: an original may be a web page.
        headers = {"Content-Security-Policy": "sandbox", **_HTML_NO_STORE}
        return FileResponse(
            kept.path,
            filename=kept.file_name,
            media_type="application/octet-stream",
            content_disposition_type="attachment",
            headers=headers,
        )

    @router.get("/reports/{report_id}/pages/{page}")
    def picture(report_id: str, page: int, quote: str = "") -> Response:
        from assistant.keeping.page_picture import page_picture

        kept = service.keeper.original(report_id)
        drawn = page_picture(kept.path, page, quote)
        headers = {
            "X-Wenbao-Marked": str(int(drawn.marked)),
            "Cache-Control": "private, max-age=600",
        }
        return Response(drawn.png, media_type="image/png", headers=headers)


def _add_answers(router: APIRouter, service: Service, *, originals: bool) -> None:
    recent: dict[str, deque[float]] = defaultdict(deque)

    @router.post("/source")
    def source(asked: AskedSource, lang: Language = "zh") -> HTMLResponse:
        answer = asked.record.turn().answer
        citation = next((c for c in answer.citations if c.n == asked.n), None)
        if citation is None:
            raise QuestionRejected("找不到这条出处。", "There is no such citation.")
        shown = find_report(service, citation.report_id, originals=originals)
        return HTMLResponse(source_html(citation, shown, words_in(lang)), headers=_HTML_NO_STORE)

    @router.post("/export/{kind}")
    def export(kind: Annotated[str, Path(pattern=_FORMAT)], asked: AskedExport) -> Response:
        turns = [record.turn() for record in asked.records]
        title = asked.title.strip() or turns[0].question
        made = export_conversation(kind, title, turns, date.today(), recheck=service.recheck)
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{url_quote(made.file_name)}",
            **_HTML_NO_STORE,
        }
        return Response(made.content, media_type=made.media_type, headers=headers)

    @router.post("/feedback")
    def feedback(given: GivenFeedback, request: Request) -> JSONResponse:
        _slow_down(recent, request.client.host if request.client else "")
        turn = given.record.turn()
        revisions = {record.report_id: record.revision for record in service.reports()}
        cited = {c.report_id for c in turn.answer.citations}
        service.feedback.add(
            Feedback(
                at=datetime.now(UTC).isoformat(timespec="seconds"),
                verdict=given.verdict,
                reason=given.reason.strip(),
                question=turn.question,
                answer=turn.answer,
                earlier=tuple(given.earlier),
                revisions={i: r for i, r in revisions.items() if i in cited},
            )
        )
        return JSONResponse({"kept": True})


def _slow_down(recent: dict[str, "deque[float]"], address: str) -> None:
    now = time.monotonic()
    times = recent[address]
    while times and now - times[0] > 60:
        times.popleft()
    if len(times) >= FEEDBACK_A_MINUTE:
        raise QuestionRejected(
            "反馈太频繁了，请过一分钟再试。", "Too much feedback at once; try again in a minute."
        )
    times.append(now)
