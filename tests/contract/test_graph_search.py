"""How a graph is searched and walked: the fake and Neo4j answer alike, and for one project only."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.adapters.embeddings.hashing import HashingEmbedder
from shared.domain.brain import Contribution, Entity, Fact, Relation, RelationKind, Source, entity_id
from tests.graphs import HASHING, contribution, entity, graph_store, names_of, new_project, vector

NOWHERE = "nowhere"
HOSTILE = [
    "') DETACH DELETE n //",
    'text:(a) OR type:* AND "unclosed',
    "a* b? c~ d^99 [a TO z] {x TO y} +must -not !no && || \\ /regex/",
    "AND OR NOT",
    "`}) MATCH (n) RETURN n //",
    "\x00\x01\x1b[31m \ud800 \u202e ﷽ 🎬",
    "wrench " * 20_000,
    "x" * 100_000,
    "   ",
]


def film(item: str = "script") -> Contribution:
    return contribution(
        item,
        [
            entity("character", "Maya", "An engineer who repairs the lighthouse lamp.", aliases=("Maya Chen",)),
            entity("character", "Tom", "A fisherman with a boat."),
            entity("scene", "INT. LIGHTHOUSE - NIGHT", "Maya repairs the lamp while the storm rises."),
            entity("scene", "EXT. HARBOUR - DAY", "Tom paints his boat."),
            entity("prop", "Wrench", "Rusty, found in the lighthouse."),
            entity("prop", "Café sign", "The fisherman's friend."),
        ],
        [
            ("character", "Maya", "APPEARS_IN", "scene", "INT. LIGHTHOUSE - NIGHT"),
            ("prop", "Wrench", "APPEARS_IN", "scene", "INT. LIGHTHOUSE - NIGHT"),
            ("character", "Tom", "APPEARS_IN", "scene", "EXT. HARBOUR - DAY"),
            ("scene", "INT. LIGHTHOUSE - NIGHT", "PRECEDES", "scene", "EXT. HARBOUR - DAY"),
            ("character", "Maya", "TEACHES", "character", "Tom"),
        ],
    )


MAYA, TOM = entity_id("character", "Maya"), entity_id("character", "Tom")
NIGHT, DAY = entity_id("scene", "INT. LIGHTHOUSE - NIGHT"), entity_id("scene", "EXT. HARBOUR - DAY")
WRENCH, SIGN = entity_id("prop", "Wrench"), entity_id("prop", "Café sign")


@pytest.fixture(params=["fake", "neo4j"])
async def graph(request: pytest.FixtureRequest) -> Any:
    async with graph_store(request) as store:
        yield store


@pytest.fixture
async def project(graph: Any) -> Any:
    project_id = new_project()
    await learn(graph, project_id, film())
    yield project_id
    await graph.forget_project(project_id)


async def learn(graph: Any, project: str, said: Contribution) -> None:
    await graph.learn(project, said, {each.id: vector(each) for each in said.entities}, HASHING)


async def test_words_are_found_in_titles_aliases_and_contents(graph: Any, project: str) -> None:
    async def found(text: str, *types: Any) -> list[str]:
        return [each.id for each in await graph.by_text(project, text, types=types, limit=9)]

    assert await found("the wrench") == [WRENCH]
    assert set(await found("Who is REPAIRING lamps?")) == {MAYA, NIGHT}
    assert await found("lighthouse", "prop") == [WRENCH]
    assert await found("chen") == [MAYA]
    assert await found("cafe") == [SIGN]
    assert set(await found("fishermen's boats fisherman")) == {TOM, DAY, SIGN}
    assert await found("zebra") == []
    assert len(await graph.by_text(project, "lighthouse", types=(), limit=1)) == 1


async def test_facts_are_found_too(graph: Any, project: str) -> None:
    told = replace(entity("character", "Ines", ""), facts=(Fact("profession", "glassblower", Source("b", "b.pdf")),))
    await learn(graph, project, Contribution("b", (told,)))
    assert [each.id for each in await graph.by_text(project, "glassblower", types=(), limit=9)] == [told.id]


async def test_meaning_is_compared_exactly(graph: Any, project: str) -> None:
    sought = vector(entity("character", "Tom", "A fisherman with a boat."))
    found = await graph.by_vector(project, sought, HASHING, types=(), limit=3)
    assert found[0].id == TOM
    assert found[0].score == pytest.approx(1.0, abs=1e-4)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert {each.id for each in await graph.by_vector(project, sought, HASHING, types=("prop",), limit=9)} == {
        WRENCH,
        SIGN,
    }
    assert await graph.by_vector(project, [0.0] * len(sought), HASHING, types=(), limit=3) == []
    assert await graph.by_vector(NOWHERE, sought, HASHING, types=(), limit=3) == []
    assert await graph.by_text(NOWHERE, "maya", types=(), limit=3) == []


async def test_neighbours_change_nothing_not_even_a_score(graph: Any, project: str) -> None:
    async def answers() -> Any:
        return (
            await graph.by_text(project, "lighthouse lamp boat", types=(), limit=9),
            await graph.by_vector(project, vector("a lamp in the lighthouse"), HASHING, types=(), limit=9),
            await graph.named(project, ["maya", "wrench"]),
            await graph.follow(project, [MAYA], [("APPEARS_IN", "out")], 9),
            await graph.relation_kinds(project),
            await graph.overview(project, 9),
            await graph.page(project),
        )

    before, neighbours = await answers(), [new_project() for _ in range(2)]
    for n, neighbour in enumerate(neighbours):
        await learn(graph, neighbour, film(f"theirs{n}"))
        crowd = [entity("prop", f"Lamp {k}", "lighthouse lamp boat lamp") for k in range(20)]
        await learn(graph, neighbour, contribution("crowd", crowd, []))
    assert await answers() == before

    await graph.remove(neighbours[0], MAYA)
    await graph.forget_project(neighbours[0])
    assert await answers() == before
    assert await graph.count(neighbours[0]) == 0
    assert await graph.count(neighbours[1]) == 26
    await graph.forget_project(neighbours[1])


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_nothing_that_is_written_is_syntax(graph: Any, project: str, text: str) -> None:
    await graph.by_text(project, text, types=(), limit=5)
    await graph.page(project, text=text[:2000])
    assert await graph.named(project, [text[:2000]]) == {}
    assert await graph.get(project, [text[:5000]]) == []
    assert await graph.follow(project, [MAYA], [(text[:100], "both")], 5) == []
    odd = Entity("odd", "other", text[:5000] or "-", text, aliases=(text[:3000],), metadata={"k": text[:100]})
    await learn(graph, project, Contribution("odd", (odd,), (Relation("odd", "KNOWS", MAYA),)))
    kept = (await graph.get(project, ["odd"]))[0]
    assert kept.content == text.replace("\ud800", "�")
    assert await graph.count(project) == 7


async def test_names_are_looked_up_folded(graph: Any, project: str) -> None:
    assert await graph.named(project, ["maya chen", "wrench", "cafe sign", "nobody"]) == {
        "maya chen": [MAYA],
        "wrench": [WRENCH],
        "cafe sign": [SIGN],
    }


async def test_paths_follow_types_and_directions(graph: Any, project: str) -> None:
    async def ends(start: str, *steps: Any) -> dict[str, tuple[str, ...]]:
        return dict(await graph.follow(project, [start, "nobody"], steps, 9))

    assert await ends(MAYA, ("APPEARS_IN", "out")) == {NIGHT: (MAYA, NIGHT)}
    assert await ends(MAYA, ("APPEARS_IN", "in")) == {}
    assert await ends(MAYA, ("APPEARS_IN", "out"), ("APPEARS_IN", "in")) == {WRENCH: (MAYA, NIGHT, WRENCH)}
    assert await ends(TOM, ("TEACHES", "both"), ("APPEARS_IN", "out"), ("PRECEDES", "out")) == {
        DAY: (TOM, MAYA, NIGHT, DAY)
    }
    await graph.relate(project, Relation(TOM, "TEACHES", MAYA))
    assert await ends(MAYA, ("TEACHES", "out"), ("TEACHES", "out")) == {MAYA: (MAYA, TOM, MAYA)}
    assert await graph.follow(project, [MAYA], [], 9) == []


async def test_a_project_tells_how_it_uses_relations(graph: Any, project: str) -> None:
    assert await graph.relation_kinds(project) == [
        RelationKind("APPEARS_IN", "character", "scene", 2),
        RelationKind("APPEARS_IN", "prop", "scene", 1),
        RelationKind("PRECEDES", "scene", "scene", 1),
        RelationKind("TEACHES", "character", "character", 1),
    ]
    await graph.remove(project, DAY)
    assert [kind.count for kind in await graph.relation_kinds(project)] == [1, 1, 1]


async def test_looking_around_is_bounded(graph: Any, project: str) -> None:
    near = await graph.around(project, [MAYA])
    assert {each.id for each in near.entities} == {MAYA, NIGHT, TOM}
    assert {each.type for each in near.relations} == {"APPEARS_IN", "TEACHES"}
    assert not near.truncated
    small = await graph.around(project, [MAYA], limit=2)
    assert (len(small.entities), small.truncated) == (2, True)
    most = await graph.overview(project, 1)
    assert ([each.id for each in most.entities], most.relations, most.truncated) == ([NIGHT], (), True)
    assert (await graph.around(project, ["nobody"])).entities == ()


async def test_pages_are_sorted_by_title(graph: Any, project: str) -> None:
    found, total = await graph.page(project, skip=1, limit=2)
    assert (names_of(found), total) == (["EXT. HARBOUR - DAY", "INT. LIGHTHOUSE - NIGHT"], 6)
    found, total = await graph.page(project, types=("prop", "character"), limit=3)
    assert (names_of(found), total) == (["Café sign", "Maya", "Tom"], 4)
    found, total = await graph.page(project, text="CHÉN")
    assert (names_of(found), total) == (["Maya"], 1)


async def test_passages_stand_apart_from_what_the_film_is_made_of(graph: Any, project: str) -> None:
    passage = replace(entity("other", "script, page 1", "Tom paints his boat."), metadata={"passage": True, "page": 1})
    await learn(graph, project, contribution("pages", [passage], []))

    async def seen(passages: bool | None, **asked: Any) -> tuple[int, bool]:
        found, total = await graph.page(project, passages=passages, limit=3, **asked)
        return total, passage.title in names_of(found)

    assert [(await seen(wanted))[0] for wanted in (None, False, True)] == [7, 6, 1]
    assert await seen(True) == await seen(True, types=("other",)) == await seen(True, text="page") == (1, True)
    assert await seen(False, types=("other",)) == await seen(False, text="page") == (0, False)
    assert len((await graph.overview(project, 9)).entities) == 7
    whole = await graph.overview(project, 6, passages=False)
    assert (len(whole.entities), passage.title in names_of(whole.entities), whole.truncated) == (6, False, False)

    read = (await graph.get(project, [passage.id]))[0]
    await graph.change(project, replace(read, metadata={}, manual=True), vector(read), HASHING, expected=None)
    assert [(await seen(wanted))[0] for wanted in (None, False, True)] == [7, 7, 0]


async def test_vectors_of_another_model_are_never_compared(graph: Any, project: str) -> None:
    small = HashingEmbedder(dimensions=64)
    sought = small.vector("Tom, a fisherman")
    assert await graph.by_vector(project, sought, small.name, types=(), limit=9) == []

    mine = [(key, each) for key, each in await graph.outdated(small.name, 10_000) if key == project]
    assert len(mine) == 6
    again = {each.id: small.vector(f"{each.title} {each.content}") for _, each in mine}
    half = dict(list(again.items())[:3])
    await graph.set_vectors(project, half, small.name)
    assert {each.id for each in await graph.by_vector(project, sought, small.name, types=(), limit=9)} == set(half)
    assert len(await graph.by_vector(project, vector("Tom"), HASHING, types=(), limit=9)) == 3

    await graph.set_vectors(project, {**again, "nobody": sought}, small.name)
    assert (await graph.by_vector(project, sought, small.name, types=(), limit=1))[0].id == TOM
    assert await graph.by_vector(project, vector("Tom"), HASHING, types=(), limit=9) == []
    assert project not in {key for key, _ in await graph.outdated(small.name, 10_000)}
    assert await graph.get(project, [MAYA]) != []
