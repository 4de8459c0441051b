"""Another embedder: vectors are made anew in bounded batches, and until then nothing is compared that cannot be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import pytest

from shared.adapters.embeddings.hashing import HashingEmbedder
from shared.adapters.neo4j.fake import FakeGraph
from shared.brain.local import LocalBrain
from shared.brain.reembedding import Reembedding
from shared.domain.brain import Contribution, Entity, Question, Relation, entity_id
from shared.domain.errors import BrainError

OLD, NEW = HashingEmbedder(64), HashingEmbedder(128)
NIGHT = Entity(entity_id("scene", "Night at sea"), "scene", "Night at sea", "The storm takes the lantern.")
MAYA = Entity(entity_id("character", "Maya"), "character", "Maya", "Keeper of the lighthouse.")
APPEARS = Relation(MAYA.id, "APPEARS_IN", NIGHT.id)


async def _world(projects: int = 2) -> FakeGraph:
    store = FakeGraph()
    for number in range(projects):
        await LocalBrain(store, OLD).learn(f"p{number}", Contribution("i1", (NIGHT, MAYA), (APPEARS,)))
    return store


async def _channels(store: FakeGraph, text: str) -> dict[str, tuple[str, ...]]:
    hits = await LocalBrain(store, NEW).search("p0", Question(text))
    return {hit.entity.title: hit.channels for hit in hits}


async def test_until_it_is_done_text_and_graph_answer_and_old_vectors_are_not_compared() -> None:
    store = await _world()

    before = await _channels(store, "In which scene does Maya appear?")
    made = await Reembedding(store, NEW).sweep()
    after = await _channels(store, "In which scene does Maya appear?")

    assert before["Maya"] == ("text", "graph")
    assert before["Night at sea"] == ("graph",)
    assert made == 4
    assert after["Maya"] == ("vector", "text", "graph")


async def test_it_is_done_once() -> None:
    store = await _world()

    assert [await Reembedding(store, NEW).sweep() for _ in range(2)] == [4, 0]


async def test_a_sweep_does_a_bounded_share() -> None:
    store = await _world(projects=5)

    assert [await Reembedding(store, NEW).sweep(most=4) for _ in range(4)] == [4, 4, 2, 0]
    assert await Reembedding(store, OLD).sweep(seconds=0) == 0


class _Dies(HashingEmbedder):
    """Makes one batch, then is gone."""

    def __init__(self) -> None:
        super().__init__(128)
        self.left = 1

    async def embed(self, texts: Sequence[str], purpose: Literal["passage", "query"] = "passage") -> list[list[float]]:
        self.left -= 1
        if self.left < 0:
            raise BrainError
        return await super().embed(texts, purpose)


async def test_an_embedder_that_dies_leaves_what_is_done_and_what_is_left() -> None:
    store = await _world()

    assert await Reembedding(store, _Dies()).sweep() == 0
    assert await Reembedding(store, NEW).sweep() == 2


class _Leaving(FakeGraph):
    """Its project is being forgotten: nothing is written to it any more."""

    async def set_vectors(self, project_id: str, vectors: Mapping[str, Sequence[float]], model: str) -> None:
        return


class _Counting(HashingEmbedder):
    def __init__(self) -> None:
        super().__init__(128)
        self.made = 0

    async def embed(self, texts: Sequence[str], purpose: Literal["passage", "query"] = "passage") -> list[list[float]]:
        self.made += len(texts)
        return await super().embed(texts, purpose)


async def test_what_cannot_be_renewed_is_paid_for_once_a_sweep() -> None:
    store, embedder = _Leaving(), _Counting()
    await LocalBrain(store, OLD).learn("p0", Contribution("i1", (NIGHT, MAYA), (APPEARS,)))

    await Reembedding(store, embedder).sweep()

    assert embedder.made == 2


async def test_nothing_is_embedded_for_a_store_that_is_down() -> None:
    store, embedder = FakeGraph(), _Counting()
    store.broken = BrainError()

    with pytest.raises(BrainError):
        await LocalBrain(store, embedder).learn("p0", Contribution("i1", (NIGHT, MAYA), (APPEARS,)))

    assert embedder.made == 0


class _Edited(HashingEmbedder):
    """While the first vectors are made, somebody changes Maya."""

    def __init__(self, store: FakeGraph) -> None:
        super().__init__(128)
        self.store: FakeGraph | None = store

    async def embed(self, texts: Sequence[str], purpose: Literal["passage", "query"] = "passage") -> list[list[float]]:
        store, self.store = self.store, None
        if store is not None:
            edited = Entity(MAYA.id, "character", "Maya", "She sails to Iceland.")
            await LocalBrain(store, NEW).change("p0", edited)
        return await super().embed(texts, purpose)


async def test_what_is_changed_meanwhile_gets_the_vector_of_what_it_is() -> None:
    store = await _world(projects=1)

    await Reembedding(store, _Edited(store)).sweep()

    [nearest, *_] = await store.by_vector("p0", NEW.vector("sails to Iceland"), NEW.name, types=(), limit=5)
    assert nearest.id == MAYA.id
    assert nearest.score > 0.5
