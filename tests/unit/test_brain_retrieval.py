"""A few hundred questions to a made-up film library: what following relations finds, beside the search without it."""

from __future__ import annotations

import random
from typing import Any, cast

import pytest

from bench.retrieval import LIMIT, average_precision, beside, finding, ndcg, reached
from bench.retrieval_data import Asked
from bench.retrieval_store import MemoryGraph
from shared.adapters.embeddings.hashing import HashingEmbedder
from shared.brain.fusion import Ranking, falling, fused
from shared.brain.local import LocalBrain
from shared.brain.passages import passage
from shared.domain.brain import Entity, Question, Relation, entity_id

FILMS, PEOPLE = 160, 70
GENRES = ("drama", "western", "musical", "thriller")
YEARS = tuple(str(year) for year in range(1970, 1990))
TWO = (
    ("who wrote the films directed by [{}]", "DIRECTED_BY", "WRITTEN_BY"),
    ("the films written by [{}] starred who", "WRITTEN_BY", "STARRED_ACTORS"),
    ("when were the movies that [{}] starred in released", "STARRED_ACTORS", "RELEASE_YEAR"),
    ("what genres are the films directed by [{}]", "DIRECTED_BY", "HAS_GENRE"),
)
THREE = (
    ("who starred in the movies directed by the director of [{}]", "DIRECTED_BY", "STARRED_ACTORS"),
    ("which genres do the films that share writers with [{}] have", "WRITTEN_BY", "HAS_GENRE"),
    ("what were the release years of the films whose actors also acted in [{}]", "STARRED_ACTORS", "RELEASE_YEAR"),
    ("the movies that share a director with the movie [{}] were written by who", "DIRECTED_BY", "WRITTEN_BY"),
)
_SYLLABLES = ("ka", "lo", "mi", "ren", "tas", "vo", "quil", "dar", "ne", "shu", "bel", "oris", "pha", "gund")


class Library:
    def __init__(self) -> None:
        self.dice = random.Random(7)
        self.titles: list[str] = []
        films = [self._name(" ") for _ in range(FILMS)]
        people = [self._name(" ") for _ in range(PEOPLE)]
        self.said: dict[str, dict[str, list[str]]] = {}
        for film in films:
            self._say("DIRECTED_BY", film, self.dice.sample(people[:20], 1))
            self._say("WRITTEN_BY", film, self.dice.sample(people[15:40], 2))
            self._say("STARRED_ACTORS", film, self.dice.sample(people[35:], 3))
            self._say("RELEASE_YEAR", film, [self.dice.choice(YEARS)])
            self._say("HAS_GENRE", film, [self.dice.choice(GENRES)])
        self.films, self.people = films, people
        names = [*films, *people, *YEARS, *GENRES]
        self.entities = [Entity(entity_id("other", name), "other", name) for name in names]
        self.relations = [
            Relation(entity_id("other", film), kind, entity_id("other", end))
            for kind, ends in self.said.items()
            for film, several in ends.items()
            for end in several
        ]
        embed = HashingEmbedder().vector
        vectors = [embed(passage(entity)) for entity in self.entities]
        self.graph = MemoryGraph(self.entities, self.relations, vectors)

    def _name(self, between: str) -> str:
        while True:
            name = between.join("".join(self.dice.choices(_SYLLABLES, k=2)).title() for _ in range(2))
            if name not in self.titles:
                self.titles.append(name)
                return name

    def _say(self, kind: str, film: str, ends: list[str]) -> None:
        self.said.setdefault(kind, {})[film] = ends

    def questions(self, hops: int) -> list[Asked]:
        made: list[Asked] = []
        for text, by, then in TWO if hops == 2 else THREE:
            for name in self.people if hops == 2 else self.films[:25]:
                through = {name} if hops == 2 else set(self.said[by][name])
                films = [film for film in self.films if film != name and through.intersection(self.said[by][film])]
                gold = {end for film in films for end in self.said[then][film]}
                # What a path comes back to by the relation it went is no answer of that path.
                gold = {end for end in gold if end != name}
                if gold:
                    ids = frozenset(entity_id("other", end) for end in gold)
                    made.append(Asked(text.format(name), entity_id("other", name), ids))
        return made


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


@pytest.mark.parametrize("hops", [2, 3])
async def test_following_relations_finds_what_text_does_not(library: Library, hops: int) -> None:
    graph, embedder, questions = library.graph, HashingEmbedder(), library.questions(hops)
    brain = LocalBrain(cast("Any", graph), embedder)
    alone, whole = list[list[str]](), list[list[str]]()
    for asked in questions:
        worded = await graph.by_text("p", asked.text, types=(), limit=100)
        near = await graph.by_vector("p", embedder.vector(asked.text), embedder.name, types=(), limit=100)
        both = [Ranking([one.id for one in worded]), Ranking([one.id for one in near], embedder.weight)]
        alone.append(list(fused(both))[:LIMIT])
        hits = await brain.search("p", Question(asked.text, limit=LIMIT, threshold=0.6))
        whole.append([hit.entity.id for hit in hits])

    without, ours = finding(alone, questions), finding(whole, questions)
    neighbours = beside(library.relations)
    reach = sum(len(reached(neighbours, each, hops)) / len(each.gold) for each in questions) / len(questions)

    assert len(questions) >= 100
    assert ours.recall >= 0.95 * reach
    assert ours.recall >= 3 * without.recall
    assert ours.first >= 0.9


def test_ranks_are_fused_and_weighed() -> None:
    assert list(fused([Ranking(["a", "b", "c"]), Ranking(["c", "b"])])) == ["c", "b", "a"]
    assert list(fused([Ranking(["a", "b"]), Ranking(["c"], 0.2)])) == ["a", "b", "c"]
    assert fused([]) == {}


def test_what_is_told_falls_along_the_order() -> None:
    told = falling(["a", "b", "c", "d"], {"a": 0.9, "b": 0.2, "c": 0.6, "d": 0.3})

    assert told == pytest.approx({"a": 0.9, "b": 0.4, "c": 0.4, "d": 0.3})


def test_figures_are_the_known_ones() -> None:
    gains = {"a": 1, "b": 1}

    assert ndcg(["a", "b", "x"], gains) == pytest.approx(1)
    assert ndcg(["x", "a"], gains) == pytest.approx(0.6309 / 1.6309, abs=1e-3)
    assert average_precision(["x", "a", "b"], gains) == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert ndcg(["x"], {}) == average_precision(["x"], {}) == 0
