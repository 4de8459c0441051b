"""Adding what follows from what was given. Every addition is marked; what was given is never changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shared.brain.gather import answers, prompts
from shared.brain.gather.answers import SaidFact
from shared.brain.gather.asking import Asking
from shared.brain.gather.knowledge import Knowledge, Stated, is_passage
from shared.brain.gather.values import attribute_of, has_one_value
from shared.domain.brain import Fact, Source

MOST_ROUNDS = 3
_MAX_TOKENS = 1_500
_MOST_LISTED = 60
_MOST_FACTS = 30
_BEGINNING = 3_000


async def enrich(
    asking: Asking, knowledge: Knowledge, item: str, label: str, text: str, progress: Callable[[int, int], None]
) -> int:
    """Facts are added to ``knowledge``; how many rounds it took."""
    for number in range(1, MOST_ROUNDS + 1):
        messages = prompts.enrich(_known(knowledge), text[:_BEGINNING])
        key = f"enrich-{number}"
        said = await asking.ask(key, messages, temperature=prompts.TEMPERATURE, max_tokens=_MAX_TOKENS)
        if said is None:
            return number - 1
        answer = answers.object_of(said) or {}
        given = answers.entries(SaidFact, answer, "facts", _MOST_FACTS)
        added = sum(_add(knowledge, fact, item, label) for fact in given)
        progress(number, MOST_ROUNDS)
        if answer.get("complete") is not False or not added:
            return number
    return MOST_ROUNDS


def _add(knowledge: Knowledge, said: SaidFact, item: str, label: str) -> bool:
    about, attribute = knowledge.named(said.entity), attribute_of(said.attribute)
    if about is None or not attribute:
        return False
    if has_one_value(attribute, said.value) and any(
        stated.entity == about.id and stated.fact.attribute == attribute for stated in knowledge.facts
    ):
        return False
    return knowledge.add_fact(Stated(about.id, Fact(attribute, said.value, Source(item, label), inferred=True)))


def _known(knowledge: Knowledge) -> list[dict[str, Any]]:
    """The entities that most is said of, without the passages themselves."""
    said: dict[str, dict[str, str]] = {}
    for stated in knowledge.facts:
        said.setdefault(stated.entity, {})[stated.fact.attribute] = stated.fact.value
    found = [one for one in knowledge.entities.values() if not is_passage(one)]
    found.sort(key=lambda one: (-len(said.get(one.id, {})), -len(one.sources), one.id))
    return [{"name": one.title, "type": one.type, "facts": said.get(one.id, {})} for one in found[:_MOST_LISTED]]
