"""The app factory: every error in the contract's form, bounded bodies, request ids, answers other origins may read."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

import httpx
import pytest
from fastapi import APIRouter, Depends
from pydantic import BaseModel, StrictStr

from shared.domain.errors import BudgetExceeded, DatabaseError, RateLimitExceeded, ValidationFailed
from shared.domain.limits import Quota
from shared.web.app import create_app
from shared.web.body import json_body

ORIGIN = "https://studio.example.test"


class Note(BaseModel):
    text: StrictStr
    colour: StrictStr = "red"


router = APIRouter()


@router.get("/broken")
async def broken() -> None:
    raise RuntimeError("mongodb://user:hunter2@host said no")


@router.get("/database")
async def database() -> None:
    raise DatabaseError


@router.get("/limited")
async def limited() -> None:
    error = RateLimitExceeded(retry_after=12.2)
    error.quota = Quota(60, 0, 13)
    raise error


@router.get("/budget")
async def budget() -> None:
    raise BudgetExceeded


@router.post("/notes")
async def notes(note: Annotated[Note, Depends(json_body(Note))]) -> dict[str, Any]:
    return note.model_dump()


@router.delete("/notes/{key}", status_code=204)
async def forget(key: str) -> None: ...


@router.get("/notes/{key}")
async def note_of(key: str) -> str:
    return key


@router.get("/invalid")
async def invalid() -> None:
    raise ValidationFailed.of(page="expected a whole number")


def client_of(**options: Any) -> httpx.AsyncClient:
    app = create_app("test", [router], max_body_bytes=1000, allowed_origins=(ORIGIN,), **options)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://test")


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with client_of() as made:
        yield made


async def test_an_unknown_failure_tells_nothing_but_its_request_id(client: httpx.AsyncClient) -> None:
    # When something breaks that nobody foresaw
    response = await client.get("/broken")
    # Then the caller learns the code and the id, and nothing of the cause
    body = response.json()
    assert response.status_code == 500
    assert body["code"] == "INTERNAL_ERROR"
    assert body["retryable"] is False
    assert body["requestId"] == response.headers["x-request-id"] != ""
    assert "hunter2" not in response.text
    assert "RuntimeError" not in response.text


@pytest.mark.parametrize(("path", "allowed"), [("/notes", "POST"), ("/notes/one", "DELETE, GET")])
async def test_what_an_address_does_not_take_is_answered_with_all_that_it_takes(
    client: httpx.AsyncClient, path: str, allowed: str
) -> None:
    answer = await client.put(path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [("GET", "/nowhere", 404, "NOT_FOUND"), ("DELETE", "/notes", 405, "METHOD_NOT_ALLOWED")],
)
async def test_routing_errors_have_the_same_form(
    client: httpx.AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    response = await client.request(method, path)
    assert response.status_code == status
    assert response.json() | {"requestId": ""} == {
        "error": response.json()["error"],
        "code": code,
        "retryable": False,
        "requestId": "",
    }


async def test_the_content_dialect_is_payloads() -> None:
    async with client_of(dialect="content") as client:
        unknown = (await client.get("/nowhere")).json()
        invalid = (await client.get("/invalid")).json()
    assert unknown["errors"] == [{"message": 'Route not found "/nowhere"'}]
    assert unknown["code"] == "NOT_FOUND"
    assert unknown["retryable"] is False
    assert unknown["requestId"]
    assert invalid["errors"][0]["name"] == "ValidationError"


async def test_limits_say_when_to_come_back(client: httpx.AsyncClient) -> None:
    limited = await client.get("/limited")
    assert limited.status_code == 429
    assert limited.headers["retry-after"] == "13"
    assert limited.headers["ratelimit-limit"] == "60"
    assert limited.headers["ratelimit-remaining"] == "0"
    assert (await client.get("/database")).headers["retry-after"] == "1"
    # Waiting does not refill a budget
    assert "retry-after" not in (await client.get("/budget")).headers


@pytest.mark.parametrize(
    ("raw", "code", "field"),
    [
        (b"", "VALIDATION_ERROR", "body"),
        (b"{", "VALIDATION_ERROR", "body"),
        (b'{"text": NaN}', "VALIDATION_ERROR", "body"),
        (b'{"text": "\\ud800"}', "VALIDATION_ERROR", "body"),
        (b"\xff\xfe", "VALIDATION_ERROR", "body"),
        (b"[" * 300, "VALIDATION_ERROR", "body"),
        (b"[]", "VALIDATION_ERROR", "body"),
        (b"{}", "MISSING_FIELDS", "text"),
        (b'{"text": null}', "MISSING_FIELDS", "text"),
        (b'{"text": 5}', "VALIDATION_ERROR", "text"),
        (b'{"text": "x", "colour": null}', "VALIDATION_ERROR", "colour"),
    ],
)
async def test_a_wrong_body_is_named_by_its_field(client: httpx.AsyncClient, raw: bytes, code: str, field: str) -> None:
    response = await client.post("/notes", content=raw, headers={"content-type": "application/json; charset=utf-8"})
    assert response.status_code == 400
    assert response.json()["code"] == code
    assert list(response.json()["details"]["fields"]) == [field]


async def test_only_json_is_taken(client: httpx.AsyncClient) -> None:
    response = await client.post("/notes", content=b"text=x", headers={"content-type": "text/plain"})
    assert (response.status_code, response.json()["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")


async def test_a_body_over_the_limit_is_refused_however_it_is_sent(client: httpx.AsyncClient) -> None:
    big = json.dumps({"text": "x" * 2000}).encode()

    async def dripping() -> AsyncIterator[bytes]:
        for start in range(0, len(big), 100):
            yield big[start : start + 100]

    for content in (big, dripping()):
        response = await client.post("/notes", content=content, headers={"content-type": "application/json"})
        assert (response.status_code, response.json()["code"]) == (413, "PAYLOAD_TOO_LARGE")


async def test_only_the_studios_origin_may_read_answers(client: httpx.AsyncClient) -> None:
    ours = await client.get("/nowhere", headers={"origin": ORIGIN})
    theirs = await client.get("/nowhere", headers={"origin": "https://elsewhere.test"})
    assert ours.headers["access-control-allow-origin"] == ORIGIN
    assert "RateLimit-Remaining" in ours.headers["access-control-expose-headers"]
    assert not [name for name in theirs.headers if name.startswith("access-control")]


async def test_a_slash_too_many_is_an_unknown_route(client: httpx.AsyncClient) -> None:
    response = await client.get("/broken/")
    assert (response.status_code, response.json()["code"]) == (404, "NOT_FOUND")
