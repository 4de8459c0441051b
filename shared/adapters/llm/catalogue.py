"""What we know about models: how much they read, and whether they see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Model:
    """``window`` is in tokens, prompt and completion together."""

    window: int
    vision: bool = False


#: What a model that nobody described certainly has.
UNKNOWN = Model(window=16_384)

KNOWN: dict[str, Model] = {
    "anthropic/claude-sonnet-4.5": Model(200_000, vision=True),
    "qwen/qwen3-vl-235b-a22b-thinking": Model(131_072, vision=True),
    "google/gemini-2.5-flash": Model(1_048_576, vision=True),
    "rehearsal": Model(32_768, vision=True),
}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """``models`` adds to what is known or overrides it."""

    models: Mapping[str, Model] = field(default_factory=dict[str, Model])

    def of(self, name: str) -> Model:
        """A variant (``name:free``) is looked up by its base name when it is not described itself."""
        for key in (name, name.partition(":")[0]):
            if found := self.models.get(key) or KNOWN.get(key):
                return found
        return UNKNOWN

    def window(self, name: str) -> int:
        return self.of(name).window

    def sees(self, name: str) -> bool:
        return self.of(name).vision
