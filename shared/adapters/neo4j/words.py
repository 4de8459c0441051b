"""Text as it is searched: plain words. What a user writes never reaches a query language as anything else."""

from __future__ import annotations

import re
import unicodedata

from shared.domain.brain import Entity, folded

LONGEST_WORD = 64
MOST_QUERY_WORDS = 96
MOST_CLAUSES = 900
"""Of one query to Lucene, which refuses more than 1,024. A script without blanks makes one of every character."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def plain(text: str) -> str:
    """Half a surrogate pair is no character, and no database takes it."""
    return text if text.isascii() else _SURROGATE.sub("�", text)


def words(text: str) -> list[str]:
    """Letters and digits only, apostrophes inside a word apart; case, width and accents do not matter."""
    if text.isascii():
        return [word[:LONGEST_WORD] for word in _WORD.findall(text.lower())]
    apart = unicodedata.normalize("NFKD", plain(text))
    whole = unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))
    return [word[:LONGEST_WORD] for word in _WORD.findall(whole.casefold().replace("’", "'"))]


def query_words(text: str) -> list[str]:
    """What of a question is looked for: its first words."""
    kept, left = list[str](), MOST_CLAUSES
    for word in words(text[:20_000])[:MOST_QUERY_WORDS]:
        left -= 1 if word.isascii() else len(word)
        if left < 0:
            break
        kept.append(word)
    return kept


def searched(entity: Entity) -> str:
    """All that an entity is found by in full text."""
    facts = (f"{fact.attribute} {fact.value}" for fact in entity.facts)
    return " ".join(words("\n".join((entity.title, *entity.aliases, entity.content, *facts))))


def names(entity: Entity) -> list[str]:
    """Title and aliases, folded, each once."""
    return list(dict.fromkeys(name for each in (entity.title, *entity.aliases) if (name := folded(plain(each)))))
