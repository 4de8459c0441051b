"""The evaluation sets: MetaQA as entities and relations, Cranfield as entities, with their questions and answers."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from shared.domain.brain import Entity, Relation, entity_id

#: Where the two folders are; not part of the project.
SETS = Path(os.environ.get("RETRIEVAL_SETS", Path(__file__).parent.parent.parent / "shared" / "eval"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the id of what it names and the ids of its answers."""

    text: str
    named: str
    gold: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judged:
    """A query and how good each judged document is for it, above 0."""

    text: str
    gains: dict[str, int]


def films() -> tuple[list[Entity], list[Relation]]:
    """MetaQA has no types: every entity is of type other. Names that fold to the same are one entity, as everywhere."""
    # By place: one row's own number is wrong (29 for 22446).
    names = {str(place): name for place, (_, name) in enumerate(_rows(SETS / "metaqa" / "entities.tsv.gz"))}
    types = {
        number: re.sub(r"\W+", "_", name).upper()
        for number, name in (line.split("\t") for line in (SETS / "metaqa" / "relations.tsv").read_text().splitlines())
    }
    ids = {number: entity_id("other", name) for number, name in names.items()}
    entities: dict[str, Entity] = {}
    for number, name in names.items():
        entities.setdefault(ids[number], Entity(ids[number], "other", name))
    relations = [
        Relation(ids[start], types[kind], ids[end]) for start, kind, end in _rows(SETS / "metaqa" / "triples.tsv.gz")
    ]
    return list(entities.values()), relations


def film_questions(hops: int) -> list[Asked]:
    rows = _rows(SETS / "metaqa" / f"{hops}-hop-dev.txt.gz")
    return [asked(text, gold.split("|")) for text, gold in rows]


def asked(text: str, gold: Sequence[str]) -> Asked:
    """``text`` names one entity in brackets."""
    named = text[text.index("[") + 1 : text.rindex("]")]
    return Asked(text, entity_id("other", named), frozenset(entity_id("other", name) for name in gold))


def abstracts() -> list[Entity]:
    """Cranfield's documents: the title is the title, authors and text are the content."""
    entities: list[Entity] = []
    for number, parts in _records(SETS / "cranfield" / "cran.all.1400"):
        title = " ".join(parts.get("T", "").split())
        text = " ".join(parts.get("W", "").split())
        entities.append(Entity(number, "other", title, text.removeprefix(title).strip()))
    return entities


def abstract_queries() -> list[Judged]:
    """Judgements number the queries by their place in the file. Code 1 is the best, 4 the least, −1 is none of use."""
    gains: dict[int, dict[str, int]] = {}
    for line in (SETS / "cranfield" / "cranqrel").read_text().splitlines():
        query, document, code = line.split()[:3]
        if int(code) > 0:
            gains.setdefault(int(query), {})[document] = 1
    queries = [" ".join(parts["W"].split()) for _, parts in _records(SETS / "cranfield" / "cran.qry")]
    return [Judged(text, gains.get(place, {})) for place, text in enumerate(queries, start=1)]


def _rows(path: Path) -> Iterator[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def _records(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    for record in re.split(r"^\.I ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        number, *fields = re.split(r"^\.([A-Z])\n", record, flags=re.MULTILINE)
        yield str(int(number)), dict(zip(fields[::2], fields[1::2], strict=True))
