"""Twenty questions about the first draft, with their answers and the sentences they rest on."""

from __future__ import annotations

from dataclasses import dataclass

from tests.corpus.cast import FACTS
from tests.corpus.scenes import KEY

_SAID = {(fact.entity, fact.name): fact.sentence for fact in FACTS}


@dataclass(frozen=True)
class Asked:
    """``entities`` are the titles of what the answer is about, ``answer`` a word or number that it has to contain."""

    text: str
    entities: tuple[str, ...]
    answer: str
    sentences: tuple[str, ...]


def _of(text: str, entity: str, name: str, answer: str) -> Asked:
    return Asked(text, (entity,), answer, (_SAID[entity, name],))


def _key(text: str, entities: tuple[str, ...], answer: str, scene: str) -> Asked:
    return Asked(text, entities, answer, (KEY[scene],))


QUESTIONS: tuple[Asked, ...] = (
    _of("How old is Jim Hawkins?", "Jim Hawkins", "age", "13"),
    _of("What does Mrs. Hawkins do for a living?", "Mrs. Hawkins", "occupation", "innkeeper"),
    _of("How old is Billy Bones?", "Billy Bones", "age", "58"),
    _of("How old is Blind Pew?", "Blind Pew", "age", "61"),
    _of("What is Dr. Livesey's profession?", "Dr. Livesey", "occupation", "physician"),
    _of("How old is Squire Trelawney?", "Squire Trelawney", "age", "52"),
    _of("What does Long John Silver work as?", "Long John Silver", "occupation", "cook"),
    _of("Who is Captain Smollett?", "Captain Smollett", "occupation", "master"),
    _of("What is the job of Israel Hands?", "Israel Hands", "occupation", "coxswain"),
    _of("How long was Ben Gunn marooned?", "Ben Gunn", "marooned", "three years"),
    _of("What is Abraham Gray's trade?", "Abraham Gray", "occupation", "carpenter"),
    _of("How old is Dick Johnson?", "Dick Johnson", "age", "19"),
    _of("Whom does Tom Redruth work for?", "Tom Redruth", "occupation", "gamekeeper"),
    _key("Who gives Billy Bones the black spot?", ("Blind Pew", "Billy Bones", "Black Spot"), "Pew", "9"),
    _key("What does Jim find in the sea chest?", ("Jim Hawkins", "Sea Chest", "Oilskin Packet"), "oilskin", "10"),
    _key("Where does Jim overhear the mutiny?", ("Jim Hawkins", "Apple Barrel"), "apple barrel", "24"),
    _key("What does Ben Gunn dream of?", ("Ben Gunn", "Parmesan Cheese"), "cheese", "31"),
    _key("Who cuts the Hispaniola adrift?", ("Jim Hawkins", "Coracle"), "Jim", "42"),
    _key("Who took the treasure out of the pit?", ("Ben Gunn", "Doubloons"), "Ben Gunn", "58"),
    _key("How does Long John Silver get away?", ("Long John Silver", "Doubloons"), "boat", "63"),
)
