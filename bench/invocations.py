"""Cost of a warm invocation: Mangum handlers called in turn in one process, with the events API Gateway sends."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import servers
from bench.figures import Figure, Verdict
from bench.people import sign_in
from bench.report import Part, Table
from infra.local.mongo import LocalMongo

ROUNDS = 400
WARM_UP = 30
RUN = "/api/v1/orchestrator/runs/01JBENCH0000000000000000AA"


@dataclass(frozen=True, slots=True)
class Case:
    """``target`` of a GET and the ``status`` it has to answer with."""

    name: str
    module: str
    target: str
    status: int
    signed_in: bool = False
    headers: dict[str, str] = field(default_factory=dict[str, str])


BARE = "bare app, its JSON route"
CASES = (
    Case(BARE, "bench.bare", RUN, 200),
    Case("chat, an unknown route", "functions.chat.app", "/api/v1/orchestrator/nowhere", 404),
    Case("chat, a run without credentials", "functions.chat.app", RUN, 401),
    Case("content, who am I, anonymous", "functions.content.app", "/api/users/me", 200),
    Case("bare app, two documents read", "bench.two_reads", RUN, 200),
    Case("chat, a run with credentials (two documents)", "functions.chat.app", RUN, 404, signed_in=True),
    Case("content, who am I, signed in (one document)", "functions.content.app", "/api/users/me", 200, signed_in=True),
    Case("content, my projects (a page)", "functions.content.app", "/api/projects", 200, signed_in=True),
)


def measure(share: float = 1.0) -> tuple[Part, list[Verdict]]:
    """In a process of its own, so that what the functions log does not mix with what we print."""
    with (
        tempfile.TemporaryDirectory(prefix="aladdin-bench-") as folder,
        LocalMongo(Path(folder) / "documents.mv") as mongo,
    ):
        env = servers.settings(mongo, "http://127.0.0.1:9/v1")
        result, rounds = Path(folder) / "result.json", max(20, round(ROUNDS * share))
        command = [sys.executable, "-m", "bench.invocations", str(result), str(rounds), sign_in(env)]
        done = subprocess.run(
            command, cwd=servers.ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        if done.returncode:
            raise SystemExit(done.stderr[-3000:])
        return report(json.loads(result.read_text())), []


def report(found: dict[str, list[float]]) -> Part:
    bare = Figure.of(found[BARE]).median
    rows: list[list[str]] = []
    for case in CASES:
        figure = Figure.of(found[case.name])
        ratio = "" if case.name == BARE else f"{figure.median / bare:.1f}×"
        rows.append([case.name, figure.shown(2), f"{figure.least:.2f}", f"+{figure.median - bare:.2f}", ratio])
    table = Table(["a warm GET", "ms", "least", "adds, ms", "/ bare"], rows)
    return Part("Cost of an invocation", _NOTES, [("", table)])


def _calls(authorization: str) -> list[tuple[Case, Callable[[], dict[str, Any]]]]:
    from bench.events import api_event

    calls: list[tuple[Case, Callable[[], dict[str, Any]]]] = []
    for case in CASES:
        handler = importlib.import_module(case.module).handler
        headers = {"authorization": authorization} if case.signed_in else {}
        event = api_event("GET", case.target, **headers)
        calls.append((case, lambda handler=handler, event=event: handler(event, None)))
    return calls


def take_turns(rounds: int, authorization: str) -> dict[str, list[float]]:
    """Milliseconds of every call of every case."""
    calls = _calls(authorization)
    found: dict[str, list[float]] = {case.name: [] for case in CASES}
    for number in range(rounds + WARM_UP):
        for case, call in calls:
            began = time.perf_counter()
            answer = call()
            took = 1000 * (time.perf_counter() - began)
            if answer["statusCode"] != case.status:
                raise SystemExit(f"{case.name}: {answer['statusCode']} {answer.get('body')}")
            if number >= WARM_UP:
                found[case.name].append(took)
    return found


_NOTES = """Mangum handlers, warm, called in turn in one process with one and the same kind of API Gateway event. Ours
include what the bare app does not do: a request id, one structured log line and metrics per request, typed errors,
bounds on the body. "Two documents read" is the bare app with the two reads that a signed-in request for a run needs,
through the same driver from the same database."""


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        taken = take_turns(int(sys.argv[2]), sys.argv[3])
        Path(sys.argv[1]).write_text(json.dumps(taken))
        os._exit(0)
