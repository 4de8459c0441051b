"""Every field of every endpoint with hostile values: the contract's error, and nothing half-written."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.runs.service import Service, service
from tests.upstream.running import Running

Headers = dict[str, str]
ERROR_FIELDS = {"error", "code", "details", "retryable", "requestId"}
ABSENT = object()
LONE = "\ud800"
DEEP: Any = "x"
for _ in range(200):
    DEEP = [DEEP]
ANYTHING: list[Any] = [
    0, -1, 1.5, 10**30, True, False, "", " \t\n\u3000", "\0", LONE, f"x{LONE}y", "x" * 100_000, "$where", [], [[]], {},
    {"$gt": ""}, {"$where": "1"}, ["x"], {"content": "x"}, DEEP, float("nan"), float("inf"), float("-inf"),
]  # fmt: skip


def _texts(*fine: Any) -> list[Any]:
    return [value for value in ANYTHING if not any(type(value) is type(one) and value == one for one in fine)]


NOT_TEXT = [value for value in ANYTHING if not isinstance(value, str)]
NOT_CONTENT = [*NOT_TEXT, "", " \t\n\u3000", LONE, f"x{LONE}y", "x" * 32_001]
NOT_AN_ID = [*(value for value in ANYTHING if value != ABSENT), "é" * 24, "a b", "../x", "x" * 65]
NOT_A_MODEL = _texts()
NOT_A_TEMPERATURE = [value for value in ANYTHING if value not in (0, 1.5, True, False) or value is True] + [
    2.01,
    "1",
    3,
]
NOT_A_TOKEN_LIMIT = [*ANYTHING, 8001, "100", 1.0]
NOT_A_BOOLEAN = [value for value in ANYTHING if not isinstance(value, bool)] + ["true", 1]
NOT_ATTACHMENTS = [value for value in ANYTHING if value != []] + [["f" * 24]]
NOT_A_NAME = [*NOT_TEXT, "", " \t\n\u3000", LONE, "x" * 201]
NOT_A_STATUS = [*ANYTHING, "deleted", "ACTIVE"]

EDIT = "/conversations/{conversation}/messages/{conversation}:000001/edit"
TURN = {"content": NOT_CONTENT, "model": NOT_A_MODEL, "temperature": NOT_A_TEMPERATURE, "maxTokens": NOT_A_TOKEN_LIMIT,
        "stream": NOT_A_BOOLEAN}  # fmt: skip
BODIES: list[tuple[str, str, dict[str, Any], dict[str, list[Any]]]] = [
    ("POST", "/chat", {"content": "x"},
     {**TURN, "conversationId": NOT_AN_ID, "projectId": NOT_AN_ID, "attachments": NOT_ATTACHMENTS}),
    ("POST", "/conversations/{conversation}/messages/{conversation}:000001/edit", {"content": "x"}, TURN),
    ("POST", "/stream/ticket", {"runId": "x"}, {"runId": NOT_AN_ID}),
    ("PATCH", "/conversations/{conversation}", {}, {"name": NOT_A_NAME, "status": NOT_A_STATUS}),
]  # fmt: skip
FIELDS = [(method, path, fine, field, bad) for method, path, fine, fields in BODIES for field, bad in fields.items()]


@pytest.fixture
async def served(mongo_uri: str, mongo_db: Any, upstream: Running) -> AsyncIterator[Service]:
    async with service(mongo_uri, upstream.url, mongo_db.name) as made:
        yield made


@pytest.fixture
async def ada(served: Service) -> Headers:
    return await served.people.sign_in()


@pytest.fixture
async def known(served: Service, ada: Headers) -> dict[str, str]:
    made = (await served.ask(ada, "[[ok tokens=2]] Rain")).json()
    return {"conversation": made["conversationId"], "run": made["runId"]}


async def _send(served: Service, method: str, path: str, body: Any, headers: Headers) -> httpx.Response:
    raw = json.dumps(body).encode() if not isinstance(body, bytes) else body
    return await served.chat.request(method, path, content=raw, headers=headers | {"content-type": "application/json"})


def _is_refusal(answer: httpx.Response, *statuses: int) -> dict[str, Any]:
    body = answer.json()
    assert answer.status_code in (statuses or (400,)), answer.text[:300]
    assert set(body) <= ERROR_FIELDS
    assert {"error", "code", "retryable", "requestId"} <= set(body)
    assert body["requestId"] == answer.headers["x-request-id"]
    assert "Traceback" not in answer.text
    assert "mongodb://" not in answer.text
    assert len(answer.content) < 4_000, "the answer repeats what was sent"
    return body


@pytest.mark.parametrize(
    ("method", "path", "fine", "field", "bad"), FIELDS, ids=[f"{case[0]} {case[1][-12:]} {case[3]}" for case in FIELDS]
)
async def test_a_hostile_value_is_refused_by_its_field_and_leaves_nothing(
    served: Service, ada: Headers, known: dict[str, str], upstream: Running,
    method: str, path: str, fine: dict[str, Any], field: str, bad: list[Any],
) -> None:  # fmt: skip
    before, calls = await served.people.everything(), len(upstream.calls)
    for value in bad:
        answer = await _send(served, method, path.format(**known), fine | {field: value}, ada)
        body = _is_refusal(answer, 400, 404) if _may_be_an_id(field, value) else _is_refusal(answer)
        if answer.status_code == 400:
            assert body["code"] in ("VALIDATION_ERROR", "MISSING_FIELDS")
            named = set(body["details"]["fields"])
            assert any(name in ("body", field) or name.startswith(f"{field}.") for name in named), (value, named)

    assert await served.people.everything() == before
    assert len(upstream.calls) == calls


def _may_be_an_id(field: str, value: Any) -> bool:
    return field.endswith("Id") and isinstance(value, str) and value.isalnum()


@pytest.mark.parametrize(("method", "path", "field"), [
    ("POST", "/chat", "content"), ("POST", EDIT, "content"), ("POST", "/stream/ticket", "runId")])  # fmt: skip
async def test_what_is_missing_or_null_is_named(
    served: Service, ada: Headers, known: dict[str, str], method: str, path: str, field: str
) -> None:
    before = await served.people.everything()
    for body in ({}, {field: None}, {field.upper(): "x"}):
        refused = _is_refusal(await _send(served, method, path.format(**known), body, ada))
        assert refused["code"] == "MISSING_FIELDS"
        assert field in refused["details"]["fields"]
    assert await served.people.everything() == before


RAW = [b"", b"null", b"[]", b"7", b'"x"', b"{", b"{]", b'{"content":"x"', b"\xff\xfe", b'{"content":"\xff"}', b"\0",
       b'{"content":"\\ud800"}', b'{"content":NaN}', b'{"content":"x","temperature":1e999}', b'{"content":' * 5_000,
       b"[" * 100_000, b'{"content":"x","maxTokens":' + b"9" * 5_000 + b"}", b"{'content': 'x'}",
       '{"content":"x"}'.encode("utf-16"), b'{"content":"x"}{"content":"y"}']  # fmt: skip


@pytest.mark.parametrize(
    "path", ["/chat", "/stream/ticket", "/conversations/{conversation}/messages/{conversation}:000001/edit"]
)
async def test_what_is_no_json_object_is_refused(
    served: Service, ada: Headers, known: dict[str, str], path: str
) -> None:
    before = await served.people.everything()
    for raw in RAW:
        body = _is_refusal(await _send(served, "POST", path.format(**known), raw, ada))
        assert body["code"] in ("VALIDATION_ERROR", "MISSING_FIELDS"), raw[:40]
    for _ in range(2):
        much = b'{"content":"x","extra":"' + b"x" * 1_100_000 + b'"}'
        assert (
            _is_refusal(await _send(served, "POST", path.format(**known), much, ada), 413)["code"]
            == "PAYLOAD_TOO_LARGE"
        )
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        answer = await served.chat.post(
            path.format(**known), content=b'{"content":"x"}', headers=ada | {"content-type": kind}
        )
        assert _is_refusal(answer, 415)["code"] == "UNSUPPORTED_MEDIA_TYPE"
    assert await served.people.everything() == before


async def test_what_is_harmless_is_taken_as_it_is(served: Service, ada: Headers, upstream: Running) -> None:
    """Operators, NUL, markup and unknown fields are text to us."""
    for content in (
        '{"$where":"1"}',
        "a\0b",
        "<script>alert(1)</script>",
        "\u2028\u202e😀",
        "x" * 32_000,
        "👩‍🎬" * 100,
    ):
        answer = await _send(
            served, "POST", "/chat", {"content": content, "$set": {"role": "admin"}, "userId": "x"}, ada
        )
        assert answer.status_code == 200, answer.text[:300]
        kept = await served.people.database.messages.find_one({"_id": f"{answer.json()['conversationId']}:000001"})
        assert kept is not None
        assert kept["content"] == content
        assert upstream.upstream.calls[-1].body["messages"][-1]["content"] == content
        run = await served.people.database.runs.find_one({"_id": answer.json()["runId"]})
        assert run is not None
        assert run["userId"] == ada["x-user"]
    assert (
        await _send(served, "POST", "/chat", {"content": "x", "temperature": 0, "maxTokens": 8000}, ada)
    ).status_code == 200


IDS = ["x", "%00", "$where", "%ed%a0%80", "%ff", "..%2f..", "x" * 500, "{}", "%7B%22$ne%22:1%7D", "null", "٣" * 24]


async def test_an_id_in_a_path_that_is_none_is_not_found(served: Service, ada: Headers, known: dict[str, str]) -> None:
    before = await served.people.everything()
    for bad in IDS:
        for method, path, code in (
            ("GET", f"/runs/{bad}", "RUN_NOT_FOUND"),
            ("GET", f"/runs/{bad}/events", "RUN_NOT_FOUND"),
            ("POST", f"/runs/{bad}/cancel", "RUN_NOT_FOUND"),
            ("GET", f"/conversations/{bad}/messages", "CONVERSATION_NOT_FOUND"),
            ("GET", f"/conversations/{bad}/export", "CONVERSATION_NOT_FOUND"),
            ("DELETE", f"/conversations/{bad}", "CONVERSATION_NOT_FOUND"),
        ):
            body = _is_refusal(await served.chat.request(method, path, headers=ada), 404)
            assert body["code"] in (code, "NOT_FOUND"), path
        assert (await _send(served, "PATCH", f"/conversations/{bad}", {"name": "x"}, ada)).status_code == 404
    assert await served.people.everything() == before


NUMBERS = ["", "x", "-1", "1.5", "1e3", "٣", "9" * 30, "0x10", " 1", "NaN", "null", "[]"]
QUERIES: list[tuple[str, str, list[str]]] = [
    ("/conversations", "page", [*NUMBERS, "0"]),
    ("/conversations", "limit", [*NUMBERS, "0", "101"]),
    ("/conversations", "mode", ["", "x", "CHAT", "$ne"]),
    ("/conversations", "status", ["", "x", "deleted"]),
    ("/conversations", "q", ["x" * 201, "a\0b"]),
    ("/conversations", "projectId", ["x" * 65, "a\0b"]),
    ("/conversations/{conversation}/messages", "limit", [*NUMBERS, "0", "201"]),
    ("/conversations/{conversation}/messages", "before", [*NUMBERS, "0"]),
    ("/conversations/{conversation}/export", "format", ["", "pdf", "MD"]),
    ("/runs/{run}/events", "after", NUMBERS),
]


@pytest.mark.parametrize(("path", "name", "values"), QUERIES, ids=[f"{case[0][-12:]}?{case[1]}" for case in QUERIES])
async def test_a_hostile_query_is_refused_by_its_name(
    served: Service, ada: Headers, known: dict[str, str], path: str, name: str, values: list[str]
) -> None:
    for value in values:
        body = _is_refusal(await served.chat.get(path.format(**known), params={name: value}, headers=ada))
        assert body["code"] == "VALIDATION_ERROR"
        assert set(body["details"]["fields"]) == {name}


async def test_unknown_routes_and_methods_are_told_in_our_form(served: Service, ada: Headers) -> None:
    for method, path, status, code in (
        ("GET", "/nothing", 404, "NOT_FOUND"), ("POST", "/nothing", 404, "NOT_FOUND"),
        ("PUT", "/chat", 405, "METHOD_NOT_ALLOWED"),
        ("DELETE", "/runs/x", 405, "METHOD_NOT_ALLOWED"), ("PATCH", "/stream/ticket", 405, "METHOD_NOT_ALLOWED"),
    ):  # fmt: skip
        body = _is_refusal(await served.chat.request(method, path, headers=ada), status)
        assert body["code"] == code
    for path in ("/api/v1/other", "/api/v1"):
        answer = await served.chat.get(httpx.URL(f"http://chat{path}"), headers=ada)
        assert _is_refusal(answer, 404)["code"] == "NOT_FOUND"


async def test_who_is_nobody_is_told_so_before_anything_else(served: Service) -> None:
    foreign = {"cookie": "payload-token=a.b.c", "origin": "https://evil.test"}
    nobodies = [({}, "AUTH_REQUIRED"), ({"authorization": "JWT a.b.c"}, "AUTH_INVALID"), (foreign, "AUTH_REQUIRED")]
    for method, path in (("POST", "/chat"), ("POST", "/stream/ticket"), ("GET", "/runs/x"), ("GET", "/conversations"),
                         ("PATCH", "/conversations/x"), ("DELETE", "/conversations/x"), ("POST", "/runs/x/cancel"),
                         ("GET", "/runs/x/events"), ("GET", "/conversations/x/export"),
                         ("POST", "/conversations/x/messages/x:1/edit")):  # fmt: skip
        for headers, code in nobodies:
            answer = await _send(served, method, path, {"content": 7}, headers)
            assert _is_refusal(answer, 401)["code"] == code, (method, path)
