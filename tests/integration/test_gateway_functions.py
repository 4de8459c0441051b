"""HTTP to proxy events and back, and the life of environments."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.integration.gateway_stage.running import Stage, alive, running, wait_for


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with running(tmp_path_factory.mktemp("stage"), COLOUR="green", ALADDIN_ENVIRONMENTS_BEHAVE="3") as stage:
        yield stage


@pytest.fixture
def client(stage: Stage) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=stage.url, timeout=10) as client:
        yield client


def assert_error(response: httpx.Response, status: int, code: str) -> None:
    body = response.json()
    assert (response.status_code, body["code"]) == (status, code)
    assert body["error"] == body["errors"][0]["message"]
    assert body["requestId"] == response.headers["x-amzn-requestid"]
    assert body["retryable"] is False


def test_a_request_becomes_a_rest_proxy_event(client: httpx.Client) -> None:
    response = client.post(
        "/api/echo/a%20b/c?x=1&x=%C3%A9&empty=",
        content='{"ä": 1}'.encode(),
        headers=[("content-type", "application/json"), ("x-many", "1"), ("x-many", "2")],
    )

    event = response.json()["event"]
    assert event["resource"] == "/api/echo/{proxy+}"
    assert event["path"] == "/api/echo/a%20b/c"
    assert event["httpMethod"] == "POST"
    assert event["pathParameters"] == {"proxy": "a b/c"}
    assert event["queryStringParameters"] == {"x": "é", "empty": ""}
    assert event["multiValueQueryStringParameters"] == {"x": ["1", "é"], "empty": [""]}
    assert event["multiValueHeaders"]["x-many"] == ["1", "2"]
    assert event["headers"]["x-many"] == "2"
    assert (event["body"], event["isBase64Encoded"]) == ('{"ä": 1}', False)
    assert event["requestContext"]["identity"]["sourceIp"] == "127.0.0.1"
    assert event["requestContext"]["requestId"] == response.headers["x-amzn-requestid"]
    assert event["requestContext"]["stage"] == "local"


def test_the_answer_keeps_every_header_and_the_status(client: httpx.Client) -> None:
    response = client.get("/api/echo/x")

    assert response.status_code == 201
    assert response.headers.get_list("set-cookie") == ["a=1", "b=2"]
    assert response.headers["x-one"] == "1"


def test_the_most_specific_route_wins_and_its_method_counts(client: httpx.Client) -> None:
    assert client.post("/api/echo/wheel/parts").json()["event"]["resource"] == "/api/echo/{thing}/parts"
    assert client.post("/api/echo/wheel/spokes").json()["event"]["resource"] == "/api/echo/{proxy+}"
    assert_error(client.get("/api/echo/wheel/parts"), 404, "NOT_FOUND")


def test_a_binary_body_travels_as_base64(client: httpx.Client) -> None:
    response = client.post("/api/echo/file", content=b"\x00\xff", headers={"content-type": "image/png"})

    event = response.json()["event"]
    assert (event["body"], event["isBase64Encoded"]) == ("AP8=", True)


def test_a_base64_answer_is_decoded_only_for_whom_accepts_a_binary_type(client: httpx.Client) -> None:
    decoded = client.get("/api/behave?do=binary", headers={"accept": "image/png, */*"})
    as_text = client.get("/api/behave?do=binary", headers={"accept": "text/html, image/png"})

    assert decoded.content == bytes(range(256))
    assert as_text.text.startswith("AAECAwQF")


def test_the_context_and_the_environment_are_lambdas(client: httpx.Client) -> None:
    seen = client.get("/api/echo/x").json()

    assert seen["context"]["function"] == "stage-local-echo"
    assert seen["context"]["memory"] == "256"
    assert seen["context"]["arn"] == "arn:aws:lambda:us-east-1:123456789012:function:stage-local-echo"
    assert 28_000 < seen["context"]["remaining"] <= 29_000
    environment = seen["environment"]
    assert environment["COLOUR"] == "green", "the gateway's own environment overrides the template"
    assert environment["STAGE"] == "local"
    assert environment["NOTE_FUNCTION"] == "stage-local-note"
    assert environment["PLACE"].endswith(":function:stage-local-echo")
    assert "SECRET" not in environment, "only a deployment can resolve a secret"
    assert "ALADDIN_HOME" not in environment, "what is not declared is not there"


def test_one_environment_serves_one_request_after_another(client: httpx.Client) -> None:
    first, second = client.get("/api/echo/x").json(), client.get("/api/echo/x").json()

    assert first["pid"] == second["pid"]
    assert second["calls"] == first["calls"] + 1


@pytest.mark.parametrize("what", ["raise", "crash", "exit", "nonsense", "huge"])
def test_a_broken_function_is_502_and_tells_nothing(client: httpx.Client, what: str) -> None:
    response = client.get(f"/api/behave?do={what}")

    assert_error(response, 502, "INTERNAL_ERROR")
    assert "secret" not in response.text
    assert client.get("/api/behave").status_code == 200, "a fresh environment takes over"


def test_what_a_function_raised_is_in_its_log(client: httpx.Client, stage: Stage) -> None:
    client.get("/api/behave?do=raise")

    assert "ValueError: secret detail" in stage.log("behave")


def test_a_function_is_killed_at_its_timeout(client: httpx.Client) -> None:
    before = client.get("/api/behave").json()["pid"]
    started = time.monotonic()

    response = client.get("/api/behave?do=sleep&seconds=30")

    assert_error(response, 502, "INTERNAL_ERROR")
    assert 1.9 < time.monotonic() - started < 20, "not the 30 s it wants"
    wait_for(lambda: not alive(before))


def test_a_route_gives_up_before_its_function_does(client: httpx.Client) -> None:
    response = client.get("/api/late?do=sleep&seconds=1")

    assert_error(response, 504, "INTERNAL_ERROR")


def test_environments_grow_with_demand_up_to_the_cap_and_queue_beyond(client: httpx.Client) -> None:
    started = time.monotonic()
    with ThreadPoolExecutor(6) as threads:
        jobs = [threads.submit(client.get, "/api/behave?do=sleep&seconds=0.5") for _ in range(6)]
        answers = [job.result() for job in jobs]

    assert [answer.status_code for answer in answers] == [200] * 6
    assert len({answer.json()["pid"] for answer in answers}) == 3
    assert time.monotonic() - started >= 1.0, "two rounds of three"


def test_each_environment_has_an_event_loop_of_its_own(client: httpx.Client) -> None:
    with ThreadPoolExecutor(6) as threads:
        jobs = [threads.submit(client.get, "/api/behave?do=await") for _ in range(24)]

    assert [job.result().status_code for job in jobs] == [200] * 24


def test_bodies_are_limited_as_in_the_cloud(client: httpx.Client) -> None:
    fits = client.post("/api/echo/x", content=b"x" * 2_000_000)
    beyond_lambda = client.post("/api/echo/x", content=b"x" * 7_000_000)
    beyond_api = client.post("/api/echo/x", content=b"x" * 11_000_000)

    assert fits.status_code == 201
    assert [beyond_lambda.status_code, beyond_api.status_code] == [413, 413]
    assert beyond_lambda.json()["code"] == beyond_api.json()["code"] == "PAYLOAD_TOO_LARGE"


@pytest.mark.parametrize("path", ["/api/late", "/api/echo/x"])
def test_a_preflight_is_answered_by_the_api_itself(client: httpx.Client, path: str) -> None:
    response = client.options(path)

    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == "https://studio.example"
    assert response.headers["access-control-allow-methods"] == "GET,POST"


def test_health_waits_for_the_other_parts(client: httpx.Client, stage: Stage) -> None:
    assert client.get("/healthz").status_code == 200
    (stage.home / "state.json").write_text(json.dumps({"parts": {"mongo": {"state": "starting"}}}))
    try:
        waiting = client.get("/healthz")
    finally:
        (stage.home / "state.json").unlink()

    assert waiting.status_code == 503
    assert waiting.json()["parts"]["mongo"] == "starting"


def test_nothing_is_left_behind_when_the_gateway_is_killed(tmp_path_factory: pytest.TempPathFactory) -> None:
    with running(tmp_path_factory.mktemp("doomed")) as doomed:
        with httpx.Client(base_url=doomed.url) as client:
            environment = client.get("/api/echo/x").json()["pid"]
            server = client.get("/api/state").json()["pid"]
        assert alive(environment)
        assert alive(server)

        doomed.kill()

        wait_for(lambda: not alive(environment) and not alive(server), 5)
        assert os.path.exists(doomed.home / "logs" / "echo.log")
