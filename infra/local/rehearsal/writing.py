"""Answers that make something: logline, synopsis, characters, acts, scenes, dialogue, twist, titles."""

from __future__ import annotations

import re

from infra.local.rehearsal.palette import cast_of, palette_of
from infra.local.rehearsal.reading import Brief


def logline(brief: Brief) -> str:
    dice, words = brief.dice(), palette_of(brief)
    role, want, danger = dice.choice(words.roles), dice.choice(words.wants), dice.choice(words.dangers)
    return f"""## Three loglines

1. **The classic** – {_subject(brief, role)} has one night {want}, against {danger}.
2. **The character first** – {role[0].upper()}{role[1:]} wants only {want}. \
Then comes the story of {brief.topic}, and it is the one thing nobody will allow.
3. **The question** – How far would you go {want}, if the price was {danger}?

**Why they work**

- One person, one want, one obstacle: each can be told in a breath.
- The irony sits in the gap between what {role} is and what the story asks for.

Pick one, and I will turn it into a synopsis."""


def characters(brief: Brief) -> str:
    dice, words = brief.dice(), palette_of(brief)
    names = cast_of(brief, 3, dice)
    roles = dice.sample(words.roles, 3)
    wants = dice.sample(words.wants, 3)
    dangers = dice.sample(words.dangers, 3)
    parts = ["## Characters", f"A cast of three for *{brief.topic}*, each built on a want, a fear and a contradiction."]
    for name, role, want, danger, part in zip(names, roles, wants, dangers, _PARTS, strict=True):
        parts.append(
            f"### {name} – {part}\n\n- **Who**: {role}\n- **Wants**: {want}\n- **Fears**: {danger}\n"
            f"- **Contradiction**: {dice.choice(_CONTRADICTIONS)}\n- **Detail to shoot**: {dice.choice(_DETAILS)}"
        )
    parts.append(
        f"**The knot**: {names[0]} and {names[1]} cannot both get what they want, and {names[2]} knows it first."
    )
    return "\n\n".join(parts)


def acts(brief: Brief) -> str:
    dice, words = brief.dice(), palette_of(brief)
    (hero,) = cast_of(brief, 1, dice)
    want, danger = dice.choice(words.wants), dice.choice(words.dangers)
    first, second, last = dice.sample(words.places, 3)
    return f"""## Three acts: {brief.topic}

### Act I – the promise

1. **Opening image**: {first}. {hero} does something small very well.
2. **The want**: {want}. We see what it has already cost.
3. **Inciting incident**: {danger} arrives, disguised as help.
4. **Turning point**: {hero} says yes, and a door closes behind it.

### Act II – the price

5. **New rules**: {second}. What worked before makes it worse.
6. **Midpoint**: a victory that reveals the real opponent.
7. **The squeeze**: an ally leaves; the want and the need pull apart.
8. **All is lost**: {hero} loses the one thing that was never at stake before.

### Act III – the choice

9. **The plan**: simple enough to be told in one line.
10. **Climax**: {last}. {hero} can have what they want, or become who they need to be.
11. **Closing image**: the opening image again, with one thing changed."""


def scenes(brief: Brief) -> str:
    dice, words = brief.dice(), palette_of(brief)
    hero, other = cast_of(brief, 2, dice)
    rows = ["## Scene list", f"Eight scenes that carry *{brief.topic}* from first image to last.",
            "| # | slugline | what happens | turn |\n| --- | --- | --- | --- |"]  # fmt: skip
    table: list[str] = []
    for number, (beat, turn) in enumerate(_BEATS, start=1):
        place = _slug(dice.choice(words.places))
        inside = "INT." if number % 3 else "EXT."
        time = dice.choice(("DAY", "NIGHT", "DUSK"))
        table.append(f"| {number} | {inside} {place} – {time} | {beat.format(hero=hero, other=other)} | {turn} |")
    rows[-1] += "\n" + "\n".join(table)
    rows.append(f"About {8 * 2} pages. Ask me for the dialogue of any of them by its number.")
    return "\n\n".join(rows)


