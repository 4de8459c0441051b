"""What is said and done between the things that matter: drawn from a stock, the same way every time."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator

from tests.corpus.draft import Element

_SAID = (
    "I have sailed with worse men than these, and not one of them came home with more than his boots.",
    "Keep your voice low. The {thing} is no secret any more, and walls have ears aboard.",
    "You may lay to that, {name}. There is not a soul in {place} who would swear otherwise.",
    "What would your mother say if she saw you with that {thing} in your hands?",
    "Fifteen men on the dead man's chest. Yo-ho-ho, and a bottle of rum.",
    "I will not be hurried. A man who hurries with a {thing} buries his friends.",
    "If that {time} wind goes round to the south, we have an hour, no more.",
    "There was a time when I could not have told you one rope from another.",
    "Dead men do not bite, {name}. Those were his words, and he lived by them.",
    "Put the {thing} where I can see it, and put your hands where I can see them.",
    "Nobody asked you to come. You asked, and you begged, and here you are.",
    "I heard it twice in the {time} and once before that, as clear as I hear you.",
    "Let me look at it again. The ink has run, but the cross is plain.",
    "We hold {place} as long as we have water, and water we have for three days.",
    "A shilling a day, {name}, and salt pork, and for that they think they own us.",
    "The doctor is a clever man. It is the clever ones who stay behind to count.",
    "Say that once more, slowly, and look at me while you say it.",
    "When I was your age I had neither a coat nor a {thing}, and I laughed more.",
    "They will come before it is light. They always come before it is light.",
    "Give me your arm. The ground in {place} is worse than a deck in a storm.",
    "There is a kind of man who smiles with one half of his face, {name}. Mind that half.",
    "I never wanted gold. I wanted to see what was behind the next headland.",
    "That bird is two hundred years old and has seen more wickedness than the devil.",
    "If you are afraid, count. I counted to nine hundred behind that door.",
    "Who has the key? Whoever has the key has the {thing}, and whoever has that has us.",
    "It is not the sea that I mind. It is what men become on it.",
    "He gave his word, {name}, and he gave it with a {thing} behind his back.",
    "Eat something. Nobody was ever brave on an empty stomach.",
    "You were seen in {place}. Do not tell me that you were not.",
    "I would give my share for one {time} in my own bed with the window open.",
    "Two of them are drunk and one is asleep. That leaves the one we have to fear.",
    "Doctor, squire, captain: fine names. In the water they all sink alike.",
    "The squire talks. He has talked since Bristol, and half the town can draw our course.",
    "I know that step. Put out the light, and not a word, {name}.",
    "Take this. If I am not back, throw it into the deepest place you can find.",
    "An honest man may be wrong, but a liar never is; that is how you know him.",
    "Look there, past the {thing}. No, further. Now tell me what you see.",
    "The rum will be the end of him, and he knows the hour as well as I do.",
    "I swore on my Bible, and then I cut it. That is what I cannot forget.",
    "Three times I have buried that {thing}, and three times it has found me.",
    "Whatever happens, you stay behind me, and when I fall you run.",
    "There is fever in this place. You can smell it in the {time}.",
    "So the map is right. I had almost hoped that it was not.",
    "Speak up, {name}. A whisper carries further than a shout in {place}.",
    "Flint had a way of looking at a man as if he were already under the ground.",
    "We are nineteen against seven, and one of the seven is a boy.",
    "I ask for nothing but a corner, a fire and an end to questions.",
    "That is the last of the powder, and that is the last of my patience.",
    "Mark my words: the first to touch the {thing} will be the first to be sorry.",
    "I saw a light where no light should be. It went out when I looked at it.",
    "You have my thanks, {name}. It is all I have that is not owed to somebody.",
    "A ship remembers. She will not answer the helm for a murderer.",
    "Hold it higher. Higher. Now you can see how many they were.",
    "My leg tells me that the weather turns, and it is the leg that I left behind.",
    "If there is a price, I have paid it, and if there is a debt, I owe it to you.",
    "Nobody goes alone. Not to the spring, not to the boats, not to {place}.",
)
_DONE = (
    "{who} turns the {thing} over and over without looking at it.",
    "Wind moves what can be moved. {who} waits until it is still.",
    "{who} steps back until there is a wall to lean on.",
    "For a long moment there is nothing but the sound of water.",
    "{who} takes a {thing} from the table, weighs it, and puts it back.",
    "A shadow crosses the ground and is gone. {who} has seen it too.",
    "{who} laughs too loudly and stops too soon.",
    "Somewhere a rope creaks. {who} counts the creaks.",
    "{who} kneels down and draws a line into the dust with one finger.",
    "The light changes. What was grey becomes red, and what was red becomes black.",
    "{who} looks at {other}, who does not look back.",
    "{who} wraps the {thing} into a cloth as if it could break.",
    "Far away a gun is fired, or a door is slammed.",
    "{who} opens a mouth to speak, and closes it again.",
    "Gulls rise all at once, and settle again all at once.",
    "{other} stands up, and {who} sits down in the place that has become free.",
    "{who} listens at the boards, one hand raised for silence.",
    "Nothing is left on the plate but a rind and a knife.",
    "{who} wipes the blade on a sleeve and holds it against the light.",
    "Smoke drifts in from outside. {who} coughs, and {other} laughs.",
)
_ASIDES = ("", "", "", "", "quietly", "without turning", "to the others", "after a while", "smiling")
_MANNERS = ("", "", "", "", "", "", "", "", "V.O.", "O.S.")
_EXCHANGES = 10


class Talk:
    """Of one scene; it depends on nothing but what it is given."""

    def __init__(self, number: str, location: str, time_of_day: str, cast: tuple[str, ...], props: tuple[str, ...]):
        self._random = random.Random(f"the sea cook {number}")
        self._cast, self._props = cast, props
        self._words = {"place": string.capwords(location.split(" - ")[-1]), "time": time_of_day.lower()}
        self._stock = self._random.sample(_SAID, len(_SAID))

    def props(self) -> str:
        """A sentence that names every prop of the scene."""
        names = " and a ".join(self._props)
        return f"In front of {string.capwords(self._cast[0])} there is a {names}."

    def elements(self) -> Iterator[Element]:
        last = None
        for turn in range(_EXCHANGES):
            if turn % 3 == 0:
                yield Element(" ".join(self._action() for _ in range(2)))
                last = None
            who = self._random.choice([one for one in self._cast if one != last] or self._cast)
            manner = "CONT'D" if who == last else self._random.choice(_MANNERS)
            text = " ".join(self._line() for _ in range(self._random.randint(1, 2)))
            yield Element(text, who, manner, self._random.choice(_ASIDES))
            last = who

    def _line(self) -> str:
        if not self._stock:
            self._stock = self._random.sample(_SAID, len(_SAID))
        return self._filled(self._stock.pop())

    def _action(self) -> str:
        return self._filled(self._random.choice(_DONE))

    def _filled(self, text: str) -> str:
        who = self._random.choice(self._cast)
        others = [one for one in self._cast if one != who] or ["the parrot"]
        names = {"who": string.capwords(who), "other": string.capwords(self._random.choice(others))}
        name = string.capwords(self._random.choice(self._cast).split()[-1])
        return text.format(thing=self._random.choice(self._props), name=name, **names, **self._words)
