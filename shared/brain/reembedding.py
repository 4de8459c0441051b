"""Vectors made anew after the embedder was changed: in bounded batches, by the worker's sweep.

Until it is done, text and graph answer as before, and by meaning only what is done already: a vector is compared with
questions of its own model alone. Any part may be repeated or cut off.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from itertools import groupby

from shared.brain.passages import BATCH, passage, vectors_of
from shared.domain.brain import Entity
from shared.domain.errors import BrainError
from shared.ports.brain import Embedder, GraphStore

log = logging.getLogger(__name__)

#: One call's share: what is left waits for the next minute.
MOST = 20 * BATCH
SECONDS = 30.0


class Reembedding:
    def __init__(self, store: GraphStore, embedder: Embedder) -> None:
        self._store = store
        self._embedder = embedder

    async def sweep(self, most: int = MOST, seconds: float = SECONDS) -> int:
        """How many vectors were made. Begins no further batch after ``seconds``. While the store or the embedder is
        down nothing more is done, which is no error: the next sweep goes on."""
        done, loop = 0, asyncio.get_running_loop()
        tried = set[tuple[str, str]]()
        deadline = loop.time() + seconds
        try:
            while done < most and loop.time() < deadline:
                outdated = await self._store.outdated(self._embedder.name, min(BATCH, most - done))
                before = len(tried)
                tried |= {(project_id, entity.id) for project_id, entity in outdated}
                if len(tried) == before:
                    break  # nothing is left, or what cannot be renewed: its project is being forgotten
                for project_id, entities in _by_project(outdated).items():
                    await self._renew(project_id, entities)
                done += len(outdated)
        except BrainError:
            log.warning("vectors wait to be made anew", exc_info=True)
        return done

    async def _renew(self, project_id: str, entities: Sequence[Entity]) -> None:
        """An entity that was changed meanwhile would keep a vector of what it was: its vector is made once more."""
        await self._store.set_vectors(project_id, await vectors_of(self._embedder, entities), self._embedder.name)
        read = {entity.id: passage(entity) for entity in entities}
        now = await self._store.get(project_id, list(read))
        changed = [entity for entity in now if passage(entity) != read[entity.id]]
        if changed:
            await self._store.set_vectors(project_id, await vectors_of(self._embedder, changed), self._embedder.name)


def _by_project(outdated: Sequence[tuple[str, Entity]]) -> Mapping[str, list[Entity]]:
    ordered = sorted(outdated, key=lambda pair: pair[0])
    return {project: [entity for _, entity in group] for project, group in groupby(ordered, key=lambda pair: pair[0])}
