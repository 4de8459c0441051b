"""The benchmarks' arithmetic and their reading of streams. Never their times."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import MagicMock

import pytest

from bench import __main__ as bench
from bench import content, content_data, imports, invocations, streams
from bench.client import Reading, Spoiled, unchunked
from bench.figures import Figure, Verdict, added
from bench.paths import GATEWAY, LITELLM, OURS, PROXY, UPSTREAM
from bench.report import Part, Table, page, sections, with_apart
from shared.adapters.mongo.documents_fake import FakeDocuments
from shared.auth.authenticator import Authenticator
from shared.auth.sessions import MAX_SESSIONS, open_session
from shared.auth.tokens import Tokens
from shared.domain.query import eq
from tests.upstream.wire import DONE, LAST_CHUNK, Wire, http_chunk

HEAD = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"


def chunk(*events: bytes) -> bytes:
    return http_chunk(b"".join(events))


def test_a_figure_is_the_median_with_its_quartiles() -> None:
    figure = Figure.of([9, 1, 5, 3, 7])

    assert (figure.median, figure.low, figure.high, figure.least) == (5, 3, 7, 1)
    assert figure.shown() == "5.0 (3.0–7.0)"


def test_a_figure_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no values"):
        Figure.of([])


def test_what_a_path_adds_is_counted_round_by_round() -> None:
    assert added([12, 30, 14], [10, 10, 11]).median == 3


@pytest.mark.parametrize(("at_most", "value", "met"), [(True, 2.0, True), (True, 2.1, False), (False, 7.9, False)])
def test_a_target_is_met_or_missed(at_most: bool, value: float, met: bool) -> None:
    assert Verdict("x", value, 8 if not at_most else 2, at_most).met is met


def test_the_client_knows_when_the_first_and_the_last_token_came() -> None:
    wire = Wire("scripted", 1)
    reading = Reading(100.0)
    reading.pieces = [
        (100.5, HEAD),
        (101.0, chunk(wire.delta("Scene"))),
        (102.0, chunk(wire.delta(" one"))),
        (103.0, chunk(wire.delta("", "stop"), wire.usage(2), DONE) + LAST_CHUNK),
    ]

    assert (reading.first_token, reading.last_token) == (1.0, 2.0)
    assert reading.tokens == ["Scene", " one"]


def test_our_own_frames_are_read_as_well() -> None:
    event = {"type": "token", "data": {"token": "Scene"}, "timestamp": 1}
    line = json.dumps(event, separators=(",", ":")).encode()
    reading = Reading(0.0, [(1.0, HEAD + chunk(b"retry: 1000\n\n") + chunk(b"id: r:1\ndata: " + line + b"\n\n"))])

    assert reading.tokens == ["Scene"]
    assert reading.first_token == reading.last_token == 1.0


def test_a_refused_stream_is_no_measurement() -> None:
    with pytest.raises(Spoiled):
        _ = Reading(0.0, [(1.0, b'HTTP/1.1 429 Nope\r\n\r\n{"error":"slow"}')]).tokens


def test_chunks_are_put_together_again() -> None:
    assert unchunked(http_chunk(b"a\r\n") + http_chunk(b"b") + LAST_CHUNK) == b"a\r\nb"


def test_the_targets_compare_what_is_added_not_what_is_measured() -> None:
    delays = {UPSTREAM: [1.0], PROXY: [3.0], OURS: [4.0], GATEWAY: [5.0], LITELLM: [13.0]}
    rates = {UPSTREAM: [9.0], PROXY: [4.0], OURS: [16.0], GATEWAY: [8.0], LITELLM: [2.0]}

    found = streams.verdicts({1: delays}, {1: rates})

    assert [verdict.value for verdict in found] == [1.5, 0.25, 8.0]
    assert all(verdict.met for verdict in found)
    written = page([bench.targets(found), streams.report({1: delays}, {1: rates})])
    assert "| **our stream, log on** | 4.0 (4.0–4.0) | 3.0 (3.0–3.0) | 1.50× | 0.25× |" in written


def test_every_function_is_among_the_imports_and_every_case_is_a_get_of_ours_or_bare() -> None:
    assert {"chat", "content", "stream", "worker"} <= set(imports.candidates())
    assert {case.module for case in invocations.CASES} == {
        "bench.bare", "bench.two_reads", "functions.chat.app", "functions.content.app"
    }  # fmt: skip


def test_the_content_core_is_compared_with_itself_at_another_size_and_with_what_is_written_by_hand() -> None:
    found = {
        content.key(case, who, size): [3.0]
        for case in content.CASES
        for who in ("ours", "by hand")
        for size in (100, 10_000)
    }
    slow = content.CASES[0]
    found[content.key(slow, "ours", 10_000)] = [6.0]

    part, verdicts = content.report(found)

    assert [verdict.met for verdict in verdicts] == [False, *[True] * (len(content.CASES) - 1)]
    assert f"| {slow.name} | 3.0 (3.0–3.0) | 6.0 (6.0–6.0) | 2.00× | 3.0 (3.0–3.0) | 1.00× | 2.00× |" in part.markdown()


@pytest.mark.parametrize("size", content.SIZES)
def test_who_asks_has_the_same_work_at_every_size(size: int) -> None:
    projects = [content_data.project(number) for number in range(size)]

    own = [project for project in projects if project["createdBy"] == content_data.ME]
    shared = [project for project in projects if project["collaborators"][0]["user"] == content_data.ME]
    assert (len(own), len(shared)) == (content_data.OWN, content_data.SHARED)


async def test_logging_in_over_and_over_ends_no_session_of_who_asks() -> None:
    secret, now = "0123456789abcdef0123456789abcdef-unit", datetime.now(UTC)
    database: Any = defaultdict(MagicMock)
    documents, posted = FakeDocuments(), list[dict[str, Any]]()
    content_data.fill(database, 10, "a hash")
    users = database["users"].insert_many.call_args_list[0].args[0]
    documents.collections["users"] = {user["_id"]: user for user in users}
    login = next(case for case in content.CASES if case.login)
    content._call(login, content.OURS, lambda event, _: posted.append(event), "")()  # pyright: ignore[reportPrivateUsage]

    comer = await documents.find_one("users", eq("email", json.loads(posted[0]["body"])["email"]))
    assert comer
    assert comer["passwordHash"] == "a hash"
    for _ in range(MAX_SESSIONS + 1):
        await open_session(documents, comer["_id"], now)

    claims = {"user_id": content_data.ME, "email": content_data.MY_EMAIL, "session_id": content_data.MY_SESSION}
    token = Tokens(secret).issue(**claims, now=now, expires=now + timedelta(hours=1))
    caller = await Authenticator(documents, secret).authenticate({"authorization": f"JWT {token}"})
    assert caller
    assert caller.user_id == content_data.ME


def test_a_part_measured_apart_takes_its_place_in_the_page_and_stays_there() -> None:
    rows = [["speed of a", "≤ 2×", "1.00×", "met"], ["speed of b", "≤ 2×", "1.50×", "met"]]
    targets = Part("Targets", "By eye.", [("", Table(["", "target", "this run", ""], rows))])
    parts = [targets, Part("a", "Old."), Part("b", "Old.")]
    before = page(parts)
    again = with_apart(before, "b", Part("b", "New."), [["speed of b", "≤ 2×", "3.00×", "**missed**"]])
    larger = with_apart(again, "large", Part("large", "First."), [["speed of large", "≤ 2×", "1.00×", "met"]])

    assert list(sections(larger)) == ["Targets", "a", "b", "large", "Again"]
    assert sections(larger)["a"] == sections(before)["a"]
    assert "New." in sections(larger)["b"]
    assert [line.split(" | ")[2] for line in sections(larger)["Targets"].splitlines()[-3:]] == [
        "1.00×",
        "3.00×",
        "1.00×",
    ]
    assert list(sections(page(parts, larger))) == ["Targets", "a", "b", "large", "Again"]
    assert "Old." in sections(page(parts, larger))["b"]
