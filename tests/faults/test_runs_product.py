"""Runs in the whole product: unattended ones are finished by the durable worker, streams outlive their process."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from typing import Any

import httpx
import psutil
import pytest

from shared.domain.runs import LEASE_SECONDS
from tests.product import Product
from tests.runs.sse import RETRY, frames_of, text_of
from tests.runs.storm import tell

API = "/api/v1/orchestrator"


@pytest.fixture(scope="module")
def ada(product: Product) -> Iterator[httpx.Client]:
    """Somebody who has just registered, over HTTP."""
    with httpx.Client(base_url=product.url, timeout=60) as client:
        user = {
            "name": "Ada",
            "email": f"ada-{secrets.token_hex(4)}@example.org",
            "password": secrets.token_urlsafe(12),
        }
        created = client.post("/api/users", json=user)
        assert created.status_code == 201, created.text
        session = client.post("/api/users/login", json={"email": user["email"], "password": user["password"]})
        assert session.status_code == 200, session.text
        client.cookies.clear()
        client.headers["authorization"] = f"JWT {session.json()['token']}"
        yield client


def _start(ada: httpx.Client, content: str = "Tell me a long story about rain.") -> dict[str, Any]:
    answer = ada.post(f"{API}/chat", json={"content": content, "stream": True})
    assert answer.status_code == 202, answer.text
    return answer.json()


def _until(seconds: float, said: Any) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := said()):
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s"
        time.sleep(0.5)
    return found


@pytest.mark.timeout(120)
def test_a_run_that_is_only_polled_is_finished_by_the_worker(ada: httpx.Client) -> None:
    started = _start(ada)
    began = time.monotonic()

    def ended() -> Any:
        run = ada.get(f"{API}/runs/{started['runId']}").json()
        return run if run["status"] not in ("queued", "running") else None

    run = _until(60, ended)
    assert run["status"] == "completed"
    assert frames_of(ada.get(started["streamUrl"]).content)[-1].data["data"] == run["result"]
    tell(f"a run that is only polled was finished by the worker after {time.monotonic() - began:.0f} s")


@pytest.mark.timeout(180)
def test_a_run_that_nobody_asks_for_is_finished_by_the_sweep(ada: httpx.Client) -> None:
    started = _start(ada)
    began = time.monotonic()

    def answer() -> Any:
        messages = ada.get(f"{API}/conversations/{started['conversationId']}/messages").json()["messages"]
        return messages[1:]

    kept = _until(120, answer)[0]
    assert (kept["role"], kept["metadata"]["status"]) == ("assistant", "completed")
    assert kept["content"]
    tell(f"a run that nobody asks for was finished by the sweep after {time.monotonic() - began:.0f} s")


@pytest.mark.timeout(120)
def test_a_stream_outlives_its_process(product: Product, ada: httpx.Client) -> None:
    started = _start(ada)
    seen, last, killed = b"", None, 0.0
    deadline = time.monotonic() + 60
    while b'"type":"complete"' not in seen and b'"type":"error"' not in seen:
        assert time.monotonic() < deadline
        try:
            with ada.stream("GET", started["streamUrl"], headers={"last-event-id": last} if last else {}) as response:
                if response.status_code != 200:
                    time.sleep(0.2)
                    continue
                part = b""
                for chunk in response.iter_raw():
                    *whole, part = (part + chunk).split(b"\n\n")
                    for block in whole:
                        if block.startswith(b"id: "):
                            seen += block + b"\n\n"
                            last = block.split(b"\n")[0].removeprefix(b"id: ").decode()
                    if not killed and seen.count(b'"type":"token"') >= 5:
                        _kill_streams(product)
                        killed = time.monotonic()
        except httpx.TransportError:
            time.sleep(0.2)
    took = time.monotonic() - killed

    whole = ada.get(started["streamUrl"]).content
    frames = frames_of(whole)
    assert killed
    assert seen == whole.removeprefix(RETRY)
    assert [frame.seq for frame in frames] == list(range(1, len(frames) + 1))
    assert [
        frame.data["data"].get("attempt") for frame in frames if frame.data["data"].get("stage") == "interrupted"
    ] == [2]
    assert frames[-1].data["data"]["message"] == text_of(frames)
    assert took < LEASE_SECONDS + 30
    tell(f"a stream went on {took:.1f} s after its process was killed, to its end, and its client lost nothing")


def _kill_streams(product: Product) -> None:
    doomed = [part for part in product.parts() if any("functions.stream" in word for word in _words(part))]
    assert doomed, "no process serves streams"
    for part in doomed:
        part.kill()


def _words(part: psutil.Process) -> list[str]:
    try:
        return part.cmdline()
    except psutil.Error:
        return []
