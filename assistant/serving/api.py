"""Make the app of one running library: the chat page at /, the owner's HTTP API under /api.

The API is how the command line reaches the process that owns the library; an answer's JSON is that
of the answer contract. Errors are `{"error": sentence}` with a status.
"""

from collections.abc import Sequence
from dataclasses import asdict
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field, PlainValidator

from assistant.errors import USER_ERRORS, AssistantError, QuestionRejected
from assistant.models import Mode, Scope, Turn
from assistant.seam import Service
from assistant.serving.guard import LOOPBACK_HOSTS, Guard, OwnerOnly, Refused
from assistant.serving.keeper_gate import KeeperGate
from assistant.serving.keeper_routes import keeper_routes
from assistant.serving.misfits import Misfits
from assistant.serving.page_routes import page_routes
from assistant.serving.settings import ProxySettings
from assistant.serving.told_errors import misshapen, user_error
from assistant.ui.shell import ASSETS, mount_page
from assistant.vocabulary.limits import LIMITS, by_field
from assistant.wire import (
    answer_from_json,
    chosen_from_json,
    hit_json,
    record_json,
    summary_json,
)
from ingest.models import FactOverrides
from vectorstore.errors import ReportNotFound


class AskedTurn(BaseModel):
    """One earlier exchange: the answer as this API gave it."""

    question: str
    answer: dict[str, Any]


class Asked(BaseModel):
    """A question, with what was said before it."""

    model_config = ConfigDict(extra="forbid")

    question: str
    history: list[AskedTurn] = Field([], max_length=200)
    scope: Annotated[Scope | None, PlainValidator(chosen_from_json)] = None
    mode: Mode | None = None

    def turns(self) -> tuple[Turn, ...]:
        """Read the earlier exchanges; `QuestionRejected` where an answer is none of ours."""
        try:
            return tuple(Turn(t.question, answer_from_json(t.answer)) for t in self.history)
        except (KeyError, TypeError, ValueError) as error:
            raise QuestionRejected(
                "对话记录不合格式，请重新开始对话。",
                "The record of the conversation cannot be read. Please begin anew.",
            ) from error


class Wanted(BaseModel):
    """Files and folders of this machine to ingest, by absolute path."""

    model_config = ConfigDict(extra="forbid")

    paths: list[Path] = Field(min_length=1)
    overrides: FactOverrides | None = None
    replaces: str | None = None


class WantedAnew(BaseModel):
    """Reports to read anew; none named: those read by older readers."""

    model_config = ConfigDict(extra="forbid")

    report_ids: list[str] = []


