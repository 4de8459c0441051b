"""What the Brain expects of its graph: the fake and Neo4j answer alike."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from shared.domain.brain import Contribution, Fact, Relation, RelationKind, Source, entity_id
from shared.domain.errors import Conflict, PreconditionFailed, ValidationFailed
from tests.graphs import HASHING, contribution, entity, graph_store, names_of, new_project, said_by, vector


@pytest.fixture(params=["fake", "neo4j"])
async def graph(request: pytest.FixtureRequest) -> Any:
    async with graph_store(request) as store:
        yield store


@pytest.fixture
async def project(graph: Any) -> Any:
    project_id = new_project()
    yield project_id
    await graph.forget_project(project_id)


SCRIPT = contribution(
    "script",
    [
        entity("character", "Maya", "An engineer on the night shift.", aliases=("Maya Chen",)),
        entity("scene", "INT. LIGHTHOUSE - NIGHT", "Maya repairs the lamp with a wrench."),
        entity("prop", "Wrench", "A rusty wrench."),
    ],
    [
        ("character", "Maya", "APPEARS_IN", "scene", "INT. LIGHTHOUSE - NIGHT"),
        ("prop", "Wrench", "APPEARS_IN", "scene", "INT. LIGHTHOUSE - NIGHT"),
    ],
)
NOTES = contribution(
    "notes",
    [entity("character", "MAYA", "Afraid of deep water.", aliases=("The Keeper",)), entity("character", "Tom", "")],
    [("character", "Maya", "KNOWS", "character", "Tom")],
)
MAYA, TOM, WRENCH = (entity_id("character", "Maya"), entity_id("character", "Tom"), entity_id("prop", "Wrench"))
SCENE = entity_id("scene", "INT. LIGHTHOUSE - NIGHT")


async def learn(graph: Any, project: str, *said: Contribution) -> None:
    for each in said:
        await graph.learn(project, each, {one.id: vector(one) for one in each.entities}, HASHING)


async def everything(graph: Any, project: str) -> Any:
    entities = await graph.get(project, [MAYA, TOM, WRENCH, SCENE])
    seen = await graph.overview(project, 50)
    bare = [replace(each, created_at=None, updated_at=None, version=1) for each in entities]
    near = await graph.by_vector(project, vector(bare[0]), HASHING, types=(), limit=9) if bare else []
    return bare, set(seen.relations), [(each.id, round(each.score, 4)) for each in near]


async def test_what_an_item_says_is_found_whole(graph: Any, project: str) -> None:
    await learn(graph, project, SCRIPT)

    found = await graph.get(project, [SCENE, "nobody", MAYA])
    assert [each.title for each in found] == ["INT. LIGHTHOUSE - NIGHT", "Maya"]
    assert found[1] == replace(
        said_by(SCRIPT, MAYA), created_at=found[1].created_at, updated_at=found[1].updated_at, version=1
    )
    assert found[1].created_at is not None
    assert await graph.count(project) == 3
    assert await graph.get(project, []) == []


async def test_the_order_in_which_items_come_does_not_matter(graph: Any, project: str) -> None:
    other = new_project()
    await learn(graph, project, SCRIPT, NOTES)
    await learn(graph, other, NOTES, SCRIPT, NOTES)

    assert await everything(graph, project) == await everything(graph, other)
    maya = (await graph.get(project, [MAYA]))[0]
    assert (maya.title, set(maya.aliases)) == ("Maya", {"Maya Chen", "The Keeper"})
    assert "night shift" in maya.content
    assert "deep water" in maya.content
    assert {source.item for source in maya.sources} == {"script", "notes"}
    await graph.forget_project(other)


async def test_an_item_is_replaced_with_exactly_its_own_knowledge(graph: Any, project: str) -> None:
    await learn(graph, project, SCRIPT, NOTES)
    second = contribution("script", [entity("character", "Maya", "A diver now.")], [])
    await learn(graph, project, second)

    assert await graph.get(project, [WRENCH, SCENE]) == []
    maya, tom = await graph.get(project, [MAYA, TOM])
    assert "diver" in maya.content
    assert "night shift" not in maya.content
    assert "deep water" in maya.content
    assert tom.title == "Tom"
    assert {each.type for each in (await graph.overview(project, 9)).relations} == {"KNOWS"}
    assert await graph.by_text(project, "wrench", types=(), limit=9) == []


async def test_forgetting_leaves_no_trace_of_an_item(graph: Any, project: str) -> None:
    await learn(graph, project, NOTES)
    before = await everything(graph, project)
    await learn(graph, project, SCRIPT)
    await graph.forget(project, "script")
    await graph.forget(project, "script")

    assert await everything(graph, project) == before
    await graph.forget(project, "notes")
    assert await graph.count(project) == 0
    assert await graph.named(project, ["maya", "tom"]) == {}
    assert await graph.relation_kinds(project) == []


async def test_repeating_changes_nothing_not_even_a_version(graph: Any, project: str) -> None:
    await learn(graph, project, SCRIPT)
    before = await graph.get(project, [MAYA, SCENE])
    await asyncio.gather(*(learn(graph, project, SCRIPT) for _ in range(4)))

    assert await graph.get(project, [MAYA, SCENE]) == before
    assert await graph.count(project) == 3


async def test_many_learn_at_once(graph: Any, project: str) -> None:
    items = [
        contribution(
            f"item{n}",
            [entity("character", "Maya", f"Note {n}."), entity("prop", f"Thing {n}", "")],
            [("character", "Maya", "OWNS", "prop", f"Thing {n}")],
        )
        for n in range(8)
    ]
    await asyncio.gather(*(learn(graph, project, each) for each in items), graph.forget(project, "item0"))
    await graph.forget(project, "item0")

    maya = (await graph.get(project, [MAYA]))[0]
    assert [f"Note {n}." in maya.content for n in range(8)] == [False] + [True] * 7
    assert await graph.relation_kinds(project) == [RelationKind("OWNS", "character", "prop", 7)]


async def test_a_person_has_the_last_word(graph: Any, project: str) -> None:
    await learn(graph, project, SCRIPT)
    maya = (await graph.get(project, [MAYA]))[0]
    ours = replace(maya, title="Maya Lin", content="A pilot.", aliases=(), metadata={"age": 28})
    changed = await graph.change(project, ours, vector(ours), HASHING, expected=1)
    assert changed is not None
    assert (changed.title, changed.content, changed.aliases, changed.manual, changed.version) == (
        "Maya Lin",
        "A pilot.",
        ("Maya",),
        True,
        2,
    )
    with pytest.raises(PreconditionFailed):
        await graph.change(project, ours, vector(ours), HASHING, expected=1)
    assert await graph.change(project, replace(ours, id="nobody"), (), HASHING, expected=None) is None

    await learn(graph, project, NOTES)
    kept = (await graph.get(project, [MAYA]))[0]
    assert (kept.title, kept.content, dict(kept.metadata)) == ("Maya Lin", "A pilot.", {"age": 28})
    assert "Maya Chen" not in kept.aliases
    assert "The Keeper" in kept.aliases
    again = await graph.change(project, replace(kept, content="A keeper."), vector(ours), HASHING, expected=None)
    assert (again.content, again.aliases) == ("A keeper.", kept.aliases), "what was taken away stays away"
    await graph.forget(project, "script")
    await graph.forget(project, "notes")
    assert names_of(await graph.get(project, [MAYA])) == ["Maya Lin"]


async def test_what_is_made_by_hand_exists_once_and_may_go(graph: Any, project: str) -> None:
    lamp = entity("prop", "Lamp", "Brass.")
    made = await graph.create(project, lamp, vector(lamp), HASHING)
    assert (made.manual, made.version, made.title) == (True, 1, "Lamp")
    with pytest.raises(Conflict):
        await graph.create(project, lamp, vector(lamp), HASHING)
    for version in (0, 2):
        with pytest.raises(PreconditionFailed):
            await graph.remove(project, lamp.id, expected=version)
    assert names_of(await graph.get(project, [lamp.id])) == ["Lamp"]
    assert await graph.remove(project, lamp.id, expected=1) is True
    assert await graph.remove(project, lamp.id, expected=1) is False
    assert await graph.remove(project, lamp.id) is False
    assert await graph.named(project, ["lamp"]) == {}


async def test_of_a_change_and_a_removal_of_one_version_only_one_comes_to_pass(graph: Any, project: str) -> None:
    for number in range(5):
        lamp = entity("prop", f"Lamp {number}", "Brass.")
        made = await graph.create(project, lamp, vector(lamp), HASHING)
        changed, removed = await asyncio.gather(
            graph.change(project, replace(made, content="Gold."), vector(lamp), HASHING, expected=made.version),
            graph.remove(project, lamp.id, expected=made.version),
            return_exceptions=True,
        )
        standing = await graph.get(project, [lamp.id])
        if isinstance(removed, PreconditionFailed):
            assert [each.content for each in standing] == [changed.content] == ["Gold."]
        else:
            assert (standing, changed, removed) == ([], None, True)


async def test_what_is_removed_takes_its_relations_and_comes_back_with_its_item(graph: Any, project: str) -> None:
    await learn(graph, project, SCRIPT)
    await graph.remove(project, SCENE)
    assert (await graph.overview(project, 9)).relations == ()
    await learn(graph, project, SCRIPT)
    assert len((await graph.overview(project, 9)).relations) == 2
    await graph.forget(project, "script")
    assert await graph.count(project) == 0


async def test_relations_by_hand_and_by_items(graph: Any, project: str) -> None:
    await learn(graph, project, SCRIPT, NOTES)
    owns = Relation(TOM, "OWNS", MAYA, (Source(None, "a note"),))
    assert await graph.relate(project, owns) == replace(owns, manual=True)
    assert await graph.relate(project, Relation(MAYA, "OWNS", "nobody")) is None
    with pytest.raises(ValidationFailed):
        await graph.relate(project, Relation(MAYA, "x]->() DETACH DELETE n//", TOM))
    both = await graph.relate(project, Relation(MAYA, "KNOWS", TOM))
    assert both.manual
    assert {source.item for source in both.sources} == {"notes"}
    await learn(graph, project, contribution("notes", list(NOTES.entities), []))
    assert (await graph.around(project, [TOM])).relations.__len__() == 2
    assert await graph.unrelate(project, owns.id) is True
    assert await graph.unrelate(project, owns.id) is False


async def test_facts_are_kept_by_item(graph: Any, project: str) -> None:
    def with_age(item: str, age: str) -> Contribution:
        fact = Fact("age", age, Source(item, f"{item}.pdf", page=3, quote=f"Maya ({age})"))
        return Contribution(item, (replace(entity("character", "Maya", ""), facts=(fact,), sources=(fact.source,)),))

    await learn(graph, project, with_age("a", "28"), with_age("b", "31"))
    assert [fact.value for fact in (await graph.get(project, [MAYA]))[0].facts] == ["28", "31"]
    await graph.forget(project, "a")
    maya = (await graph.get(project, [MAYA]))[0]
    assert [(fact.value, fact.source.page, fact.source.quote) for fact in maya.facts] == [("31", 3, "Maya (31)")]
