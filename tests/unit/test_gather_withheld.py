"""What contradicts the accepted value reaches the Brain in no form before a person has decided for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest

from shared.brain.gather.deleting import purge_item
from shared.brain.gather.items import ITEMS
from shared.brain.gather.knowledge import entity
from shared.brain.gather.withheld import Statement, without
from shared.domain.brain import Contribution, Entity, Fact, Relation, Source, folded
from shared.domain.query import by_id
from tests.gather.world import PROJECT, World, ages

NAMES = frozenset((folded("Maya Chen"), folded("Maya")))


@pytest.fixture
async def world() -> World:
    return await World().ready()


async def everything(world: World) -> str:
    """All words that the Brain has of the project, wherever they stand."""
    found = await world.brain.page(PROJECT, types=(), text="", skip=0, limit=100)
    whole = await world.brain.get(PROJECT, [one.id for one in found[0]])
    around = await world.brain.overview(PROJECT, 100)
    said = [(one.title, one.content, one.aliases, one.metadata, _told(one.sources)) for one in whole]
    facts = [(fact.attribute, fact.value, _told([fact.source])) for one in whole for fact in one.facts]
    return repr((said, facts, [_told(relation.sources) for relation in around.relations]))


def _told(sources: Iterable[Source]) -> list[tuple[str, str]]:
    return [(source.label, source.quote) for source in sources]


@pytest.mark.parametrize(
    ("choose", "value", "told", "untold"),
    [("a", None, ["28"], ["34"]), ("b", None, ["34"], ["28"]), ("value", "31", ["31"], ["28", "34"])],
)
async def test_the_brain_hears_the_other_value_only_when_it_is_chosen(
    world: World, choose: Any, value: str | None, told: list[str], untold: list[str]
) -> None:
    await world.gather("Maya is 28. She lives by the sea.", ages, name="Letter")
    await world.gather("On page one of the diary Maya is 34. She keeps bees.", ages, name="Diary")

    undecided = await everything(world)
    assert "Maya is 28" in undecided
    assert "She keeps bees." in undecided
    assert "Maya is […]" in undecided
    assert "34" not in undecided

    [conflict] = world.open_conflicts()
    await world.conflicts.resolve(conflict["_id"], choose, value, "ada")
    await world.sweeper.sweep()

    decided = await everything(world)
    assert ("Maya is [overruled]" in decided, "[…]" in decided) == (True, False)
    assert [number for number in told if number not in decided] == []
    assert [number for number in untold if number in decided] == []


async def test_a_note_without_a_name_is_not_labelled_with_it(world: World) -> None:
    await world.gather("Maya is 28. She lives by the sea.", ages)
    await world.gather("Maya is 34. She keeps bees.", ages)

    known = await everything(world)
    assert "Note: Maya is […]. She keeps bees." in known
    assert "34" not in known


async def test_one_more_who_says_so_than_is_noted_is_not_believed_either(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.brain.gather.claims.MOST_SAYING", 1)
    await world.gather("Maya is 28. She lives by the sea.", ages, name="Letter")
    await world.gather("On page one of the diary Maya is 34. She keeps bees.", ages, name="Diary")
    await world.gather("A postcard from the north tells us that Maya is 34 and tired of snow.", ages, name="Postcard")

    known = await everything(world)
    assert "tired of snow" in known
    assert "34" not in known


async def test_what_was_held_back_is_told_when_the_other_side_goes(world: World) -> None:
    first = await world.gather("Maya is 28. She lives by the sea.", ages, name="Letter")
    await world.gather("On page one of the diary Maya is 34.", ages, name="Diary")
    stored = world.item(first["gatherItemId"])
    await purge_item(world.documents, stored)
    await world.documents.delete(ITEMS, by_id(stored["_id"]))
    await world.sweeper.sweep()

    known = await everything(world)
    assert "Maya is 34" in known
    assert "28" not in known


@pytest.mark.parametrize(
    ("attribute", "value", "quote", "marked"),
    [
        ("age", "34", "Maya is 34", "A bee sat on 34 roses. Maya is <34> now."),
        ("age", "34", "MAYA (34) dives", "MAYA (<34>) dives.\nThen MAYA (<34>) rests."),
        ("age", "34", "she is thirty-four", "Look: she is\n<thirty-four>, says he."),
        ("birthday", "3 May 1990", "in May 1990, on the 3", "Born <in May\n1990, on the 3>, at sea."),
        ("eye color", "green", "Her eyes are green", "Her eyes are <green>. The door is green."),
        ("eye color", "green", "", "Maya has <green> eyes and a <green> coat."),
        ("eye color", "green", "", "Maya wears a green coat."),
        ("birthday", "3 May 1990", "born on 3 May 1990", "Maya was born on <3 May 1990> here."),
        ("eye color", "green", "Maya has green eyes", "Maya has <green> eyes. Eye colour: <green>. Coat: green."),
        ("age", "34", "age: 34", "name: Maya\nage: <34>\nshoes: 34"),
        ("age", "34", "Maya is 34 in \ufb01ction", "Maya is <34> in \ufb01ction."),
        ("age", "34", "Maya is 34", "Bo is 34 years old."),
        ("age", "34", "she is 34", "Maya is <34>, says Bo. Maya was 34 km away."),
        ("age", "34", "Maya, 34,", "Maya, <34>, dives. She is <34>. She has 34 bees.\n\nHe is 34."),
        (
            "birthday",
            "3 May 1990",
            "",
            "Maya was born on <May 3, 1990>. Maya was born on 3 May. It is <3rd of May 1990>: Maya's birthday.",
        ),
        (
            "occupation",
            "scientist",
            "",
            "Maya, the <scientist>, dives. Look: <scientist> Maya! Maya hates a scientist.",
        ),
        ("age", "34 years", "Maya is 34", "Maya is <34>.\nYears passed."),
        ("height", "5 foot ten", "", "Maya has a height of <5 foot ten>, in shoes."),
    ],
)
def test_a_passage_keeps_its_words_but_not_the_value(attribute: str, value: str, quote: str, marked: str) -> None:
    text, left = re.sub("[<>]", "", marked), re.sub("<.*?>", "[…]", marked, flags=re.S)
    passage = entity("other", "Note", [Source("i", "Note", quote=text)], content=text, metadata={"passage": True})
    told = without(Contribution("i", (passage,)), [Statement(NAMES, attribute, value, quote)])

    [one] = told.entities
    assert one.content == left
    assert one.sources[0].quote == left


def test_a_description_leaves_the_sentence_out() -> None:
    maya = entity("character", "Maya Chen", [], content="Maya Chen dives. She, Maya, is 34 years old.\nMaya sings.")
    told = without(Contribution("i", (maya,)), [Statement(NAMES, "age", "34", "Maya, is 34 years old")])

    assert told.entities[0].content == "Maya Chen dives. Maya sings."


def test_a_passage_that_says_nothing_else_goes_with_its_relations() -> None:
    source = Source("i", "Note", quote="34")
    note = Entity("n", "other", "Note", "34", metadata={"passage": True}, sources=(source,))
    maya = Entity("m", "character", "Maya", "", sources=(source,))
    said = Contribution("i", (note, maya), (Relation("m", "NAMED_IN", "n", (source,)),))

    told = without(said, [Statement(NAMES, "age", "34", "34")])

    assert [one.id for one in told.entities] == ["m"]
    assert told.relations == ()
    assert told.entities[0].sources[0].quote == "[…]"


def test_a_trait_or_another_name_does_not_carry_it() -> None:
    facts = (
        Fact("description", "a 34-year-old botanist", Source("i", "Note", quote="34-year-old botanist")),
        Fact("remark", "Bo says that Maya is 34", Source("i", "Note")),
        Fact("wants", "34 roses", Source("i", "Note", quote="34 roses")),
    )
    maya = Entity("m", "character", "Maya", "", aliases=("Chen", "the 34-year-old"), facts=facts)

    told = without(Contribution("i", (maya,)), [Statement(NAMES, "age", "34", "Maya, a 34-year-old")])

    [one] = told.entities
    assert one.aliases == ("Chen",)
    assert [fact.value for fact in one.facts] == ["a […]-year-old botanist", "Bo says that Maya is […]", "34 roses"]
    assert [fact.source.quote for fact in one.facts] == ["[…]-year-old botanist", "", "34 roses"]


def test_a_relation_that_is_the_value_itself_is_not_told() -> None:
    maya, bo = (entity("character", name, []) for name in ("Maya Chen", "Bo"))
    quote = "Bo is the father of Maya Chen"
    relations = (
        Relation(bo.id, "PARENT_OF", maya.id, (Source("i", "Note", quote=quote),)),
        Relation(bo.id, "KNOWS", maya.id, (Source("i", "Note", quote="Bo greets Maya Chen"),)),
    )
    told = without(Contribution("i", (maya, bo), relations), [Statement(NAMES, "father", "Bo", quote)])

    assert [one.type for one in told.relations] == ["KNOWS"]


def test_a_piece_of_its_quote_does_not_say_it_either() -> None:
    bo = entity("character", "Bo", [Source("i", "Note", quote="34 years old and dives")])
    told = without(Contribution("i", (bo,)), [Statement(NAMES, "age", "34", "Maya is 34 years old and dives")])

    assert told.entities[0].sources[0].quote == "[…] years old and dives"


def test_a_text_that_says_very_many_such_values_is_told_with_none_of_them() -> None:
    text = " ".join(f"N{number} is 34." for number in range(100)) + " N1 has 35 bees."
    passage = entity("other", "Note", [], content=text, metadata={"passage": True})
    person = entity("character", "N1", [], content=text)
    statements = [Statement(frozenset((f"n{one}",)), "age", "34", f"N{one} is 34") for one in range(1_440)]

    told = without(Contribution("i", (passage, person)), statements)

    assert told.entities[0].content == text.replace(" 34", " […]")
    assert told.entities[1].content == "N1 has 35 bees."


def test_nothing_denied_changes_nothing() -> None:
    said = Contribution("i", (entity("prop", "Key", [], content="A key."),))
    assert without(said, []) is said
