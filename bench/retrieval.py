"""How well the Brain finds: Cranfield against BM25, MetaQA against the same search without its graph."""

from __future__ import annotations

import asyncio
import math
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.figures import Verdict
from bench.report import Part, Table
from bench.retrieval_data import SETS, Asked, Judged, abstract_queries, abstracts, film_questions, films
from bench.retrieval_store import Bm25
from infra.local.neo4j import LocalNeo4j
from shared.adapters.embeddings.hashing import HashingEmbedder
from shared.adapters.neo4j.graph import Neo4jGraph
from shared.brain.fusion import Ranking, fused
from shared.brain.local import LocalBrain
from shared.brain.passages import passage
from shared.domain.brain import Contribution, Entity, Question, Relation

ABSTRACTS, FILMS = "cran", "films"
HOPS = (1, 2, 3)
QUESTIONS = 1_000
DEPTH, LIMIT, BEST = 100, 50, 10
PUBLISHED_BM25 = 0.352
PASSAGES = "Cranfield: 1,400 abstracts, 225 queries"
PATHS = "MetaQA: 39,834 entities, 129,235 relations"
_NOTES = """On a real Neo4j with the offline hashing embedder. BM25 is our own reference (k1 0.9, b 0.4, the idf of
Lucene, the words cut to rough roots); the set's own publishes 0.352. Judgements count as relevant or not. "Full text"
and "vectors" are the store's two channels alone, "the Brain" is the whole search with threshold 0.

Of MetaQA a hit list is cut at 50, the most that the API gives; all-answers recall is the share of a question's
answers in it, hits@1 how often the first is one. Entities have no types there: all are "other". "Without the graph" is
full text and vectors fused, cut at 50 too; less than 0.001 counts as 0.001 in the ratios, and it can find little, since
these entities are bare names. "Within reach" is the share of the answers that lie as many
relations from the named entity as the question has hops, whatever the relations: more is not in these triples.
The sets are not part of the project: `RETRIEVAL_SETS` names their folder."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Of one way to search: means over the questions."""

    recall: float
    first: float


def measure(share: float) -> tuple[Part, list[Verdict]]:
    if not SETS.is_dir():
        return Part("Retrieval", f"Not measured: {SETS.name} is not there. `RETRIEVAL_SETS` names its folder."), []
    with tempfile.TemporaryDirectory(prefix="aladdin-bench-") as folder, LocalNeo4j(Path(folder) / "graph") as server:
        return asyncio.run(_alone(server, share))


async def _alone(server: LocalNeo4j, share: float) -> tuple[Part, list[Verdict]]:
    graph = Neo4jGraph(server.uri, server.user, server.password)
    await graph.ensure()
    try:
        brain = LocalBrain(graph, HashingEmbedder())
        await _put(brain, ABSTRACTS, abstracts(), [])
        await _put(brain, FILMS, *films())
        return await compared(graph, share)
    finally:
        await graph.aclose()


async def _put(brain: LocalBrain, project: str, entities: Sequence[Entity], relations: Sequence[Relation]) -> None:
    for at in range(0, len(entities), 1_000):
        await brain.learn(project, Contribution(f"entities {at}", tuple(entities[at : at + 1_000])))
    for at in range(0, len(relations), 5_000):
        await brain.learn(project, Contribution(f"relations {at}", (), tuple(relations[at : at + 5_000])))


async def compared(graph: Neo4jGraph, share: float) -> tuple[Part, list[Verdict]]:
    """With both sets in the store."""
    ours, table = await _passages(graph)
    verdicts = [
        Verdict("Cranfield: nDCG@10 of the Brain / BM25's", ours[0] / ours[1], 1.0, at_most=False),
        Verdict("Cranfield: nDCG@10 of the Brain", ours[0], PUBLISHED_BM25, at_most=False, unit=""),
    ]
    rows: list[list[str]] = []
    _, relations = films()
    neighbours = beside(relations)
    for hops in HOPS:
        questions = film_questions(hops)[: max(20, round(QUESTIONS * share))]
        alone, whole = await _films(graph, questions)
        reach = sum(len(reached(neighbours, each, hops)) / len(each.gold) for each in questions) / len(questions)
        ratio = whole.recall / max(alone.recall, 1e-3)
        figures = (alone.recall, whole.recall, reach, whole.recall / reach, alone.first, whole.first)
        rows.append([f"{hops} hop{'s' * (hops > 1)}", *(f"{figure:.3f}" for figure in figures)])
        if hops > 1:
            verdicts += [
                Verdict(f"MetaQA, {hops} hops: recall / without the graph", ratio, 3, at_most=False),
                Verdict(f"MetaQA, {hops} hops: recall / within reach", whole.recall / reach, 0.9, at_most=False),
            ]
    head = ["", "without the graph", "the Brain", "within reach", "the Brain / reach", "hits@1 without", "hits@1"]
    return Part("Retrieval", _NOTES, [(PASSAGES, table), (PATHS, Table(head, rows))]), verdicts


