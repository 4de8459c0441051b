"""The scenes: where, when, who, with what, and what has to happen. The talk between them comes from ``talk.py``."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal, cast

from tests.corpus.cast import CUT, FACTS, RENAMED, REWRITTEN
from tests.corpus.draft import Element, SceneText
from tests.corpus.talk import Talk

_INN, _ROAD, _SEA, _STOCK = "ADMIRAL BENBOW INN", "COAST ROAD", "OPEN SEA", "STOCKADE"
_DECK, _CABIN, _GALLEY = "HISPANIOLA - DECK", "HISPANIOLA - CABIN", "HISPANIOLA - GALLEY"
_TAVERN = RENAMED[0]
Row = tuple[str, str, str, str, str, str, str]

# number, INT or EXT, location, time of day, cast, props, what happens
ROWS: tuple[Row, ...] = (
    ("1", "INT", _INN, "DAY", "Jim Mother", "lantern", "Rain beats on the shutters of the parlour."),
    ("2", "EXT", _INN, "DUSK", "Bones Jim", "sea chest|cutlass", "A barrow with a sea chest stops under the sign."),
    ("3", "INT", _INN, "NIGHT", "Bones Jim Mother", "telescope", "Bones pays with four gold pieces and sings."),
    ("4", "INT", _INN, "NIGHT", "Livesey Bones Jim", "cutlass", "Bones draws his cutlass; Livesey does not move."),
    ("5", "INT", _INN, "DAWN", "Dog Jim Bones", "pistol",
     "Black Dog asks for his mate Bill and hides behind the door."),
    ("6", "EXT", "KITT'S HOLE", "DAY", "Jim Bones", "telescope", "Bones looks along the empty sea with his telescope."),
    ("7", "INT", "CAPTAIN'S ROOM", "NIGHT", "Bones Jim Livesey", "sea chest",
     "Bones lies in fever beside his sea chest."),
    ("8", "EXT", _ROAD, "DAY", "Pew Jim", "lantern", "Fog. A stick taps on frozen ground, nearer and nearer."),
    ("9", "INT", _INN, "DAY", "Pew Bones Jim", "black spot",
     "Blind Pew presses the black spot into Billy Bones's palm."),
    ("10", "INT", "CAPTAIN'S ROOM", "NIGHT", "Jim Mother", "sea chest|oilskin packet|doubloons",
     "Jim lifts an oilskin packet out of the sea chest and hides it under his shirt."),
    ("11", "EXT", "STONE BRIDGE", "NIGHT", "Jim Mother", "lantern", "Mother and son lie flat under the bridge."),
    ("12", "EXT", _INN, "NIGHT", "Pew Dog", "pistol", "Riders come down the hill; Pew is left alone in the road."),
    ("13", "INT", "TRELAWNEY HALL", "NIGHT", "Squire Livesey Jim", "treasure map|oilskin packet",
     "The seal breaks, and an island lies on the table."),
    ("14", "INT", "TRELAWNEY HALL", "DAY", "Jim Redruth", "musket", "A letter from Bristol is read aloud twice."),
    ("15", "EXT", "BRISTOL DOCKS", "DAY", "Jim Redruth Squire", "telescope", "Masts stand like a wood in winter."),
    ("16", "INT", _TAVERN, "DAY", "Silver Jim Dog", "crutch", "Black Dog sees Jim and runs out of the door."),
    ("17", "EXT", "BRISTOL DOCKS", "DUSK", "Silver Jim", "crutch", "Silver explains every ship that they pass."),
    ("18", "INT", _CABIN, "DAY", "Smollett Squire Livesey", "treasure map",
     "The captain asks why every man before the mast knows about the map."),
    ("19", "EXT", _DECK, "DAWN", "Jim Silver Smollett", "silver whistle", "The anchor comes up to an old song."),
    ("20", "EXT", _DECK, "NIGHT", "Hands Jim Smollett", "silver whistle", "The mate Arrow is missing at the call."),
    ("21", "INT", _GALLEY, "DAY", "Silver Jim", "crutch", "A green parrot in a cage cries for pieces of eight."),
    ("22", "EXT", _DECK, "DUSK", "Merry Hands Dick", "cutlass", "Three men stop talking when the captain passes."),
    ("23", "INT", _GALLEY, "NIGHT", "Silver Merry Dick", "pistol",
     "Silver writes names on a plate and wipes them off."),
    ("24", "EXT", _DECK, "NIGHT", "Jim Silver Hands Dick", "apple barrel",
     "Inside the apple barrel Jim hears Silver plan the mutiny."),
    ("25", "INT", _CABIN, "NIGHT", "Jim Livesey Squire Smollett", "lantern|treasure map",
     "Jim tells everything, and nobody interrupts him."),
    ("26", "EXT", _DECK, "DAWN", "Smollett Silver Jim", "telescope", "The island lies ahead, grey and without wind."),
    ("27", "EXT", "ANCHORAGE", "DAY", "Smollett Hands Merry", "silver whistle",
     "The men in the boats grumble and row."),
    ("28", "EXT", "SWAMP", "DAY", "Jim", "lantern", "Jim jumps ashore and runs until he hears nobody."),
    ("29", "EXT", "SWAMP", "DAY", "Silver Merry Jim", "crutch|pistol", "From the reeds Jim sees an honest man fall."),
    ("30", "EXT", "SPYGLASS HILL", "DAY", "Gunn Jim", "musket", "Something leaps from trunk to trunk on two legs."),
    ("31", "EXT", "SPYGLASS HILL", "DUSK", "Gunn Jim", "parmesan cheese",
     "Ben Gunn confesses that he dreams of cheese, toasted mostly."),
    ("32", "INT", _CABIN, "DAY", "Livesey Squire Redruth", "musket", "Powder and biscuits go into the jolly-boat."),
    ("33", "EXT", _DECK, "DAY", "Smollett Gray Hands", "pistol|cutlass", "The captain calls one name up from below."),
    ("34", "EXT", _SEA, "DAY", "Livesey Squire Smollett Gray Redruth", "musket",
     "The little boat ships water and lead."),
    ("35", "EXT", _STOCK, "DAY", "Livesey Smollett Redruth", "musket", "A gamekeeper is carried in and laid on logs."),
    ("36", "INT", "LOG HOUSE", "NIGHT", "Smollett Jim Livesey", "lantern", "The captain runs up the colours himself."),
    ("37", "INT", "LOG HOUSE", "NIGHT", "Squire Gray", "musket|lantern", "Two men count powder horns by touch."),
    ("38", "EXT", _STOCK, "DAWN", "Silver Smollett Jim", "crutch",
     "Silver comes with a flag of truce and sits in sand."),
    ("39", "EXT", _STOCK, "DAY", "Smollett Gray Merry", "cutlass|musket", "They come over the fence like monkeys."),
    ("40", "INT", "LOG HOUSE", "DAY", "Livesey Smollett Jim", "pistol", "The doctor counts who still stands."),
    ("41", "EXT", "WHITE ROCK", "DUSK", "Jim", "coracle", "Under a tent of goatskin lies a coracle made by Ben Gunn."),
    ("42", "EXT", "ANCHORAGE", "NIGHT", "Jim Hands Merry", "coracle|cutlass",
     "From the coracle Jim cuts the cable, and the Hispaniola drifts."),
    ("43", "EXT", _SEA, "DAWN", "Jim", "coracle", "The coracle dances, and the current takes it round the cape."),
    ("44", "EXT", _DECK, "DAY", "Jim Hands", "jolly roger", "Jim climbs the bowsprit and finds two men on the planks."),
    ("45", "INT", _CABIN, "DAY", "Jim Hands", "pistol", "Bottles roll over charts and broken lockers."),
    ("46", "EXT", _DECK, "DUSK", "Hands Jim", "cutlass|pistol", "Hands follows the boy up the mizzen shrouds."),
    ("47", "EXT", "NORTH INLET", "NIGHT", "Jim", "jolly roger", "The schooner lies on her side in the shallows."),
    ("48", "INT", "LOG HOUSE", "NIGHT", "Jim Silver Merry", "crutch", "The parrot wakes, and every light goes on."),
    ("49", "INT", "LOG HOUSE", "NIGHT", "Silver Merry Dick Jim", "pistol",
     "Silver stands between the boy and five knives."),
    ("50", "EXT", _STOCK, "NIGHT", "Merry Dick", "lantern|cutlass", "A council is held around a small fire."),
    ("51", "EXT", _STOCK, "DAWN", "Livesey Jim Silver", "crutch",
     "The doctor comes to his patients, whoever they are."),
    ("52", "INT", "LOG HOUSE", "DAY", "Silver Dick Merry", "black spot", "The paper goes from hand to hand."),
    ("53", "EXT", "SPYGLASS HILL", "DAY", "Silver Merry Jim", "treasure map|crutch",
     "A skeleton points to the south-east."),
    ("54", "EXT", "PINE WOOD", "DAY", "Silver Merry Dick", "treasure map|pistol",
     "A voice among the trees sings of rum."),
    ("55", "EXT", "PINE WOOD", "DAY", "Gunn Livesey Gray", "musket", "Three men lie behind a fallen trunk and wait."),
    ("56", "EXT", "TREASURE PIT", "DAY", "Silver Merry Jim Dick", "doubloons|treasure map",
     "The pit is empty but for a broken pick and one coin."),
    ("57", "EXT", "TREASURE PIT", "DAY", "Livesey Gray Silver Merry", "musket|pistol", "Three shots, and two men run."),
    ("58", "EXT", "PINE WOOD", "DUSK", "Livesey Silver Jim", "crutch",
     "Months ago Ben Gunn carried the doubloons out of the pit, sack by sack."),
    ("59", "INT", "BEN GUNN'S CAVE", "NIGHT", "Gunn Squire Jim Silver", "doubloons|lantern",
     "Gold shines to the roof."),
    ("60", "INT", "BEN GUNN'S CAVE", "DAY", "Jim Gray Smollett", "doubloons",
     "Coins of every king are put into bread bags."),
    ("61", "EXT", "NORTH INLET", "DAY", "Smollett Gray Silver", "telescope",
     "On the sand three men kneel and are left."),
    ("62", "EXT", _DECK, "NIGHT", "Silver Gunn", "lantern", "A port in the south; music over the water."),
    ("63", "EXT", "SPANISH HARBOUR", "NIGHT", "Gunn Silver Livesey", "doubloons",
     "Long John Silver slips away in a shore boat with one sack of doubloons."),
    ("64", "INT", _INN, "DAY", "Jim Mother Livesey", "parmesan cheese|sea chest",
     "The sea chest stands open and empty."),
)  # fmt: skip
EXTRA: tuple[Row, ...] = (
    ("12A", "EXT", _ROAD, "NIGHT", "Livesey Jim", "lantern", "Two riders share one horse and one lantern."),
    ("40A", "EXT", "GRAVEYARD", "DUSK", "Livesey Gray", "musket", "Two graves are dug where the sand is soft."),
    ("58A", "EXT", "WHITE ROCK", "NIGHT", "Gunn Jim", "parmesan cheese|coracle", "They burn the coracle to keep warm."),
)
"""Scenes that only the second draft has."""
ADDED = tuple(row[0] for row in EXTRA)
KEY = {row[0]: row[6] for row in ROWS}
"""What happens, by the scene's number: a sentence of its action."""

