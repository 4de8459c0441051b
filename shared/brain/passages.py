"""What of an entity is embedded, and its vectors in batches."""

from __future__ import annotations

from collections.abc import Sequence

from shared.domain.brain import Entity
from shared.ports.brain import Embedder

LONGEST = 8_000
BATCH = 64


def passage(entity: Entity) -> str:
    """Title first, so that what is cut from an endless content is its end."""
    facts = [f"{fact.attribute}: {fact.value}" for fact in entity.facts]
    parts = [entity.title, ", ".join(entity.aliases), entity.content, *facts]
    return "\n".join(part for part in parts if part.strip())[:LONGEST]


async def vectors_of(embedder: Embedder, entities: Sequence[Entity]) -> dict[str, list[float]]:
    """By id. Raises ``BrainError``."""
    vectors: dict[str, list[float]] = {}
    for start in range(0, len(entities), BATCH):
        batch = entities[start : start + BATCH]
        made = await embedder.embed([passage(entity) for entity in batch], "passage")
        vectors.update(zip((entity.id for entity in batch), made, strict=True))
    return vectors
