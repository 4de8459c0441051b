"""Data mode: what becomes of what is given."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.domain.errors import ProjectNotFound, ValidationFailed
from shared.domain.extraction import Extracted, Fetched, Page
from shared.domain.media import FileRefused
from tests.gather.world import DOWN, OTHER, PROJECT, FakeJob, World, ages


@pytest.fixture
async def world() -> World:
    return await World().ready()


async def test_a_note_becomes_an_item_that_the_brain_knows(world: World) -> None:
    result, job = await world.watched("Maya is 28. She lives by the sea.", ages)

    item = world.item(result["gatherItemId"])
    assert (item["status"], item["brainState"], item["degraded"]) == ("gathered", "learned", False)
    assert result["summary"] == "Somebody's age."
    assert result["context"] == "It says how old somebody is."
    assert (result["duplicates"], result["conflicts"], result["iterationCount"]) == ([], [], 1)
    [fact] = item["facts"]
    assert (fact["entityTitle"], fact["attribute"], fact["value"], fact["inferred"]) == ("Maya", "age", "28", False)
    assert fact["quote"] == "Maya is 28"
    assert await world.fact("Maya", "age") == ["28"]
    steps = [note["step"] for note in job.notes]
    assert list(dict.fromkeys(steps)) == ["extract", "understand", "enrich", "summarise", "duplicates", "brain"]
    assert job.asked == ["understand", "enrich", "summarise"]


async def test_an_object_is_read_without_a_model(world: World) -> None:
    given = {"name": "Maya", "age": 28, "occupation": "Scientist", "likes": ["tea", "rain"]}
    result, _ = await world.watched(json.dumps(given), DOWN, object=given)

    item = world.item(result["gatherItemId"])
    assert item["degraded"]
    assert result["degraded"]
    assert result["unfinished"]
    said = {(fact["attribute"], fact["value"]) for fact in item["facts"]}
    assert said == {("age", "28"), ("occupation", "Scientist"), ("likes", "tea"), ("likes", "rain")}
    assert await world.fact("Maya", "likes") == ["rain", "tea"]
    known = await world.known("Maya")
    assert known is not None
    assert known.type == "character"
    assert len(result["summary"]) <= 150


async def test_a_model_that_is_down_loses_nothing_and_sending_it_again_finishes_it(world: World) -> None:
    first, job = await world.watched("Maya is 28.", DOWN)
    assert job.asked == ["understand"], "it is not asked again and again while it is down"
    assert world.item(first["gatherItemId"])["degraded"]
    assert await world.fact("Maya", "age") == []

    second = await world.gather("Maya is 28.", ages)

    assert second["supersedes"] == first["gatherItemId"]
    assert not second["degraded"]
    assert second["duplicates"] == []
    assert world.item(first["gatherItemId"])["status"] == "superseded"
    assert await world.fact("Maya", "age") == ["28"]


async def test_a_document_is_cited_by_its_page(world: World) -> None:
    world.extractor.found = Extracted("pdf", (Page(1, "Nothing here."), Page(2, "Maya is 28."), Page(3, "The end.")))
    result = await world.gather(answering=ages, media=await world.media("notes.pdf"))

    item = world.item(result["gatherItemId"])
    assert (item["pages"], item["name"], item["media"]) == (3, "notes.pdf", item["mediaId"])
    [fact] = item["facts"]
    assert (fact["page"], fact["label"]) == (2, "notes.pdf")
    assert [(passage["title"], passage["page"]) for passage in item["passages"]] == [
        ("notes.pdf, page 1", 1),
        ("notes.pdf, page 2", 2),
        ("notes.pdf, page 3", 3),
    ]
    passage = await world.known("notes.pdf, page 2")
    assert passage is not None
    assert passage.content == "Maya is 28."
    assert passage.sources[0].page == 2


async def test_an_address_is_fetched_kept_and_read_and_its_copy_goes(world: World) -> None:
    url = "https://example.org/maya.txt"
    world.fetcher.pages[url] = Fetched(url, b"Maya is 28.", "text/plain")
    world.extractor.found = Extracted("text", (Page(1, "Maya is 28."),))

    result = await world.gather(answering=ages, document_url=url)

    assert world.item(result["gatherItemId"])["documentUrl"] == url
    assert await world.fact("Maya", "age") == ["28"]
    assert world.extractor.asked == ["maya.txt"]
    assert world.objects.held == {}


async def test_a_picture_is_seen_by_a_model_that_can_see(world: World) -> None:
    world.extractor.found = Extracted("image", ())
    media = await world.media("maya.png", "image/png", sizes={"card": {"filesize": 4, "mimeType": "image/jpeg"}})
    file_id = world.all("media")[media]["url"].partition("prefix=")[2]
    await world.objects.put(f"media/{file_id}/card", b"jpeg", "image/jpeg")

    def sees(task: str, asked: str) -> str | Exception:
        if task == "see":
            assert "data:image/jpeg;base64,anBlZw==" in asked
            return json.dumps({"description": "A woman in a red coat. Maya is 28 on her badge."})
        return ages(task, asked)

    result = await world.gather(answering=sees, media=media)

    assert "red coat" in world.item(result["gatherItemId"])["extractedText"]
    assert await world.fact("Maya", "age") == ["28"]


async def test_what_cannot_be_read_is_refused_in_words_and_leaves_nothing(world: World) -> None:
    world.extractor.found = FileRefused("This PDF is locked.")
    media = await world.media("locked.pdf")
    cases: tuple[tuple[dict[str, Any], str], ...] = (
        ({"media": media}, "mediaId"),
        ({"media": "0" * 24}, "mediaId"),
        ({"document_url": "http://10.0.0.1/"}, "documentUrl"),
    )
    for given, field in cases:
        with pytest.raises(ValidationFailed) as caught:
            await world.gather(**given)
        assert caught.value.details is not None
        assert field in caught.value.details["fields"]
    assert world.all("gatherItems") == {}
    assert world.brain.learnt == []


async def test_a_file_of_another_project_is_not_there(world: World) -> None:
    media = await world.media("secret.pdf")
    with pytest.raises(ValidationFailed):
        await world.gather(media=media, project=OTHER)
    assert world.extractor.asked == []


async def test_a_project_that_is_gone_gathers_nothing(world: World) -> None:
    run = world.run("Maya is 28.")
    job = FakeJob(run, ages)

    def go() -> None:
        """Right before the item is written."""
        del world.all("projects")[PROJECT]

    job.before_hold = go
    with pytest.raises(ProjectNotFound):
        await world.gathering.work(job)
    assert world.all("gatherItems") == {}
    assert world.all("facts") == {}
    assert world.brain.learnt == []
    with pytest.raises(ProjectNotFound):
        await world.gathering.work(FakeJob(run, ages))


async def test_a_pasted_scene_is_read_as_a_script_and_what_stands_before_it_is_kept() -> None:
    world = await World().ready()
    script = "A first try, written on the ferry.\n\nINT. LAMP ROOM - NIGHT\n\nA BRASS KEY.\n\nMAYA\nWho is there?\n"
    result = await world.gather(script)

    known = {one.title: one for one in world.brain.learnt[-1].entities}
    assert known["Scene 1: INT. LAMP ROOM - NIGHT"].type == "scene"
    assert {known[name].type for name in ("Maya", "Lamp Room", "Brass Key")} == {"character", "location", "prop"}
    [before] = [one for one in known.values() if one.metadata.get("passage")]
    assert before.content == "A first try, written on the ferry."
    assert "1 scene" in result["message"] + result["summary"]
