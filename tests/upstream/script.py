"""What the upstream shall do, read from the last user message (or the model's name), and what it says."""

from __future__ import annotations

import random
import re
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from shared.domain.model import CONTINUE_INSTRUCTION

_SCRIPT = re.compile(r"\[\[(\w+)((?:\s+\w+=\S+?)*)\s*\]\]")
_WORDS = (
    " the", " camera", " waits", " night", " falls,", " rain", " over", " a", " quiet", " street.", " She", " runs",
    " été", " naïve", " 雨", "が降る", " 😀", " Straße", " кино", "\n\n", " cut", " to", " black.", " fade", " in",
    " \u2028", " *whispers*", " \"no\"", " \\ ", " 👩‍🎬",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Script:
    """``kind`` names a behaviour of ``behaviours.py``; ``times`` > 0 limits it to that many calls, then ``ok``."""

    kind: str = "ok"
    options: dict[str, str] = field(default_factory=dict[str, str])

    def number(self, name: str, default: float) -> float:
        return float(self.options.get(name, default))

    def count(self, name: str, default: int) -> int:
        return int(self.options.get(name, default))

    def text(self, name: str, default: str) -> str:
        return self.options.get(name, default)


def parse(text: str) -> Script | None:
    found = _SCRIPT.search(text)
    if found is None:
        return None
    pairs = (pair.split("=", 1) for pair in found[2].split())
    return Script(found[1], dict(pairs))


@dataclass(frozen=True, slots=True)
class Question:
    """``asked`` is the user's own last message; ``prefix`` what was already answered when it is a continuation."""

    asked: str
    prefix: str | None


def question_of(messages: list[dict[str, Any]]) -> Question:
    texts = [(message["role"], _text(message.get("content"))) for message in messages]
    prefix = None
    if len(texts) >= 2 and texts[-1] == ("user", CONTINUE_INSTRUCTION) and texts[-2][0] == "assistant":
        prefix = texts[-2][1]
        texts = texts[:-2]
    asked = next((text for role, text in reversed(texts) if role == "user"), "")
    return Question(asked, prefix)


@lru_cache(maxsize=256)
def tokens_of(asked: str, count: int) -> tuple[str, ...]:
    """The same ``count`` tokens for the same question, always; every seventh one is not plain ASCII."""
    dice = random.Random(zlib.crc32(asked.encode("utf-8", "replace")))
    return ("Scene", *(dice.choice(_WORDS) for _ in range(count - 1)))


def full_text(asked: str, count: int = 40) -> str:
    """What a complete, never broken answer to ``asked`` says."""
    script = parse(asked) or Script()
    return "".join(tokens_of(asked, script.count("tokens", count)))


def remaining(tokens: tuple[str, ...], prefix: str) -> tuple[str, ...] | None:
    """The tokens after ``prefix``, the first one cut where the prefix ends inside it; ``None`` for a wrong prefix."""
    position = 0
    for index, token in enumerate(tokens):
        if position == len(prefix):
            return tokens[index:]
        if not prefix.startswith(token, position):
            part = prefix[position:]
            return (token[len(part) :], *tokens[index + 1 :]) if token.startswith(part) else None
        position += len(token)
    return () if position == len(prefix) else None


def _text(content: Any) -> str:
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content)
    return content or ""
