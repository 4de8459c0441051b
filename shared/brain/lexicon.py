"""How people speak of relations: a general vocabulary of film and production, and what a relation's own name adds.

A *concept* is what a relation is about. Its words may be said of the act (directed), of who does it (director) or of
what comes of it; all of them speak of the same relation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from shared.domain.words import plain, root, words_of

#: What stands at a relation's ends: a type of entity, or, of the many things that are "other", a work (a film), a
#: person or a value (a year, a genre).
Kind = Literal["character", "scene", "location", "prop", "other", "work", "person", "value"]


@dataclass(frozen=True, slots=True)
class Concept:
    """``names`` are words by which a relation type is recognised, ``words`` what a question says for it, ``asks`` the
    question words that ask for its end. ``ends``: how a work is joined to whoever made it, or to what it is like;
    ``None`` where the two ends may be anything."""

    names: frozenset[str]
    words: frozenset[str]
    asks: frozenset[str] = frozenset()
    ends: tuple[Kind, Kind] | None = None


def _roots(words: str) -> frozenset[str]:
    return frozenset(root(plain(word)) for word in words.split())


def _concept(names: str, words: str = "", asks: str = "", ends: tuple[Kind, Kind] | None = None) -> Concept:
    return Concept(_roots(names), _roots(names) | _roots(words), frozenset(asks.split()), ends)


_MADE = ("work", "person")
_LIKE = ("work", "value")


CONCEPTS: tuple[Concept, ...] = (
    _concept("directed director directs", "filmmaker helmed helmer", "who", _MADE),
    _concept(
        "written writer writes screenwriter author screenplay",
        "wrote scriptwriter script scripted penned authored cowriter",
        "who",
        _MADE,
    ),
    _concept(
        "starred starring actor acted actress cast performer appears appearance featured plays played",
        "stars role performed performance portrays portrayed costar features acting",
        "who",
        _MADE,
    ),
    _concept("produced producer", "financed", "who", _MADE),
    _concept("composed composer music score soundtrack", "scored", "who", _MADE),
    _concept("edited editor", "cut", "who", _MADE),
    _concept("photographed cinematographer cinematography", "filmed lensed cameraman", "who", _MADE),
    _concept("designed designer", "", "who", _MADE),
    _concept("year date released release premiered", "when premiere years dated", "when", _LIKE),
    _concept("language", "spoken speak speaks tongue", "", _LIKE),
    _concept("genre", "type kind sort category style classified", "", _LIKE),
    _concept("tag keyword topic theme subject", "tagged labeled words word describe described about deals", "", _LIKE),
    _concept("votes vote", "popular popularity famous voted voters", "", _LIKE),
    _concept("rating rated", "good bad score opinion rate well", "", _LIKE),
    _concept("country nation", "countries national made", "where", _LIKE),
    _concept("located location set setting place takes happens", "where stand lie situated", "where"),
    _concept("owns owned owner has belongs possesses", "belonging carries own owning whose property", "who"),
    _concept("carries carried holds wears uses used wields", "carry carrying holding wearing using", "who"),
    _concept("knows acquainted met friend", "acquaintance friends meets knew know"),
    _concept("loves married spouse partner wife husband", "love lover marries marry wed romance"),
    _concept("parent father mother child son daughter sibling brother sister family related", "kids relatives"),
    _concept("enemy opposes fights kills", "rival killed fight opponent against murdered"),
    _concept("precedes before follows after next previous", "precede followed preceding following later earlier"),
    _concept("derived based adapted inspired source", "adaptation original basis"),
    _concept("mentions mentioned references", "mention referred speaks names"),
    _concept("works worked employed employs job occupation", "work employer profession boss"),
    _concept("born birth birthplace", "birthday", "where when"),
    _concept("died death", "dies dead", "when where"),
    _concept("lives lived resident home", "live living reside dwells", "where"),
    _concept("member part contains includes belongs", "members within inside consist containing"),
    _concept("award won prize", "wins awarded nominated awards"),
    _concept("studio distributed distributor company", "distribute", "who"),
)

#: What the types of the graph are called.
KIND_WORDS: dict[Kind, frozenset[str]] = {
    "character": _roots("character person people man woman figure role protagonist villain hero who somebody someone"),
    "scene": _roots("scene moment sequence slugline"),
    "location": _roots("location place set setting where room"),
    "prop": _roots("prop object item thing weapon"),
    "other": frozenset(),
    "work": _roots("film movie picture show feature flick series episode"),
    "person": _roots("person people man woman somebody someone"),
    "value": frozenset(),
}

#: The two ends are of one kind and share what lies between: "films that share a director", "co-stars".
SHARING = frozenset("share shares shared sharing same also together common alongside".split())  # noqa: SIM905

_SHARING_ROOTS = frozenset(root(word) for word in SHARING)
_OUT = _roots("after next following later follows")
_IN = _roots("before previous preceding earlier")
_NOISE = frozenset({"has", "have", "in", "is", "of", "by", "to", "with", "at", "on", "for", "from", "as"})


@lru_cache(maxsize=2048)
def concepts_of(relation: str) -> tuple[Concept, ...]:
    """By any telling word of the relation's name: STARRED_ACTORS, APPEARS_IN, RELEASE_YEAR."""
    roots = own_roots(relation)
    return tuple(concept for concept in CONCEPTS if concept.names & roots)


@lru_cache(maxsize=2048)
def own_roots(relation: str) -> frozenset[str]:
    words = [word for word in words_of(relation.replace("_", " ")) if word]
    telling = [word for word in words if word not in _NOISE] or words
    return frozenset(root(word) for word in telling)


@lru_cache(maxsize=2048)
def speaks_of(relation: str) -> frozenset[str]:
    """Roots of all words that may mean this relation in a question."""
    found = set(own_roots(relation))
    for concept in concepts_of(relation):
        found |= concept.words
    return frozenset(found)


def is_agent(relation: str) -> bool:
    """Whether at its end stands somebody who does it."""
    return any(concept.ends == _MADE for concept in concepts_of(relation))


def ends_of(relation: str) -> tuple[Kind, Kind] | None:
    """What a relation between things of type "other" joins, as far as its name says."""
    return next((concept.ends for concept in concepts_of(relation) if concept.ends), None)


def asked_by(relation: str) -> frozenset[str]:
    """The question words that ask for this relation's end."""
    return frozenset[str]().union(*(concept.asks for concept in concepts_of(relation)))


def ordered(relation: str, word_root: str) -> Literal["out", "in"] | None:
    """Which way a word leads along a relation that orders things: what comes after is at the end of PRECEDES."""
    roots = own_roots(relation)
    if roots & _roots("precedes before"):
        return "out" if word_root in _OUT else "in" if word_root in _IN else None
    if roots & _roots("follows after"):
        return "in" if word_root in _OUT else "out" if word_root in _IN else None
    return None


@lru_cache(maxsize=256)
def vocabulary(relations: tuple[str, ...]) -> frozenset[str]:
    """All roots by which a question may speak of these relations and of kinds of things."""
    spoken = frozenset[str]().union(*(speaks_of(relation) for relation in relations))
    return spoken.union(*KIND_WORDS.values()) | _SHARING_ROOTS
