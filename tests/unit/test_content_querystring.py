"""Query strings as JavaScript's ``qs`` writes them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from shared.content.find import Find, find_parameters
from shared.content.querystring import parse
from shared.domain.errors import ValidationFailed

CASES: list[tuple[str, dict[str, Any]]] = [
    ("", {}),
    ("a=1&b=x+y%20z", {"a": "1", "b": "x y z"}),
    ("a", {"a": ""}),
    ("a[b]=1&a[c][d]=2", {"a": {"b": "1", "c": {"d": "2"}}}),
    ("a%5Bb%5D=1", {"a": {"b": "1"}}),
    ("a[0]=x&a[1]=y", {"a": ["x", "y"]}),
    ("a[1]=y&a[0]=x&a[10]=z", {"a": ["x", "y", "z"]}),
    ("a[]=x&a[]=y", {"a": ["x", "y"]}),
    ("a=x&a=y&a=z", {"a": ["x", "y", "z"]}),
    ("a[][b]=1&a[][b]=2", {"a": [{"b": "1"}, {"b": "2"}]}),
    ("a[or][0][t][like]=a%5Bb", {"a": {"or": [{"t": {"like": "a[b"}}]}}),
    ("a[b=1", {"a[b": "1"}),
    ("[a]=1", {"[a]": "1"}),
    ("a=%ff", {"a": "\ufffd"}),
]


@pytest.mark.parametrize(("text", "tree"), CASES, ids=[case[0] or "empty" for case in CASES])
def test_a_query_string_becomes_a_tree(text: str, tree: dict[str, Any]) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    "text",
    ["a=1&a[b]=2", "a[b]=1&a=2", "a" + "[b]" * 25 + "=1", "&".join(["a=1"] * 1001), "a=" + "x" * 65536],
    ids=["value then object", "object then value", "levels", "parameters", "length"],
)
def test_what_is_ambiguous_or_too_much_is_refused(text: str) -> None:
    with pytest.raises(ValidationFailed):
        parse(text)


def test_the_parameters_of_a_read() -> None:
    found = find_parameters(
        "sort=a,-b&limit=5&page=2&depth=20&trash=true&select[a]=true&select[g][b]=false&where[a][equals]=1"
    )
    assert found == Find(
        where={"a": {"equals": "1"}},
        sort=("a", "-b"),
        limit=5,
        page=2,
        depth=10,
        select={"a": True, "g": {"b": False}},
        trash=True,
    )


def test_what_is_not_said_has_its_default() -> None:
    assert find_parameters("") == Find(where=None, sort=(), limit=10, page=1, pagination=True, depth=2)


def test_only_true_and_false_are_booleans() -> None:
    found = find_parameters("trash=1&pagination=no&select[a]=yes")
    assert (found.trash, found.pagination, found.select) == (False, True, {})


@pytest.mark.parametrize(
    "where", ['{"\\ud800":{"equals":"x"}}', '{"title":{"\\udfff":"x"}}', '{"title":{"equals":"\\ud800"}}']
)
def test_half_a_surrogate_pair_is_refused_by_words_that_can_be_sent(where: str) -> None:
    with pytest.raises(ValidationFailed) as refused:
        find_parameters(f"where={quote(where)}")

    assert refused.value.message.encode()
