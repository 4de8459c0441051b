"""The streaming path: piece by piece, with back-pressure, and cut when either side goes."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import time
from collections.abc import Iterator

import httpx
import pytest

from tests.integration.gateway_stage.running import Stage, alive, running, wait_for


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with running(tmp_path_factory.mktemp("stage")) as stage:
        yield stage


@pytest.fixture
def client(stage: Stage) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=stage.url, timeout=10) as client:
        yield client


def connect(stage: Stage, request: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", stage.port))
    connection.sendall(f"{request} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return connection


def test_pieces_arrive_as_they_are_written(client: httpx.Client) -> None:
    waited: list[float] = []
    with client.stream("GET", "/api/ticks?count=4&pause=0.5") as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert len(response.headers.get_list("date")) == 1
        for piece in response.iter_text():
            sent = float(piece.split("data: ")[1])
            waited.append(time.time() - sent)

    assert len(waited) == 4, "none waits for the next, or two would come as one"
    assert waited[0] < 1.5, "the first does not wait for the last"


def test_every_byte_of_a_fast_stream_arrives(client: httpx.Client) -> None:
    body = client.get("/api/ticks?count=20000").text

    assert [line for line in body.splitlines() if line.startswith("id:")] == [f"id: {n}" for n in range(20000)]


def test_the_function_sees_the_request_context_and_cannot_be_lied_to(client: httpx.Client) -> None:
    response = client.get("/api/state", headers={"x-amzn-request-context": '{"requestId":"forged"}', "x-own": "1"})

    headers = response.json()["headers"]
    assert json.loads(headers["x-amzn-request-context"])["requestId"] == response.headers["x-amzn-requestid"]
    assert headers["x-own"] == "1"


def test_an_answer_without_a_body_passes(client: httpx.Client) -> None:
    assert client.get("/api/nothing").status_code == 204
    assert client.get("/api/state").status_code == 200, "on the same connection"


def test_a_client_that_leaves_ends_the_functions_stream_at_once(stage: Stage, client: httpx.Client) -> None:
    before = client.get("/api/state").json()["cancelled"]
    with connect(stage, "GET /api/flood") as connection:
        assert connection.recv(65536)

    wait_for(lambda: client.get("/api/state").json()["cancelled"] == before + 1, 2)


def test_a_slow_client_holds_the_function_back(stage: Stage, client: httpx.Client) -> None:
    with connect(stage, "GET /api/flood") as connection:
        connection.recv(1024)
        time.sleep(0.3)
        held = client.get("/api/state").json()["bytes"]
        time.sleep(0.3)
        assert client.get("/api/state").json()["bytes"] == held
        assert held < 32 * 1024 * 1024

        read = 0
        while read < 2 * held:
            read += len(connection.recv(1 << 20))
        assert client.get("/api/state").json()["bytes"] > held


def test_a_function_that_dies_in_a_stream_cuts_it_and_comes_back(client: httpx.Client) -> None:
    before = client.get("/api/state").json()["pid"]

    with pytest.raises(httpx.RemoteProtocolError):
        client.get("/api/half")

    wait_for(lambda: not alive(before))
    assert client.get("/api/state").json()["pid"] != before


def test_a_request_during_a_restart_waits_for_it(client: httpx.Client) -> None:
    before = client.get("/api/state").json()["pid"]
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: not alive(before))

    assert client.get("/api/state").json()["pid"] != before


def test_requests_of_one_connection_are_answered_in_order(stage: Stage) -> None:
    with connect(stage, "GET /api/ticks?count=2") as connection:
        request = b"GET %b HTTP/1.1\r\nHost: x\r\n\r\n"
        connection.sendall(request % b"/api/behave" + request % b"/api/nothing" + request % b"/healthz")
        connection.settimeout(5)
        answer = b""
        while b'"status": "up"' not in answer:
            answer += connection.recv(65536)

    assert re.findall(rb"HTTP/1\.1 (\d+)", answer) == [b"200", b"200", b"204", b"200"]


def test_what_is_not_http_is_refused(stage: Stage) -> None:
    with socket.create_connection(("127.0.0.1", stage.port)) as connection:
        connection.sendall(b"hello there\r\n\r\n")
        connection.settimeout(5)
        answer = connection.recv(65536)

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b'"code": "VALIDATION_ERROR"' in answer
