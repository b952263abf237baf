"""What the keeper sees on the page: a report's facts as a form and as a row, what is doubtful, what readers said."""

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from assistant.keeping.problems import doubtful, twins_of
from assistant.keeping.unsure import unsure_facts
from assistant.seam import Service
from assistant.serving.keeper_gate import KeeperGate
from assistant.ui.reports.keeper import doubtful_html, facts_form_html, judged_html, taken_html
from assistant.ui.words import Language, words_in
from vectorstore.errors import ReportNotFound
from vectorstore.models import ReportRecord

MAX_LISTED = 100
"""A keeper works such a list off from its head; what is beyond comes up when that is done."""


def add_sights(router: APIRouter, service: Service, gate: KeeperGate) -> None:
    """Add the routes to those under /wenbao/keeper."""
    keeper = [Depends(gate)]

    @router.get("/reports/{report_id}/facts", dependencies=keeper)
    def facts(report_id: str, lang: Language = "zh") -> HTMLResponse:
        records = service.reports()
        found = _named(records, report_id)
        unsure = unsure_facts(found, service.passages(report_id))
        return HTMLResponse(facts_form_html(found, unsure, records, words_in(lang)))

    @router.get("/reports/{report_id}/taken", dependencies=keeper)
    def taken(report_id: str, lang: Language = "zh") -> HTMLResponse:
        records = service.reports()
        found = _named(records, report_id)
        unsure = unsure_facts(found, service.passages(report_id))
        twins = twins_of(records).get(report_id, ())
        return HTMLResponse(taken_html(found, unsure, twins, words_in(lang)))

    @router.get("/problems", dependencies=keeper)
    def problems(lang: Language = "zh") -> HTMLResponse:
        found = doubtful(service.reports())
        return HTMLResponse(doubtful_html(found[:MAX_LISTED], len(found), words_in(lang)))

    @router.get("/judged", dependencies=keeper)
    def judged(lang: Language = "zh") -> HTMLResponse:
        found, total = service.feedback.latest("wrong", MAX_LISTED)
        held = {record.report_id for record in service.reports()}
        return HTMLResponse(judged_html(found, total, held, words_in(lang)))


def _named(records: tuple[ReportRecord, ...], report_id: str) -> ReportRecord:
    found = next((one for one in records if one.report_id == report_id), None)
    if found is None:
        raise ReportNotFound(
            "这篇报告已不在库里，请刷新页面。",
            "The library no longer holds this report. Reload the page.",
        )
    return found
