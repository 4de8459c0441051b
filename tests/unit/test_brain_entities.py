"""The Brain's entities over HTTP: who may, what is checked, and what is told."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from shared.adapters.memory.counters import Counters
from shared.domain.brain import Contribution, Entity, Fact, Source, entity_id
from shared.domain.errors import BrainError
from shared.orchestrator.limits import Rate
from tests.brain_world import FILM, HARBOUR, LAMP, MAYA, OTHER_FILM, BrainWorld, brain_world

BASE = f"/brain/{FILM}"
TOM = {"type": "character", "title": "Tom", "content": "The ferryman."}


@pytest.fixture
async def world(monkeypatch: pytest.MonkeyPatch) -> BrainWorld:
    return await brain_world(monkeypatch)


async def test_entities_are_found_by_type_and_name(world: BrainWorld) -> None:
    everything = (await world.ask("vic", "GET", f"{BASE}/entities")).json()
    props = (await world.ask("vic", "GET", f"{BASE}/entities?type=prop")).json()
    named = (await world.ask("vic", "GET", f"{BASE}/entities?q=chen&limit=1")).json()

    assert [one["title"] for one in everything["docs"]] == ["Lamp", "Maya"]
    assert (everything["totalDocs"], everything["page"], everything["totalPages"]) == (2, 1, 1)
    assert [one["id"] for one in props["docs"]] == [LAMP]
    assert [one["id"] for one in named["docs"]] == [MAYA]


async def test_passages_are_asked_for_or_left_out(world: BrainWorld) -> None:
    page = Entity(entity_id("other", "page 1"), "other", "page 1", "The lamp.", metadata={"passage": True})
    await world.brain.learn(FILM, Contribution("pages", (page,)))

    found = [(await world.ask("vic", "GET", f"{BASE}/{path}")).json() for path in (
        "entities", "entities?passages=false", "entities?passages=true&limit=1", "entities?passages=false&limit=1",
    )]  # fmt: skip
    graphs = [(await world.ask("vic", "GET", f"{BASE}/graph{asked}")).json() for asked in ("", "?passages=false")]

    assert [one["totalDocs"] for one in found] == [3, 2, 1, 2]
    assert [one["totalPages"] for one in found] == [1, 1, 1, 2]
    assert [doc["id"] for doc in found[2]["docs"]] == [page.id]
    assert [len(graph["entities"]) for graph in graphs] == [3, 2]


async def test_an_entity_is_shown_with_its_facts_and_their_sources(world: BrainWorld) -> None:
    answer = await world.ask("vic", "GET", f"{BASE}/entities/{MAYA}")

    assert answer.status_code == 200
    assert answer.headers["etag"] == '"1"'
    [fact] = answer.json()["facts"]
    assert (fact["attribute"], fact["value"], fact["inferred"]) == ("age", "28", False)
    assert fact["source"]["page"] == 3
    assert answer.json()["sources"][0]["quote"] == "MAYA, 28, lifts the lamp."


async def test_what_is_made_by_hand_says_so_and_is_found(world: BrainWorld) -> None:
    facts = [{"attribute": "boat", "value": "Dora"}]
    made = await world.ask("eddy", "POST", f"{BASE}/entities", {**TOM, "facts": facts})
    found = (await world.ask("vic", "GET", f"{BASE}/search?q=the+ferryman")).json()["results"]

    assert made.status_code == 201
    assert made.json()["id"] == entity_id("character", "Tom")
    assert made.json()["manual"] is True
    assert made.json()["facts"][0]["source"] == {
        "item": None, "label": "Written by hand", "page": None, "shot": None, "timecode": None, "quote": "",
    }  # fmt: skip
    assert found[0]["title"] == "Tom"
    assert 0 < found[0]["relevance"] <= 1


async def test_the_same_name_is_the_same_thing(world: BrainWorld) -> None:
    again = await world.ask("eddy", "POST", f"{BASE}/entities", {"type": "character", "title": "  MÁYA "})
    await world.ask("eddy", "POST", f"{BASE}/entities", TOM)
    renamed = await world.ask("eddy", "PATCH", f"{BASE}/entities/{MAYA}", {"title": "Tom"})

    assert (again.status_code, again.json()["code"]) == (409, "CONFLICT")
    assert again.json()["details"] == {"id": MAYA}
    assert renamed.status_code == 409


async def test_a_change_keeps_what_it_does_not_name(world: BrainWorld) -> None:
    answer = await world.ask(
        "eddy", "PATCH", f"{BASE}/entities/{MAYA}", {"facts": [{"attribute": "eyes", "value": "brown"}]}
    )

    told = answer.json()
    assert answer.status_code == 200
    assert (told["content"], told["aliases"], told["manual"]) == ("Keeper of the lamp.", ["Maya Chen"], True)
    assert {(fact["attribute"], fact["source"]["item"]) for fact in told["facts"]} == {
        ("age", "script"),
        ("eyes", None),
    }
    assert answer.headers["etag"] == f'"{told["version"]}"'
    assert told["version"] > 1


async def test_a_stale_change_is_refused_with_the_current_one(world: BrainWorld) -> None:
    path = f"{BASE}/entities/{MAYA}"
    tag = (await world.ask("eddy", "GET", path)).headers["etag"]
    first = await world.ask("eddy", "PATCH", path, {"content": "First."}, if_match=tag)
    second = await world.ask("ada", "PATCH", path, {"content": "Second."}, if_match=tag)
    odd = await world.ask("ada", "PATCH", path, {"content": "Third."}, if_match="yesterday's")
    gone = await world.ask("ada", "DELETE", path, if_match=tag)

    assert first.status_code == 200
    assert [answer.status_code for answer in (second, odd, gone)] == [412, 412, 412]
    for refused in (second, odd, gone):
        assert refused.json()["details"]["current"]["content"] == "First."


async def test_a_change_in_the_moment_of_a_removal_is_not_lost(
    world: BrainWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, remove = f"{BASE}/entities/{MAYA}", world.brain.remove
    tag = (await world.ask("eddy", "GET", path)).headers["etag"]

    async def late(*given: Any, **more: Any) -> bool:
        [known] = await world.brain.get(FILM, [MAYA])
        await world.brain.change(FILM, replace(known, content="Changed."))
        return await remove(*given, **more)

    monkeypatch.setattr(world.brain, "remove", late)
    answer = await world.ask("ada", "DELETE", path, if_match=tag)
    gone = await world.ask("ada", "DELETE", f"{BASE}/entities/{HARBOUR}", if_match=tag)

    assert (answer.status_code, answer.json()["details"]["current"]["content"]) == (412, "Changed.")
    assert (await world.ask("ada", "GET", path)).status_code == 200
    assert gone.status_code == 404


async def test_changes_at_the_same_time_both_stay(world: BrainWorld) -> None:
    path = f"{BASE}/entities/{MAYA}"
    changes: list[dict[str, Any]] = [{"content": "New."}, {"metadata": {"mood": "wild"}}, {"aliases": ["The Keeper"]}]
    answers = await asyncio.gather(*(world.ask("eddy", "PATCH", path, change) for change in changes))
    told = (await world.ask("eddy", "GET", path)).json()

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert (told["content"], told["metadata"], told["aliases"]) == ("New.", {"mood": "wild"}, ["The Keeper"])


async def test_what_is_deleted_is_gone_with_its_relations(world: BrainWorld) -> None:
    gone = await world.ask("eddy", "DELETE", f"{BASE}/entities/{LAMP}")
    again = await world.ask("eddy", "DELETE", f"{BASE}/entities/{LAMP}")
    graph = (await world.ask("eddy", "GET", f"{BASE}/graph")).json()

    assert (gone.status_code, gone.content, again.status_code) == (204, b"", 404)
    assert ([one["id"] for one in graph["entities"]], graph["relations"]) == ([MAYA], [])


async def test_relations_are_made_seen_and_deleted(world: BrainWorld) -> None:
    body = {"start": LAMP, "type": "PART_OF", "end": MAYA}
    made = await world.ask("eddy", "POST", f"{BASE}/relations", body)
    again = await world.ask("eddy", "POST", f"{BASE}/relations", body)
    around = (await world.ask("vic", "GET", f"{BASE}/graph?around={LAMP}&limit=10")).json()
    gone = await world.ask("eddy", "DELETE", f"{BASE}/relations/{made.json()['id']}")
    twice = await world.ask("eddy", "DELETE", f"{BASE}/relations/{made.json()['id']}")

    assert (made.status_code, again.json()["id"]) == (201, made.json()["id"])
    assert {one["type"] for one in around["relations"]} == {"OWNS", "PART_OF"}
    assert (gone.status_code, twice.status_code) == (204, 404)


async def test_an_end_of_another_project_does_not_exist(world: BrainWorld) -> None:
    body = {"start": MAYA, "type": "LOCATED_AT", "end": HARBOUR}
    answer = await world.ask("eddy", "POST", f"{BASE}/relations", body)

    assert (answer.status_code, answer.json()["details"]) == (400, {"fields": {"end": "there is no such entity"}})


@pytest.mark.parametrize(
    ("who", "method", "path", "body", "status", "code"),
    [
        (None, "GET", f"{BASE}/entities", None, 401, "AUTH_REQUIRED"),
        ("sam", "GET", f"{BASE}/entities", None, 404, "PROJECT_NOT_FOUND"),
        ("sam", "POST", f"{BASE}/entities", TOM, 404, "PROJECT_NOT_FOUND"),
        ("sam", "GET", f"{BASE}/search?q=maya", None, 404, "PROJECT_NOT_FOUND"),
        ("sam", "GET", f"/brain/{OTHER_FILM}/entities/{MAYA}", None, 404, "NOT_FOUND"),
        ("sam", "DELETE", f"/brain/{OTHER_FILM}/entities/{MAYA}", None, 404, "NOT_FOUND"),
        ("ada", "GET", f"/brain/never/entities/{MAYA}", None, 404, "PROJECT_NOT_FOUND"),
        ("ada", "GET", f"{BASE}/entities/{HARBOUR}", None, 404, "NOT_FOUND"),
        ("ada", "GET", f"{BASE}/entities/..%2f", None, 404, "NOT_FOUND"),
        ("vic", "POST", f"{BASE}/entities", TOM, 403, "FORBIDDEN"),
        ("vic", "PATCH", f"{BASE}/entities/{MAYA}", {"content": "x"}, 403, "FORBIDDEN"),
        ("vic", "DELETE", f"{BASE}/entities/{MAYA}", None, 403, "FORBIDDEN"),
    ],
)  # fmt: skip
async def test_what_is_not_ones_own_looks_absent(
    world: BrainWorld, who: str | None, method: str, path: str, body: Any, status: int, code: str
) -> None:
    answer = await world.ask(who, method, path, body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert {entity.id for entity in await world.brain.get(FILM, [MAYA, LAMP])} == {MAYA, LAMP}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "two\nlines"}, "title"),
        ({"type": "ghost"}, "type"),
        ({"content": "x" * 20_001}, "content"),
        ({"content": "a\0b"}, "content"),
        ({"aliases": ["x"] * 51}, "aliases"),
        ({"metadata": {"a": {"a": {"a": {"a": {"a": {}}}}}}}, "metadata"),
        ({"metadata": {"a": "x" * 16_000}}, "metadata"),
        ({"metadata": {"a": 10**400}}, "metadata"),
        ({"facts": [{"attribute": "age"}]}, "facts.0.value"),
        ({"facts": [{"attribute": "age", "value": "1", "source": {"label": "x", "page": 0}}]}, "facts.0.source.page"),
        ({"embedding": [1]}, "embedding"),
        ({"id": "mine"}, "id"),
        ({"manual": False}, "manual"),
    ],
)
async def test_bad_input_names_the_field(world: BrainWorld, change: dict[str, Any], field: str) -> None:
    answer = await world.ask("eddy", "POST", f"{BASE}/entities", {**TOM, **change})

    assert (answer.status_code, answer.json()["code"]) in ((400, "VALIDATION_ERROR"), (400, "MISSING_FIELDS"))
    assert list(answer.json()["details"]["fields"]) == [field]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/entities?type=ghost", "type"),
        ("/entities?limit=0", "limit"),
        ("/entities?page=x", "page"),
        ("/search", "q"),
        ("/search?q=x&threshold=nan", "threshold"),
        ("/search?q=x&threshold=2", "threshold"),
        ("/search?q=x&limit=51", "limit"),
        ("/search?q=x&types=prop,ghost", "types"),
        ("/graph?limit=501", "limit"),
        ("/graph?passages=no", "passages"),
        ("/entities?passages=1", "passages"),
        ("/graph?around=" + ",".join(f"{number:024x}" for number in range(21)), "around"),
    ],
)
async def test_a_bad_question_names_the_parameter(world: BrainWorld, path: str, field: str) -> None:
    answer = await world.ask("vic", "GET", f"{BASE}{path}")

    assert (answer.status_code, list(answer.json()["details"]["fields"])) == (400, [field])


async def test_a_flood_of_wrong_fields_gets_a_short_answer(world: BrainWorld) -> None:
    answer = await world.ask(
        "eddy", "POST", f"{BASE}/entities", {**TOM, **{"x" * 500 + str(n): 1 for n in range(1_000)}}
    )

    assert answer.status_code == 400
    assert len(answer.content) < 20_000


async def test_a_brain_that_is_down_is_said_to_be(world: BrainWorld) -> None:
    world.graph.broken = BrainError()
    for method, path, body in (("GET", "/entities", None), ("GET", "/search?q=x", None), ("POST", "/entities", TOM)):
        answer = await world.ask("ada", method, f"{BASE}{path}", body)
        assert (answer.status_code, answer.json()["code"]) == (503, "BRAIN_ERROR")
        assert answer.json()["retryable"] is True
        assert answer.headers["retry-after"]
    stranger = await world.ask("sam", "GET", f"{BASE}/entities")
    assert stranger.status_code == 404


async def test_a_brain_that_does_not_answer_is_not_waited_for(world: BrainWorld) -> None:
    class Silent:
        async def page(self, *_: Any, **__: Any) -> Any:
            await asyncio.Event().wait()

    from shared.brain.curating import Curator

    wiring, rate = world.app.state.wiring, Rate(Counters(), 60)
    vars(wiring)["curator"] = Curator(Silent(), wiring.projects, rate, 0.01)  # pyright: ignore[reportArgumentType]

    assert (await world.ask("ada", "GET", f"{BASE}/entities")).status_code == 503


async def test_an_answer_too_large_for_the_gateway_is_refused_in_words(world: BrainWorld) -> None:
    source = Source("novel", "novel.pdf", 1, quote="“" * 1_000)
    facts = tuple(Fact("line", str(number), source) for number in range(3_000))
    await world.brain.learn(FILM, Contribution("novel", (Entity(MAYA, "character", "Maya", facts=facts),)))
    whole = await world.ask("ada", "GET", f"{BASE}/entities/{MAYA}")
    found = await world.ask("ada", "GET", f"{BASE}/search?q=maya")
    call = {"name": "entity", "arguments": {"ids": [MAYA]}}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    tool = (await world.ask("ada", "POST", f"/mcp/{FILM}", body)).json()["result"]

    assert (whole.status_code, whole.json()["code"]) == (413, "PAYLOAD_TOO_LARGE")
    assert (tool["isError"], tool["structuredContent"]["code"]) == (True, "PAYLOAD_TOO_LARGE")
    assert len(found.json()["results"][0]["facts"]) == 40
