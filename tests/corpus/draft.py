"""A screenplay before it is set: scenes as elements, and on which page each of them lands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tests.corpus.questions import Asked


@dataclass(frozen=True)
class Element:
    """``who`` speaks ``text`` (with ``aside`` below the name), or nobody does: then it is action."""

    text: str
    who: str | None = None
    manner: Literal["", "V.O.", "O.S.", "CONT'D"] = ""
    aside: str = ""


@dataclass(frozen=True)
class SceneText:
    """``props`` are named in its action, ``cast`` speaks or is seen in it."""

    number: str
    prefix: Literal["INT.", "EXT.", "INT./EXT."]
    location: str
    time_of_day: str
    cast: tuple[str, ...]
    props: tuple[str, ...]
    elements: tuple[Element, ...]

    @property
    def heading(self) -> str:
        return f"{self.prefix} {self.location} - {self.time_of_day}"


@dataclass(frozen=True)
class Draft:
    title: str
    name: str
    scenes: tuple[SceneText, ...]

    @cached_property
    def pages(self) -> tuple[tuple[str, ...], ...]:
        """The lines of every page, in screenplay layout."""
        from tests.corpus.layout import laid_out

        return tuple(tuple(page.lines) for page in laid_out(self))

    @cached_property
    def page_of(self) -> dict[str, int]:
        """The page on which the scene of a number begins, from 1."""
        from tests.corpus.layout import laid_out

        return {number: at for at, page in enumerate(laid_out(self), 1) for number in page.begins}

    def page_with(self, sentence: str) -> int:
        """The page on which a sentence of the action stands."""
        from tests.corpus.layout import laid_out

        return next(at for at, page in enumerate(laid_out(self), 1) if sentence in page.said)

    def pages_of(self, question: Asked) -> tuple[int, ...]:
        """The pages that say the answer."""
        return tuple(self.page_with(sentence) for sentence in question.sentences)

    @cached_property
    def locations(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(scene.location for scene in self.scenes))

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        said = (element.who for scene in self.scenes for element in scene.elements)
        return tuple(dict.fromkeys(who for who in said if who))
