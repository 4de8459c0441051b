"""Query strings that mean harm, made from a seed: the same number always gives the same string."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from urllib.parse import quote

PATHS = (
    "title",
    "genre",
    "createdBy",
    "createdBy.email",
    "createdBy.activeProjects.createdBy.name",
    "collaborators.user",
    "collaborators.user.name",
    "projectSettings.aspectRatio",
    "progress.completedSteps",
    "createdAt",
    "deletedAt",
    "id",
    "episodeCount",
    "preferences.a.b.c",
    "password",
    "sessions",
    "slot",
    "rev",
    "_id",
    "$where",
    "__proto__",
    "constructor.prototype",
    "title.$ne",
    "..",
    "",
    " ",
    "a" * 300,
    ".".join("a" * 40),
    "title\x00",
    "😀",
)
OPERATORS = (
    "equals",
    "not_equals",
    "in",
    "not_in",
    "all",
    "exists",
    "greater_than",
    "less_than_equal",
    "like",
    "not_like",
    "contains",
    "near",
    "within",
    "intersects",
    "$where",
    "$regex",
    "$gt",
    "$ne",
    "__proto__",
    "constructor",
    "",
    "EQUALS",
)
TEXTS = (
    "",
    "x",
    "true",
    "false",
    "null",
    "undefined",
    "NaN",
    "Infinity",
    "-0",
    "1e308",
    "1e999",
    "9" * 400,
    "0x10",
    "1_000",
    "2026-11-21",
    "2026-99-99",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "(a+)+$",
    ".*" * 50,
    "^(([a-z])+.)+[A-Z]([a-z])+$",
    "a" * 5000,
    " ".join(["wort"] * 400),
    "\x00",
    "a\x00b",
    "' OR 1=1 --",
    "{$gt:''}",
    '{"$gt":""}',
    "[object Object]",
    "%",
    "%%",
    "\u202e",
    "İ",
    "ß" * 200,
    "💥",
    "\\",
    "\\u0000",
    "$where",
    "../../etc/passwd",
    "0" * 24,
    "f" * 24,
    "1,2,3",
    "," * 900,
    "-title",
    "title,-title,title",
)
RAW = (
    b"%ff",
    b"%c3",
    b"%",
    b"%zz",
    b"%00",
    b"\xff\xfe",
    b"%ed%a0%80",
    b"%f0%9f",
    b"+",
    b"%2500",
    b"&",
    b"=",
    b"[",
    b"]",
    b";",
)
NAMES = (
    "where",
    "sort",
    "limit",
    "page",
    "depth",
    "select",
    "populate",
    "joins",
    "trash",
    "draft",
    "pagination",
    "locale",
)
COLLECTIONS = ("projects", "projects/count", "users", "conversations", "messages", "media", "projects/versions")

Chance = random.Random


def hostile(number: int) -> tuple[str, bytes]:
    """A path below ``/api`` and a query string."""
    chance = Chance(number)
    make = chance.choice(KINDS)
    query = make(chance)
    if chance.random() < 0.3:
        query = _broken(chance, query)
    return chance.choice(COLLECTIONS), query[: 80 * 1024]


def _key(chance: Chance, *names: str) -> str:
    text = names[0] + "".join(f"[{name}]" for name in names[1:])
    return quote(text, safe="[]" if chance.random() < 0.5 else "")


def _pair(chance: Chance) -> str:
    return f"{_key(chance, 'where', chance.choice(PATHS), chance.choice(OPERATORS))}={quote(chance.choice(TEXTS))}"


def _conditions(chance: Chance) -> bytes:
    return "&".join(_pair(chance) for _ in range(chance.randint(1, 6))).encode()


def _crowd(chance: Chance) -> bytes:
    one = _pair(chance) if chance.random() < 0.5 else f"where[or][{{n}}][{chance.choice(PATHS)}][equals]=x"
    return "&".join(one.replace("{n}", str(n)) for n in range(chance.choice((90, 110, 999, 1001)))).encode(
        "utf-8", "replace"
    )


def _nested(chance: Chance) -> bytes:
    depth = chance.choice((5, 9, 10, 11, 20, 21, 40, 400))
    steps = [chance.choice(("or", "and", "0", "1", "title", "equals", "9999999999")) for _ in range(depth)]
    return f"{_key(chance, 'where', *steps)}={quote(chance.choice(TEXTS))}".encode()


def _indices(chance: Chance) -> bytes:
    index = chance.choice(("0", "1", "999999", "1000000000", "-1", "1e9", "", "00", "٣"))
    where = chance.choice(("where[title][in]", "where[or]", "sort", "select", "where[id][all]"))
    return f"{quote(where, safe='[]')}[{quote(index)}]={quote(chance.choice(TEXTS))}".encode()


def _mixed(chance: Chance) -> bytes:
    """The same name as a value, a list and an object."""
    name = chance.choice(NAMES)
    forms = (f"{name}=x", f"{name}[]=x", f"{name}[a]=x", f"{name}[0]=x", f"{name}[a][b]=x", f"{name}=", f"{name}[a]")
    return "&".join(chance.choice(forms) for _ in range(chance.randint(2, 8))).encode()


def _options(chance: Chance) -> bytes:
    return "&".join(f"{name}={quote(chance.choice(TEXTS))}" for name in chance.sample(NAMES, 5)).encode()


def _json(chance: Chance) -> bytes:
    value: object = chance.choice((None, 1, True, "x", [], {}, 1e308, "\x00", [1, "x", None], {"$gt": ""}))
    for _ in range(chance.randint(1, 30)):
        name = chance.choice((*PATHS, *OPERATORS, "or", "and"))
        value = {name: value} if chance.random() < 0.7 else [value] * chance.randint(1, 2)
    text = json.dumps(value)[: chance.choice((20, 200, 10**6))]
    deep = chance.choice(("[" * 3000, '{"or":[' * 300, '{"a":NaN}', '{"title":{"equals":"\\ud800"}}', text, text, text))
    return f"where={quote(deep)}".encode()


def _garbage(chance: Chance) -> bytes:
    return bytes(chance.randint(1, 255) for _ in range(chance.randint(1, 400)))


def _long(chance: Chance) -> bytes:
    piece = chance.choice((b"a=b&", b"where[", b"]", b"[a]", b"%5B", b"x", b"sort=a,b,c,", b"&&&&", b"limit=1&"))
    return piece * (chance.choice((1_000, 20_000, 70_000)) // len(piece))


def _broken(chance: Chance, query: bytes) -> bytes:
    """A few raw pieces where they do not belong."""
    for _ in range(chance.randint(1, 3)):
        place = chance.randint(0, len(query))
        query = query[:place] + chance.choice(RAW) + query[place:]
    return query


KINDS: Sequence[Callable[[Chance], bytes]] = (
    _conditions,
    _conditions,
    _crowd,
    _nested,
    _indices,
    _mixed,
    _options,
    _json,
    _garbage,
    _long,
)
