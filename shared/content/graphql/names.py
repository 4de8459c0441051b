"""What things are called in GraphQL: Payload's names, made from those of the declarations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from shared.content.collection import Collection

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_]")


@dataclass(frozen=True, slots=True)
class Names:
    """``Project`` and ``Projects``; ``Media`` and ``allMedia`` where one word stands for both."""

    one: str
    many: str


def names_of(collection: Collection) -> Names:
    one, many = name_of(words(collection.singular)), name_of(words(collection.plural))
    return Names(one, f"all{one}" if one == many else many)


def name_of(text: str) -> str:
    """``sci-fi`` → ``sci_fi``, ``16:9`` → ``_16_9``: no blanks, no accents, ``_`` for all that a name cannot hold."""
    plain = "".join(part for part in unicodedata.normalize("NFKD", text) if not unicodedata.combining(part))
    name = _NOT_IN_NAMES.sub("_", plain.replace(" ", ""))
    return f"_{name}" if not name or name[0].isdigit() else name


def words(text: str) -> str:
    """``project settings``, ``project-settings`` and ``projectSettings`` → ``ProjectSettings``."""
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"[\s-]+", text) if word)


def joined(parent: str, name: str) -> str:
    return name_of(f"{parent}_{name}")


def named_options(options: Iterable[str]) -> dict[str, str]:
    """Values by their names. Raises ``ValueError`` when two would have the same."""
    named: dict[str, str] = {}
    for option in options:
        name = name_of(option)
        if name in named:
            raise ValueError(f"{option!r} and {named[name]!r} are both called {name}")
        named[name] = option
    return named