def create_app(
    service: Service,
    *,
    token: str | None,
    hosts: Sequence[str] | None = LOOPBACK_HOSTS,
    gate: KeeperGate | None = None,
    originals: bool = True,
    proxy: ProxySettings | None = None,
    told: Misfits | None = None,
) -> FastAPI:
    """Make the app.

    `token` is the owner's; None closes the API. `hosts` are the names under which the server may
    be called, None for any: only where it is meant to be reached from other machines. `gate` tells
    the keeper of the library; `originals` lets readers download the files that reports came from.
    `proxy` says what readers call a server behind a reverse proxy, and `told` hears what does not fit.
    """
    app = FastAPI(title="问报", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(RequestValidationError, misshapen)
    for kind in (*USER_ERRORS, Refused):
        app.add_exception_handler(kind, user_error)
    app.get("/api/health")(_health)
    _add_questions(app, service, OwnerOnly(token))
    _add_library(app, service, OwnerOnly(token))
    gate = gate or KeeperGate()
    routers = (page_routes(service, gate, originals=originals), keeper_routes(service, gate))
    for router in routers:
        app.include_router(router)
    # The page answers every path that is left; an unknown /api path is still no page.
    app.api_route("/api/{rest:path}", methods=["GET", "POST", "PATCH", "DELETE"])(_unknown)
    mount_page(app, service)
    # Added last, so that it stands outside everything else.
    app.add_middleware(Guard, hosts=hosts, proxy=proxy, told=told, own=_beginnings(routers))
    return app


def _beginnings(routers: Sequence[APIRouter]) -> list[str]:
    """Give how the addresses of the page's routes begin: a proxy's path may be called /wenbao too."""
    paths = [route.path for one in routers for route in one.routes if isinstance(route, APIRoute)]
    return sorted({ASSETS, *(path.partition("{")[0] for path in paths)})


def _health() -> dict[str, str]:
    return {"status": "ok"}


def _unknown(rest: str) -> JSONResponse:
    return JSONResponse({"error": "没有这个接口。"}, status_code=404)


def _scope_of_query(**given: Sequence[Any]) -> Scope | None:
    return Scope.chosen(**by_field(given))


# FastAPI reads the parameters of a query off the signature: one for each limit.
vars(_scope_of_query)["__signature__"] = Signature(
    [
        Parameter(
            limit.name,
            Parameter.KEYWORD_ONLY,
            default=(),
            annotation=Annotated[limit.values, Query()],
        )
        for limit in LIMITS
    ]
)


def _add_questions(app: FastAPI, service: Service, owner_only: OwnerOnly) -> None:
    @app.post("/api/ask", dependencies=[Depends(owner_only)])
    def ask(asked: Asked) -> JSONResponse:
        history, scope = asked.turns(), asked.scope
        answer = service.ask(asked.question, history=history, scope=scope, mode=asked.mode)
        return JSONResponse(answer.to_json())

    @app.get("/api/search", dependencies=[Depends(owner_only)])
    def search(
        q: str,
        scope: Annotated[Scope | None, Depends(_scope_of_query)],
        limit: Annotated[int, Query(ge=1, le=100)] = 5,
    ) -> JSONResponse:
        result = service.search(q, limit=limit, scope=scope)
        hits = [hit_json(hit) for hit in result.hits]
        return JSONResponse({"hits": hits, "timings_ms": result.timings_ms})


def _add_library(app: FastAPI, service: Service, owner_only: OwnerOnly) -> None:
    owner = [Depends(owner_only)]

    @app.get("/api/reports", dependencies=owner)
    def reports() -> JSONResponse:
        return JSONResponse({"reports": [record_json(record) for record in service.reports()]})

    @app.get("/api/reports/{report_id}", dependencies=owner)
    def report(report_id: str) -> JSONResponse:
        found = [record for record in service.reports() if record.report_id == report_id]
        if not found:
            raise _no_such_report(report_id)
        passages = [asdict(passage) for passage in service.passages(report_id)]
        return JSONResponse({"report": record_json(found[0]), "passages": passages})

    @app.delete("/api/reports/{report_id}", dependencies=owner)
    def remove(report_id: str) -> JSONResponse:
        removed = service.keeper.remove((report_id,))
        if not removed:
            raise _no_such_report(report_id)
        return JSONResponse(record_json(removed[0]))

    @app.patch("/api/reports/{report_id}", dependencies=owner)
    def change_facts(
        report_id: str, stated: FactOverrides, confirmed: bool = False
    ) -> JSONResponse:
        changed = service.keeper.change_facts(report_id, stated, confirmed=confirmed)
        return JSONResponse(record_json(changed))

    @app.get("/api/removed", dependencies=owner)
    def removed() -> JSONResponse:
        return JSONResponse({"removed": [asdict(one) for one in service.keeper.removed()]})

    @app.post("/api/removed/{report_id}/restore", dependencies=owner)
    def restore(report_id: str) -> JSONResponse:
        return JSONResponse(record_json(service.keeper.restore(report_id)))

    @app.post("/api/ingest", dependencies=owner)
    def ingest(wanted: Wanted) -> JSONResponse:
        # The server's working folder is not the caller's.
        relative = [path for path in wanted.paths if not path.is_absolute()]
        if relative:
            raise AssistantError(
                f"请给完整路径：{relative[0]}", f"Give the whole path: {relative[0]}"
            )
        summary = service.ingest(wanted.paths, overrides=wanted.overrides, replaces=wanted.replaces)
        return JSONResponse(summary_json(summary))

    @app.post("/api/reread", dependencies=owner)
    def reread(wanted: WantedAnew) -> JSONResponse:
        return JSONResponse(summary_json(service.keeper.reread(wanted.report_ids)))


def _no_such_report(report_id: str) -> ReportNotFound:
    return ReportNotFound(
        f"库里没有编号为 {report_id} 的报告。", f"The library has no report {report_id}."
    )
