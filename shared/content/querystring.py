"""Query strings as the ``qs`` library of JavaScript writes them: ``a[b][0]=c``, brackets encoded or not."""

from __future__ import annotations

import re
from typing import Any, cast
from urllib.parse import unquote_plus

from shared.content.where import refuse

MAX_PARAMETERS = 1000
MAX_LENGTH = 64 * 1024
MAX_LEVELS = 20
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_INDEX = re.compile(r"[0-9]{1,6}")

Tree = dict[str, Any]


def parse(text: str) -> Tree:
    """Texts, lists and objects of them. Objects whose keys are all indices are lists, in the order of these."""
    if len(text) > MAX_LENGTH:
        refuse("query", f"expected at most {MAX_LENGTH} characters")
    pairs = [pair for pair in text.split("&") if pair]
    if len(pairs) > MAX_PARAMETERS:
        refuse("query", f"expected at most {MAX_PARAMETERS} parameters")
    tree: Tree = {}
    for pair in pairs:
        key, _, value = pair.partition("=")
        _put(tree, _segments(unquote_plus(key)), unquote_plus(value))
    return {name: _lists(value) for name, value in tree.items()}


def _segments(key: str) -> list[str]:
    start = key.find("[")
    if start <= 0:
        return [key]
    brackets = _BRACKETS.findall(key, start)
    if len(brackets) > MAX_LEVELS:
        refuse(key, f"expected at most {MAX_LEVELS} levels")
    if key[start:] != "".join(f"[{name}]" for name in brackets):
        return [key]
    return [key[:start], *brackets]


def _put(tree: Tree, segments: list[str], value: str) -> None:
    *parents, last = segments
    node = tree
    for name in parents:
        inner = node.setdefault(name or str(len(node)), {})
        if not isinstance(inner, dict):
            refuse(".".join(segments), "given both as a value and as an object")
        node = cast("Tree", inner)
    name = last or str(len(node))
    if name not in node:
        node[name] = value
    elif isinstance(node[name], str):
        node[name] = [node[name], value]
    elif isinstance(node[name], list):
        node[name].append(value)
    else:
        refuse(".".join(segments), "given both as a value and as an object")


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    entries = {name: _lists(item) for name, item in cast("Tree", value).items()}
    if all(_INDEX.fullmatch(name) for name in entries):
        return [entries[name] for name in sorted(entries, key=int)]
    return entries
