"""The front door: streamed routes, routes of functions, preflights, the health page, the outbox and the studio."""

from __future__ import annotations

import asyncio
import json
import logging

from infra.local.gateway import events, failures
from infra.local.gateway.connection import Connection
from infra.local.gateway.functions import Functions
from infra.local.gateway.health import Health
from infra.local.gateway.messages import Headers, Request, Response
from infra.local.gateway.outbox import OutboxPages
from infra.local.gateway.routing import Match, Routes
from infra.local.gateway.site import Site
from infra.local.gateway.template import Template

log = logging.getLogger(__name__)

_API = "/api"


class Api:
    """Called with every request on the public port."""

    def __init__(
        self, template: Template, functions: Functions, site: Site, health: Health, outbox: OutboxPages
    ) -> None:
        self._template, self._functions, self._site, self._health = template, functions, site, health
        self._outbox = outbox
        self._routes = Routes(template.routes)
        self._tasks: set[asyncio.Task[None]] = set()

    def __call__(self, request: Request, connection: Connection) -> None:
        path = request.raw_path
        match = self._routes.find(request.method, path)
        if request.method == "OPTIONS" and self._template.cors and _asks_any(match) and self._routes.knows(path):
            connection.respond(Response(200, [*self._template.cors.items(), *_trace(request)]))
        elif match is not None and match.route.stream:
            streamer = self._functions.streamer(match.route.function)
            streamer.serve(request, connection, _trace(request), match.route.timeout)
        elif match is not None:
            task = asyncio.create_task(self._invoke(request, match, connection))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        elif path == "/healthz":
            connection.respond(self._health.answer())
        elif self._outbox.serves(path):
            connection.respond(self._outbox.serve(request))
        elif path == _API or path.startswith(_API + "/"):
            connection.respond(failures.render(failures.NO_ROUTE, request.id))
        else:
            connection.respond(self._site.serve(request))

    async def _invoke(self, request: Request, match: Match, connection: Connection) -> None:
        """A function that is too slow for the API goes on working, as in the cloud; only its caller is told."""
        payload = events.event(request, match, self._template.stage, self._template.binary)
        function = self._functions.find(match.route.function)
        if function is None or len(payload) > events.MAX_PAYLOAD:
            connection.respond(failures.render(failures.TOO_LARGE, request.id))
            return
        work = asyncio.ensure_future(self._functions.invoke(function, payload, request_id=request.id))
        done, _ = await asyncio.wait({work}, timeout=match.route.timeout)
        if not done:
            connection.respond(failures.timed_out(request.id))
            return
        answer = work.result()
        if not answer.ok:
            log.error("%s: %s", function.name, _reason(answer.payload))
            connection.respond(failures.broken(request.id))
            return
        try:
            response = events.response(answer.payload, request, self._template.binary)
        except events.NotAResponse as error:
            log.error("%s answered with something else than an HTTP response: %s", function.name, error)
            response = failures.broken(request.id)
        else:
            response.headers += _trace(request)
        connection.respond(response)


def _asks_any(match: Match | None) -> bool:
    """No route was made for OPTIONS itself: SAM then adds one to every path, which wins over ANY."""
    return match is None or match.route.method == "ANY"


def _trace(request: Request) -> Headers:
    return [("x-amzn-requestid", request.id)]


def _reason(payload: bytes) -> str:
    error = json.loads(payload)
    return f"{error.get('errorType')}: {error.get('errorMessage')}"
