"""Errors as Payload's GraphQL words them: ``extensions`` of ``name, statusCode, data, code`` and the request's id."""

from __future__ import annotations

import logging
from typing import Any

from graphql import GraphQLError

from shared.domain.errors import AladdinError, AuthInvalid, AuthRequired, Forbidden, InternalError, NotFound

_NAMES: tuple[tuple[type[AladdinError], str], ...] = (
    (NotFound, "NotFound"),
    (Forbidden, "Forbidden"),
    (AuthInvalid, "AuthenticationError"),
    (AuthRequired, "AuthenticationError"),
)
_MAX_MESSAGE = 1000
_LOG = logging.getLogger("shared.content.graphql")


def described(error: GraphQLError, request_id: str, *, running: bool = True) -> dict[str, Any]:
    """The error for the client. What nobody foresaw is logged and says nothing of itself; before an operation is
    ``running`` there is nothing that could fail but the query."""
    known = _known(error) if running else None
    body: dict[str, Any] = {"message": _short(known.message if known else error.message)}
    if error.locations:
        body["locations"] = [location.formatted for location in error.locations]
    if error.path:
        body["path"] = error.path
    return {**body, "extensions": {**_extensions(known), "requestId": request_id}}


def failed(error: AladdinError, request_id: str) -> dict[str, Any]:
    """An answer that is nothing but this error."""
    extensions = {**_extensions(error), "requestId": request_id}
    return {"errors": [{"message": error.message[:_MAX_MESSAGE], "extensions": extensions}]}


def _known(error: GraphQLError) -> AladdinError | None:
    """``None`` for an error of the query itself."""
    cause = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    if cause is None:
        return None
    if not isinstance(cause, AladdinError):
        _LOG.error("unhandled error", exc_info=cause)
        return InternalError()
    if cause.status >= 500:
        _LOG.error("request failed", exc_info=cause, extra={"code": cause.code})
    return cause


def _short(message: str) -> str:
    return message if len(message) <= _MAX_MESSAGE else f"{message[:_MAX_MESSAGE]}…"


def _extensions(error: AladdinError | None) -> dict[str, Any]:
    if error is None:
        return {"name": "GraphQLError", "statusCode": 400, "code": "VALIDATION_ERROR"}
    details = error.details or {}
    name = details.get("name") or next((name for kind, name in _NAMES if isinstance(error, kind)), "APIError")
    extensions: dict[str, Any] = {"name": name, "statusCode": error.status, "code": error.code}
    if error.details:
        extensions["data"] = details.get("data", details)
    return extensions
