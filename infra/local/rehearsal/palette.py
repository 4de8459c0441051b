"""Words by genre: people, places, wants, dangers, looks. Templates draw from here with the brief's dice."""

from __future__ import annotations

import random
from dataclasses import dataclass

from infra.local.rehearsal.reading import Brief

_NAMES = ("Mara Venn", "Idris Kole", "June Okafor", "Tomas Reyes", "Lena Brandt", "Noor Haddad", "Sam Whitlock",
          "Yuki Arai", "Petra Nowak", "Elias Stone")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Palette:
    roles: tuple[str, ...]
    places: tuple[str, ...]
    wants: tuple[str, ...]
    dangers: tuple[str, ...]
    looks: tuple[str, ...]
    lenses: str


_PALETTES = {
    "action": Palette(
        ("a courier who never asks what is inside", "an ex-stunt driver", "a bomb technician on her last shift"),
        ("a container port before dawn", "the roof of a half-built tower", "a tunnel under the river"),
        ("to get one innocent person across the city", "to undo a job that went wrong", "to stay out of it"),
        ("a rival who knows every move", "a clock that cannot be stopped", "the people who hired them"),
        ("hard side light, sodium orange against steel blue", "dust and smoke that carry the light"),
        "24 mm close to the action, 85 mm for the quiet before it",
    ),
    "comedy": Palette(
        ("a perfectionist who is always late", "a wedding planner who hates parties", "a failed magician"),
        ("a kitchen that is far too small", "a village fête in the rain", "an open-plan office"),
        ("to be taken seriously for one day", "to hide a very small lie", "to win back a friend"),
        ("the lie, which grows in every scene", "a relative who means well", "a contest nobody wanted"),
        ("bright, even light that hides nothing", "pastel rooms with one wrong colour"),
        "32 mm wides that let the reaction play in the same frame",
    ),
    "drama": Palette(
        ("a daughter who came back too late", "a teacher in his last year", "a nurse on nights"),
        ("a kitchen with the radio on", "the last bus", "a house being emptied"),
        ("to be forgiven", "to say the one thing that was never said", "to keep the house"),
        ("the truth, told at the wrong moment", "a debt that is not only money", "their own pride"),
        ("window light, long shadows, warm skin against grey walls", "practical lamps, deep blacks"),
        "50 mm at eye level; move only when somebody decides something",
    ),
    "horror": Palette(
        ("a night guard who counts doors", "a sound engineer", "a mother who stopped sleeping"),
        ("a school during the holidays", "a house with one room too many", "a ferry in fog"),
        ("to prove that it was only a dream", "to get the child out", "to make it stop"),
        ("something that imitates voices", "a rule they have already broken", "the one who believes them"),
        ("one weak source in the frame, darkness that stays readable", "cold greens, no clean white"),
        "27 mm, held too long; empty space behind the face",
    ),
    "sci-fi": Palette(
        ("a mechanic on a ship that repairs itself", "a translator for machines", "the last cartographer"),
        ("an orbital greenhouse", "a flooded server hall", "a colony in its second winter"),
        ("to go home", "to keep a promise to somebody who was copied", "to send one message"),
        ("a system that is right about everything", "a signal in their own voice", "the air, which is running out"),
        ("soft overhead panels, a single warm lamp for what is human", "rain on glass, cyan and rust"),
        "35 mm anamorphic, horizons kept low",
    ),
    "thriller": Palette(
        ("a court stenographer", "a detective on leave", "an accountant who noticed a number"),
        ("a car park at night", "a hotel between seasons", "an archive without windows"),
        ("to find out who else knows", "to disappear", "to clear a name"),
        ("a friend who knows too much", "evidence that points at themselves", "a caller who is never surprised"),
        ("wet streets, hard pools of light", "fluorescent flicker, reflections in glass"),
        "75 mm through doorways and windows; the watcher's point of view",
    ),
    "romance": Palette(
        ("a florist who is allergic to spring", "a pianist who stopped", "a pilot on the ground"),
        ("a railway platform", "a dance class for beginners", "a seaside town in November"),
        ("to be chosen", "to leave without regret", "to finish a letter"),
        ("a good offer in another city", "an old promise", "bad timing, again and again"),
        ("low sun, flares allowed", "candle and street lamp, soft contrast"),
        "65 mm, two faces in one frame whenever they tell the truth",
    ),
    "documentary": Palette(
        ("a witness who never spoke on camera", "a master of a dying trade", "a young activist"),
        ("the workshop", "the place where it happened, today", "a kitchen table with photographs"),
        ("to be heard before it is too late", "to correct the record", "to pass it on"),
        ("memory itself", "an institution that does not answer", "the end of the money"),
        ("available light, faces turned to the window", "archive grain against clean present-day images"),
        "35 mm handheld for the present, locked-off frames for objects",
    ),
}  # fmt: skip


def palette_of(brief: Brief) -> Palette:
    return _PALETTES[brief.genre]


def cast_of(brief: Brief, count: int, dice: random.Random) -> list[str]:
    """``count`` names, the user's own first."""
    spare = [name for name in dice.sample(_NAMES, len(_NAMES)) if name not in brief.names]
    return [*brief.names, *spare][:count]
