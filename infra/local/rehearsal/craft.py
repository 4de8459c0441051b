"""Answers that explain: the hero's journey, dialogue, twists, character development, structure, shots, feedback."""

from __future__ import annotations

from infra.local.rehearsal.palette import cast_of, palette_of
from infra.local.rehearsal.reading import Brief, plain


def heros_journey(brief: Brief) -> str:
    (hero,) = cast_of(brief, 1, brief.dice())
    return f"""## The hero's journey

Joseph Campbell's pattern in Christopher Vogler's twelve steps, with *{brief.topic}* in mind.

| step | what it does | for {hero} |
| --- | --- | --- |
| 1. Ordinary world | shows what can be lost | a routine, with one crack in it |
| 2. Call to adventure | asks the story's question | news that cannot be ignored |
| 3. Refusal | makes the cost visible | a good reason to stay |
| 4. Mentor | gives a tool, not an answer | somebody who failed at it once |
| 5. First threshold | no way back | the door closes |
| 6. Tests, allies, enemies | teaches the new rules | a friend who should not be one |
| 7. Approach | gathers courage | the plan, told in one line |
| 8. Ordeal | death, real or not | the old self ends here |
| 9. Reward | a short breath | what was wanted, in hand |
| 10. Road back | the price arrives | it is not over |
| 11. Resurrection | the last, purest test | the same mistake is possible again |
| 12. Return | the world is changed by one thing | the crack, mended or accepted |

Use it as a question list, not as a recipe: a step that is missing on purpose is a choice too."""


def dialogue_tips(brief: Brief) -> str:
    hero, other = cast_of(brief, 2, brief.dice())
    return f"""## Dialogue that plays

1. **Give each speaker a want in the scene.** {hero} wants an answer, {other} wants to leave. The lines follow.
2. **Let them miss each other.** Answer the question before, or the one that was not asked.
3. **Say less than is meant.** If a line says the feeling, try an action instead.
4. **Give each a sound of their own**: length of sentence, favourite word, what they never say.
5. **Enter late, leave early.** Cut the greeting; cut the last line, and see whether the scene gets better.

**Before**

> {hero}: I am angry because you lied to me about the money.

**After**

> {hero}: You kept the receipt.
>
> {other}: I keep everything.
>
> {hero}: No. You don't.

Read it aloud with somebody: where you stumble, an actor will too."""


def development(brief: Brief) -> str:
    (hero,) = cast_of(brief, 1, brief.dice())
    danger = brief.dice().choice(palette_of(brief).dangers)
    return f"""## Character development, step by step

1. **Want and need.** The want drives the plot; the need is what {hero} cannot see yet.
2. **The lie they believe.** One sentence, e.g. *“If I am useful, nobody will leave.”* Every act tests it harder.
3. **Pressure, not explanation.** Put {hero} where the old way fails: here, {danger}.
4. **Choices in rising cost.** Three of them; the third undoes the first.
5. **A mirror.** Somebody with the same wound who chose otherwise.
6. **Proof.** The last scene repeats an early situation, and {hero} acts differently, without a word about it.

**Exercise**: write what {hero} would say on the last page to somebody who is as they were on the first."""


def shots(brief: Brief) -> str:
    dice, words = brief.dice(), palette_of(brief)
    (hero,) = cast_of(brief, 1, dice)
    place = dice.choice(words.places)
    return f"""## Shot list: {brief.topic}

**Place**: {place}. **Light**: {dice.choice(words.looks)}. **Lenses**: {words.lenses}.

| # | size | camera | what we see | why |
| --- | --- | --- | --- | --- |
| 1 | wide | locked | the whole place, {hero} small in it | the world is bigger |
| 2 | medium | slow push in | {hero} notices something | our attention narrows with theirs |
| 3 | insert | macro | the object itself | a promise to the audience |
| 4 | close-up | locked | the face, before the decision | nothing else matters now |
| 5 | over the shoulder | handheld | the other one, too near | the distance is gone |
| 6 | wide | pull back | {hero} alone again, something missing | the same frame, changed |

Shoot 1 and 6 from the same tripod marks, so that the change is in the people."""


def style(brief: Brief) -> str:
    dice, words = brief.dice(), palette_of(brief)
    places = "\n".join(f"- {place}" for place in words.places)
    return f"""## A look for {brief.topic}

- **Light**: {dice.choice(words.looks)}
- **Lenses**: {words.lenses}
- **Colour**: two families only; the third colour appears once, where the story turns
- **Texture**: worn edges, fingerprints, nothing fresh from the shop
- **Sound**: one everyday noise that stops when danger is near

**Places that carry it**

{places}

Collect nine pictures for it, three of each of light, faces and surfaces; drop what fits two films."""


def feedback(brief: Brief) -> str:
    quoted = plain(brief.asked, 160)
    words = len(brief.asked.split())
    sentences = max(1, sum(brief.asked.count(mark) for mark in ".!?"))
    return f"""## Notes on your text

> {quoted}

**In numbers**: {words} words in about {sentences} sentences, {words // sentences} words each.

**What to keep**: the situation is concrete. I know where I am and what could go wrong.

**Three questions**

1. Whose scene is it? Give the first and the last line to that person.
2. What changes? If nothing does, it may be two lines inside another scene.
3. What can be shot? Turn each *feels* and *realises* into something a camera sees.

**One experiment**: cut the first third and read it again."""


def greeting(brief: Brief) -> str:
    where = f" for **{brief.title}**" if brief.title else ""
    return f"""Hello! I am ready to work with you{where}. You could ask me for

- a **logline** or a **synopsis** about your idea,
- **characters** with wants, fears and a contradiction,
- the **three acts** or a **scene list**,
- a scene's **dialogue**, a **plot twist**, a **shot list** or a **look**.

Tell me in a sentence what your film is about, and we begin."""


def ideas(brief: Brief) -> str:
    dice, words = brief.dice(), palette_of(brief)
    hero, other = cast_of(brief, 2, dice)
    role, want, danger = dice.choice(words.roles), dice.choice(words.wants), dice.choice(words.dangers)
    about = brief.topic if brief.has_topic else plain(brief.asked, 140) or brief.topic
    return f"""You asked: *“{about}”*. Here are three ways in.

- **Through a person** – {hero}, {role}, wants {want}. Everything else is in the way.
- **Through a place** – {dice.choice(words.places)}. Who is there that should not be?
- **Through a question** – what would {other} do, if {danger} was certain?

**Next steps**

1. Choose the way that scares you a little.
2. Write it as one sentence: somebody wants something and cannot have it.
3. Ask me for the *characters*, the *three acts* or a *scene list*, and I build on your sentence."""
