"""Text as it is searched: plain words. What a user writes never reaches a query language as anything else."""

from __future__ import annotations

import re
import unicodedata

from shared.domain.brain import Entity, folded

LONGEST_WORD = 64
MOST_QUERY_WORDS = 96
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def plain(text: str) -> str:
    """Half a surrogate pair is no character, and no database takes it."""
    return _SURROGATE.sub("�", text)


def words(text: str) -> list[str]:
    """Letters and digits only, apostrophes inside a word apart; case, width and accents do not matter."""
    apart = unicodedata.normalize("NFKD", plain(text))
    whole = unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))
    return [word[:LONGEST_WORD] for word in _WORD.findall(whole.casefold().replace("’", "'"))]


def query_words(text: str) -> list[str]:
    """What of a question is looked for: its first words."""
    return words(text[:20_000])[:MOST_QUERY_WORDS]


def searched(entity: Entity) -> str:
    """All that an entity is found by in full text."""
    facts = (f"{fact.attribute} {fact.value}" for fact in entity.facts)
    return " ".join(words("\n".join((entity.title, *entity.aliases, entity.content, *facts))))


def names(entity: Entity) -> list[str]:
    """Title and aliases, folded, each once."""
    return list(dict.fromkeys(name for each in (entity.title, *entity.aliases) if (name := folded(plain(each)))))
