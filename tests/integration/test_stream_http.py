"""GET /stream as the contract has it, over real sockets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.runs.service import Service, service
from tests.runs.sse import RETRY, STREAM, Frame, ResumingClient, frames_of, text_of
from tests.upstream.running import Running
from tests.upstream.script import full_text

PACED = "[[ok tokens=30 every=10]] Rain"
Headers = dict[str, str]


@pytest.fixture
async def served(mongo_uri: str, mongo_db: Any, upstream: Running) -> AsyncIterator[Service]:
    async with service(mongo_uri, upstream.url, mongo_db.name) as made:
        yield made


@pytest.fixture
async def ada(served: Service) -> Headers:
    return await served.people.sign_in()


async def _watch(served: Service, url: str, headers: Headers, **more: str) -> httpx.Response:
    return await served.stream.get(url, headers=headers | more)


async def test_a_stream_is_what_the_contract_says(served: Service, ada: Headers, upstream: Running) -> None:
    started = await served.start(ada, PACED)
    response = await _watch(served, started["streamUrl"], ada)
    frames = frames_of(response.content)

    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-cache, no-transform"
    assert response.headers["x-accel-buffering"] == "no"
    assert "x-request-id" in response.headers
    assert response.content.count(b"retry:") == 1
    assert b"event:" not in response.content
    assert [frame.id for frame in frames] == [f"{started['runId']}:{n}" for n in range(1, len(frames) + 1)]
    assert {frozenset(frame.data) for frame in frames} == {frozenset(("type", "data", "timestamp"))}
    assert frames[0].data["data"] == {"stage": "started"}
    assert text_of(frames) == full_text(PACED)
    assert [frame.terminal for frame in frames] == [False] * (len(frames) - 1) + [True]
    result = frames[-1].data["data"]
    assert (result["success"], result["message"], result["model"]) == (True, full_text(PACED), "first")
    assert result["usage"]["totalTokens"] == result["usage"]["promptTokens"] + result["usage"]["completionTokens"]
    assert result["cost"] > 0
    assert len(result["suggestions"]) <= 3
    assert upstream.calls == ["first"]


async def test_everybody_sees_the_same_bytes_and_the_model_is_asked_once(
    served: Service, ada: Headers, upstream: Running
) -> None:
    started = await served.start(ada, PACED)

    async def come(n: int) -> bytes:
        await asyncio.sleep(n * 0.04)
        return (await _watch(served, started["streamUrl"], ada)).content

    seen = await asyncio.gather(*(come(n) for n in range(12)))
    later = (await _watch(served, started["streamUrl"], ada)).content
    old_path = (await _watch(served, started["streamUrl"].replace("/v1", ""), ada)).content

    assert {*seen, later, old_path} == {later}
    assert upstream.calls == ["first"]


async def test_a_client_resumes_from_any_event_and_204_stops_it(served: Service, ada: Headers) -> None:
    started = await served.start(ada, PACED)
    whole = (await _watch(served, started["streamUrl"], ada)).content
    frames = frames_of(whole)
    for frame in frames[:-1]:
        rest = (await _watch(served, started["streamUrl"], ada, **{"last-event-id": frame.id})).content
        assert rest.startswith(RETRY)
        assert whole.endswith(rest.removeprefix(RETRY))
        assert [one.seq for one in frames_of(rest)] == list(range(frame.seq + 1, len(frames) + 1))
    for last in (frames[-1].id, f"{started['runId']}:{len(frames) + 7}"):
        response = await _watch(served, started["streamUrl"], ada, **{"last-event-id": last})
        assert (response.status_code, response.content) == (204, b"")
        assert (await _watch(served, f"{started['streamUrl']}&lastEventId={last}", ada)).status_code == 204


async def test_the_header_wins_over_the_parameter(served: Service, ada: Headers) -> None:
    started = await served.start(ada, PACED)
    await _watch(served, started["streamUrl"], ada)
    url = f"{started['streamUrl']}&lastEventId={started['runId']}:20"
    header = {"last-event-id": f"{started['runId']}:5"}

    assert frames_of((await _watch(served, url, ada, **header)).content)[0].seq == 6
    assert frames_of((await _watch(served, url, ada)).content)[0].seq == 21


STRANGE = ["", "x", ":", "7", "01ARZ3NDEKTSV4RRFFQ69G5FAV:7", "{run}:-1", "{run}:x", "{run}:", "{run}:99999999999",
           "{run}:٣", "{run}:7.5", "{run}: 7"]  # fmt: skip


@pytest.mark.parametrize("last", STRANGE)
async def test_an_id_that_cannot_be_read_gives_everything(served: Service, ada: Headers, last: str) -> None:
    started = await served.start(ada, "[[ok tokens=3]] Rain")
    whole = (await _watch(served, started["streamUrl"], ada)).content
    params = {"runId": started["runId"], "lastEventId": last.format(run=started["runId"])}
    again = await served.stream.get(STREAM, params=params, headers=ada)

    assert again.content == whole


async def test_without_a_run_the_newest_of_the_conversation_and_mode(served: Service, ada: Headers) -> None:
    first = await served.start(ada, "[[ok tokens=3]] One")
    second = await served.start(ada, "[[ok tokens=3]] Two", conversationId=first["conversationId"])
    query = f"{STREAM}?conversationId={first['conversationId']}&mode=chat"

    assert {frame.id.split(":")[0] for frame in frames_of((await _watch(served, query, ada)).content)} == {
        second["runId"]
    }
    none = await _watch(served, query.replace("mode=chat", "mode=task"), ada)
    assert (none.status_code, none.json()["code"]) == (404, "CONVERSATION_NOT_FOUND")


async def test_a_ticket_is_enough_for_its_run_and_nothing_else(served: Service, ada: Headers) -> None:
    mine, other = await served.start(ada, PACED), await served.start(ada, PACED)
    answer = await served.chat.post("/stream/ticket", json={"runId": mine["runId"]}, headers=ada)
    assert answer.status_code == 201
    assert set(answer.json()) == {"ticket", "expiresAt"}
    params = {"conversationId": mine["conversationId"], "mode": "chat", "ticket": answer.json()["ticket"]}
    whole = await served.stream.get(STREAM, params=params)
    assert text_of(frames_of(whole.content)) == full_text(PACED)
    assert (await served.stream.get(STREAM, params=params | {"runId": mine["runId"]})).content == whole.content
    resumed = await served.stream.get(STREAM, params=params, headers={"last-event-id": f"{mine['runId']}:10"})
    assert frames_of(resumed.content)[0].seq == 11

    for wrong in ({"runId": other["runId"]}, {"conversationId": other["conversationId"]}):
        refused = await served.stream.get(STREAM, params=params | wrong)
        assert (refused.status_code, refused.json()["code"]) == (404, "RUN_NOT_FOUND")
    forged = await served.stream.get(STREAM, params=params | {"ticket": "x" * 43})
    assert (forged.status_code, forged.json()["code"]) == (401, "AUTH_INVALID")
    await served.people.database.tickets.update_many({}, {"$set": {"used": False, "firstUseBefore": _long_ago()}})
    assert (await served.stream.get(STREAM, params=params)).status_code == 401


def _long_ago() -> Any:
    from datetime import UTC, datetime

    return datetime(2020, 1, 1, tzinfo=UTC)


async def test_who_may_watch(served: Service, ada: Headers) -> None:
    people = served.people
    bo, eve, root = await people.sign_in("bo"), await people.sign_in("eve"), await people.sign_in("root", "admin")
    project = await people.project(ada["x-user"], bo["x-user"])
    started = await served.start(ada, "[[ok tokens=3]] Rain", projectId=project)
    url = started["streamUrl"]

    for headers in (ada, bo, root):
        assert (await _watch(served, url, headers)).status_code == 200
    by_conversation = f"{STREAM}?conversationId={started['conversationId']}"
    refused = [await _watch(served, address, eve) for address in (url, by_conversation)]
    assert [(one.status_code, one.json()["code"]) for one in refused] == [
        (404, "RUN_NOT_FOUND"), (404, "CONVERSATION_NOT_FOUND")]  # fmt: skip
    nobody = await served.stream.get(url)
    assert (nobody.status_code, nobody.json()["code"]) == (401, "AUTH_REQUIRED")
    liar = await served.stream.get(url, headers={"authorization": "JWT x.y.z"})
    assert (liar.status_code, liar.json()["code"]) == (401, "AUTH_INVALID")
    cookie = {"cookie": f"payload-token={ada['authorization'].split()[1]}"}
    assert (await served.stream.get(url, headers=cookie)).status_code == 200


async def test_a_signed_out_token_is_told_nothing_though_its_run_is_made(
    served: Service, ada: Headers, mongo_db: Any
) -> None:
    # Given a queued run, and a token whose session has ended since
    started = await served.start(ada, "[[ok tokens=3]] Rain")
    await mongo_db["users"].update_one({"_id": ada["x-user"]}, {"$set": {"sessions": []}})

    # When it asks for the stream
    refused = await _watch(served, started["streamUrl"], ada)

    # Then it gets the error alone; what was accepted is made all the same
    assert (refused.status_code, refused.json()["code"]) == (401, "AUTH_INVALID")
    assert set(refused.json()) == {"error", "code", "retryable", "requestId"}
    root = await served.people.sign_in("root", "admin")
    seen = await _watch(served, started["streamUrl"], root)
    assert text_of(frames_of(seen.content)) == full_text("[[ok tokens=3]] Rain")


REFUSED: list[tuple[str, int, str]] = [
    (STREAM, 400, "MISSING_FIELDS"),
    (f"{STREAM}?conversationId=", 400, "MISSING_FIELDS"),
    (f"{STREAM}?conversationId=x&mode=none", 400, "VALIDATION_ERROR"),
    (f"{STREAM}?conversationId={'x' * 300}", 400, "VALIDATION_ERROR"),
    (f"{STREAM}?runId={'x' * 300}", 400, "VALIDATION_ERROR"),
    (f"{STREAM}?{'&'.join(f'p{n}=1' for n in range(40))}", 400, "VALIDATION_ERROR"),
    (f"{STREAM}?conversationId=%00%ff", 404, "CONVERSATION_NOT_FOUND"),
    (f"{STREAM}?conversationId=%ed%a0%80", 404, "CONVERSATION_NOT_FOUND"),
    (f"{STREAM}?runId=%24where", 404, "RUN_NOT_FOUND"),
    (f"{STREAM}?runId[$ne]=x", 400, "MISSING_FIELDS"),
    (f"{STREAM}?runId=%27%22%7B%7D", 404, "RUN_NOT_FOUND"),
    (f"{STREAM}/", 404, "NOT_FOUND"),
    ("/api/v2/stream", 404, "NOT_FOUND"),
]


@pytest.mark.parametrize(("url", "status", "code"), REFUSED)
async def test_a_bad_request_is_told_as_json_before_any_stream(
    served: Service, ada: Headers, url: str, status: int, code: str
) -> None:
    response = await _watch(served, url, ada)

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.json()["requestId"] == response.headers["x-request-id"]
    assert set(response.json()) <= {"error", "code", "details", "retryable", "requestId"}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
async def test_a_stream_is_only_read(served: Service, ada: Headers, method: str) -> None:
    response = await served.stream.request(method, f"{STREAM}?conversationId=x", headers=ada)
    assert (response.status_code, response.json()["code"]) == (405, "METHOD_NOT_ALLOWED")


async def test_a_client_that_leaves_does_not_stop_the_run_and_finds_the_rest(served: Service, ada: Headers) -> None:
    started = await served.start(ada, PACED)
    client = ResumingClient(ada)
    await client.connect(served.stream, started["streamUrl"], cut_after=400)
    await asyncio.sleep(0.6)
    state = (await served.chat.get(f"/runs/{started['runId']}", headers=ada)).json()
    assert state["status"] == "completed"
    await client.follow(served.stream, started["streamUrl"])

    assert client.statuses == [200, 200]
    assert text_of(frames_of(RETRY + client.seen)) == full_text(PACED)


async def test_stop_works_together_with_resume(served: Service, ada: Headers, upstream: Running) -> None:
    started = await served.start(ada, "[[ok tokens=400 every=10]] Rain")
    gone, staying = ResumingClient(ada), ResumingClient(ada)
    watching = asyncio.create_task(staying.follow(served.stream, started["streamUrl"]))
    await gone.connect(served.stream, started["streamUrl"], cut_after=700)
    answer = await served.chat.post(f"/runs/{started['runId']}/cancel", headers=ada)
    assert (answer.status_code, answer.json()["status"]) == (202, "cancelled")
    await asyncio.wait_for(watching, 3)
    await gone.follow(served.stream, started["streamUrl"])

    assert gone.seen == staying.seen
    last = frames_of(RETRY + gone.seen)[-1].data
    assert (last["type"], last["data"]["success"], last["data"]["status"]) == ("complete", False, "cancelled")
    assert last["data"]["message"] == text_of(frames_of(RETRY + gone.seen))
    assert full_text("[[ok tokens=400 every=10]] Rain").startswith(last["data"]["message"])
    messages = await served.chat.get(f"/conversations/{started['conversationId']}/messages", headers=ada)
    kept = messages.json()["messages"][1]
    assert (kept["content"], kept["metadata"]["status"]) == (last["data"]["message"], "cancelled")
    await asyncio.sleep(0.3)
    assert upstream.upstream.calls[0].ended == "left"
    again = await served.chat.post(f"/runs/{started['runId']}/cancel", headers=ada)
    assert (again.status_code, again.json()["status"]) == (200, "cancelled")


async def test_a_reader_that_takes_nothing_is_cut_and_resumes(
    served: Service, ada: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server's ``send`` does not return while the client's buffers are full."""
    monkeypatch.setattr("functions.stream.routes.STALLED_SECONDS", 0.2)
    started = await served.start(ada, PACED)
    path, query = started["streamUrl"].split("?")
    headers = [(b"authorization", ada["authorization"].encode())]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": headers}
    taken: list[Any] = []

    async def send(message: Any) -> None:
        taken.append(message)
        if len(taken) > 2:
            await asyncio.Event().wait()

    await asyncio.wait_for(served.stream_app(scope, asyncio.Event().wait, send), 5)

    assert taken[-1]["more_body"], "an end that nobody takes would wait for ever, too"
    whole = frames_of((await _watch(served, started["streamUrl"], ada)).content)
    assert text_of(whole) == full_text(PACED)


