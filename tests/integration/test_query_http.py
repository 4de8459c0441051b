"""POST /query and what hangs on it, as the contract has it, over a real database."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from shared.adapters.embeddings.hashing import HashingEmbedder
from shared.adapters.llm.fake import Answer, FakeModel
from shared.adapters.neo4j.fake import FakeGraph
from shared.brain.local import LocalBrain
from shared.domain.brain import Contribution
from tests.runs.brain import LAMP, MAYA
from tests.runs.service import Service, service
from tests.runs.sse import frames_of, text_of

Headers = dict[str, str]
ANSWER = ("She is 28", " [", "1", "], not [9", "9].")
SAID = Contribution("item-1", (MAYA.entity, LAMP.entity))


class Film:
    """Ada's film, what the Brain knows of it, and a model that answers ``ANSWER``."""

    def __init__(self, served: Service, headers: Headers, project: str) -> None:
        self.served, self.headers, self.project = served, headers, project

    async def ask(self, content: str = "How old is Maya?", **fields: Any) -> httpx.Response:
        body = {"content": content, "projectId": self.project, "threshold": 0} | fields
        return await self.served.query.post("/query", json=body, headers=self.headers)


@pytest.fixture
async def served(mongo_uri: str, mongo_db: Any) -> AsyncIterator[Service]:
    async with service(mongo_uri, "http://127.0.0.1:9/v1", mongo_db.name) as made:
        yield made


@pytest.fixture
async def film(served: Service) -> Film:
    headers = await served.people.sign_in()
    project = await served.people.project(headers["x-user"])
    brain = LocalBrain(FakeGraph(), HashingEmbedder())
    await brain.learn(project, SAID)
    for wiring in served.wirings:
        vars(wiring).update(brain=brain, model=FakeModel.saying(ANSWER))
    return Film(served, headers, project)


async def test_the_answer_is_what_the_contract_says(film: Film) -> None:
    answer = await film.ask()
    body = answer.json()

    assert answer.status_code == 200, answer.text
    assert set(body) == {"success", "conversationId", "runId", "messageId", "message", "model", "finishReason", "usage",
                         "suggestions", "results", "citations", "degraded"}  # fmt: skip
    assert body["message"] == "She is 28 [1], not."
    assert body["results"][0]["id"] == body["citations"][0]["id"] == MAYA.entity.id
    assert set(body["results"][0]) == {"id", "type", "title", "content", "relevance", "metadata"}
    assert (len(body["citations"]), body["citations"][0]["marker"], body["degraded"]) == (1, "[1]", False)
    run = (await film.served.chat.get(f"/runs/{body['runId']}", headers=film.headers)).json()
    assert (run["mode"], run["projectId"], run["result"]) == ("query", film.project, body)
    assert run["request"] == {
        "content": "How old is Maya?",
        "model": None,
        "temperature": 0.3,
        "maxTokens": 1500,
        "limit": 10,
        "types": [],
        "threshold": 0.0,
    }


async def test_the_stream_produces_it_and_says_the_same(film: Film) -> None:
    accepted = await film.ask(stream=True)
    assert accepted.status_code == 202
    stream = await film.served.stream.get(accepted.json()["streamUrl"], headers=film.headers)
    frames = frames_of(stream.content)
    run = (await film.served.chat.get(f"/runs/{accepted.json()['runId']}", headers=film.headers)).json()

    assert [frame.data["data"].get("stage") for frame in frames[:2]] == ["started", "retrieved"]
    assert text_of(frames) == "She is 28 [1], not."
    assert frames[-1].data["data"] == run["result"]
    assert run["result"]["degraded"] is False
    said = await film.served.chat.get(f"/conversations/{run['conversationId']}/messages", headers=film.headers)
    kept = said.json()["messages"][-1]["metadata"]
    assert kept["citations"] == run["result"]["citations"]
    listed = await film.served.chat.get(f"/conversations?projectId={film.project}&mode=query", headers=film.headers)
    assert [one["id"] for one in listed.json()["docs"]] == [run["conversationId"]]


async def test_without_a_brain_it_is_answered_all_the_same(film: Film) -> None:
    for wiring in film.served.wirings:
        del vars(wiring)["brain"]
    body = (await film.ask()).json()

    assert (body["success"], body["degraded"], body["results"], body["citations"]) == (True, True, [], [])
    assert body["message"] == "She is 28, not."


