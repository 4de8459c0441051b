"""A GET whose query is too long for a URL comes as a POST that says so."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.content.querystring import MAX_LENGTH

_HEADER = b"x-payload-http-method-override"
_FORM = b"application/x-www-form-urlencoded"


class MethodOverride:
    """``X-Payload-HTTP-Method-Override: GET`` with the query as a urlencoded body. Another site cannot send the
    header without asking first, so reading stays reading."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or not _wants_get(scope):
            await self._app(scope, receive, send)
            return
        query = await _body(receive)
        if own := scope["query_string"]:
            query = query + b"&" + own
        await self._app({**scope, "method": "GET", "query_string": query}, _nothing, send)


def _wants_get(scope: Scope) -> bool:
    headers = dict(scope["headers"])
    kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    return headers.get(_HEADER, b"").strip().upper() == b"GET" and kind == _FORM


async def _body(receive: Receive) -> bytes:
    """One byte more than a query may have is enough for it to be refused."""
    read = bytearray()
    while len(read) <= MAX_LENGTH:
        message = await receive()
        read += message.get("body", b"")
        if not message.get("more_body"):
            break
    return bytes(read[: MAX_LENGTH + 1])


async def _nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}
