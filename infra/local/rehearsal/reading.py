"""What a conversation asks for: the topic in the user's own words, names, genre, what is known of the project."""

from __future__ import annotations

import json
import random
import re
import zlib
from dataclasses import dataclass
from typing import Any

from shared.domain.model import CONTINUE_INSTRUCTION

GENRES = ("action", "comedy", "drama", "horror", "sci-fi", "thriller", "romance", "documentary")
_GENRE_HINTS = {
    "action": "action chase fight explosion heist war soldier",
    "comedy": "comedy funny laugh sitcom satire hilarious",
    "drama": "drama family grief divorce",
    "horror": "horror ghost haunted scary monster slasher",
    "sci-fi": "sci-fi scifi science-fiction space robot alien future android spaceship mars time-travel",
    "thriller": "thriller suspense detective murder crime spy conspiracy noir",
    "romance": "romance love wedding romantic",
    "documentary": "documentary interview archive",
}
_ABOUT = re.compile(
    r"\b(?:about|regarding|concerning|set in|based on|featuring|where|in which)\b\s+(.{3,})", re.I | re.S
)
_FOR = re.compile(r"\b(?:for|of|between|with)\b\s+((?:a|an|the|my|our|two|three|someone)\b.{3,})", re.I | re.S)
_SENTENCE_END = re.compile(r"[.!?\n]")
# A capital inside a sentence, unless it is a place ("in Naples").
_NAME = re.compile(
    r"(?<=[a-z,;:] )(?<! in )(?<! at )(?<!from )(?<!near )(?:[A-Z][\w'\u2019-]{2,})(?: [A-Z][\w'\u2019-]+)?"
)
_MARKUP = re.compile(r"[*_`#<>|\[\]\\~]")
_NOT_NAMES = frozenset(
    ["Act", "Scene", "God", "English", "Monday", "Friday", "Saturday", "Sunday", "Hollywood", "Netflix"]
)


@dataclass(frozen=True, slots=True)
class Brief:
    """``topic`` is never empty. ``told`` is the system prompt, ``facts`` the project in it, or empty."""

    asked: str
    topic: str
    has_topic: bool
    genre: str
    names: tuple[str, ...]
    facts: dict[str, Any]
    has_image: bool
    seed: int
    told: str = ""

    @property
    def title(self) -> str | None:
        title = self.facts.get("title") or self.facts.get("name")
        return plain(str(title), 80) if title else None

    def dice(self) -> random.Random:
        """The same throws for the same question in the same project."""
        return random.Random(self.seed)  # noqa: S311 - variety, not secrecy


def read(messages: list[dict[str, Any]]) -> tuple[Brief, str]:
    """The brief, and what was said already when the conversation asks to go on with a broken answer."""
    prefix = ""
    told_to_go_on = messages[-1].get("role") == "user" and text_of(messages[-1]) == CONTINUE_INSTRUCTION
    if told_to_go_on and len(messages) > 1 and messages[-2].get("role") == "assistant":
        prefix = text_of(messages[-2])
        messages = messages[:-2]
    asked = next((message for message in reversed(messages) if message.get("role") == "user"), {"content": ""})
    system = "\n".join(text_of(message) for message in messages if message.get("role") == "system")
    text = text_of(asked)
    facts = _facts(system)
    topic = _topic(text)
    fallback = str(facts.get("description") or facts.get("title") or "the film you have in mind")
    return Brief(
        asked=text,
        topic=topic or plain(fallback, 140),
        has_topic=bool(topic),
        genre=_genre(text, facts),
        names=_names(text),
        facts=facts,
        has_image=isinstance(asked.get("content"), list) and "image_url" in str(asked["content"])[:20_000],
        seed=zlib.crc32(f"{text}\0{json.dumps(facts, sort_keys=True, default=str)}".encode("utf-8", "replace")),
        told=system,
    ), prefix


def text_of(message: dict[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "\n".join(str(part.get("text", "")) for part in content if isinstance(part, dict) and "text" in part)
    return ""


def plain(text: str, longest: int) -> str:
    """One line without markup, cut at a word."""
    text = " ".join(_MARKUP.sub(" ", text).split())
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(",;:- ") + "…"


def _topic(text: str) -> str:
    found = _ABOUT.search(text) or _FOR.search(text)
    if not found:
        return ""
    return plain(_SENTENCE_END.split(found[1], maxsplit=1)[0], 140).rstrip(" ,;:")


def _names(text: str) -> tuple[str, ...]:
    found = (name for name in _NAME.findall(text) if name.split()[0] not in _NOT_NAMES)
    return tuple(dict.fromkeys(found))[:3]


def _genre(text: str, facts: dict[str, Any]) -> str:
    words = set(re.findall(r"[\w-]+", text.lower()))
    named = (genre for genre in GENRES if genre in words)
    hinted = (genre for genre, hints in _GENRE_HINTS.items() if words & set(hints.split()))
    for genre in (*named, *hinted):
        return genre
    told = str(facts.get("genre", "")).lower()
    return told if told in GENRES else "drama"


def _facts(system: str) -> dict[str, Any]:
    """The first JSON object of the system prompt, wherever it stands."""
    decoder = json.JSONDecoder()
    start = system.find("{")
    while start >= 0:
        try:
            found, _ = decoder.raw_decode(system, start)
        except (ValueError, RecursionError):
            start = system.find("{", start + 1)
            continue
        return found if isinstance(found, dict) and "source" not in found else {}
    return {}
