"""Screenplay layout: twelve-point Courier, 55 lines a page, and the Fountain whose pages end at the same places."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from functools import cache

from tests.corpus.draft import Draft, Element

LINES = 55
_ACTION, _DIALOGUE = 60, 34
_SPEECH, _ASIDE, _NAME = 10, 16, 22


@dataclass
class SheetOfLines:
    """``begins``: the numbers of the scenes that begin here; ``said``: the texts that stand here; ``fountain``: the
    same page as Fountain."""

    lines: list[str] = field(default_factory=list[str])
    begins: list[str] = field(default_factory=list[str])
    said: list[str] = field(default_factory=list[str])
    fountain: list[str] = field(default_factory=list[str])


@cache
def laid_out(draft: Draft) -> list[SheetOfLines]:
    """No element is ever broken over two pages; a heading keeps what follows it beside it."""
    pages = [SheetOfLines()]
    for scene in draft.scenes:
        first = scene.elements[0]
        page = _room(pages, 2 + len(_lines(first)) + 2)
        page.lines += [*_gap(page, 2), f"{scene.number:<6}{scene.heading}"]
        page.begins.append(scene.number)
        page.fountain += ["", f"{scene.heading} #{scene.number}#"]
        for element in scene.elements:
            lines = _lines(element)
            page = _room(pages, len(lines) + 1)
            page.lines += [*_gap(page, 1), *lines]
            page.said.append(element.text)
            page.fountain += ["", *_fountain(element)]
    return pages


def fountain(draft: Draft) -> str:
    pages = "\n\n===\n".join("\n".join(page.fountain).strip("\n") for page in laid_out(draft))
    head = f"Title: {draft.title}\nCredit: after the novel by\nAuthor: R. L. Stevenson\nDraft date: {draft.name}\n"
    return f"{head}\n{pages}\n"


def _room(pages: list[SheetOfLines], needed: int) -> SheetOfLines:
    if len(pages[-1].lines) + needed > LINES:
        pages.append(SheetOfLines())
    return pages[-1]


def _gap(page: SheetOfLines, lines: int) -> list[str]:
    return [""] * lines if page.lines else []


def _lines(element: Element) -> list[str]:
    if element.who is None:
        return textwrap.wrap(element.text, _ACTION)
    name = f"{element.who} ({element.manner})" if element.manner else element.who
    aside = [" " * _ASIDE + f"({element.aside})"] if element.aside else []
    speech = [" " * _SPEECH + line for line in textwrap.wrap(element.text, _DIALOGUE)]
    return [" " * _NAME + name, *aside, *speech]


def _fountain(element: Element) -> list[str]:
    if element.who is None:
        return [element.text]
    name = f"{element.who} ({element.manner})" if element.manner else element.who
    return [name, *([f"({element.aside})"] if element.aside else []), element.text]
