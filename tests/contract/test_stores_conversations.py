"""Conversations and messages: MongoDB and the fake answer alike."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.errors import Conflict
from shared.domain.messages import Turn
from shared.domain.runs import message_id
from shared.orchestrator.stores import Stores
from tests.runs.stores import NOON, a_conversation, a_message, memory_stores, mongo_stores

PARALLEL = 50


@pytest.fixture(params=["memory", "mongo"])
async def stores(request: pytest.FixtureRequest, mongo_db: Any) -> Stores:
    return memory_stores() if request.param == "memory" else mongo_stores(mongo_db)


async def test_a_conversation_is_kept_as_it_was_given(stores: Stores) -> None:
    conversation = a_conversation(project_id="p" * 24, last_message_at=NOON)
    await stores.conversations.insert(conversation)

    assert await stores.conversations.get(conversation.id) == conversation
    with pytest.raises(Conflict):
        await stores.conversations.insert(conversation)


async def test_a_turn_gets_two_places_after_the_head(stores: Stores) -> None:
    conversation = a_conversation()
    await stores.conversations.insert(conversation)
    turn = await stores.conversations.accept(conversation.id, "second", "chat", NOON + timedelta(minutes=1))
    after = await stores.conversations.get(conversation.id)

    assert turn == Turn(3, conversation.head, "first")
    assert after is not None
    assert (after.seq, after.head, after.last_run) == (4, message_id(conversation.id, 4), "second")
    assert (after.last_runs, after.last_message_at) == ({"chat": "second"}, NOON + timedelta(minutes=1))


async def test_a_crowd_of_turns_is_a_queue(stores: Stores) -> None:
    conversation = a_conversation()
    await stores.conversations.insert(conversation)
    names = [f"run-{n}" for n in range(PARALLEL)]
    turns = await asyncio.gather(*(stores.conversations.accept(conversation.id, name, "chat", NOON) for name in names))

    by_place = sorted(zip(turns, names, strict=True), key=lambda pair: pair[0].seq if pair[0] else 0)
    assert [turn.seq for turn, _ in by_place if turn] == list(range(3, 3 + 2 * PARALLEL, 2))
    assert [turn.after for turn, _ in by_place if turn] == ["first", *(name for _, name in by_place[:-1])]
    assert [turn.parent for turn, _ in by_place if turn] == [
        message_id(conversation.id, seq) for seq in range(2, 2 + 2 * PARALLEL, 2)
    ]


async def test_the_newest_run_keeps_its_place_when_it_asks_again(stores: Stores) -> None:
    conversation = a_conversation()
    await stores.conversations.insert(conversation)
    first = await stores.conversations.accept(conversation.id, "run", "chat", NOON, branch_from="")
    again = await stores.conversations.accept(conversation.id, "run", "chat", NOON, branch_from="")

    assert first == again == Turn(3, None, "first")


async def test_a_branch_begins_where_it_is_told(stores: Stores) -> None:
    conversation = a_conversation(seq=6)
    await stores.conversations.insert(conversation)
    accept = stores.conversations.accept
    inner = await accept(conversation.id, "a", "chat", NOON, branch_from=message_id(conversation.id, 2))
    outer = await accept(conversation.id, "b", "chat", NOON, branch_from="")

    assert inner == Turn(7, message_id(conversation.id, 2), "first")
    assert outer == Turn(9, None, "a")


async def test_what_is_doomed_is_absent_at_once(stores: Stores) -> None:
    conversation = a_conversation()
    await stores.conversations.insert(conversation)

    assert await stores.conversations.doom(conversation.id, NOON)
    assert not await stores.conversations.doom(conversation.id, NOON)
    assert await stores.conversations.get(conversation.id) is None
    assert await stores.conversations.accept(conversation.id, "run", "chat", NOON) is None
    assert await stores.conversations.change(conversation.id, {"name": "x"}, NOON) is None
    assert await stores.conversations.doomed(10) == [conversation.id]

    await stores.conversations.delete(conversation.id)
    assert await stores.conversations.doomed(10) == []


async def test_conversations_are_found_newest_first_by_owner_or_project(stores: Stores) -> None:
    mine = [
        a_conversation(
            name=f"Rain {n} (.*)", last_message_at=NOON + timedelta(minutes=n), project_id="p" if n else None
        )
        for n in range(3)
    ]
    others = a_conversation(name="SNOW", user_id="v" * 24, project_id="p", status="archived", mode="data")
    for conversation in (*mine, others):
        await stores.conversations.insert(conversation)

    async def found(**wanted: Any) -> tuple[list[str], int]:
        given: dict[str, Any] = {"user_id": "u" * 24, "project_id": None, "mode": None, "text": None, "status": None,
                                 "skip": 0, "limit": 10}  # fmt: skip
        conversations, total = await stores.conversations.find(**(given | wanted))
        return [conversation.name for conversation in conversations], total

    assert await found() == (["Rain 2 (.*)", "Rain 1 (.*)", "Rain 0 (.*)"], 3)
    assert await found(skip=1, limit=1) == (["Rain 1 (.*)"], 3)
    assert await found(project_id="p") == (["Rain 2 (.*)", "Rain 1 (.*)", "SNOW"], 3)
    assert await found(project_id="p", text="snow") == (["SNOW"], 1)
    assert await found(text="RAIN 1 (.*") == (["Rain 1 (.*)"], 1)
    assert await found(text=".*x") == ([], 0)
    assert await found(project_id="p", status="archived") == (["SNOW"], 1)
    assert await found(project_id="p", mode="data") == (["SNOW"], 1)


async def test_a_change_is_told_with_its_moment(stores: Stores) -> None:
    conversation = a_conversation()
    await stores.conversations.insert(conversation)
    changed = await stores.conversations.change(conversation.id, {"name": "Snow"}, NOON + timedelta(minutes=1))

    assert changed is not None
    assert (changed.name, changed.status, changed.updated_at) == ("Snow", "active", NOON + timedelta(minutes=1))


async def test_a_message_is_saved_once_however_often(stores: Stores) -> None:
    message = a_message("c", 1, "\0 ü\u2028😀", run_id="run", metadata={"status": "completed", "n": {"a": [1, None]}})
    for _ in range(2):
        await stores.messages.save(message)

    assert await stores.messages.all("c", 10) == [message]
    assert await stores.messages.get("c", 1) == message
    assert await stores.messages.get("c", 2) is None


async def test_pages_go_back_from_any_place_over_gaps(stores: Stores) -> None:
    places = [*range(1, 60), *range(120, 130)]
    for seq in places:
        await stores.messages.save(a_message("c", seq))
    await stores.messages.save(a_message("other", 128))

    async def before(seq: int, limit: int) -> tuple[list[int], bool]:
        found, more = await stores.messages.before("c", seq, limit)
        return [message.seq for message in found], more

    assert await before(130, 5) == ([125, 126, 127, 128, 129], True)
    assert await before(131, 15) == ([*range(55, 60), *range(120, 130)], True)
    assert await before(4, 3) == ([1, 2, 3], False)
    assert await before(1, 3) == ([], False)
    assert await before(131, 69) == (places, False)


async def test_messages_of_a_deleted_conversation_are_gone(stores: Stores) -> None:
    for conversation in ("a", "b"):
        await stores.messages.save(a_message(conversation, 1))
    await stores.messages.delete_conversation("a")

    assert await stores.messages.all("a", 10) == []
    assert len(await stores.messages.all("b", 10)) == 1
