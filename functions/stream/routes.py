"""The stream endpoint as plain ASGI: find the caller and the run, then send frames until the run has ended."""

from __future__ import annotations

import asyncio
import contextlib

from functions.stream.schemas import StreamQuery, position_of, read_query
from shared.domain.errors import ConversationNotFound, RunNotFound
from shared.domain.runs import RETRY_FRAME, Run
from shared.orchestrator.reader import Reader
from shared.web.middleware import Receive, Scope, Send
from shared.wiring import OrchestratorWiring

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-transform"),
    (b"x-accel-buffering", b"no"),
]
# A reader that does not take what it is sent for this long is cut; it resumes from its last event.
STALLED_SECONDS = 30.0
# Turns of the loop until a new producer's question is on its way to the model; while that thinks, there is time to
# find out who reads.
_TURNS_TO_ASK = 6


class StreamEndpoint:
    def __init__(self, wiring: OrchestratorWiring) -> None:
        self._wiring = wiring

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        query = read_query(scope["query_string"], headers)
        run = await self._find(query, headers)
        position = position_of(query.last_event_id, run.id)
        if run.terminal and run.closed and position >= run.last_seq:
            await send({"type": "http.response.start", "status": 204, "headers": HEADERS[1:]})
            await send({"type": "http.response.body", "body": b""})
            return
        await self._stream(run, position, receive, send)

    async def _find(self, query: StreamQuery, headers: dict[str, str]) -> Run:
        if query.ticket:
            run = await self._wiring.tickets.run_of(query.ticket)
            if query.run_id not in (None, run.id):
                raise RunNotFound
        elif query.run_id:
            run = await self._named(query, query.run_id, headers)
        else:
            run = await self._newest(query, headers)
        if query.conversation_id not in (None, run.conversation_id):
            raise RunNotFound
        return run

    async def _named(self, query: StreamQuery, run_id: str, headers: dict[str, str]) -> Run:
        """A new run is taken first, and who asks is found out meanwhile; nothing is told before both are known."""
        authenticator, access = self._wiring.authenticator, self._wiring.access
        user_id = authenticator.named(headers)
        if user_id is not None and query.last_event_id is None:
            taken = await self._wiring.hub.take_new(run_id, user_id)
            for _ in range(_TURNS_TO_ASK if taken else 0):
                await asyncio.sleep(0)
            principal = await authenticator.require(headers)
            return taken or await access.readable_run(principal, run_id)
        principal, found = await asyncio.gather(authenticator.require(headers), self._wiring.stores.runs.get(run_id))
        return await access.reads(principal, found)

    async def _newest(self, query: StreamQuery, headers: dict[str, str]) -> Run:
        principal = await self._wiring.authenticator.require(headers)
        conversation = await self._wiring.access.readable_conversation(principal, query.conversation_id or "")
        run_id = conversation.last_runs.get(query.mode)
        if run_id is None:
            raise ConversationNotFound("This conversation has no run of that mode yet.")
        return await self._wiring.access.reads(principal, await self._wiring.stores.runs.get(run_id))

    async def _stream(self, run: Run, position: int, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        reading = asyncio.create_task(self._send_frames(run, position, send))
        leaving = asyncio.create_task(_gone(receive))
        try:
            await asyncio.wait((reading, leaving), return_when=asyncio.FIRST_COMPLETED)
            left_early = not reading.done()
        finally:
            for task in (reading, leaving):
                task.cancel()
            await asyncio.gather(reading, leaving, return_exceptions=True)
        if left_early:
            await self._leave(run)
            return
        try:
            reading.result()
        except TimeoutError:
            # It takes nothing, not even an end: returning without one makes the server close the connection.
            return
        await send({"type": "http.response.body", "body": b""})

    async def _send_frames(self, run: Run, position: int, send: Send) -> None:
        frames = Reader(self._wiring.hub, run, position).frames()
        head = RETRY_FRAME
        async with contextlib.aclosing(frames):
            await send({"type": "http.response.body", "body": head + b"\n", "more_body": True})
            async for chunk in frames:
                async with asyncio.timeout(STALLED_SECONDS):
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})

    async def _leave(self, run: Run) -> None:
        """The client went away. A Lambda may be frozen from now on, so the worker keeps an eye on the run."""
        live = self._wiring.hub.live(run.id)
        if live is None or live.minded:
            return
        live.minded = True
        current = await self._wiring.stores.runs.get(run.id)
        if current is not None and not current.terminal:
            await self._wiring.worker.attend(run.id, current.attempt)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