def dialogue(brief: Brief) -> str:
    dice, words = brief.dice(), palette_of(brief)
    hero, other = cast_of(brief, 2, dice)
    place = dice.choice(words.places)
    want, danger = dice.choice(words.wants), dice.choice(words.dangers)
    return f"""## A scene: {brief.topic}

```
INT. {_slug(place)} – NIGHT

{hero.upper()} does not look up. {other.upper()} stays in the doorway.

                    {other.upper()}
          You knew I would come.

                    {hero.upper()}
          I knew somebody would.

                    {other.upper()}
               (after a pause)
          They told me what you want.

                    {hero.upper()}
          Everybody wants {want}.
          I am only the one who said it aloud.

                    {other.upper()}
          And if it costs you everything?

{hero.upper()} finally looks up. Smiles, almost.

                    {hero.upper()}
          Then it was the right price.
```

- **Under the lines**: neither says the words *{danger}*, and both think of nothing else.
- **To try**: cut the last line and hold the look instead."""


def twist(brief: Brief) -> str:
    dice, words = brief.dice(), palette_of(brief)
    hero, other = cast_of(brief, 2, dice)
    danger = dice.choice(words.dangers)
    return f"""## Three twists for *{brief.topic}*

1. **The ally** – {other} has steered {hero} from the first scene, to protect them from {danger}. \
*Plant*: {other} is never surprised.
2. **The order of things** – what we took for the present is the past. \
*Plant*: one object that is whole, then broken, then whole.
3. **The want** – {hero} gets exactly what was asked for, and understands who paid. \
*Plant*: a name said once, too early.

**A good twist** is a surprise in the moment and obvious afterwards. Check yours:

- Does it change what the earlier scenes *mean*, and not only what happens next?
- Was it in plain sight at least twice?
- Does it hurt somebody we like?"""


def titles(brief: Brief) -> str:
    dice, words = brief.dice(), palette_of(brief)
    place = dice.choice(words.places)
    named = [word.capitalize() for word in place.split() if len(word) > 4][:1] or ["Night"]
    options = (f"The Last {named[0]}", f"{named[0]}, Before Dawn", "What the Rain Kept", "A Small Yes", "Low Water",
               "The Quiet Part", f"Nobody's {named[0]}", "Held Too Long")  # fmt: skip
    lines = "\n".join(f"{number}. *{title}*" for number, title in enumerate(dice.sample(options, 6), start=1))
    return f"## Titles for {brief.topic}\n\n{lines}\n\nSay them aloud: the right one still sounds good on the phone."


def synopsis(brief: Brief) -> str:
    dice, words = brief.dice(), palette_of(brief)
    hero, other = cast_of(brief, 2, dice)
    role, want, danger = dice.choice(words.roles), dice.choice(words.wants), dice.choice(words.dangers)
    place, last = dice.sample(words.places, 2)
    return f"""## Synopsis

**{hero}** is {role}. In {place}, life is small and in order. \
Then comes what this film is about: *{brief.topic}*.

What {hero} wants is simple: {want}. What stands in the way is {danger}, \
and **{other}**, who wants the same thing for a better reason. \
Each step forward costs a piece of the life that {hero} meant to protect.

In {last} there is one choice left, and it cannot be undone. \
{hero} makes it, and we learn what the first scene was really about.

**Tone**: {brief.genre}. **Theme**: what we owe to those who were there before us."""


def _slug(place: str) -> str:
    """As a slugline names it: no article, no time of day."""
    return re.sub(r"^(a|an|the) | (at night|before dawn|in fog|in the rain)$", "", place).upper()


def _subject(brief: Brief, role: str) -> str:
    """The topic itself where it names somebody or something, else ``role`` in its story."""
    if brief.topic.split()[0].lower() in ("a", "an", "the", "two", "three", "my", "our"):
        return brief.topic[0].upper() + brief.topic[1:]
    return f"In a story of {brief.topic}, {role}"


_PARTS = ("protagonist", "antagonist with a point", "the one who sees it all")
_CONTRADICTIONS = (
    "lies easily to strangers and never to friends",
    "is brave in public and a coward on the phone",
    "remembers every debt but their own",
    "asks for the truth and leaves before it comes",
    "keeps order everywhere except in what matters",
)
_DETAILS = (
    "always re-ties one shoelace before a decision",
    "writes on the back of the hand, never on paper",
    "turns every cup so that its handle points away",
    "hums half a tune and stops at the same note",
    "wears a watch that has stopped",
)
_BEATS = (
    ("{hero} at work; something is slightly wrong", "order → doubt"),
    ("{other} brings the news", "doubt → decision"),
    ("{hero} breaks a small rule for the first time", "safe → exposed"),
    ("The plan works, almost too well", "fear → hope"),
    ("{other} finds out what was hidden", "hope → mistrust"),
    ("They say the thing that cannot be taken back", "together → alone"),
    ("{hero} goes back to where it began", "lost → clear"),
    ("One choice, made in silence", "want → need"),
)
