"""Which entities a question names: its n-grams, folded, looked up as titles and aliases in one query."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from shared.domain.brain import folded
from shared.domain.words import FUNCTION_WORDS

_TOKEN = re.compile(r"\w+")
_MARKED = re.compile(r"""\[([^\[\]]{1,200})\]|"([^"]{1,200})"|“([^”]{1,200})”|«([^»]{1,200})»|„([^“”]{1,200})[“”]""")
_ARTICLES = frozenset({"the", "a", "an"})
_LONGEST_NAME = 12
_MOST_WORDS = 120
_MOST_MARKED = 40

#: How sure a mention is: in brackets or quotes, spelled as a name, several words, a single ordinary word.
MARKED, SPELLED, PHRASE, ORDINARY = 1.0, 0.95, 0.9, 0.7


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the question that may be a name: its characters, and the folded forms to look up."""

    start: int
    end: int
    names: tuple[str, ...]
    strength: float


@dataclass(frozen=True, slots=True)
class Mention:
    """A piece of the question that is a name, and what has it."""

    start: int
    end: int
    ids: tuple[str, ...]
    strength: float


def spans(question: str) -> list[Span]:
    """Everything that may be a name, of the first 120 words; the first 40 marked names count wherever they are."""
    marked = [_marked(match) for match in islice(_MARKED.finditer(question), _MOST_MARKED)]
    tokens = list(_TOKEN.finditer(question))[:_MOST_WORDS]
    found = list(marked)
    words = [token.group() for token in tokens]
    plainly = [folded(word) for word in words]
    for first in range(len(tokens)):
        for last in range(first + 1, min(first + _LONGEST_NAME, len(tokens)) + 1):
            if strength := _strength(words[first:last], first == 0):
                forms = _forms(_joined(plainly[first:last]))
                found.append(Span(tokens[first].start(), tokens[last - 1].end(), forms, strength))
    return found


def lookups(candidates: Sequence[Span]) -> list[str]:
    """The folded names to ask the graph for, each once."""
    return list(dict.fromkeys(name for span in candidates for name in span.names))


def mentions(candidates: Sequence[Span], known: Mapping[str, Sequence[str]]) -> list[Mention]:
    """Those that are names, none inside another: marked ones first, then the longest. In the question's order."""
    taken: list[Mention] = []
    for span in sorted(candidates, key=lambda span: (span.strength < MARKED, span.start - span.end, span.start)):
        name = next((name for name in span.names if known.get(name)), None)
        if name is None or any(span.start < other.end and other.start < span.end for other in taken):
            continue
        taken.append(Mention(span.start, span.end, tuple(known[name]), span.strength))
    return sorted(taken, key=lambda mention: mention.start)


def _marked(match: re.Match[str]) -> Span:
    text = next(group for group in match.groups() if group is not None)
    return Span(match.start(), match.end(), _forms(folded(text)), MARKED)


def _joined(words: Sequence[str]) -> str:
    """``folded`` of the words together, which were folded one by one."""
    return " ".join(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)


def _forms(name: str) -> tuple[str, ...]:
    """As it stands, then without a plural's ending ("the lanterns" may be several of one prop)."""
    forms = [name]
    if len(name) > 4 and name.endswith("ies"):
        forms.append(name[:-3] + "y")
    if len(name) > 4 and name.endswith("es"):
        forms.append(name[:-2])
    if len(name) > 3 and name.endswith("s") and not name.endswith("ss"):
        forms.append(name[:-1])
    return tuple(dict.fromkeys(forms))


def _strength(words: Sequence[str], at_start: bool) -> float:
    telling = [word for word in words if word.casefold() not in FUNCTION_WORDS and (len(word) > 1 or word.isdigit())]
    spelled = [word for word in (words[1:] if at_start else words) if word[:1].isupper() or word[:1].isdigit()]
    if spelled and (telling or len(spelled) == len(words)):
        return SPELLED
    if not telling:
        return 0.0
    return PHRASE if len(telling) > 1 else ORDINARY
