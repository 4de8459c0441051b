"""What answers at ``BRAIN_URL`` may be anything: the call ends soon, and ends in an error of ours."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from shared.adapters.mcp.remote import RemoteBrain
from shared.domain.brain import Question
from shared.domain.errors import BrainError
from tests.brain_world import FILM, MAYA, BrainWorld, brain_app, brain_world, listening

SECONDS = 5.0


class Stranger:
    """An MCP endpoint that behaves as it likes; ``seen`` are the requests' headers."""

    def __init__(self, manner: str, elsewhere: str = "") -> None:
        self.manner = manner
        self.elsewhere = elsewhere
        self.seen: list[dict[str, str]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        self.seen.append(dict(request.headers))
        response: Response = await getattr(self, f"_{self.manner}")(request)
        await response(scope, receive, send)

    async def _huge(self, request: Request) -> Response:
        async def noise() -> AsyncIterator[bytes]:
            yield b'{"jsonrpc":"2.0","id":1,"result":{"content":"'
            for _ in range(600):
                yield b"x" * 65_536
                await asyncio.sleep(0)

        return StreamingResponse(noise(), media_type="application/json")

    async def _compressed(self, request: Request) -> Response:
        return Response(b"\x1f\x8b", headers={"content-encoding": "gzip", "content-type": "application/json"})

    async def _elsewhere(self, request: Request) -> Response:
        return RedirectResponse(self.elsewhere, 307)

    async def _page(self, request: Request) -> Response:
        return Response("<html>Welcome</html>", media_type="text/html")

    async def _nothing(self, request: Request) -> Response:
        return Response(status_code=202)

    async def _broken(self, request: Request) -> Response:
        return JSONResponse({"error": "Traceback: secret"}, 500)

    async def _other(self, request: Request) -> Response:
        """An answer to a question that nobody asked."""
        return JSONResponse({"jsonrpc": "2.0", "id": 999_999, "result": {"tools": []}})

    async def _deep(self, request: Request) -> Response:
        key = (await request.json()).get("id", 0)
        deep = "[" * 50_000 + "]" * 50_000
        start = json.dumps({"jsonrpc": "2.0", "id": key})[:-1]
        text = start + ', "result": {"structuredContent": {"results": ' + deep + "}}}"
        return Response(text, media_type="application/json")

    async def _asking(self, request: Request) -> Response:
        """Wants more of us before it answers."""
        key = (await request.json()).get("id", 0)
        return JSONResponse(
            {"jsonrpc": "2.0", "id": key, "result": {"resultType": "input_required", "inputRequests": {}}}
        )

    async def _silent(self, request: Request) -> Response:
        while not await request.is_disconnected():
            await asyncio.sleep(0.01)
        return Response()


@pytest.mark.parametrize(
    "manner", ["huge", "compressed", "page", "nothing", "broken", "other", "deep", "asking", "silent"]
)
async def test_whatever_answers_the_call_ends_in_an_error_of_ours(manner: str) -> None:
    async with listening(Stranger(manner)) as url:
        brain = RemoteBrain(url, "key", 0.5 if manner in ("silent", "other") else SECONDS)
        try:
            with pytest.raises(BrainError) as refused:
                await brain.search(FILM, Question("lamp"))
        finally:
            await brain.aclose()
    assert "secret" not in refused.value.message


async def test_the_key_goes_nowhere_else() -> None:
    thief = Stranger("page")
    async with listening(thief) as there, listening(Stranger("elsewhere", there)) as here:
        brain = RemoteBrain(here, "Bearer precious", SECONDS)
        with pytest.raises(BrainError):
            await brain.search(FILM, Question("lamp"))
        await brain.aclose()

    assert thief.seen == []


async def test_nobody_at_home_is_an_error_and_coming_home_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    world = await brain_world(monkeypatch)
    with pytest.raises(BrainError):
        await RemoteBrain("http://127.0.0.1:9/mcp", "key", SECONDS).get(FILM, [MAYA])
    async with world.listening() as url:
        brain = RemoteBrain(f"{url}/api/v1/mcp", world.service, 20)
        for who in ("a-wrong-key", world.service):
            vars(brain)["_authorization"] = f"users API-Key {who}"
            vars(brain).pop("_connection", None)
            if who == world.service:
                assert [entity.id for entity in await brain.get(FILM, [MAYA])] == [MAYA]
            else:
                with pytest.raises(BrainError):
                    await brain.get(FILM, [MAYA])
            await brain.aclose()


async def test_many_calls_at_once_share_a_brain(monkeypatch: pytest.MonkeyPatch) -> None:
    world = await brain_world(monkeypatch)
    async with world.listening() as url:
        brain = RemoteBrain(f"{url}/api/v1/mcp", world.service, 60)
        found = await asyncio.gather(*(brain.get(FILM, [MAYA]) for _ in range(20)))
        cut = asyncio.create_task(brain.get(FILM, [MAYA]))
        await asyncio.sleep(0)
        cut.cancel()
        with pytest.raises(asyncio.CancelledError):
            await cut
        assert (await brain.get(FILM, [MAYA]))[0].id == MAYA
        await brain.aclose()

    assert {entities[0].id for entities in found} == {MAYA}


async def test_a_deployment_asks_anothers_brain_by_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    home = await brain_world(monkeypatch)
    async with home.listening() as url:
        app = brain_app(monkeypatch, BRAIN_URL=f"{url}/api/v1/mcp", BRAIN_API_KEY=home.service)
        away = BrainWorld(app)
        del vars(app.state.wiring)["brain"]
        vars(app.state.wiring)["documents"] = home.documents
        away.tokens = home.tokens
        path = f"/brain/{FILM}/entities/{MAYA}"
        changed = await away.ask("eddy", "PATCH", path, {"content": "Far away."}, if_match='"1"')
        stale = await away.ask("eddy", "PATCH", path, {"content": "Too late."}, if_match='"1"')
        refused = await away.ask("vic", "PATCH", path, {"content": "Not mine."})
        home.graph.broken = BrainError()
        down = await away.ask("vic", "GET", path)
        await app.state.wiring.aclose()

    assert (changed.status_code, changed.json()["facts"][0]["source"]["page"]) == (200, 3)
    assert [answer.status_code for answer in (stale, refused, down)] == [412, 403, 503]


async def test_a_brain_that_is_told_to_ask_itself_says_no(monkeypatch: pytest.MonkeyPatch) -> None:
    app = brain_app(monkeypatch, BRAIN_URL="http://will.be/set", BRAIN_API_KEY="a-key-of-a-service")
    world = await BrainWorld(app).build()
    async with world.listening() as url:
        vars(app.state.wiring)["brain"] = RemoteBrain(f"{url}/api/v1/mcp", world.service, SECONDS)
        answer = await world.ask("ada", "GET", f"/brain/{FILM}/entities")
        await app.state.wiring.brain.aclose()

    assert (answer.status_code, answer.json()["code"]) == (503, "BRAIN_ERROR")
