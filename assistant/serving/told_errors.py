"""Errors as HTTP tells them: `{"error": sentence}` with a status, whatever was called."""

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from assistant.errors import QuestionRejected
from assistant.keeping.typed_facts import RegionUnlisted
from assistant.serving.guard import Refused
from vectorstore.errors import IndexMismatch, ReportNotFound, StoreBusy, StoreError


def user_error(_: Request, error: Exception) -> JSONResponse:
    """Tell one of `assistant.errors.USER_ERRORS`."""
    status = 400
    if isinstance(error, Refused):
        status = 403
    elif isinstance(error, ReportNotFound):
        status = 404
    elif isinstance(error, StoreBusy | IndexMismatch | RegionUnlisted):
        status = 409
    elif isinstance(error, QuestionRejected):
        status = 422
    elif isinstance(error, StoreError):
        status = 503
    # What is only questioned is saved when the same is sent again with this flag.
    asked = {"confirm": "confirmed"} if isinstance(error, RegionUnlisted) else {}
    return JSONResponse({"error": str(error), **asked}, status_code=status)


def misshapen(_: Request, error: Exception) -> JSONResponse:
    """Tell which fields of a request do not fit."""
    assert isinstance(error, RequestValidationError)
    names = [".".join(str(step) for step in part["loc"][1:]) or "正文" for part in error.errors()]
    return JSONResponse({"error": f"请求不合格式：{'、'.join(names)}。"}, status_code=400)
