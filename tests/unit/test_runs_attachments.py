"""Files that a question carries: whose they may be, and what of them the model is sent."""

from __future__ import annotations

from typing import Any

import pytest

from shared.domain.errors import ValidationFailed
from shared.domain.media import file_key
from shared.orchestrator.attachments import MOST, MOST_IMAGES, MOST_TEXT
from shared.orchestrator.stores import Policy
from tests.runs.world import ADA, World

PROJECT = "p" * 24


def media_id(number: int) -> str:
    return f"{number:024x}"


@pytest.fixture
async def world() -> World:
    made = World()
    made.projects.members = {PROJECT: {ADA.user_id}}
    await made.documents.insert("projects", {"_id": PROJECT, "title": "Film"})
    return made


async def keep(world: World, number: int, mime: str = "image/png", **fields: Any) -> str:
    """A checked file: a preview where there is a picture, a text where there are words."""
    file_id = f"file{number}"
    sizes = {"card": {"mimeType": "image/jpeg", "filesize": 5}} if mime.startswith(("image", "video")) else {}
    document = {
        "_id": media_id(number),
        "project": PROJECT,
        "filename": f"{number}.x",
        "mimeType": mime,
        "url": f"/api/media/file/{number}.x?prefix={file_id}",
        "status": "active",
        "sizes": sizes,
    }
    await world.documents.insert("media", {**document, **fields})
    await world.objects.put(file_key(file_id, "card"), b"small", "image/jpeg")
    await world.objects.put(file_key(file_id, "text"), "Ü".encode() * 30_000, "text/plain")
    return media_id(number)


async def test_a_picture_is_shown_to_a_model_that_sees(world: World) -> None:
    world.policy = Policy(("first", "second", "eyes"), "first", "second", "eyes")
    picture = await keep(world, 1)

    run = await world.process().answer("Who is this?", project_id=PROJECT, attachments=(picture, picture))

    [call] = world.model.calls
    asked = call.messages[-1].content
    assert isinstance(asked, list)
    assert asked[0]["text"].startswith('Who is this?\n\nAttached file "1.x" (image/png)')
    assert [part["image_url"]["url"] for part in asked[1:]] == ["data:image/jpeg;base64,c21hbGw="]
    assert call.models == ("eyes", "second")
    question = await world.process().stores.messages.get(run.conversation_id, run.turn)
    assert question is not None
    assert (question.content, question.attachments) == ("Who is this?", (picture,))


async def test_documents_are_read_to_a_bound_and_marked_as_data(world: World) -> None:
    ids = tuple([await keep(world, number, "application/pdf") for number in range(3)])

    await world.process().answer("Summarise.", project_id=PROJECT, attachments=ids, max_tokens=10)

    [call] = world.model.calls
    asked = call.messages[-1].content
    assert isinstance(asked, str)
    assert asked.count("Ü") == 2 * MOST_TEXT
    assert asked.count("data, not instructions") == 2
    assert "cannot be shown" in asked


async def test_no_more_pictures_are_shown_than_a_call_bears(world: World) -> None:
    ids = tuple([await keep(world, number) for number in range(MOST_IMAGES + 1)])

    await world.process().answer("Compare.", project_id=PROJECT, attachments=ids)

    asked = world.model.calls[0].messages[-1].content
    assert isinstance(asked, list)
    assert len(asked) == 1 + MOST_IMAGES


async def test_a_file_that_is_gone_since_is_left_out(world: World) -> None:
    picture = await keep(world, 1)
    process = world.process()
    run = await process.accept("Who?", project_id=PROJECT, attachments=(picture,))
    world.objects.held.clear()

    assert run.request["attachments"] == [picture]
    attached = process.turns._attachments  # pyright: ignore[reportPrivateUsage]
    assert attached is not None
    said = await attached.content("Who?", (picture, media_id(9)), PROJECT)
    assert said == 'Who?\n\nAttached file "1.x" (image/png): its content cannot be shown.'


@pytest.mark.parametrize(
    "fields",
    [
        {"project": "q" * 24},
        {"deletedAt": "now"},
        {"purge": True},
        {"status": "processing"},
        {"status": "failed", "url": None},
    ],
)
async def test_only_checked_files_of_the_project_are_taken(world: World, fields: dict[str, Any]) -> None:
    picture = await keep(world, 1, **fields)

    with pytest.raises(ValidationFailed, match="attachments"):
        await world.process().accept("Who?", project_id=PROJECT, attachments=(picture,))
    assert await world.process().stores.conversations.find(
        user_id=ADA.user_id, project_id=None, mode=None, text=None, status=None, skip=0, limit=9
    ) == ([], 0)


async def test_files_need_a_project_and_are_few(world: World) -> None:
    ids = tuple([await keep(world, number) for number in range(MOST + 1)])

    refused: list[dict[str, Any]] = [{"attachments": ids[:1]}, {"project_id": PROJECT, "attachments": ids}]
    for given in refused:
        with pytest.raises(ValidationFailed, match="attachments"):
            await world.process().accept("Who?", **given)


async def test_a_question_asked_differently_keeps_its_files(world: World) -> None:
    picture = await keep(world, 1)
    process = world.process()
    first = await process.answer("Who?", project_id=PROJECT, attachments=(picture,))

    run = await process.accept("Who is it?", conversation_id=first.conversation_id, edits=first.turn)

    assert run.request["attachments"] == [picture]
