"""A film of more than ninety pages goes in whole, is rewritten, and is asked about."""

from __future__ import annotations

from typing import Any

import pytest

from shared.adapters.extraction.reading import read
from shared.adapters.memory.messages import Messages
from shared.brain.gather.scripts import named
from shared.domain.brain import entity_id, folded
from shared.orchestrator.facts import ProjectFacts
from shared.orchestrator.query.mode import QueryMode
from tests.corpus.draft import Draft
from tests.corpus.questions import Asked
from tests.corpus.screenplay import (
    ADDED,
    CONFLICTS,
    CUT,
    FACTS,
    PROPS,
    QUESTIONS,
    RENAMED,
    first_draft,
    fountain,
    second_draft,
)
from tests.gather.scripted import answered, reads_the_sea_cook
from tests.gather.world import FakeJob, World

NAME = "the-sea-cook.fountain"


async def gathered(world: World, draft: Draft) -> tuple[dict[str, Any], FakeJob]:
    world.extractor.found = read(fountain(draft).encode(), NAME)
    media = await world.media(NAME, "text/x-fountain")
    return await world.watched("", reads_the_sea_cook, media=media)


@pytest.fixture(scope="module")
async def film() -> tuple[World, dict[str, Any], FakeJob]:
    """The first draft, read. Whoever uses it changes nothing."""
    world = await World().ready()
    result, job = await gathered(world, first_draft())
    return world, result, job


async def test_scenes_characters_locations_and_props_are_found_with_their_pages(
    film: tuple[World, dict[str, Any], FakeJob],
) -> None:
    world, result, job = film
    draft = first_draft()
    item = world.item(result["gatherItemId"])
    knowledge = await world.telling.knowledge(item["_id"])
    found = {kind: {folded(one.title) for one in knowledge.entities.values() if one.type == kind}
             for kind in ("character", "location", "prop")}  # fmt: skip
    scenes = {one.metadata["number"]: one for one in knowledge.entities.values() if one.type == "scene"}

    assert (item["scenes"], item["pages"]) == (len(draft.scenes), len(draft.pages))
    assert {number: scene.metadata["page"] for number, scene in scenes.items()} == dict(draft.page_of)
    assert {folded(name) for name in draft.speakers} <= found["character"]
    assert {folded(named(place)) for place in draft.locations} == found["location"]
    assert {folded(prop) for prop in PROPS} <= found["prop"]
    kinds = {relation.type for relation in knowledge.relations.values()}
    assert kinds >= {"APPEARS_IN", "LOCATED_AT", "PRECEDES", "SPEAKS_TO", "MOTHER_OF", "OWNS"}
    pages = [note["pages"] for note in job.notes if note["step"] == "extract"]
    assert pages[-1] == len(draft.pages)
    assert result["unfinished"] == []


async def test_every_fact_is_proven_by_its_page(film: tuple[World, dict[str, Any], FakeJob]) -> None:
    world, result, _ = film
    draft = first_draft()
    said = {(folded(one["entityTitle"]), one["attribute"]): one for one in world.item(result["gatherItemId"])["facts"]}

    for fact in FACTS:
        one = said[folded(fact.entity), fact.name]
        assert (one["value"], one["inferred"]) == (fact.value, False)
        assert one["page"] == draft.page_with(fact.sentence), fact


async def test_the_second_draft_updates_and_raises_the_right_conflicts() -> None:
    world = await World().ready()
    first, _ = await gathered(world, first_draft())
    before = {folded(one["title"]): one["id"] for one in world.item(first["gatherItemId"])["entities"]}
    second, _ = await gathered(world, second_draft())

    assert second["supersedes"] == first["gatherItemId"]
    assert second["duplicates"] == []
    raised = {
        (folded(one["entityTitle"]), one["attribute"], one["a"]["value"], one["b"]["value"])
        for one in second["conflicts"]
    }
    assert raised == {(folded(one.entity), one.name, one.before, one.after) for one in CONFLICTS}
    for conflict in second["conflicts"]:
        sources_ = [conflict[side]["sources"][0] for side in ("a", "b")]
        assert [one["item"] for one in sources_] == [first["gatherItemId"], second["gatherItemId"]]
        assert all(one["page"] and one["quote"] for one in sources_)
    knowledge = await world.telling.knowledge(second["gatherItemId"])
    scenes = {one.metadata["number"] for one in knowledge.entities.values() if one.type == "scene"}
    assert scenes == {scene.number for scene in second_draft().scenes}
    assert not scenes & set(CUT)
    assert scenes >= set(ADDED)
    assert await world.known(named(RENAMED[1])) is not None
    assert await world.known(named(RENAMED[0])) is None
    known = await world.known("Ben Gunn")
    assert known is not None
    assert known.id == before["ben gunn"] == entity_id("character", "Ben Gunn")
    assert {fact.value for fact in known.facts if fact.attribute == "marooned"} == {"three years"}


async def test_twenty_questions_are_answered_with_the_pages_that_say_so(
    film: tuple[World, dict[str, Any], FakeJob],
) -> None:
    world, _, _ = film
    mode = QueryMode(lambda: world.brain, ProjectFacts(world.documents), Messages(), lambda _: 100_000, seconds=60)
    missed = [asked.text for asked in QUESTIONS if not await _answered(mode, asked, world)]
    assert missed == []


async def _answered(mode: QueryMode, asked: Asked, world: World) -> bool:
    """Whether the sources that the model is shown have the answer, and what it cites leads to the page that says so."""
    run = world.run(asked.text)
    fields = {"limit": 20, "types": [], "threshold": 0.0}
    run.request = {"content": asked.text, "maxTokens": 1_500, "model": None, "fields": fields}
    prepared = await mode.prepare(run, None)
    text = answered(prepared.system, asked)
    told = prepared.result(text, by_model=True)
    cited = {one["id"] for one in told["citations"]}
    results = [one for one in told["results"] if one["id"] in cited]
    places = [place for one in results for place in one["metadata"]["sources"]]
    places += [fact["source"] for one in results for fact in one["metadata"]["facts"]]
    return bool({place["page"] for place in places} & set(first_draft().pages_of(asked)))