async def _passages(graph: Neo4jGraph) -> tuple[tuple[float, float], Table]:
    embedder, queries = HashingEmbedder(), abstract_queries()
    reference = Bm25({entity.id: passage(entity) for entity in abstracts()})
    brain = LocalBrain(graph, embedder)
    found: dict[str, list[list[str]]] = {"BM25": [], "full text": [], "vectors": [], "the Brain": []}
    for query in queries:
        text = query.text
        found["BM25"].append([scored.id for scored in reference.best(text, DEPTH)])
        worded = await graph.by_text(ABSTRACTS, text, types=(), limit=DEPTH)
        near = await graph.by_vector(ABSTRACTS, embedder.vector(text), embedder.name, types=(), limit=DEPTH)
        hits = await brain.search(ABSTRACTS, Question(text, limit=DEPTH))
        found["full text"].append([scored.id for scored in worded])
        found["vectors"].append([scored.id for scored in near])
        found["the Brain"].append([hit.entity.id for hit in hits])
    rows, values = list[list[str]](), dict[str, float]()
    for name, orders in found.items():
        values[name] = mean_of(ndcg, orders, queries)
        rows.append([name, f"{values[name]:.3f}", f"{mean_of(average_precision, orders, queries):.3f}"])
    return (values["the Brain"], values["BM25"]), Table(["", "nDCG@10", f"MAP@{DEPTH}"], rows)


async def _films(graph: Any, questions: Sequence[Asked]) -> tuple[Finding, Finding]:
    embedder = HashingEmbedder()
    brain = LocalBrain(graph, embedder)
    alone, whole = list[list[str]](), list[list[str]]()
    for asked in questions:
        worded = await graph.by_text(FILMS, asked.text, types=(), limit=DEPTH)
        near = await graph.by_vector(FILMS, embedder.vector(asked.text), embedder.name, types=(), limit=DEPTH)
        both = [Ranking([one.id for one in worded]), Ranking([one.id for one in near], embedder.weight)]
        alone.append(list(fused(both))[:LIMIT])
        hits = await brain.search(FILMS, Question(asked.text, limit=LIMIT))
        whole.append([hit.entity.id for hit in hits])
    return finding(alone, questions), finding(whole, questions)


def finding(orders: Sequence[Sequence[str]], questions: Sequence[Asked]) -> Finding:
    """Recall of all answers, and how often the first is one."""
    recalls = [
        len(each.gold.intersection(order)) / len(each.gold) for order, each in zip(orders, questions, strict=True)
    ]
    firsts = [bool(order) and order[0] in each.gold for order, each in zip(orders, questions, strict=True)]
    return Finding(sum(recalls) / len(recalls), sum(firsts) / len(firsts))


def mean_of(figure: Any, orders: Sequence[Sequence[str]], queries: Sequence[Judged]) -> float:
    return sum(figure(order, each.gains) for order, each in zip(orders, queries, strict=True)) / len(queries)


def ndcg(order: Sequence[str], gains: Mapping[str, int]) -> float:
    """Järvelin and Kekäläinen 2002, at 10."""
    told = sum(gains.get(name, 0) / math.log2(rank + 1) for rank, name in enumerate(order[:BEST], start=1))
    ideal = sorted(gains.values(), reverse=True)[:BEST]
    most = sum(gain / math.log2(rank + 1) for rank, gain in enumerate(ideal, start=1))
    return told / most if most else 0.0


def average_precision(order: Sequence[str], gains: Mapping[str, int]) -> float:
    right, total = 0, 0.0
    for rank, name in enumerate(order, start=1):
        if name in gains:
            right += 1
            total += right / rank
    return total / len(gains) if gains else 0.0


def beside(relations: Collection[Relation]) -> dict[str, set[str]]:
    """Neighbours by entity, whatever the relation."""
    neighbours: dict[str, set[str]] = {}
    for relation in relations:
        neighbours.setdefault(relation.start, set()).add(relation.end)
        neighbours.setdefault(relation.end, set()).add(relation.start)
    return neighbours


def reached(neighbours: Mapping[str, set[str]], asked: Asked, hops: int) -> frozenset[str]:
    """The answers that so many relations lead to from the named entity."""
    front = {asked.named}
    for _ in range(hops):
        front = set[str]().union(*(neighbours.get(name, set[str]()) for name in front))
    return asked.gold & front
