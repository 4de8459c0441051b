"""What everybody expects of the Brain: ours in this process, and ours asked over MCP as a remote one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from shared.adapters.mcp.remote import RemoteBrain
from shared.domain.brain import Contribution, Entity, Fact, Graph, Question, Relation, Source, entity_id
from shared.domain.errors import BrainError, Conflict, PreconditionFailed
from shared.ports.brain import Brain
from tests.brain_world import FILM, HARBOUR, LAMP, MAYA, OTHER_FILM, SCRIPT, brain_world

DRAFT = Source("draft", "draft.fdx", 9, shot="12A", timecode="00:01:02:03", quote="Tom waves.")
TOM = Entity(
    entity_id("character", "Tom"), "character", "Tom", "The ferryman.", ("Old Tom",), {"boat": {"name": "Dora"}},
    (Fact("age", "70", Source(None, "Series bible")),), (Source(None, "Series bible"),), manual=True,
)  # fmt: skip


@pytest.fixture(params=["local", "remote"])
async def brain(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Brain]:
    world = await brain_world(monkeypatch)
    if request.param == "local":
        yield world.brain
        return
    async with world.listening() as url:
        remote = RemoteBrain(f"{url}/api/v1/mcp", world.service)
        yield remote
        await remote.aclose()


async def test_what_was_learnt_is_read_whole_and_in_order(brain: Brain) -> None:
    maya, lamp = await brain.get(FILM, [MAYA, "0" * 24, LAMP])

    assert (maya.title, maya.type, maya.aliases, maya.metadata) == (
        "Maya",
        "character",
        ("Maya Chen",),
        {"mood": "calm"},
    )
    assert maya.facts == (Fact("age", "28", SCRIPT),)
    assert (maya.sources, lamp.sources) == ((SCRIPT,), (SCRIPT,))
    assert (maya.manual, maya.version) == (False, 1)
    assert maya.created_at is not None


async def test_search_finds_with_sources_and_tells_why(brain: Brain) -> None:
    hits = await brain.search(FILM, Question("Maya, keeper of the lamp", limit=1, types=("character",)))

    assert [hit.entity.id for hit in hits] == [MAYA]
    assert hits[0].entity.facts[0].source == SCRIPT
    assert 0 < hits[0].relevance <= 1
    assert hits[0].channels
    assert await brain.search(FILM, Question("keeper of the lamp", threshold=1.0, types=("scene",))) == []


async def test_pages_and_graphs_show_the_projects_own(brain: Brain) -> None:
    found, total = await brain.page(FILM, text="maya")
    graphs = [await brain.around(FILM, [LAMP], limit=5), await brain.overview(FILM, 5)]

    assert ([entity.id for entity in found], total) == ([MAYA], 1)
    assert [entity.id for entity in (await brain.page(FILM, skip=1, limit=1))[0]] == [MAYA]
    for graph in graphs:
        assert {entity.id for entity in graph.entities} == {MAYA, LAMP}
        assert graph.relations == (Relation(MAYA, "OWNS", LAMP, (SCRIPT,)),)
        assert not graph.truncated
    assert (await brain.overview(FILM, 1)).truncated
    assert await brain.around(FILM, []) == Graph()


async def test_passages_are_left_out_or_alone(brain: Brain) -> None:
    page = Entity(entity_id("other", "page 1"), "other", "page 1", "The lamp.", metadata={"passage": True})
    await brain.learn(FILM, Contribution("pages", (page,)))

    found = [await brain.page(FILM, passages=wanted) for wanted in (None, False, True)]

    assert [total for _, total in found] == [3, 2, 1]
    assert [entity.id for entity in found[2][0]] == [page.id]
    shown = [await brain.overview(FILM, 9, passages=wanted) for wanted in (True, False)]
    assert [page.id in {entity.id for entity in graph.entities} for graph in shown] == [True, False]


async def test_by_hand_entities_are_made_once_and_changed_by_version(brain: Brain) -> None:
    made = await brain.create(FILM, TOM)
    with pytest.raises(Conflict):
        await brain.create(FILM, TOM)
    changed = await brain.change(FILM, replace(made, content="Drowned."), expected=made.version)
    with pytest.raises(PreconditionFailed):
        await brain.change(FILM, replace(made, content="Alive."), expected=made.version)

    assert replace(made, created_at=None, updated_at=None) == TOM
    assert changed is not None
    assert (changed.content, changed.version) == ("Drowned.", made.version + 1)
    assert await brain.change(FILM, replace(TOM, id="0" * 24)) is None
    with pytest.raises(PreconditionFailed):
        await brain.remove(FILM, TOM.id, expected=made.version)
    assert [await brain.remove(FILM, TOM.id, expected=changed.version) for _ in range(2)] == [True, False]
    await brain.create(FILM, TOM)
    assert [await brain.remove(FILM, TOM.id) for _ in range(2)] == [True, False]


async def test_relations_need_both_ends(brain: Brain) -> None:
    relation = Relation(LAMP, "PART_OF", MAYA, (Source(None, "Series bible"),), manual=True)

    assert await brain.relate(FILM, relation) == relation
    assert await brain.relate(FILM, Relation(LAMP, "PART_OF", HARBOUR)) is None
    assert [await brain.unrelate(FILM, relation.id) for _ in range(2)] == [True, False]


async def test_an_item_says_anew_and_is_forgotten(brain: Brain) -> None:
    tom = replace(TOM, facts=(Fact("age", "71", DRAFT, inferred=True),), sources=(DRAFT,), manual=False)
    said = Contribution("draft", (tom,), (Relation(TOM.id, "KNOWS", MAYA, (DRAFT,)),))
    await brain.learn(FILM, said)
    await brain.learn(FILM, said)
    [known] = await brain.get(FILM, [TOM.id])
    await brain.learn(FILM, replace(said, relations=()))
    unrelated = await brain.around(FILM, [TOM.id])
    await brain.forget(FILM, "draft")

    assert (known.facts, known.sources) == ((Fact("age", "71", DRAFT, inferred=True),), (DRAFT,))
    assert unrelated.relations == ()
    assert await brain.get(FILM, [TOM.id, MAYA]) == await brain.get(FILM, [MAYA])


async def test_what_another_project_holds_is_not_there(brain: Brain) -> None:
    assert await brain.get(FILM, [HARBOUR]) == []
    assert [hit.entity.id for hit in await brain.search(FILM, Question("secret harbour"))].count(HARBOUR) == 0
    assert [entity.id for entity in (await brain.overview(OTHER_FILM)).entities] == [HARBOUR]


@pytest.mark.parametrize("brain", ["remote"], indirect=True)
async def test_a_project_is_forgotten_only_when_it_has_been_deleted(
    brain: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BrainError):
        await brain.forget_project(FILM)
    assert await brain.get(FILM, [MAYA]) != []
    await brain.forget_project("gone")
