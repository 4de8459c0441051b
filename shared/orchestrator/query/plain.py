"""Answers that no model writes, and what may be asked next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shared.orchestrator.query.prompt import place_of
from shared.orchestrator.query.results import cut

NOTHING_FOUND = (
    "I do not know: nothing in this project's knowledge base fits your question closely enough. Name the person, place "
    "or thing as the project does, lower the threshold, or gather something about it in Data mode first."
)
NOTHING_REACHED = (
    "I cannot answer just now: neither the project's knowledge base nor the language model can be reached. Please ask "
    "again in a moment."
)
_LEAD = "The language model cannot be reached just now. This is what the project's knowledge base itself says:"
_MOST_LISTED = 8
_LISTED_LENGTH = 300
_MOST_SUGGESTIONS = 3
_NEXT = {
    "character": ("Which scenes is {} in?", "Who does {} know?"),
    "scene": ("Who is in {}?", "What happens after {}?"),
    "location": ("Which scenes take place at {}?",),
    "prop": ("Who uses {}?", "In which scenes is {} seen?"),
}
_OPENERS = ("Which characters are there?", "Which locations are used?", "What happens in the first scene?")


def from_results(results: Sequence[Mapping[str, Any]]) -> str:
    """The retrieved things in their own words, each with its marker."""
    lines = [_entry(number, result) for number, result in enumerate(results[:_MOST_LISTED], 1)]
    if len(results) > _MOST_LISTED:
        lines.append(f"- and {len(results) - _MOST_LISTED} more")
    return "\n".join([_LEAD, "", *lines])


def suggestions(results: Sequence[Mapping[str, Any]]) -> list[str]:
    """What may be asked next, about what was found: at most three. Nobody asks about a passage by its name."""
    things = [result for result in results if not result["metadata"]["properties"].get("passage")]
    found = [
        question.format(cut(result["title"], 60))
        for turn in range(2)
        for result in things
        for question in _NEXT.get(result["type"], ("What else is known about {}?",))[turn : turn + 1]
    ]
    return [*dict.fromkeys(found), *_OPENERS][:_MOST_SUGGESTIONS]


def _entry(number: int, result: Mapping[str, Any]) -> str:
    said = _unmarked(cut(" ".join(result["content"].split()), _LISTED_LENGTH))
    places = [_unmarked(place_of(source)) for source in result["metadata"]["sources"][:1]]
    where = f" ({places[0]})" if places and places[0] else ""
    return f"- {_unmarked(result['title'])}, {result['type']}: {said}{where} [{number}]"


def _unmarked(text: str) -> str:
    """A passage may carry brackets of its own: they are no markers of ours."""
    return text.translate(str.maketrans("[]", "()"))
