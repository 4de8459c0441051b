"""A whole screenplay for whoever needs one: more than 90 pages, the same ones every time, with what is true in it.

first = first_draft()                       # and second_draft(): rewritten
fountain(first)                             # as Fountain; pages end where the PDF's do
pdf(first), pdf(first, scanned={3, 40})     # pages of text; those of ``scanned`` are pictures of themselves
FACTS, RELATIONS, PROPS                     # what the first draft says, each with its scene and sentence
CONFLICTS, RENAMED, CUT, ADDED              # what the second draft does about it
QUESTIONS, first.pages_of(question)         # twenty questions, their answers, and the pages that say so
"""

from __future__ import annotations

from functools import cache

from tests.corpus.cast import CONFLICTS, CUT, FACTS, PROPS, RELATIONS, RENAMED
from tests.corpus.draft import Draft
from tests.corpus.layout import fountain
from tests.corpus.questions import QUESTIONS
from tests.corpus.scenes import ADDED, first_scenes, second_scenes
from tests.corpus.sheets import pdf

__all__ = [
    "ADDED",
    "CONFLICTS",
    "CUT",
    "FACTS",
    "PROPS",
    "QUESTIONS",
    "RELATIONS",
    "RENAMED",
    "Draft",
    "first_draft",
    "fountain",
    "pdf",
    "second_draft",
]

TITLE = "The Sea Cook"


@cache
def first_draft() -> Draft:
    return Draft(TITLE, "First draft", first_scenes())


@cache
def second_draft() -> Draft:
    return Draft(TITLE, "Second draft", second_scenes())
