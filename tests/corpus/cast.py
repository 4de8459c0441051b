"""Who and what is in the tests' screenplay: a dramatisation of R. L. Stevenson's Treasure Island (1883)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["character", "location", "prop"]


@dataclass(frozen=True)
class TrueFact:
    """``sentence`` stands in the action of the scene with this number, word for word."""

    entity: str
    kind: Kind
    name: str
    value: str
    scene: str
    sentence: str


@dataclass(frozen=True)
class TrueRelation:
    source: str
    relation: str
    target: str
    scene: str
    sentence: str


@dataclass(frozen=True)
class ExpectedConflict:
    """What the second draft says otherwise."""

    entity: str
    name: str
    before: str
    after: str
    scene: str


def _age(entity: str, years: int, scene: str, sentence: str) -> TrueFact:
    return TrueFact(entity, "character", "age", str(years), scene, sentence)


def _job(entity: str, job: str, scene: str, sentence: str) -> TrueFact:
    return TrueFact(entity, "character", "occupation", job, scene, sentence)


_JIM = "JIM HAWKINS (13), the innkeeper's son, polishes a pewter mug until it shines."
_MOTHER = "MRS. HAWKINS (41), innkeeper of the Admiral Benbow and Jim's mother, counts the day's takings."
_BONES = "BILLY BONES (58), an old seaman with a sabre scar across one cheek, drags a sea chest behind him."
_DOG = "BLACK DOG (44), a pale sailor who has lost two fingers of his left hand, watches from the door."
_PEW = "BLIND PEW (61), a beggar with a green shade over his eyes, taps along the frozen road with a stick."
_LIVESEY = "DR. LIVESEY (36), physician and magistrate, takes off a powdered wig and warms his hands."
_SQUIRE = "SQUIRE TRELAWNEY (52), landowner and talker, unrolls the treasure map over the whole table."
_SILVER = "LONG JOHN SILVER (50), cook and tavern keeper, swings over the floor on one leg and a crutch."
_SMOLLETT = "CAPTAIN SMOLLETT (47), master of the Hispaniola, inspects the crew without a word."
_HANDS = "ISRAEL HANDS (39), coxswain and once Flint's gunner, leans on the tiller with a bottle."
_GUNN = "BEN GUNN (45), marooned on the island for three years, crawls out of the ferns in goatskins."
_GRAY = "ABRAHAM GRAY (28), carpenter's mate, puts down his adze and walks over to the captain's side."
_MERRY = "GEORGE MERRY (33), a seaman with yellow eyes, whispers to whoever listens."
_DICK = "DICK JOHNSON (19), the youngest of the hands, cuts a round piece out of his own Bible."
_REDRUTH = "TOM REDRUTH (66), the squire's gamekeeper, loads five muskets in a row."

FACTS: tuple[TrueFact, ...] = (
    _age("Jim Hawkins", 13, "1", _JIM),
    _age("Mrs. Hawkins", 41, "1", _MOTHER),
    _job("Mrs. Hawkins", "innkeeper", "1", _MOTHER),
    _age("Billy Bones", 58, "2", _BONES),
    _job("Billy Bones", "seaman", "2", _BONES),
    _age("Black Dog", 44, "5", _DOG),
    _age("Blind Pew", 61, "8", _PEW),
    _age("Dr. Livesey", 36, "4", _LIVESEY),
    _job("Dr. Livesey", "physician", "4", _LIVESEY),
    _age("Squire Trelawney", 52, "13", _SQUIRE),
    _job("Squire Trelawney", "landowner", "13", _SQUIRE),
    _age("Long John Silver", 50, "16", _SILVER),
    _job("Long John Silver", "cook", "16", _SILVER),
    _age("Captain Smollett", 47, "18", _SMOLLETT),
    _job("Captain Smollett", "master of the Hispaniola", "18", _SMOLLETT),
    _age("Israel Hands", 39, "20", _HANDS),
    _job("Israel Hands", "coxswain", "20", _HANDS),
    _age("Ben Gunn", 45, "30", _GUNN),
    TrueFact("Ben Gunn", "character", "marooned", "three years", "30", _GUNN),
    _age("Abraham Gray", 28, "33", _GRAY),
    _job("Abraham Gray", "carpenter's mate", "33", _GRAY),
    _age("George Merry", 33, "22", _MERRY),
    _age("Dick Johnson", 19, "52", _DICK),
    _age("Tom Redruth", 66, "32", _REDRUTH),
    _job("Tom Redruth", "gamekeeper", "32", _REDRUTH),
)

RELATIONS: tuple[TrueRelation, ...] = (
    TrueRelation("Mrs. Hawkins", "mother_of", "Jim Hawkins", "1", _MOTHER),
    TrueRelation("Billy Bones", "owns", "Sea Chest", "2", _BONES),
    TrueRelation("Squire Trelawney", "holds", "Treasure Map", "13", _SQUIRE),
    TrueRelation("Long John Silver", "uses", "Crutch", "16", _SILVER),
    TrueRelation("Tom Redruth", "works_for", "Squire Trelawney", "32", _REDRUTH),
)

PROPS: tuple[str, ...] = (
    "sea chest", "treasure map", "black spot", "cutlass", "telescope", "crutch", "apple barrel", "oilskin packet",
    "lantern", "coracle", "musket", "silver whistle", "parmesan cheese", "doubloons", "jolly roger", "pistol",
)  # fmt: skip

RENAMED = ("SPY-GLASS TAVERN", "TURK'S HEAD TAVERN")
"""The location that the second draft calls otherwise."""
REWRITTEN: tuple[tuple[str, str, ExpectedConflict], ...] = (
    (_JIM, _JIM.replace("(13)", "(15)"), ExpectedConflict("Jim Hawkins", "age", "13", "15", "1")),
    (_LIVESEY, _LIVESEY.replace("(36)", "(41)"), ExpectedConflict("Dr. Livesey", "age", "36", "41", "4")),
    (_SILVER, _SILVER.replace("(50)", "(47)"), ExpectedConflict("Long John Silver", "age", "50", "47", "16")),
    (
        _GUNN,
        _GUNN.replace("three years", "five years"),
        ExpectedConflict("Ben Gunn", "marooned", "three years", "five years", "30"),
    ),
    (
        _SMOLLETT,
        _SMOLLETT.replace("master of the Hispaniola", "first mate of the Hispaniola"),
        ExpectedConflict(
            "Captain Smollett", "occupation", "master of the Hispaniola", "first mate of the Hispaniola", "18"
        ),
    ),
)
"""(the sentence, how the second draft has it, the conflict)."""
CONFLICTS: tuple[ExpectedConflict, ...] = tuple(conflict for _, _, conflict in REWRITTEN)
CUT = ("11", "37", "50")
"""Scenes of the first draft that the second one leaves out."""
