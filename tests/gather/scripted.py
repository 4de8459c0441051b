"""A model that knows the tests' screenplay by heart, and says of a passage what is true of it and stands in it."""

from __future__ import annotations

import json
from typing import Any

from tests.corpus.cast import REWRITTEN
from tests.corpus.screenplay import FACTS, PROPS, RELATIONS

_SAID_NOW = {before: after for before, after, _ in REWRITTEN}


def reads_the_sea_cook(task: str, asked: str) -> str:
    if task == "summarise":
        return json.dumps(
            {"summary": "Treasure Island for the screen.", "context": "A boy goes to sea. So does Silver."}
        )
    if task != "understand":
        return json.dumps({"complete": True})
    passage = " ".join(asked.partition("<<<")[2].split())
    facts: list[dict[str, Any]] = []
    relations: list[dict[str, Any]] = []
    for fact in FACTS:
        for sentence, value in _versions(fact.sentence, fact.entity, fact.name, fact.value):
            if sentence in passage:
                told = {"entity": fact.entity, "attribute": fact.name, "value": value, "quote": sentence}
                facts.append(told)
    for relation in RELATIONS:
        if relation.sentence in passage:
            told = {"from": relation.source, "type": relation.relation, "to": relation.target}
            relations.append({**told, "quote": relation.sentence})
    props = [{"name": prop.title(), "type": "prop"} for prop in PROPS if prop in passage.casefold()]
    people = [{"name": fact["entity"], "type": "character"} for fact in facts]
    return json.dumps({"entities": [*people, *props], "facts": facts, "relations": relations})


def _versions(sentence: str, entity: str, name: str, value: str) -> list[tuple[str, str]]:
    """As the first draft has it, and as the second one does."""
    found = [(sentence, value)]
    if sentence in _SAID_NOW:
        changed = [one for _, _, one in REWRITTEN if (one.entity, one.name) == (entity, name)]
        found.append((_SAID_NOW[sentence], changed[0].after if changed else value))
    return found
