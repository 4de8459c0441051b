"""The API description is fresh, whole and honest."""

from __future__ import annotations

import re
from typing import Any

import pytest

from infra.openapi.__main__ import main
from infra.openapi.document import METHODS, build
from infra.openapi.examples import EXAMPLES, PUBLIC
from infra.openapi.parameters import QUERIES
from tests.house import files, text_of


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return build()


def test_it_is_fresh() -> None:
    assert main(["--check"]) == 0, "run: make openapi"


def test_what_is_said_by_hand_is_said_of_something_that_exists(document: dict[str, Any]) -> None:
    described = {(method, path) for path, item in document["paths"].items() for method in METHODS if method in item}

    assert set(EXAMPLES) <= described
    assert described >= PUBLIC
    assert {("get", path) for path in QUERIES} <= described


def test_every_query_parameter_that_a_function_reads_is_described() -> None:
    readers = "whole_number|one_of|short_text|types_of|listed|yes_or_no|_share"
    reading = re.compile(rf'(?:{readers})\(\s*request,\s*"(\w+)"')
    routes = [text_of(path) for path in files() if path.parts[0] == "functions" and path.suffix == ".py"]
    read = {name for text in routes for name in reading.findall(text)}

    assert read == {parameter["name"] for parameters in QUERIES.values() for parameter in parameters}


def test_every_operation_says_what_it_does(document: dict[str, Any]) -> None:
    silent = [
        f"{method.upper()} {path}"
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if not operation.get("description") and operation["summary"].istitle()  # a function's name, by the framework
    ]

    assert silent == []
