"""Follow-up questions offered under an answer, made from its form."""

from __future__ import annotations

import re

# Blanks of one line only: across lines, an answer of nothing but line breaks would take minutes.
_LIST = re.compile(r"^[^\S\n]*(?:[-*•]|\d+[.)])\s", re.MULTILINE)
MOST = 3


def chat_suggestions(answer: str) -> list[str]:
    """At most three, the most specific first."""
    found: list[str] = []
    if "```" in answer:
        found += ["Can you explain this in more detail?", "Are there any alternative approaches?"]
    if _LIST.search(answer):
        found += ["Can you elaborate on the first point?", "Which option would you recommend?"]
    found += ["Can you provide an example?", "What are the pros and cons?"]
    return found[:MOST]
