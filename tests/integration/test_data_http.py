"""Data mode over a real database and over HTTP, as the contract has it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from shared.adapters.extraction.fake import FakeExtractor
from shared.adapters.llm.fake import Answer, FakeModel
from shared.adapters.mongo.documents import Documents
from shared.brain.gather.claims import MOST_SAYING
from shared.brain.gather.deleting import purge_item
from shared.brain.gather.proof import LONGEST_QUOTE
from shared.domain.query import Match, by_id, eq
from tests.backlot.film import id_of
from tests.backlot.stage import Stage
from tests.gather.world import PROJECT, World, ages

DATA = "/api/v1/orchestrator/data"
UNDERSTOOD = json.dumps(
    {
        "entities": [{"name": "Maya", "type": "character"}],
        "facts": [{"entity": "Maya", "attribute": "age", "value": "28", "quote": "Maya is 28"}],
    }
)


async def test_it_is_the_same_over_a_real_database(mongo_db: Any) -> None:
    world = World(documents=Documents(mongo_db))
    await world.ready()
    first = await world.gather("Maya is 28. Olga is 61.", ages, name="Draft")
    second = await world.gather("Maya is 34. She waits for the boat.", ages, name="Draft")
    near = await world.gather("Maya is 34. She waits for a boat.", ages)
    assert near["duplicates"][0]["id"] == second["gatherItemId"]

    [conflict] = second["conflicts"]
    assert [conflict[side]["sources"][0]["superseded"] for side in ("a", "b")] == [True, False]
    resolved = await world.conflicts.resolve(conflict["id"], "b", None, "ada")
    assert (resolved["state"], resolved["decidedValue"]) == ("resolved", "34")
    merged = await world.resolving.resolve(near["gatherItemId"], "merge", second["gatherItemId"], "ada")
    await world.sweeper.sweep()

    assert (merged["status"], merged["mergedInto"]) == ("merged", second["gatherItemId"])
    assert await world.fact("Maya", "age") == ["34"]
    items = await world.documents.find("gatherItems", eq("project", PROJECT), sort=[("_id", 1)])
    assert [one["status"] for one in items] == ["superseded", "gathered", "merged"]
    assert {one["brainState"] for one in items} == {"none", "learned"}
    for item in items:
        await world.documents.delete("gatherItems", by_id(item["_id"]))
        await purge_item(world.documents, item)
    await world.sweeper.sweep()
    left = Match("_id", "exists", True)
    assert [await world.documents.count(name, left) for name in ("facts", "conflicts", "gatherWorks")] == [0, 0, 0]
    assert await world.known("Maya") is None
    assert first["gatherItemId"] in world.brain.forgotten


@dataclass
class Set:
    """The stage, whose model understands that Maya is 28."""

    stage: Stage

    async def ask(self, who: str | None, path: str = DATA, method: str = "POST", **body: Any) -> Any:
        return await self.stage.ask(who, method, path, body or None)

    async def gather(self, **body: Any) -> Any:
        given = {"content": "Maya is 28.", "projectId": id_of("ada", "projects")}
        return await self.ask("eddy", **{name: value for name, value in (given | body).items() if value is not None})


@pytest.fixture
async def film(monkeypatch: pytest.MonkeyPatch) -> Set:
    from tests.backlot.fronts import fronts

    monkeypatch.setenv("POWERTOOLS_METRICS_DISABLED", "true")
    stage = await Stage().build()
    model = FakeModel([Answer(texts=(text,)) for text in (UNDERSTOOD, '{"complete": true}', '{"summary": "Maya."}')])
    for front in fronts():
        vars(front.wiring).update(model=model, extractor=FakeExtractor())
    return Set(stage)


async def test_the_answer_is_what_the_contract_says(film: Set) -> None:
    answer = await film.gather()
    body = answer.json()

    assert answer.status_code == 200, answer.text
    assert set(body) == {
        "success", "conversationId", "runId", "messageId", "message", "gatherItemId", "summary", "context",
        "duplicates",
        "conflicts", "iterationCount", "status", "degraded", "unfinished", "brainState", "supersedes", "counts",
        "usage",
    }  # fmt: skip
    assert (body["summary"], body["iterationCount"], body["brainState"]) == ("Maya.", 1, "learned")
    item = (await film.ask("vic", f"/api/gatherItems/{body['gatherItemId']}?depth=0", "GET")).json()
    assert [(fact["attribute"], fact["value"], fact["inferred"]) for fact in item["facts"]] == [("age", "28", False)]
    assert not {"run", "origins", "identities", "brainWanted", "rev"} & item.keys()
    run = (await film.ask("vic", f"/api/v1/orchestrator/runs/{body['runId']}", "GET")).json()
    assert (run["mode"], run["result"]) == ("data", body)
    events = (await film.ask("vic", f"/api/v1/orchestrator/runs/{body['runId']}/events", "GET")).json()["events"]
    steps = [event["data"]["step"] for event in events if event["data"].get("stage") == "step"]
    assert list(dict.fromkeys(steps)) == ["extract", "understand", "enrich", "summarise", "duplicates", "brain"]


async def test_who_may_only_read_brings_nothing_in(film: Set) -> None:
    given = {"content": "Maya is 28.", "projectId": id_of("ada", "projects")}
    assert [(await film.ask(who, **given)).status_code for who in (None, "vic", "sam")] == [401, 403, 404]
    assert not any(one.get("run") for one in film.stage.documents.collections["gatherItems"].values())


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"content": None}, "MISSING_FIELDS", "content"),
        ({"projectId": None}, "MISSING_FIELDS", "projectId"),
        ({"content": "  "}, "VALIDATION_ERROR", "content"),
        ({"content": {}}, "VALIDATION_ERROR", "content"),
        ({"content": {"text": "x" * 32_001}}, "VALIDATION_ERROR", "content"),
        ({"content": 7}, "VALIDATION_ERROR", "content"),
        ({"content": ""}, "VALIDATION_ERROR", "content"),
        ({"content": []}, "VALIDATION_ERROR", "content"),
        ({"content": "x" * 32_001}, "VALIDATION_ERROR", "content"),
        ({"documentUrl": "ftp://example.org/a"}, "VALIDATION_ERROR", "documentUrl"),
        ({"imageUrl": "file:///etc/passwd"}, "VALIDATION_ERROR", "imageUrl"),
        ({"mediaId": id_of("zoe", "media")}, "VALIDATION_ERROR", "mediaId"),
        ({"supersedes": id_of("zoe", "gatherItems")}, "VALIDATION_ERROR", "supersedes"),
    ],
)
async def test_bad_input_names_the_field(film: Set, body: dict[str, Any], code: str, field: str) -> None:
    answer = await film.gather(**body)
    assert (answer.status_code, answer.json()["code"]) == (400, code), answer.text
    assert list(answer.json()["details"]["fields"]) == [field]


async def test_conflicts_are_listed_and_decided(film: Set) -> None:
    conflict, project = id_of("ada", "conflicts"), id_of("ada", "projects")
    listed = (await film.ask("vic", f"{DATA}/conflicts?projectId={project}&state=open", "GET")).json()
    assert [one["id"] for one in listed["docs"]] == [conflict]
    assert listed["totalDocs"] == 1
    resolve = f"{DATA}/conflicts/{conflict}/resolve"
    assert (await film.ask("vic", resolve, choose="a")).status_code == 403
    assert (await film.ask("eddy", resolve, choose="value")).status_code == 400
    decided = [await film.ask("eddy", resolve, choose=choice) for choice in ("b", "b", "a")]
    assert [answer.status_code for answer in decided] == [200, 200, 409]
    assert decided[0].json() == decided[1].json() | {"state": "resolved", "decision": "b"}
    for wrong in ("?state=open", f"?projectId={project}&state=lost", f"?projectId={project}&limit=0"):
        assert (await film.ask("vic", f"{DATA}/conflicts{wrong}", "GET")).status_code == 400
    assert (await film.ask("sam", f"{DATA}/conflicts?projectId={project}", "GET")).status_code == 404


async def test_many_conflicts_fit_into_one_answer_and_one_is_shown_whole(film: Set) -> None:
    project, kept = id_of("ada", "projects"), film.stage.documents.collections["conflicts"]
    known = kept.pop(id_of("ada", "conflicts"))
    told = {"label": "”" * 255, "quote": "“" * LONGEST_QUOTE, "page": 3}
    sources = [{"item": f"{number:024x}", **told, "old": number < MOST_SAYING - 1} for number in range(MOST_SAYING)]
    for number in range(100):
        key = f"{number:024x}"
        side = {"key": "k", "value": "”" * 300, "sources": sources}
        kept[key] = {**known, "_id": key, "a": side, "b": side, "state": "open", "items": ["many"]}

    listed = await film.ask("vic", f"{DATA}/conflicts?projectId={project}&limit=100", "GET")
    whole = await film.ask("vic", f"{DATA}/conflicts/{0:024x}", "GET")
    shown, a = listed.json()["docs"], whole.json()["a"]
    through_the_gateway = json.dumps({"body": listed.text}).encode()

    assert len(shown) == 100
    assert len(through_the_gateway) < 6 * 1024 * 1024
    assert [(len(one["a"]["sources"]), one["b"]["sourceCount"]) for one in shown] == [(5, MOST_SAYING)] * 100
    assert (len(a["sources"]), a["sourceCount"]) == (MOST_SAYING, MOST_SAYING)
    first = shown[0]["a"]["sources"][0]
    assert (first["superseded"], first["item"]) == (False, f"{MOST_SAYING - 1:024x}")  # who says so still comes first
