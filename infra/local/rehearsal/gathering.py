"""Answers to data mode: JSON read out of the text by a few patterns, such as "X is 28" and "X's brother Y".

No understanding is behind it: what a text orders is not done, and what is not said in one of these ways is not found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from infra.local.rehearsal.reading import Brief
from shared.brain.gather import prompts
from shared.brain.gather.cast import namesake

_NAME = r"(?:(?:Dr|Mr|Mrs|Ms|Capt|St)\. )?(?:[A-Z][\w'’-]+)(?: (?:[A-Z][\w'’-]+)){0,2}"
_NUMBER = (
    r"(?:\d{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|"
    r"eight|nine))?|(?:ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen))"
)
_JOB = (
    r"((?:[a-z-]+ ){0,2}(?:\w+(?:ist|ian|keeper|maker|wright|ologist)|cook|captain|doctor|physician|teacher|detective|"
    r"nurse|writer|sailor|seaman|soldier|actor|singer|painter|baker|farmer|fisherman|lawyer|engineer|pilot|spy|thief|"
    r"carpenter|gardener|driver|photographer|director|producer|student))\b"
)
_KIN = {
    "brother": "SIBLING_OF", "sister": "SIBLING_OF", "twin": "SIBLING_OF", "mother": "PARENT_OF",
    "father": "PARENT_OF", "wife": "MARRIED_TO", "husband": "MARRIED_TO", "friend": "KNOWS", "boss": "EMPLOYS",
    "neighbour": "KNOWS", "neighbor": "KNOWS", "enemy": "ENEMY_OF", "daughter": "CHILD_OF", "son": "CHILD_OF",
}  # fmt: skip
_AGES = (
    rf"(?P<who>{_NAME}) \((?P<value>{_NUMBER})\)",
    rf"(?P<who>{_NAME})(?: is|,) (?:a |an )?(?P<value>{_NUMBER})(?:[- ]years?[- ]old)?(?=[\s.,;:!?)]|$)",
)
_JOBS = (rf"(?P<who>{_NAME}) (?:is|works as) (?:an? |the )(?:{_NUMBER}[- ]years?[- ]old )?(?P<value>{_JOB})",)
_EYES = (rf"(?P<who>{_NAME}) has (?P<value>[a-z]+) eyes",)
_HOMES = (rf"(?P<who>{_NAME}) lives (?:in|at|on|by) (?P<value>(?:the )?{_NAME})",)
_PATTERNS = (("age", _AGES), ("occupation", _JOBS), ("eye color", _EYES), ("home", _HOMES))
_RELATIONS = (
    (re.compile(rf"(?P<one>{_NAME})['’]s (?P<kin>{'|'.join(_KIN)}),? (?P<other>{_NAME})"), True),
    (re.compile(rf"(?P<other>{_NAME}) is (?P<one>{_NAME})['’]s (?P<kin>{'|'.join(_KIN)})"), True),
    (re.compile(rf"(?P<one>{_NAME}) (?P<kin>loves|hates|knows|owns|marries) (?:the )?(?P<other>{_NAME})"), False),
)
_NO_NAMES = frozenset(
    [
        "A",
        "An",
        "And",
        "As",
        "At",
        "But",
        "By",
        "For",
        "From",
        "He",
        "Her",
        "Here",
        "His",
        "How",
        "I",
        "If",
        "In",
        "It",
        "Its",
        "My",
        "No",
        "Not",
        "Of",
        "On",
        "Our",
        "She",
        "Since",
        "So",
        "The",
        "Their",
        "Then",
        "There",
        "They",
        "This",
        "To",
        "We",
        "What",
        "When",
        "Where",
        "While",
        "Who",
        "Why",
        "With",
        "You",
        "Your",
        "Ignore",
        "SYSTEM",
        "INT",
        "EXT",
    ]
)
READ_BY = "Read by the rehearsal model, a scripted stand-in that finds facts by a few patterns."
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_MOST = 25
_BETWEEN = re.compile(r"<<<\n(.*)\n>>>", re.S)


def answer(brief: Brief) -> str | None:
    """``None`` when this is not a question of data mode."""
    text = given.group(1) if (given := _BETWEEN.search(brief.asked)) else ""
    if brief.told == prompts.UNDERSTAND:
        return _written(understood(text, _people(brief.asked)))
    if brief.told == prompts.ENRICH:
        return _written({"complete": True, "facts": []})
    if brief.told == prompts.SUMMARISE:
        return _written(_summary(brief.asked.partition("\n<<<")[0], text))
    if brief.told == prompts.SEE:
        return _written({"description": ""})
    return None


def understood(text: str, known: Sequence[str] = ()) -> dict[str, Any]:
    """``known`` are names of people that the film has already."""
    facts = list(_facts(text))[:_MOST]
    relations = list(_relations(text))[:_MOST]
    people = [fact["entity"] for fact in facts]
    people += [name for one in relations for name in (one["from"], one["to"])]
    entities = [
        {"name": name, "type": "character", "sameAs": namesake(name, known) or ""} for name in dict.fromkeys(people)
    ]
    homes = dict.fromkeys(fact["value"] for fact in facts if fact["attribute"] == "home")
    entities += [{"name": home.removeprefix("the "), "type": "location"} for home in homes]
    return {"entities": entities[: 2 * _MOST], "relations": relations, "facts": facts}


def _people(asked: str) -> list[str]:
    listed = next((line for line in asked.splitlines() if line.startswith(prompts.KNOWN_PEOPLE)), "")
    try:
        return [str(name) for name in json.loads(listed.removeprefix(prompts.KNOWN_PEOPLE) or "[]")]
    except ValueError:
        return []


def _facts(text: str) -> Iterator[dict[str, str]]:
    for attribute, patterns in _PATTERNS:
        for found in (found for pattern in patterns for found in re.finditer(pattern, text)):
            name = _name(found["who"])
            if name:
                quote = found[0][found[0].index(name) :]
                yield {"entity": name, "attribute": attribute, "value": found["value"], "quote": quote}


def _relations(text: str) -> Iterator[dict[str, str]]:
    for pattern, kin in _RELATIONS:
        for found in pattern.finditer(text):
            one, other = _name(found["one"]), _name(found["other"])
            if one and other and one != other:
                kind = _KIN[found["kin"]] if kin else {"marries": "MARRIED_TO"}.get(found["kin"], found["kin"].upper())
                start, end = (other, one) if kin else (one, other)
                yield {"from": start, "type": kind, "to": end, "quote": found[0]}


def _name(found: str) -> str:
    """Without the word that only begins a sentence."""
    words = found.split()
    while words and words[0] in _NO_NAMES:
        words = words[1:]
    return " ".join(words)


def _summary(head: str, text: str) -> dict[str, str]:
    """The first sentences: what a text is about, it mostly says at once."""
    sentences = [" ".join(sentence.split()) for sentence in _SENTENCE.split(text) if sentence.strip()]
    label, counted = _labelled(head)
    told = f"{label}: {counted}" if counted.startswith("Screenplay") else "".join(sentences[:1])
    first = told or "Something that was brought into the project."
    return {"summary": first[:100], "context": " ".join([counted, *sentences[1:3], READ_BY]).strip()}


def _labelled(head: str) -> tuple[str, str]:
    """What the material is called, and what was counted in it."""
    try:
        label, end = json.JSONDecoder().raw_decode(head)
    except ValueError:
        return "", head.strip()
    return str(label), head[end:].removeprefix(":").strip()


def _written(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False)
