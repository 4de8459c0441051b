"""Notes from where each request comes, for limits and for the list of sessions."""

from __future__ import annotations

from shared.auth.visitor import Visitor, set_visitor
from shared.web.middleware import AsgiApp, Receive, Scope, Send

_LONGEST_AGENT = 200


class Visiting:
    """The address is the one that API Gateway saw. ``X-Forwarded-For`` is whatever the client wrote into it."""

    def __init__(self, app: AsgiApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            client = scope.get("client")
            agents = [value for name, value in scope["headers"] if name == b"user-agent"]
            set_visitor(Visitor(str(client[0]) if client else "", _printable(agents[0]) if agents else ""))
        await self._app(scope, receive, send)


def _printable(value: bytes) -> str:
    text = value.decode("latin-1")
    return "".join(letter for letter in text if letter.isprintable())[:_LONGEST_AGENT]
