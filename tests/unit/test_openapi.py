"""Several functions' descriptions become one document, and the document becomes a reference."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import BaseModel, Field

from infra.openapi import stream
from infra.openapi.document import as_json, merged
from infra.openapi.reference import as_markdown


class Shot(BaseModel):
    title: str = Field(min_length=1, max_length=80, description="What is seen")
    seconds: int = Field(4, ge=1, le=60)


def app_with(path: str, name: str) -> dict[str, Any]:
    app = FastAPI()

    @app.post(path, operation_id=name, tags=["content"], summary="Make a shot")
    async def make(shot: Shot) -> Shot:
        return shot

    return app.openapi()


def test_functions_become_one_document() -> None:
    document = merged({"a": app_with("/api/shots", "makeShot"), "b": app_with("/api/v1/shots", "renderShot")})

    assert list(document["paths"]) == ["/api/shots", "/api/v1/shots"]
    assert "Shot" in document["components"]["schemas"]


def test_each_path_fails_in_its_own_dialect() -> None:
    document = merged({"a": app_with("/api/shots", "makeShot"), "b": app_with("/api/v1/shots", "renderShot")})

    def failure(path: str) -> str:
        return document["paths"][path]["post"]["responses"]["default"]["$ref"].rpartition("/")[2]

    assert failure("/api/shots") == "ContentError"
    assert failure("/api/v1/shots") == "OrchestratorError"


def test_nothing_of_the_framework_is_promised() -> None:
    document = merged({"a": app_with("/api/shots", "makeShot")})

    assert "422" not in document["paths"]["/api/shots"]["post"]["responses"]
    assert not {"HTTPValidationError", "ValidationError"} & set(document["components"]["schemas"])


def test_two_operations_may_not_have_one_name() -> None:
    twins = app_with("/api/shots", "makeShot")
    twins["paths"] |= app_with("/api/takes", "makeShot")["paths"]

    with pytest.raises(ValueError, match="both called makeShot"):
        merged({"a": twins})


def test_an_operation_of_a_later_function_is_called_after_it() -> None:
    document = merged({"chat": app_with("/api/v1/shots", "makeShot"), "content": app_with("/api/shots", "makeShot")})

    assert document["paths"]["/api/v1/shots"]["post"]["operationId"] == "makeShot"
    assert document["paths"]["/api/shots"]["post"]["operationId"] == "contentMakeShot"


def test_two_functions_may_not_describe_one_path_differently() -> None:
    with pytest.raises(ValueError, match="/api/shots is described in two different ways"):
        merged({"a": app_with("/api/shots", "makeShot"), "b": app_with("/api/shots", "renderShot")})


def test_main_operations_have_examples_and_say_if_they_need_no_credentials() -> None:
    login = merged({"a": app_with("/api/users/login", "login")})["paths"]["/api/users/login"]["post"]

    assert login["security"] == []
    assert login["requestBody"]["content"]["application/json"]["example"]["email"] == "noor@example.com"
    assert login["responses"]["200"]["content"]["application/json"]["example"]["message"] == "Authentication Passed"


def test_a_name_that_two_functions_use_differently_is_told_apart() -> None:
    other = app_with("/api/v1/shots", "renderShot")
    other["components"]["schemas"]["Shot"]["properties"].pop("seconds")

    document = merged({"content": app_with("/api/shots", "makeShot"), "chat": other})

    body = document["paths"]["/api/v1/shots"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/ChatShot"}
    assert set(document["components"]["schemas"]["ChatShot"]["properties"]) == {"title"}
    assert set(document["components"]["schemas"]["Shot"]["properties"]) == {"title", "seconds"}


def test_the_same_code_gives_the_same_bytes() -> None:
    parts = {"a": app_with("/api/shots", "makeShot"), "b": {"paths": stream.PATHS}}

    assert as_json(merged(parts)) == as_json(merged(dict(reversed(parts.items()))))


def test_the_reference_tells_a_person_the_same() -> None:
    reference = as_markdown(merged({"a": app_with("/api/shots", "makeShot"), "b": {"paths": stream.PATHS}}))

    assert "### POST /api/shots" in reference
    assert "| `title` | string of 1–80 characters | **required**. What is seen |" in reference
    assert "| `seconds` | integer 1–60 | default `4` |" in reference
    assert "### GET /api/v1/orchestrator/stream" in reference
