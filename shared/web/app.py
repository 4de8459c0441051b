"""The app every JSON function is built with: errors, request ids, logs, metrics and limits in one place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from shared.domain.errors import (
    AladdinError,
    Forbidden,
    InternalError,
    MethodNotAllowed,
    NotFound,
    PayloadTooLarge,
    UnsupportedMediaType,
    ValidationFailed,
)
from shared.web.errors import Dialect, error_body, error_headers
from shared.web.log import logger, request_id_var
from shared.web.middleware import RequestScope

_BY_STATUS: dict[int, type[AladdinError]] = {
    403: Forbidden,
    404: NotFound,
    405: MethodNotAllowed,
    413: PayloadTooLarge,
    415: UnsupportedMediaType,
}


def create_app(
    title: str,
    routers: Sequence[APIRouter],
    *,
    dialect: Dialect = "orchestrator",
    version: str = "0.1.0",
    max_body_bytes: int = 6 * 1024 * 1024,
    allowed_origins: Sequence[str] = (),
) -> FastAPI:
    """A FastAPI app whose every error is rendered in ``dialect`` and carries the request id.

    Pages of ``allowed_origins`` may read its answers (CORS).
    Interactive documentation is off: the OpenAPI document is a build product, not a route. A path with a slash too
    many is an unknown route: a redirect would name a host and a path that only the gateway knows.
    """
    app = FastAPI(title=title, version=version, docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    for router in routers:
        app.include_router(router)
    _handle_errors(app, dialect, routers)
    app.add_middleware(RequestScope, dialect=dialect, max_body_bytes=max_body_bytes, allowed_origins=allowed_origins)
    return app


def render_error(error: AladdinError, dialect: Dialect) -> JSONResponse:
    body = error_body(error, request_id_var.get() or "", dialect)
    return JSONResponse(body, error.status, headers=error_headers(error))


def _handle_errors(app: FastAPI, dialect: Dialect, routers: Sequence[APIRouter]) -> None:
    def known(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, AladdinError)
        if error.status >= 500:
            logger().error("request failed", exc_info=error, extra={"code": error.code})
        return render_error(error, dialect)

    def unknown(_: Request, error: Exception) -> JSONResponse:
        logger().exception("unhandled error", exc_info=error)
        return render_error(InternalError(), dialect)

    def routed(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        if error.status_code == 404 and dialect == "content":
            return render_error(NotFound(f'Route not found "{request.url.path}"'), dialect)
        kind = _BY_STATUS.get(error.status_code)
        if kind is None:
            kind = ValidationFailed if error.status_code < 500 else InternalError
        response = render_error(kind(), dialect)
        response.headers.update(error.headers or {})
        if error.status_code == 405:
            response.headers["Allow"] = ", ".join(_methods(request, routers))
        return response

    def invalid(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        return render_error(ValidationFailed.of(**_fields(error.errors())), dialect)

    app.add_exception_handler(AladdinError, known)
    app.add_exception_handler(HTTPException, routed)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(Exception, unknown)


def _methods(request: Request, routers: Sequence[APIRouter]) -> list[str]:
    """All that an address takes; the framework names those of the first of its routes alone."""
    routes = [route for router in routers for route in router.routes if isinstance(route, Route)]
    there = [route for route in routes if route.matches(request.scope)[0] is not Match.NONE]
    return sorted({method for route in there for method in route.methods or ()})


def _fields(errors: Sequence[Any]) -> dict[str, str]:
    return {".".join(str(part) for part in error["loc"][1:]) or "body": str(error["msg"]) for error in errors}