# Without server-sent events


async def test_polling_gives_the_rows_of_the_stream(served: Service, ada: Headers) -> None:
    started = await served.start(ada, PACED)
    path = f"/runs/{started['runId']}/events"
    watching = asyncio.create_task(_watch(served, started["streamUrl"], ada))
    rows: list[dict[str, Any]] = []
    after, status = 0, "queued"
    while not rows or rows[-1]["type"] not in ("complete", "error"):
        page = (await served.chat.get(path, params={"after": after}, headers=ada)).json()
        assert set(page) == {"events", "status", "lastSeq"}
        rows += page["events"]
        assert page["lastSeq"] == (rows[-1]["seq"] if rows else 0), "polling with lastSeq must never go back"
        after, status = page["lastSeq"], page["status"]
        run = (await served.chat.get(f"/runs/{started['runId']}", headers=ada)).json()
        assert run["lastSeq"] >= after, "a run says how far it is also while it runs"
        await asyncio.sleep(0.02)
    frames = frames_of((await watching).content)

    assert [Frame(row["id"], {k: row[k] for k in ("type", "data", "timestamp")}) for row in rows] == frames
    assert [row["seq"] for row in rows] == [frame.seq for frame in frames]
    assert status in ("running", "completed")
    end = (await served.chat.get(path, params={"after": after + 50}, headers=ada)).json()
    assert end == {"events": [], "status": "completed", "lastSeq": after}


async def test_a_frame_is_the_same_bytes_as_its_row(served: Service, ada: Headers) -> None:
    started = await served.start(ada, "[[ok tokens=40]] Rain 雨 😀")
    whole = (await _watch(served, started["streamUrl"], ada)).content
    rows = (await served.chat.get(f"/runs/{started['runId']}/events", headers=ada)).json()["events"]
    rebuilt = b"".join(
        f"id: {row['id']}\ndata: ".encode()
        + json.dumps({k: row[k] for k in ("type", "data", "timestamp")}, ensure_ascii=False, separators=(",", ":"))
        .encode() + b"\n\n"
        for row in rows
    )  # fmt: skip

    assert whole == RETRY + rebuilt
