"""A line and a few sentences about an item: the model's, or taken from the text itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from shared.brain.gather import prompts
from shared.brain.gather.answers import summary_of
from shared.brain.gather.asking import Asking
from shared.brain.gather.knowledge import Knowledge, is_passage
from shared.brain.gather.sources import Reading

LONGEST = 150
AIM = 100
LONGEST_CONTEXT = 1_000
_MAX_TOKENS = 400
_BEGINNING = 6_000
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")


async def summarise(asking: Asking, readings: Sequence[Reading], knowledge: Knowledge) -> tuple[str, str]:
    """(summary, context): at most 150 characters, and two or three sentences."""
    label, text = readings[0].label, "\n\n".join(reading.text for reading in readings)
    counted = described(readings, knowledge)
    messages = prompts.summarise(label, counted, text[:_BEGINNING])
    said = await asking.ask("summary", messages, temperature=prompts.TEMPERATURE, max_tokens=_MAX_TOKENS)
    found = summary_of(said) if said is not None else None
    if found is None:
        return extracted(label, readings, text), f"{counted} {_sentences(text, 2, 400)}".strip()
    context = _sentences(found.context, 3, LONGEST_CONTEXT) or counted
    return cut(_line(found.summary), LONGEST), context


def extracted(label: str, readings: Sequence[Reading], text: str) -> str:
    """Without a model: what it is, or how it begins."""
    if any(reading.scenes for reading in readings):
        return cut(f"{label}: screenplay with {sum(reading.scenes for reading in readings)} scenes", LONGEST)
    first = _line(_SENTENCE.split(text.strip(), maxsplit=1)[0])
    return cut(first, AIM if len(first) > LONGEST else LONGEST) or cut(label, LONGEST)


def described(readings: Sequence[Reading], knowledge: Knowledge) -> str:
    """What it is, counted."""
    kinds = Counter(one.type for one in knowledge.entities.values() if not is_passage(one))
    pages = sum(len(reading.pages) for reading in readings)
    parts = [_number(pages, "page")] if pages > 1 else []
    if scenes := sum(reading.scenes for reading in readings):
        parts.append(_number(scenes, "scene"))
    parts += [_number(kinds[kind], kind) for kind in ("character", "location", "prop") if kinds[kind]]
    what = "Screenplay" if scenes else {"object": "Record", "image": "Picture"}.get(readings[0].kind, "Text")
    return f"{what} with {', '.join(parts)}." if parts else f"{what}."


def cut(text: str, most: int) -> str:
    """At a word."""
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rsplit(' ', 1)[0].rstrip(' ,;:-')}…"


def _line(text: str) -> str:
    return " ".join(text.split())


def _sentences(text: str, most: int, length: int) -> str:
    return cut(" ".join(_SENTENCE.split(_line(text))[:most]), length)


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
