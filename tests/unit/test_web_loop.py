"""Handlers that are not asynchronous share one event loop, and their process ends when it is done."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.web.loop import portal
from tests.house import ROOT
from tests.unit.test_house_imports import SETTINGS

NOBODY_IS_THERE = "{'url': 'http://127.0.0.1:9/', 'size': 1, 'etag': None, 'filename': 'a.txt'}"
BUSY = "import anyio; from shared.web.loop import portal; portal().start_task_soon(anyio.sleep_forever)"


def said_by(code: str) -> str:
    """By a process that ends by itself."""
    environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", **SETTINGS}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (f"from functions.extract.app import handler; print(handler({NOBODY_IS_THERE}, None))", "STORAGE_ERROR"),
        ("import anyio; from functions.media.app import in_loop; print(in_loop(lambda: anyio.sleep(0)))", "None"),
        ("import anyio; from functions.worker.app import in_loop; print(in_loop(lambda: anyio.sleep(0)))", "None"),
        (f"{BUSY}; print('busy')", "busy"),
    ],
)
def test_a_process_that_used_the_loop_ends(code: str, said: str) -> None:
    assert said in said_by(code)


def test_there_is_one_loop_whoever_asks_first() -> None:
    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(lambda _: portal(), range(8)))) == 1
