"""POST /chat and what hangs on it, as the contract has it, over a real database and the scripted upstream."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.runs.service import Service, service
from tests.runs.sse import frames_of
from tests.upstream.running import Running
from tests.upstream.script import full_text

ULID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
ERROR_FIELDS = {"error", "code", "details", "retryable", "requestId"}
ASKED = "[[ok tokens=12]] Rain"
Headers = dict[str, str]


@pytest.fixture
async def served(mongo_uri: str, mongo_db: Any, upstream: Running) -> AsyncIterator[Service]:
    async with service(mongo_uri, upstream.url, mongo_db.name) as made:
        yield made


@pytest.fixture
async def ada(served: Service) -> Headers:
    return await served.people.sign_in()


async def test_the_answer_is_what_the_contract_says(served: Service, ada: Headers) -> None:
    answer = await served.ask(ada, ASKED)
    body = answer.json()

    assert answer.status_code == 200
    assert set(body) == {"success", "conversationId", "runId", "messageId", "message", "model", "finishReason", "usage",
                         "cost", "suggestions"}  # fmt: skip
    assert (body["success"], body["message"], body["model"]) == (True, full_text(ASKED), "first")
    assert ULID.fullmatch(body["runId"])
    assert re.fullmatch("[0-9a-f]{24}", body["conversationId"])
    assert body["messageId"] == f"{body['conversationId']}:000002"
    assert body["usage"]["completionTokens"] == 12
    assert 1 <= len(body["suggestions"]) <= 3
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("way", [{"json": {"stream": True}}, {"headers": {"prefer": "respond-async"}},
                                 {"headers": {"prefer": "foo=bar; x, Respond-Async; wait=10"}}])  # fmt: skip
async def test_202_at_once_in_both_ways(served: Service, ada: Headers, way: dict[str, Any]) -> None:
    body = {"content": "[[ok tokens=5 first=2000]] Rain"} | way.get("json", {})
    answer = await served.chat.post("/chat", json=body, headers=ada | way.get("headers", {}))
    accepted = answer.json()

    assert (answer.status_code, accepted["success"], accepted["status"]) == (202, True, "queued")
    assert set(accepted) == {"success", "conversationId", "runId", "streamUrl", "status"}
    assert accepted["streamUrl"] == (
        f"/api/v1/orchestrator/stream?conversationId={accepted['conversationId']}&mode=chat&runId={accepted['runId']}"
    )


async def test_what_takes_longer_than_a_request_may_goes_on_elsewhere(
    served: Service, ada: Headers, upstream: Running
) -> None:
    from shared.orchestrator.waiting import Waiting

    wiring = served.wirings[0]
    vars(wiring)["waiting"] = Waiting(wiring.hub, wiring.worker, seconds=0.3)
    asked = "[[ok tokens=60 every=10]] Rain"
    answer = await served.ask(ada, asked)
    assert (answer.status_code, answer.json()["status"]) == (202, "running")

    stream = await served.stream.get(answer.json()["streamUrl"], headers=ada)
    frames = frames_of(stream.content)
    run = (await served.chat.get(f"/runs/{answer.json()['runId']}", headers=ada)).json()
    assert run["status"] == "completed"
    assert run["result"]["message"] == full_text(asked)
    assert frames[-1].data["data"] == run["result"]
    assert upstream.calls == ["first", "first"]


async def test_a_run_tells_everything_about_itself(served: Service, ada: Headers) -> None:
    queued = await served.start(ada, ASKED)
    before = (await served.chat.get(f"/runs/{queued['runId']}", headers=ada)).json()
    await served.stream.get(queued["streamUrl"], headers=ada)
    after = (await served.chat.get(f"/runs/{queued['runId']}", headers=ada)).json()

    assert set(before) == set(after) == {
        "id", "conversationId", "projectId", "userId", "mode", "status", "attempt", "lease", "lastSeq", "messageId",
        "request", "result", "error", "usage", "cost", "createdAt", "startedAt", "finishedAt"}  # fmt: skip
    assert (before["status"], before["result"], before["attempt"], before["finishedAt"]) == ("queued", None, 0, None)
    assert (after["status"], after["result"]["message"], after["attempt"]) == ("completed", full_text(ASKED), 1)
    assert after["createdAt"] <= after["startedAt"] <= after["finishedAt"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", after["finishedAt"])
    assert after["userId"] == ada["x-user"]
    assert after["request"]["content"] == ASKED
    assert after["usage"]["totalTokens"] > 0
    assert after["cost"] > 0


async def test_a_queued_run_is_cancelled_before_it_costs_anything(
    served: Service, ada: Headers, upstream: Running
) -> None:
    queued = await served.start(ada, ASKED)
    answer = await served.chat.post(f"/runs/{queued['runId']}/cancel", headers=ada)
    watched = await served.stream.get(queued["streamUrl"], headers=ada)

    assert (answer.status_code, answer.json()["status"]) == (202, "cancelled")
    assert [frame.data["data"]["message"] for frame in frames_of(watched.content)] == [""]
    assert upstream.calls == []
    finished = (await served.ask(ada, ASKED)).json()
    late = await served.chat.post(f"/runs/{finished['runId']}/cancel", headers=ada)
    assert (late.status_code, late.json()["status"], late.json()["result"]) == (200, "completed", finished)


async def test_a_waiting_request_whose_run_is_cancelled_is_told_so(served: Service, ada: Headers) -> None:
    asking = asyncio.create_task(served.ask(ada, "[[ok tokens=400 every=10]] Rain"))
    runs = served.people.database.runs
    while not (found := await runs.find_one({"status": "running"})):
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.2)
    await served.chat.post(f"/runs/{found['_id']}/cancel", headers=ada)
    answer = await asyncio.wait_for(asking, 3)

    assert answer.status_code == 200
    assert (answer.json()["success"], answer.json()["status"]) == (False, "cancelled")


# Conversations


async def test_a_thread_is_read_in_pages_renamed_archived_and_deleted(served: Service, ada: Headers) -> None:
    first = (await served.ask(ada, "[[ok tokens=2]] Turn 0")).json()
    conversation = first["conversationId"]
    for n in range(1, 4):
        await served.ask(ada, f"[[ok tokens=2]] Turn {n}", conversationId=conversation)
    path = f"/conversations/{conversation}"
    newest = (await served.chat.get(f"{path}/messages?limit=3", headers=ada)).json()
    older = (
        await served.chat.get(f"{path}/messages?limit=10&before={newest['messages'][0]['seq']}", headers=ada)
    ).json()

    assert [message["seq"] for message in newest["messages"]] == [6, 7, 8]
    assert newest["hasMore"] is True
    assert [message["seq"] for message in older["messages"]] == [1, 2, 3, 4, 5]
    assert older["hasMore"] is False
    messages = older["messages"] + newest["messages"]
    assert set(messages[0]) == {"id", "seq", "parent", "role", "content", "agentId", "attachments", "metadata", "runId",
                                "createdAt"}  # fmt: skip
    assert [message["role"] for message in messages] == ["user", "assistant"] * 4
    assert [message["parent"] for message in messages] == [None, *(message["id"] for message in messages[:-1])]
    assert messages[1]["content"] == first["message"]
    assert messages[1]["metadata"]["usage"] == first["usage"]

    changed = await served.chat.patch(path, json={"name": "Storm", "status": "archived"}, headers=ada)
    assert (changed.status_code, changed.json()["name"], changed.json()["status"]) == (200, "Storm", "archived")
    assert (await served.chat.delete(path, headers=ada)).status_code == 204
    for request in (("GET", f"{path}/messages"), ("DELETE", path), ("GET", f"{path}/export"), ("PATCH", path)):
        gone = await served.chat.request(*request, headers=ada, json={"name": "x"} if request[0] == "PATCH" else None)
        assert (gone.status_code, gone.json()["code"]) == (404, "CONVERSATION_NOT_FOUND")
    assert (await served.chat.get(f"/runs/{first['runId']}", headers=ada)).status_code == 404
    assert (await served.ask(ada, "x", conversationId=conversation)).json()["code"] == "CONVERSATION_NOT_FOUND"
    left = await served.people.everything()
    assert [left[name] for name in ("runs", "runEvents", "conversations", "messages")] == [[], [], [], []]


async def test_conversations_are_listed_in_the_page_envelope(served: Service, ada: Headers) -> None:
    eve = await served.people.sign_in("eve")
    project = await served.people.project(ada["x-user"], eve["x-user"])
    for n in range(3):
        await served.start(ada, f"Rain {n}", **({"projectId": project} if n else {}))
    await served.start(eve, "Snow", projectId=project)

    async def listed(headers: Headers = ada, **query: Any) -> dict[str, Any]:
        answer = await served.chat.get("/conversations", params=query, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    page = await listed(limit=2)
    assert [doc["name"] for doc in page["docs"]] == ["Rain 2", "Rain 1"]
    assert {name: page[name] for name in page if name != "docs"} == {
        "totalDocs": 3, "limit": 2, "page": 1, "totalPages": 2, "pagingCounter": 1, "hasPrevPage": False,
        "hasNextPage": True, "prevPage": None, "nextPage": 2}  # fmt: skip
    assert [doc["name"] for doc in (await listed(limit=2, page=2))["docs"]] == ["Rain 0"]
    assert [doc["name"] for doc in (await listed(q="rAiN 1"))["docs"]] == ["Rain 1"]
    assert [doc["name"] for doc in (await listed(projectId=project))["docs"]] == ["Snow", "Rain 2", "Rain 1"]
    assert [doc["name"] for doc in (await listed(eve, projectId=project, q="rain"))["docs"]] == ["Rain 2", "Rain 1"]
    assert [doc["name"] for doc in (await listed(eve))["docs"]] == ["Snow"]
    assert (await listed(mode="task"))["docs"] == []
    stranger = await served.people.sign_in("stranger")
    refused = await served.chat.get("/conversations", params={"projectId": project}, headers=stranger)
    assert (refused.status_code, refused.json()["code"]) == (404, "PROJECT_NOT_FOUND")


async def test_an_edit_makes_a_branch_and_overwrites_nothing(served: Service, ada: Headers, upstream: Running) -> None:
    first = (await served.ask(ada, "[[ok tokens=2]] One")).json()
    conversation = first["conversationId"]
    second = (await served.ask(ada, "[[ok tokens=2]] Two", conversationId=conversation)).json()
    path = f"/conversations/{conversation}/messages"
    edited = await served.chat.post(f"{path}/{conversation}:000003/edit", json={"content": "2b"}, headers=ada)

    assert edited.status_code == 200
    assert edited.json()["runId"] != second["runId"]
    messages = (await served.chat.get(path, headers=ada)).json()["messages"]
    assert [(message["seq"], message["parent"]) for message in messages if message["role"] == "user"] == [
        (1, None), (3, first["messageId"]), (5, first["messageId"])]  # fmt: skip
    assert messages[2]["content"] == "[[ok tokens=2]] Two"
    assert messages[4]["metadata"] == {"edits": f"{conversation}:000003"}
    shown = [message["content"] for message in upstream.upstream.calls[-1].body["messages"][1:]]
    assert shown == ["[[ok tokens=2]] One", first["message"], "2b"]
    for wrong in (f"{conversation}:000002", f"{conversation}:000099", "x", f"{'f' * 24}:000001", f"{conversation}:x",
                  f"{conversation}:٣", f"{conversation}:{'9' * 30}"):  # fmt: skip
        refused = await served.chat.post(f"{path}/{wrong}/edit", json={"content": "x"}, headers=ada)
        assert (refused.status_code, refused.json()["code"]) == (404, "CONVERSATION_NOT_FOUND"), wrong


async def test_a_conversation_is_exported_as_a_text_and_as_data(served: Service, ada: Headers) -> None:
    first = (await served.ask(ada, "[[ok tokens=4]] Öne")).json()
    conversation = first["conversationId"]
    await served.chat.post(
        f"/conversations/{conversation}/messages/{conversation}:000001/edit", json={"content": "Two"}, headers=ada
    )
    text = await served.chat.get(f"/conversations/{conversation}/export?format=md", headers=ada)
    data = await served.chat.get(f"/conversations/{conversation}/export?format=json", headers=ada)

    assert text.headers["content-type"].startswith("text/markdown")
    assert text.headers["content-disposition"] == f'attachment; filename="conversation-{conversation}.md"'
    assert "Öne" in text.text.splitlines()[0]
    assert "Two" in text.text
    assert first["message"] not in text.text, "the other branch"
    assert [message["seq"] for message in data.json()["messages"]] == [1, 2, 3, 4]
    assert data.json()["conversation"]["id"] == conversation


# Who may


async def test_members_read_strangers_find_nothing_and_admins_may_all(served: Service, ada: Headers) -> None:
    people = served.people
    bo, eve, root = await people.sign_in("bo"), await people.sign_in("eve"), await people.sign_in("root", "admin")
    project = await people.project(ada["x-user"], bo["x-user"])
    made = (await served.ask(ada, ASKED, projectId=project)).json()
    run, conversation = f"/runs/{made['runId']}", f"/conversations/{made['conversationId']}"
    reads = [run, f"{run}/events", f"{conversation}/messages", f"{conversation}/export"]
    writes = [("POST", f"{run}/cancel", None), ("PATCH", conversation, {"name": "x"}),
              ("POST", f"{conversation}/messages/{made['conversationId']}:000001/edit", {"content": "x"})]  # fmt: skip

    for headers, expected in ((ada, 200), (bo, 200), (root, 200), (eve, 404), ({}, 401)):
        assert {(await served.chat.get(path, headers=headers)).status_code for path in reads} == {expected}
    for headers, expected in ((bo, 404), (eve, 404), ({}, 401)):
        answers = [await served.chat.request(method, path, json=body, headers=headers) for method, path, body in writes]
        assert {answer.status_code for answer in answers} == {expected}
    for headers in (bo, eve):
        assert (await served.chat.delete(conversation, headers=headers)).status_code == 404
        assert (await served.ask(headers, "x", conversationId=made["conversationId"])).status_code == 404
    assert (await served.ask(eve, "x", projectId=project)).json()["code"] == "PROJECT_NOT_FOUND"
    ticket = await served.chat.post("/stream/ticket", json={"runId": made["runId"]}, headers=eve)
    assert (ticket.status_code, ticket.json()["code"]) == (404, "RUN_NOT_FOUND")
    assert (await served.chat.patch(conversation, json={"name": "By root"}, headers=root)).status_code == 200


async def test_project_facts_are_shown_to_the_model(served: Service, ada: Headers, upstream: Running) -> None:
    project = await served.people.project(ada["x-user"])
    await served.ask(ada, ASKED, projectId=project)
    system = upstream.upstream.calls[0].body["messages"][0]

    assert system["role"] == "system"
    assert "noir" in system["content"]
    assert "helpful AI assistant for creative professionals" in system["content"]


async def test_parameters_reach_the_model(served: Service, ada: Headers, upstream: Running) -> None:
    await served.ask(ada, ASKED, model="third", temperature=2, maxTokens=7)
    body = upstream.upstream.calls[0].body
    assert (body["model"], body["temperature"], body["max_tokens"]) == ("third", 2, 7)


# Limits and keys


async def test_rate_limit_headers_count_down_to_429(mongo_uri: str, mongo_db: Any, upstream: Running) -> None:
    async with service(mongo_uri, upstream.url, mongo_db.name, RATE_LIMIT_PER_MINUTE="3") as served:
        ada = await served.people.sign_in()
        answers = [await served.ask(ada, "[[ok tokens=1]] x", stream=True) for _ in range(4)]
        minutes = await served.people.database.counters.count_documents({"_id": {"$regex": "^rate:"}})
    if minutes == 1:
        assert [answer.status_code for answer in answers] == [202, 202, 202, 429]
        assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["2", "1", "0", "0"]
        assert {answer.headers["ratelimit-limit"] for answer in answers} == {"3"}
        assert all(0 < int(answer.headers["ratelimit-reset"]) <= 60 for answer in answers)
        refused = answers[-1]
        assert (refused.json()["code"], refused.json()["retryable"]) == ("RATE_LIMIT_EXCEEDED", True)
        assert 0 < int(refused.headers["retry-after"]) <= 60
        assert set(refused.json()) <= ERROR_FIELDS


async def test_a_spent_token_budget_is_429_until_tomorrow(mongo_uri: str, mongo_db: Any, upstream: Running) -> None:
    async with service(mongo_uri, upstream.url, mongo_db.name, TOKEN_LIMIT_PER_DAY="3000") as served:
        ada = await served.people.sign_in()
        assert (await served.ask(ada, ASKED, maxTokens=1000)).status_code == 200
        before = await served.people.everything()
        refused = await served.ask(ada, ASKED, maxTokens=3000)
        after = await served.people.everything()

    assert (refused.status_code, refused.json()["code"]) == (429, "TOKEN_LIMIT_EXCEEDED")
    assert 0 < int(refused.headers["retry-after"]) <= 86_400
    assert "ratelimit-limit" in refused.headers
    assert after == before
    assert upstream.calls == ["first"]


async def test_a_repeated_key_gives_the_first_answer(served: Service, ada: Headers, upstream: Running) -> None:
    key = {"idempotency-key": "k-1"}
    body = {"content": ASKED, "temperature": 1}
    first = await served.chat.post("/chat", json=body, headers=ada | key)
    again = await served.chat.post("/chat", content=b'{"temperature":1.0, "content":"[[ok tokens=12]] Rain"}',
                                   headers=ada | key | {"content-type": "application/json"})  # fmt: skip
    other = await served.chat.post("/chat", json=body | {"content": "Snow"}, headers=ada | key)
    eve = await served.people.sign_in("eve")
    hers = await served.chat.post("/chat", json=body, headers=eve | key)

    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert (other.status_code, other.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert hers.json()["runId"] != first.json()["runId"]
    assert len(upstream.calls) == 2


async def test_keys_keep_final_refusals_and_forget_retryable_ones(served: Service, ada: Headers) -> None:
    key = {"idempotency-key": "k-2"}
    refused = [await served.chat.post("/chat", json={"content": "x", "model": "no"}, headers=ada | key) for _ in "ab"]
    assert {answer.status_code for answer in refused} == {400}
    assert refused[0].json()["requestId"] == refused[1].json()["requestId"]
    failing = {"content": "[[status code=400]] x"}
    failed = [await served.chat.post("/chat", json=failing, headers=ada | {"idempotency-key": "k-3"}) for _ in "ab"]
    assert {answer.status_code for answer in failed} == {502}
    assert await served.people.database.runs.count_documents({}) == 2


@pytest.mark.parametrize("key", ["", "x" * 256, "é" * 300, "a\tb"])
async def test_a_key_has_its_form(served: Service, ada: Headers, key: str) -> None:
    headers = httpx.Headers([*ada.items(), ("idempotency-key", key)], encoding="utf-8")
    answer = await served.chat.post("/chat", json={"content": "x"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "VALIDATION_ERROR")
    assert await served.people.database.runs.count_documents({}) == 0
