"""Elements in order → scenes with their lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shared.domain.extraction import Line, Page, Screenplay, ScriptScene
from shared.domain.screenplay.elements import Element
from shared.domain.screenplay.headings import Heading, bare_name, parse_heading

MOST_SCENES = 5_000


def assembled(title: str | None, elements: Iterable[Element]) -> Screenplay:
    """What stands before the first heading belongs to no scene."""
    scenes: list[_Scene] = []
    for element in elements:
        if element.kind == "heading":
            if len(scenes) == MOST_SCENES:
                break
            scenes.append(_Scene(element))
        elif scenes:
            scenes[-1].add(element)
    return Screenplay(title, tuple(scene.done(place) for place, scene in enumerate(scenes, 1)))


def pages_of(elements: Sequence[Element]) -> tuple[Page, ...]:
    """The text of every page that an element begins on."""
    texts: dict[int, list[str]] = {}
    for element in elements:
        page = texts.setdefault(element.page, [])
        if element.kind in ("dialogue", "parenthetical") and page:
            page[-1] += f"\n{element.text}"
        else:
            page.append(element.text)
    return tuple(Page(number, "\n\n".join(parts)) for number, parts in sorted(texts.items()))


class _Scene:
    def __init__(self, element: Element) -> None:
        self._heading: Heading = parse_heading(element.text)
        self._number = element.number or self._heading.number
        self._page, self._last = element.page, element.last_page
        self._text: list[str] = []
        self._action: list[str] = []
        self._lines: list[Line] = []
        self._cue = ""
        self._speech: list[Element] = []

    def add(self, element: Element) -> None:
        self._last = max(self._last, element.last_page)
        if element.kind in ("dialogue", "parenthetical"):
            self._text[-1:] = [f"{self._text[-1]}\n{element.text}"] if self._text else [element.text]
            if element.kind == "dialogue":
                self._speech.append(element)
            return
        self._said()
        self._text.append(element.text)
        if element.kind == "cue":
            self._cue = element.text
        elif element.kind == "action":
            self._action.append(element.text)

    def _said(self) -> None:
        """What was said since the last cue is one line."""
        name, manner = bare_name(self._cue)
        if self._speech and name:
            text = "\n".join(element.text for element in self._speech)
            self._lines.append(Line(name, text, self._speech[0].page, manner))
        self._cue, self._speech = "", []

    def done(self, place: int) -> ScriptScene:
        self._said()
        heading = self._heading
        return ScriptScene(
            number=self._number or str(place),
            heading=heading.text,
            location=heading.location,
            time_of_day=heading.time_of_day,
            interior=heading.interior,
            exterior=heading.exterior,
            page=self._page,
            last_page=self._last,
            text="\n\n".join(self._text),
            action="\n\n".join(self._action),
            lines=tuple(self._lines),
        )
