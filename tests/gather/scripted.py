"""A model that knows the tests' screenplay by heart, and says of a passage what is true of it and stands in it."""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from typing import Any

from shared.domain.brain import folded
from tests.corpus.cast import REWRITTEN
from tests.corpus.questions import QUESTIONS, Asked
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
            if quote := _read(sentence, passage, value):
                told = {"entity": fact.entity, "attribute": fact.name, "value": value, "quote": quote}
                facts.append(told)
    for relation in RELATIONS:
        if quote := _read(relation.sentence, passage):
            told = {"from": relation.source, "type": relation.relation, "to": relation.target}
            relations.append({**told, "quote": quote})
    props = [{"name": prop.title(), "type": "prop"} for prop in PROPS if prop in passage.casefold()]
    people = [{"name": fact["entity"], "type": "character"} for fact in facts]
    return json.dumps({"entities": [*people, *props], "facts": facts, "relations": relations})


def _read(sentence: str, passage: str, said: str = "") -> str:
    """As the passage has it: letters may have been misread on a scan, hardly one in ten, none in what is said."""
    if sentence in passage:
        return sentence
    start = passage.find(sentence[:4])
    while start >= 0:
        for end in range(start + len(sentence) - 4, start + len(sentence) + 5):
            quote = passage[start:end]
            if quote[-6:] == sentence[-6:] and said in quote and _alike(sentence, quote):
                return quote
        start = passage.find(sentence[:4], start + 1)
    return ""


def _alike(one: str, other: str) -> bool:
    digits = [[sign for sign in text if sign.isdigit()] for text in (one, other)]
    return digits[0] == digits[1] and SequenceMatcher(None, one, other, autojunk=False).ratio() > 0.9


def _versions(sentence: str, entity: str, name: str, value: str) -> list[tuple[str, str]]:
    """As the first draft has it, and as the second one does."""
    found = [(sentence, value)]
    if sentence in _SAID_NOW:
        changed = [one for _, _, one in REWRITTEN if (one.entity, one.name) == (entity, name)]
        found.append((_SAID_NOW[sentence], changed[0].after if changed else value))
    return found


def knows_the_sea_cook(messages: list[dict[str, Any]]) -> str:
    """The same model behind HTTP: what it says to everything that Data and Query mode ask it."""
    system, asked = str(messages[0]["content"]), messages[-1]["content"]
    asked = asked if isinstance(asked, str) else json.dumps(asked)
    if "TASK: " in system:
        return reads_the_sea_cook(system.partition("TASK: ")[2].split()[0], asked)
    about = next((one for one in QUESTIONS if one.text == asked), None)
    return answered(system, about) if about else "I do not know."


def answered(system: str, asked: Asked) -> str:
    """Out of the first source that has the sentence, or the fact, that answers."""
    shown = [json.loads(line) for line in system.splitlines() if line.startswith('{"source": ')]
    return next((f"{asked.answer} [{one['source']}]" for one in shown if _says(one, asked)), "I do not know.")


def _says(source: dict[str, Any], asked: Asked) -> bool:
    text = " ".join(json.dumps(source, ensure_ascii=False).replace("\\n", " ").split())
    about = any(folded(name) == folded(source["title"]) for name in asked.entities)
    facts = " ".join(source.get("facts", ()))
    return any(_read(sentence, text, asked.answer) for sentence in asked.sentences) or (about and asked.answer in facts)
