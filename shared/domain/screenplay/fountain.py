"""Fountain (fountain.io/syntax): plain text that reads as a screenplay, to its elements.

The libraries there are for it leave out parts of the syntax (dual dialogue, forced elements, notes across lines) or are
younger than a year; and none keeps the page that an element stands on.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence

from shared.domain.screenplay.elements import Element, Kind, PageCount
from shared.domain.screenplay.headings import is_cue, is_heading

_KEY = re.compile(r"(?P<key>[A-Za-z][A-Za-z ]{0,30}):(?P<value>.*)")
_KEYS = frozenset(
    ("title", "credit", "author", "authors", "source", "notes", "copyright", "contact", "revision", "format", "date")
) | {"draft date", "font"}
_EMPHASIS = re.compile(r"(?<!\\)(\*{1,3}|_)(?=\S)([^*_\n]{1,2000}?)(?<=\S)\1")
_BREAK = re.compile(r"={3,}\s*")
_HEADING_NUMBER = re.compile(r"#([\w.-]{1,16})#\s*$")


def looks_like_fountain(text: str) -> bool:
    """At least two scene headings, or one and a line of dialogue."""
    lines = text[:200_000].split("\n")
    stripped = [line.strip() for line in lines]
    headings = sum(
        1 for before, line in zip(["", *stripped], stripped, strict=False) if not before and is_heading(line)
    )
    if headings >= 2:
        return True
    return headings == 1 and any(
        is_cue(line) and not is_heading(line) and not before and after
        for before, line, after in zip(["", *stripped], stripped, [*stripped[1:], ""], strict=False)
    )


def parse_fountain(text: str) -> tuple[str | None, list[Element]]:
    """(title, elements). Pages are counted by ``===``, by form feeds, and by 55 lines of the usual layout: an estimate,
    where the script does not say."""
    title, body = _title_page(_without_notes(_without_boneyard(text)))
    parser = _Parser(PageCount())
    return title, list(parser.parse(body.split("\n")))


def parse_lines(lines: Sequence[tuple[int, str]]) -> list[Element]:
    """Of lines whose page is known."""
    parser = _Parser(None, [page for page, _ in lines])
    return list(parser.parse([line for _, line in lines]))


def _without_boneyard(text: str) -> str:
    kept: list[str] = []
    at = 0
    while (begin := text.find("/*", at)) >= 0 and (end := text.find("*/", begin + 2)) >= 0:
        kept.append(text[at:begin])
        at = end + 2
    return "".join([*kept, text[at:]])


def _without_notes(text: str) -> str:
    """[[A note]] ends in its own paragraph, or it is none."""
    kept: list[str] = []
    at = 0
    while (begin := text.find("[[", at)) >= 0:
        paragraph = text.find("\n\n", begin)
        paragraph = len(text) if paragraph < 0 else paragraph
        end = text.find("]]", begin, paragraph)
        kept.append(text[at:begin])
        if end < 0:
            kept.append(text[begin:paragraph])
            at = paragraph
        else:
            at = end + 2
    return "".join([*kept, text[at:]])


def _title_page(text: str) -> tuple[str | None, str]:
    """The title, and what follows the title page."""
    head, _, rest = text.lstrip("\n").partition("\n\n")
    lines = head.split("\n")
    first = _KEY.match(lines[0])
    if first is None or first["key"].strip().lower() not in _KEYS:
        return None, text
    title: list[str] = []
    key = ""
    for line in lines[:100]:
        if not line.startswith((" ", "\t")) and (match := _KEY.match(line)):
            key, value = match["key"].strip().lower(), match["value"]
        else:
            value = line
        if key == "title":
            title.append(value.strip())
    said = " ".join(filter(None, (plain(part) for part in title)))[:300]
    return said or None, rest


def plain(text: str) -> str:
    """Without the marks of emphasis."""
    for _ in range(3):
        text = _EMPHASIS.sub(r"\2", text)
    return text.replace("\\*", "*").replace("\\_", "_")


class _Parser:
    """``pages`` are the lines' own; else they are counted."""

    def __init__(self, count: PageCount | None, pages: Sequence[int] = ()) -> None:
        self._count, self._pages = count, pages

    def parse(self, lines: Sequence[str]) -> Iterator[Element]:
        at = 0
        while at < len(lines):
            if "\f" in lines[at] and self._count:
                self._count.turn()
            line = lines[at].replace("\f", "").strip()
            if not line:
                at += 1
            elif _BREAK.fullmatch(line):
                if self._count:
                    self._count.turn()
                at += 1
            elif line[0] == "#" or (line[0] == "=" and line[:2] != "=="):
                at += 1  # sections and synopses are the writer's, not the film's
            elif self._after_a_gap(lines, at) and (heading := _heading(line)):
                number = _HEADING_NUMBER.search(heading)
                text = _HEADING_NUMBER.sub("", heading).strip()
                yield self._made("heading", text, at, at, number[1] if number else "")
                at += 1
            elif self._after_a_gap(lines, at) and _is_transition(line, lines, at):
                yield self._made("transition", line.lstrip("> ").strip(), at, at)
                at += 1
            elif self._after_a_gap(lines, at) and _opens_dialogue(line, lines, at):
                yield self._made("cue", line.lstrip("@").rstrip("^ "), at, at)
                at = yield from self._dialogue(lines, at + 1)
            else:
                at = yield from self._action(lines, at)

    def _after_a_gap(self, lines: Sequence[str], at: int) -> bool:
        before = lines[at - 1].strip() if at else ""
        return not before or "\f" in lines[at] or bool(_BREAK.fullmatch(before)) or bool(_heading(before))

    def _dialogue(self, lines: Sequence[str], at: int) -> Generator[Element, None, int]:
        begin, said = at, list[str]()
        while at < len(lines) and (lines[at].strip("\n\f") == "  " or lines[at].strip()) and "\f" not in lines[at]:
            line = lines[at].strip()
            if line.startswith("(") and line.endswith(")"):
                if said:
                    yield self._made("dialogue", "\n".join(said), begin, at - 1)
                yield self._made("parenthetical", line, at, at)
                begin, said = at + 1, []
            elif line:
                said.append(plain(line.lstrip("~").strip()))
            at += 1
        if said:
            yield self._made("dialogue", "\n".join(said), begin, at - 1)
        return at

    def _action(self, lines: Sequence[str], at: int) -> Generator[Element, None, int]:
        begin, said = at, list[str]()
        while at < len(lines):
            raw = lines[at]
            line = raw.strip()
            if not line or (at > begin and ("\f" in raw or _BREAK.fullmatch(line))):
                break
            if line.startswith(">") and line.endswith("<"):
                line = line[1:-1].strip()
            said.append(plain(line.removeprefix("!").lstrip("~").rstrip()))
            at += 1
        yield self._made("action", "\n".join(said), begin, at - 1)
        return at

    def _made(self, kind: Kind, text: str, first: int, last: int, number: str = "") -> Element:
        if self._count is None:
            return Element(kind, text, self._pages[first], self._pages[last], number)
        page, last_page = self._count.place(kind, text)
        return Element(kind, text, page, last_page, number)


def _heading(line: str) -> str | None:
    """The heading that this line is; forced ones without their point."""
    if len(line) > 1 and line[0] == "." and line[1].isalnum():
        return line[1:401]
    return line if is_heading(line) else None


def _next(lines: Sequence[str], at: int) -> str:
    return lines[at + 1] if at + 1 < len(lines) else ""


def _is_transition(line: str, lines: Sequence[str], at: int) -> bool:
    if line[0] == ">":
        return not line.endswith("<")
    return line.endswith("TO:") and line == line.upper() and not _next(lines, at).strip()


def _opens_dialogue(line: str, lines: Sequence[str], at: int) -> bool:
    follows = _next(lines, at)
    if not follows.strip() or "\f" in follows or _BREAK.fullmatch(follows.strip()):
        return False
    if line[0] == "@":
        return len(line) > 1
    return line[0] not in "!~>" and is_cue(line) and not is_heading(line)
