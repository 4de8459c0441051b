"""Every schema of the collections has an example, and the example is one of them."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from shared.content.openapi import component_schemas
from tests.content_world import World

SCHEMAS = component_schemas(World().content.registry)


@pytest.mark.parametrize("name", [name for name in SCHEMAS if not name.endswith("Page")])
def test_an_example_is_as_described(name: str) -> None:
    root: dict[str, Any] = {"components": {"schemas": SCHEMAS}, "$ref": f"#/components/schemas/{name}"}
    [example] = SCHEMAS[name]["examples"]
    jsonschema.Draft202012Validator(root).validate(example)