NAMES = {
    "Jim": "JIM HAWKINS", "Mother": "MRS. HAWKINS", "Bones": "BILLY BONES", "Livesey": "DR. LIVESEY",
    "Dog": "BLACK DOG",
    "Pew": "BLIND PEW", "Squire": "SQUIRE TRELAWNEY", "Redruth": "TOM REDRUTH", "Silver": "LONG JOHN SILVER",
    "Smollett": "CAPTAIN SMOLLETT", "Hands": "ISRAEL HANDS", "Merry": "GEORGE MERRY", "Dick": "DICK JOHNSON",
    "Gunn": "BEN GUNN", "Gray": "ABRAHAM GRAY",
}  # fmt: skip
"""As they are named above their lines."""


def first_scenes() -> tuple[SceneText, ...]:
    return tuple(_scene(row) for row in ROWS)


def second_scenes() -> tuple[SceneText, ...]:
    """The first draft's, without ``CUT``, with ``ADDED``, a place renamed and facts rewritten."""
    kept = {row[0]: _scene(row) for row in ROWS if row[0] not in CUT}
    order = [*kept]
    for row in EXTRA:
        order.insert(order.index(row[0].rstrip("A")) + 1, row[0])
        kept[row[0]] = _scene(row)
    return tuple(_rewritten(kept[number]) for number in order)


def _scene(row: Row) -> SceneText:
    number, prefix, location, time_of_day, cast_, props, happens = row
    people = tuple(NAMES[name] for name in cast_.split())
    things = tuple(props.split("|"))
    introduced = dict.fromkeys(fact.sentence for fact in FACTS if fact.scene == number)
    talk = Talk(number, location, time_of_day, people, things)
    opening = [Element(happens), *(Element(sentence) for sentence in introduced), Element(talk.props())]
    kind = cast(Literal["INT.", "EXT.", "INT./EXT."], f"{prefix}.")
    return SceneText(number, kind, location, time_of_day, people, things, (*opening, *talk.elements()))


def _rewritten(scene: SceneText) -> SceneText:
    changes: dict[str, Any] = {before: after for before, after, _ in REWRITTEN}
    elements = tuple(replace(one, text=changes.get(one.text, one.text)) for one in scene.elements)
    return replace(scene, location=RENAMED[1] if scene.location == _TAVERN else scene.location, elements=elements)