async def test_without_brain_and_model_it_is_no_failure_either(film: Film) -> None:
    for wiring in film.served.wirings:
        del vars(wiring)["brain"]
        vars(wiring).update(model=FakeModel([Answer(ending="fail")]))
    answer = await film.ask()

    assert (answer.status_code, answer.json()["degraded"], answer.json()["model"]) == (200, True, "none")


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"projectId": None}, "MISSING_FIELDS", "projectId"),
        ({"content": None}, "MISSING_FIELDS", "content"),
        ({"content": " "}, "VALIDATION_ERROR", "content"),
        ({"content": "x" * 32_001}, "VALIDATION_ERROR", "content"),
        ({"limit": 0}, "VALIDATION_ERROR", "limit"),
        ({"limit": 51}, "VALIDATION_ERROR", "limit"),
        ({"limit": "5"}, "VALIDATION_ERROR", "limit"),
        ({"threshold": 1.1}, "VALIDATION_ERROR", "threshold"),
        ({"threshold": True}, "VALIDATION_ERROR", "threshold"),
        ({"types": ["villain"]}, "VALIDATION_ERROR", "types.0"),
        ({"types": "scene"}, "VALIDATION_ERROR", "types"),
        ({"projectId": "../x"}, "VALIDATION_ERROR", "projectId"),
    ],
)
async def test_what_is_wrong_is_named(film: Film, fields: dict[str, Any], code: str, field: str) -> None:
    before = await film.served.people.everything()
    answer = await film.ask(**fields)

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert list(answer.json()["details"]["fields"]) == [field]
    assert await film.served.people.everything() == before


async def test_what_is_not_yours_is_not_there(film: Film) -> None:
    bo = await film.served.people.sign_in("bo")
    own = await film.served.people.project(bo["x-user"])
    hers = (await film.ask()).json()["conversationId"]
    before = await film.served.people.everything()
    body = {"content": "How old is Maya?", "projectId": film.project}
    strange = await film.served.query.post("/query", json=body, headers=bo)
    never = await film.served.query.post("/query", json=body | {"projectId": "f" * 24}, headers=bo)
    talk = await film.served.query.post("/query", json=body | {"projectId": own, "conversationId": hers}, headers=bo)
    nobody = await film.served.query.post("/query", json=body)

    assert (strange.status_code, strange.json()["code"]) == (404, "PROJECT_NOT_FOUND")
    assert strange.json() | {"requestId": ""} == never.json() | {"requestId": ""}
    assert (talk.status_code, talk.json()["code"]) == (404, "CONVERSATION_NOT_FOUND")
    assert (nobody.status_code, nobody.json()["code"]) == (401, "AUTH_REQUIRED")
    assert await film.served.people.everything() == before


async def test_another_projects_knowledge_is_never_asked(film: Film) -> None:
    """The same question in a film of one's own that knows nothing finds nothing."""
    own = await film.served.people.project(film.headers["x-user"])
    body = (await film.ask(projectId=own)).json()

    assert (body["results"], body["degraded"], body["model"]) == ([], False, "none")
    assert "Maya" not in json.dumps(body)


async def test_the_same_key_asks_once(film: Film) -> None:
    body = {"content": "How old is Maya?", "projectId": film.project, "threshold": 0}
    headers = film.headers | {"idempotency-key": "one"}
    first = await film.served.query.post("/query", json=body, headers=headers)
    again = await film.served.query.post("/query", json=body | {"threshold": 0.0}, headers=headers)
    other = await film.served.query.post("/query", json=body | {"limit": 3}, headers=headers)

    assert first.json() == again.json()
    assert (other.status_code, other.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert len((await film.served.people.everything())["runs"]) == 1


async def test_tabs_share_a_conversation(film: Film) -> None:
    first = (await film.ask()).json()
    talk = first["conversationId"]
    body = {"content": "And now a joke.", "conversationId": talk, "stream": True}
    second = await film.served.chat.post("/chat", json=body, headers=film.headers)
    await film.served.stream.get(second.json()["streamUrl"], headers=film.headers)
    ends: list[str] = []
    for mode in ("query", "chat"):
        address = f"/api/v1/orchestrator/stream?conversationId={talk}&mode={mode}"
        stream = await film.served.stream.get(address, headers=film.headers)
        ends.append(frames_of(stream.content)[-1].data["data"]["runId"])

    assert ends == [first["runId"], second.json()["runId"]]
