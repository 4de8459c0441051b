"""The scripted upstream as a process of its own, steered over HTTP, as benchmarks and the whole product use it."""

from __future__ import annotations

import subprocess
import sys

import httpx

from tests.upstream.asking import ask, model_at
from tests.upstream.script import full_text


async def test_it_is_steered_and_counts_over_http() -> None:
    command = [sys.executable, "-m", "tests.upstream", "--script", "[[ok tokens=7]]"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        root = url.removesuffix("/v1")
        model = model_at(url)
        try:
            short = await ask(model, "Rain")
            httpx.put(f"{root}/__script", json={"script": "[[reset after=3]]"})
            broken = await ask(model, "Rain")
            own = await ask(model, "[[ok]] Rain")
            calls = httpx.get(f"{root}/__calls").json()
            httpx.delete(f"{root}/__calls")
            none = httpx.get(f"{root}/__calls").json()
        finally:
            await model.aclose()
            process.terminate()

    assert short.finished is not None
    assert short.finished.usage.completion_tokens == 7
    assert broken.error is not None
    assert own.text == full_text("[[ok]] Rain")
    assert [(call["model"], call["runId"], call["ended"]) for call in calls[::2]] == [
        ("first", "run-1", "complete")
    ] * 2
    assert none == []
