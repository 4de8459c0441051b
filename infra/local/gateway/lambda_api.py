"""Lambda's own HTTP API on the laptop: Invoke, and durable executions handed on to their local runner."""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from urllib.parse import parse_qs, unquote

from infra.local.environments.function import Function
from infra.local.environments.runtime import Answer
from infra.local.gateway.connection import Connection
from infra.local.gateway.dispatcher import Dispatcher
from infra.local.gateway.durable import AlreadyStarted, Executions
from infra.local.gateway.fetch import Unreachable
from infra.local.gateway.functions import Functions
from infra.local.gateway.messages import Request, Response
from infra.local.gateway.stream import Streamer

_INVOKE = re.compile(r"/2015-03-31/functions/([^/]+)/invocations/?")
_NAME = re.compile(
    r"(?:arn:aws[\w-]*:lambda:[\w-]+:\d{12}:|\d{12}:)?(?:function:)?(?P<name>[\w-]+)(?::(?P<qualifier>\$LATEST|[\w-]+))?"
)
_RUNNER = "/2025-12-01/"
_MAX_SYNC, _MAX_ASYNC = 6 * 1024 * 1024, 1024 * 1024
_WAIT_FOR_DURABLE = 900.0


class Refused(Exception):
    """An error of Lambda's API; ``code`` is its exception name."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


class LambdaApi:
    """Called with every request on the API's port."""

    def __init__(self, functions: Functions, dispatcher: Dispatcher, executions: Executions, runner: Streamer) -> None:
        self._functions, self._dispatcher = functions, dispatcher
        self._executions, self._runner = executions, runner
        self._tasks: set[asyncio.Task[None]] = set()

    def __call__(self, request: Request, connection: Connection) -> None:
        if request.header("origin") is not None or request.header("sec-fetch-site") is not None:
            # No page of any browser has business here: it is Lambda's API without its signatures.
            body = b'{"Type": "User", "Message": "Browsers are not served here"}'
            connection.respond(Response(403, [("x-amzn-errortype", "AccessDeniedException")], body))
            return
        if request.raw_path.startswith(_RUNNER):
            self._runner.serve(request, connection, [], _WAIT_FOR_DURABLE)
            return
        task = asyncio.create_task(self._answer(request, connection))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, request: Request, connection: Connection) -> None:
        try:
            match = _INVOKE.fullmatch(request.raw_path)
            if match is None or request.method != "POST":
                raise Refused(
                    404, "ResourceNotFoundException", f"{request.method} {request.raw_path} is not known here"
                )
            response = await self._invoke(unquote(match[1]), request)
        except Refused as error:
            body = {"Type": "User", "Message": str(error), "message": str(error)}
            response = Response(error.status, [("x-amzn-errortype", error.code)], json.dumps(body).encode())
        response.headers += [("content-type", "application/json"), ("x-amzn-requestid", request.id)]
        connection.respond(response)

    async def _invoke(self, name: str, request: Request) -> Response:
        function, qualifier = self._target(name, request)
        kind = request.header("x-amz-invocation-type") or "RequestResponse"
        if len(request.body) > (_MAX_ASYNC if kind == "Event" else _MAX_SYNC):
            raise Refused(413, "RequestTooLargeException", "Request must be smaller")
        try:
            json.loads(request.body or b"{}")
        except ValueError as error:
            raise Refused(400, "InvalidRequestContentException", "Could not parse request body into json") from error
        if kind == "DryRun":
            return Response(204)
        durable = function.durable is not None and request.header("x-dex-handler-invoke") is None
        if durable and qualifier is None:
            message = "You cannot invoke a durable function using an unqualified ARN."
            raise Refused(400, "InvalidParameterValueException", message)
        execution = request.header("x-amz-durable-execution-name")
        target = f"{function.name}:{qualifier}" if qualifier else function.name
        if kind == "Event":
            self._dispatcher.accept(target, request.body or b"{}", execution)
            return Response(202)
        if kind != "RequestResponse":
            raise Refused(400, "InvalidParameterValueException", f"There is no invocation type {kind}")
        if durable:
            return await self._run_durably(function, str(qualifier), execution, request.body or b"{}")
        answer = await self._functions.invoke(
            function, request.body or b"{}", qualifier=qualifier, request_id=request.id
        )
        return _response(answer)

    async def _run_durably(self, function: Function, qualifier: str, name: str | None, payload: bytes) -> Response:
        try:
            arn = await self._executions.start(function, qualifier, name or str(uuid.uuid4()), payload)
            response = _response(await self._executions.result(arn, _WAIT_FOR_DURABLE))
        except AlreadyStarted as error:
            code = "DurableExecutionAlreadyStartedException"
            raise Refused(409, code, f"The execution {error} was started with another payload") from error
        except (Unreachable, TimeoutError) as error:
            raise Refused(500, "ServiceException", "The durable runner does not answer") from error
        response.headers.append(("x-amz-durable-execution-arn", arn))
        return response

    def _target(self, name: str, request: Request) -> tuple[Function, str | None]:
        match = _NAME.fullmatch(name)
        function = self._functions.find(match["name"]) if match else None
        if match is None or function is None:
            raise Refused(404, "ResourceNotFoundException", f"Function not found: {name}")
        qualifier = match["qualifier"] or parse_qs(request.query).get("Qualifier", [None])[0]
        if qualifier not in (None, "$LATEST", function.alias):
            raise Refused(404, "ResourceNotFoundException", f"Function not found: {function.arn}:{qualifier}")
        return function, qualifier


def _response(answer: Answer) -> Response:
    headers = [("x-amz-executed-version", "$LATEST")]
    if not answer.ok:
        headers.append(("x-amz-function-error", "Unhandled"))
    return Response(200, headers, answer.payload)
