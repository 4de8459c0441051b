"""A screenplay as scenes, characters, places and things, with the page of each: read by its form, without a model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from shared.brain.gather.knowledge import MOST_ENTITIES, Knowledge, Stated, entity
from shared.brain.gather.passages import cut
from shared.brain.gather.proof import Passage
from shared.domain.brain import Entity, Fact, Relation, Source, folded
from shared.domain.extraction import Page, Screenplay, ScriptScene

_SCENE_LENGTH = 6_000
_MOST_CAST, _MOST_SCENES, _MOST_SENTENCES = 300, 2_000, 40_000
_LONGEST_SENTENCE, _LONGEST_SCENE = 600, 24  # characters; pages that a sentence is looked for on
_INTRODUCED = re.compile(
    r"\b([A-Z][A-Z'’.-]+(?: [A-Z][A-Z'’.-]+){0,3})\s*(?:\(|,\s*)(?:an? |aged |age |now )?(\d{1,3})"
    r"(?:[- ]years?[- ]old| years of age)?(?=[),;])"
)
_THING = re.compile(r"\b(?:[Aa]n?|[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Oo]ne) ((?:[A-Z][A-Z'’-]+)(?: [A-Z][A-Z'’-]+){0,2})\b")
_SMALL = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"))
_UNFINISHED = re.compile(r"(?:^|\s)(?:dr|mr|mrs|ms|st|capt|lt|sgt|prof|jr|sr|rev|[a-z])\.$", re.I)
_NO_THINGS = frozenset((
    "int", "ext", "cut", "fade", "pov", "tv", "dvd", "fbi", "cia", "nypd", "omitted", "continued", "more", "contd",
))  # fmt: skip


class ScriptReader:
    """``origin`` keeps the identity of scenes when the same script comes again; ``pages`` tell where a sentence of a
    scene that goes over several stands."""

    def __init__(self, script: Screenplay, pages: Sequence[Page], item: str, label: str, origin: str) -> None:
        self._pages = {page.number: Passage(page.text) for page in pages}
        self._script = script
        self._item = item
        self._label = label
        self._origin = origin
        self.knowledge = Knowledge()
        self._cast = _cast(script)
        self._people_folded = set(self._cast)
        self._places = {folded(scene.location) for scene in script.scenes}
        self._sentences: list[str] = []  # of the scene's action
        self._left = _MOST_SENTENCES

    @property
    def cut(self) -> bool:
        """Whether there is more in it than was read."""
        full = len(self.knowledge.entities) >= MOST_ENTITIES or len(self._cast) >= _MOST_CAST
        return full or self._left <= 0 or len(self._script.scenes) > _MOST_SCENES

    def read(self) -> Knowledge:
        before: Entity | None = None
        for at, scene in enumerate(self._script.scenes[:_MOST_SCENES], 1):
            self._sentences = list(islice(_sentences(scene.action), self._left))
            self._left -= len(self._sentences)
            told = self._scene(scene, at)
            self._place(scene, told)
            self._people(scene, told)
            self._introductions(scene)
            self._things(scene, told)
            if before is not None:
                self._relate(before, "PRECEDES", told, self._source(scene))
            before = told
        return self.knowledge

    def _scene(self, scene: ScriptScene, at: int) -> Entity:
        title = f"Scene {scene.number}: {scene.heading}"
        pieces = cut(scene.text, _SCENE_LENGTH) or [""]
        metadata = {
            "number": scene.number,
            "order": at,
            "page": scene.page,
            "lastPage": scene.last_page,
            "timeOfDay": scene.time_of_day,
            "interior": scene.interior,
            "exterior": scene.exterior,
            "location": named(scene.location),
        }
        told = self.knowledge.add_entity(
            entity(
                "scene",
                title,
                [self._source(scene, scene.heading)],
                content=f"{scene.heading}\n{pieces[0]}".strip(),
                metadata=metadata,
                key=f"scene {self._origin} {scene.number} {scene.heading}",
            )
        )
        for part, piece in enumerate(pieces[1:], 2):
            rest = entity(
                "other",
                f"{title}, part {part}",
                [self._source(scene, piece[:200])],
                content=piece,
                metadata={"passage": True, "page": scene.page, "scene": scene.number},
                key=f"scene {self._origin} {scene.number} {scene.heading} {part}",
            )
            self._relate(self.knowledge.add_entity(rest), "PART_OF", told, self._source(scene))
        return told

    def _place(self, scene: ScriptScene, told: Entity) -> None:
        if not scene.location.strip():
            return
        source = self._source(scene, scene.heading)
        place = self.knowledge.add_entity(entity("location", named(scene.location), [source]))
        self._relate(told, "LOCATED_AT", place, source)

    def _people(self, scene: ScriptScene, told: Entity) -> None:
        found: dict[str, Entity] = {}
        for name, quote, page in self._present(scene):
            if name not in found:
                source = Source(self._item, self._label, page, quote=quote)
                found[name] = self.knowledge.add_entity(entity("character", named(name), [source]))
                self._relate(found[name], "APPEARS_IN", told, source)
        spoken = [line for line in scene.lines if line.character in found]
        for line, answer in pairwise(spoken):
            if line.character != answer.character:
                source = Source(self._item, self._label, line.page, quote=line.text[:200])
                self._relate(found[line.character], "SPEAKS_TO", found[answer.character], source)

    def _present(self, scene: ScriptScene) -> Iterator[tuple[str, str, int]]:
        """Who speaks, and who of the cast is named in the action."""
        for line in scene.lines:
            yield line.character, f"{line.character}: {line.text}"[:200], line.page
        for sentence in self._sentences:
            words = f" {folded(sentence)} "
            named_here = [name for plain, name in self._cast.items() if f" {plain} " in words]
            page = self._page(scene, sentence) if named_here else 0
            yield from ((name, sentence[:200], page) for name in named_here)

    def _introductions(self, scene: ScriptScene) -> None:
        """``MAYA CHEN (28)`` in the action: who it is, and how old."""
        for sentence in self._sentences:
            found: list[tuple[str, str]] = _INTRODUCED.findall(sentence)
            page = self._page(scene, sentence) if found else 0
            for name, age in found:
                about = self._introduced(name, scene, sentence)
                quote = " ".join(sentence.split())[:300]
                fact = Fact("age", age, Source(self._item, self._label, page, quote=quote))
                self.knowledge.add_fact(Stated(about.id, fact))

    def _introduced(self, name: str, scene: ScriptScene, sentence: str) -> Entity:
        """By the name that the script lets them speak under, where the two share a word that nobody else bears."""
        words = set(folded(name).split())
        same = self._cast.get(folded(name))
        under = [same] if same else [cue for plain, cue in self._cast.items() if set(plain.split()) <= words]
        title, aliases = (under[0], [named(name)]) if len(under) == 1 else (name, [])
        source = self._source(scene, sentence[:200])
        content = " ".join(sentence.split())[:600]
        return self.knowledge.add_entity(entity("character", named(title), [source], content=content, aliases=aliases))

    def _things(self, scene: ScriptScene, told: Entity) -> None:
        """Things are written in capitals where they matter: ``a BRASS KEY``."""
        people = self._people_folded
        for sentence in self._sentences:
            for name in _THING.findall(sentence):
                plain = folded(name)
                if len(plain) < 3 or plain in self._places or set(plain.split()) & (_NO_THINGS | people):
                    continue
                source = self._source(scene, sentence[:200])
                thing = self.knowledge.add_entity(entity("prop", named(name), [source]))
                self._relate(thing, "APPEARS_IN", told, source)

    def _relate(self, start: Entity, kind: str, end: Entity, source: Source) -> None:
        self.knowledge.add_relation(Relation(start.id, kind, end.id, (source,)))

    def _source(self, scene: ScriptScene, quote: str = "") -> Source:
        return Source(self._item, self._label, self._page(scene, quote), quote=" ".join(quote.split()))

    def _page(self, scene: ScriptScene, sentence: str) -> int:
        """The one that says it, of those that the scene is on."""
        last = min(scene.last_page, scene.page + _LONGEST_SCENE)
        for number in range(scene.page + 1, last + 1) if sentence else ():
            if number in self._pages and self._pages[number].says(sentence):
                return scene.page if self._said_at_once(scene, sentence) else number
        return scene.page

    def _said_at_once(self, scene: ScriptScene, sentence: str) -> bool:
        return scene.page in self._pages and self._pages[scene.page].says(sentence)


def named(name: str) -> str:
    """``THE OLD MAN`` → ``The Old Man``; what is not all capitals stays as it is."""
    if name != name.upper():
        return name.strip()
    words = name.strip().casefold().split()
    return " ".join(word if at and word in _SMALL else _capital(word) for at, word in enumerate(words))


def _capital(word: str) -> str:
    return re.sub(r"(^|[-/(.])([^\W\d_])", lambda found: found[1] + found[2].upper(), word)


def _cast(script: Screenplay) -> dict[str, str]:
    """Who speaks, by folded name."""
    found: dict[str, str] = {}
    for scene in script.scenes:
        for name in scene.characters:
            found.setdefault(folded(name), name)
    return dict(islice(found.items(), _MOST_CAST))


def _sentences(text: str) -> Iterator[str]:
    """Titles and initials end none."""
    held = ""
    for piece in re.split(r"(?<=[.!?])\s+(?=[A-Z\"'(])|\n{2,}", text):
        held = f"{held} {piece}" if held else piece
        if len(held) > _LONGEST_SENTENCE or not _UNFINISHED.search(held):
            yield from _pieces(held)
            held = ""
    yield from _pieces(held)


def _pieces(text: str) -> Iterator[str]:
    """What has no end is no sentence."""
    for at in range(0, len(text), _LONGEST_SENTENCE):
        yield text[at : at + _LONGEST_SENTENCE]
