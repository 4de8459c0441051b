"""The content core at two sizes, beside endpoints written by hand: Mangum handlers called in turn in one process."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import servers
from bench.figures import Figure, Verdict
from bench.report import Part, Table
from infra.local.mongo import LocalMongo

ROUNDS, WARM_UP, LOGINS = 200, 40, 5
"""A login takes some fifty other calls: it has a turn in every ``LOGINS``th round."""
SMALL, LARGE = 100, 10_000
BOUND = 1.5
OURS, PLAIN = "ours", "by hand"
SIZES = (SMALL, LARGE)

Call = Callable[[], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Case:
    """The same question to ours and to the endpoint by hand. Without ``plain`` there is none."""

    name: str
    ours: str
    plain: str
    login: bool = False


_MINE = "where[conversation][equals]=conversation-000003&sort=-createdAt"
_SEARCH = "where[or][0][title][like]=river&where[or][1][status][equals]=production&sort=-updatedAt&depth=0"
CASES = (
    Case("projects, a list of 10, depth 0", "/api/projects?depth=0", "/api/projects?depth=0"),
    Case("projects, a list of 10, depth 2", "/api/projects?depth=2", "/api/projects?depth=2"),
    Case(
        "messages of a conversation, a list of 10, depth 0",
        f"/api/messages?{_MINE}&depth=0",
        "/api/messages?conversation=conversation-000003&depth=0",
    ),
    Case(
        "messages of a conversation, a list of 10, depth 2",
        f"/api/messages?{_MINE}&depth=2",
        "/api/messages?conversation=conversation-000003&depth=2",
    ),
    Case("one project", "/api/projects/project-000003?depth=0", "/api/projects/project-000003"),
    Case(
        "projects where the title is like … or the status is …, sorted",
        f"/api/projects?{_SEARCH}",
        "/api/search?text=river&status=production",
    ),
    Case("login", "/api/users/login", "/api/users/login", login=True),
)


def key(case: Case, who: str, size: int) -> str:
    return f"{case.name} · {who} · {size}"


def measure(share: float = 1.0) -> tuple[Part, list[Verdict]]:
    """In a process of its own, so that what the functions log does not mix with what we print."""
    with (
        tempfile.TemporaryDirectory(prefix="aladdin-bench-") as folder,
        LocalMongo(Path(folder) / "documents.mv") as mongo,
    ):
        env = servers.settings(mongo, "http://127.0.0.1:9/v1")
        result, rounds = Path(folder) / "result.json", max(20, round(ROUNDS * share))
        command = [sys.executable, "-m", "bench.content", str(result), str(rounds)]
        done = subprocess.run(
            command, cwd=servers.ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        if done.returncode:
            raise SystemExit(done.stderr[-3000:])
        return report(json.loads(result.read_text()))


def report(found: Mapping[str, list[float]]) -> tuple[Part, list[Verdict]]:
    rows: list[list[str]] = []
    verdicts: list[Verdict] = []
    for case in CASES:
        small, large = (Figure.of(found[key(case, OURS, size)]) for size in SIZES)
        by_hand, by_hand_large = (Figure.of(found[key(case, PLAIN, size)]) for size in SIZES)
        growth = large.median / small.median
        growth_by_hand = by_hand_large.median / by_hand.median
        rows.append(
            [
                case.name, small.shown(), large.shown(), f"{growth:.2f}×",
                by_hand_large.shown(), f"{growth_by_hand:.2f}×", f"{large.median / by_hand_large.median:.2f}×",
            ]
        )  # fmt: skip
        verdicts.append(Verdict(f"{case.name}: at {LARGE:,} projects / at {SMALL}", growth, BOUND))
    head = ["a request", f"ours at {SMALL}, ms", f"ours at {LARGE:,}, ms", "grows", f"by hand at {LARGE:,}, ms"]
    return Part("The content core", _NOTES, [("", Table([*head, "grows", "ours / by hand"], rows))]), verdicts


def _calls(uri: str) -> dict[str, tuple[Case, Call]]:
    """Every case for both candidates at both sizes, on databases that are filled here."""
    import asyncio

    from pymongo import MongoClient

    from bench.content_data import PASSWORD, fill
    from shared.auth.passwords import hashed

    password_hash = asyncio.run(hashed(PASSWORD))
    calls: dict[str, tuple[Case, Call]] = {}
    asyncio.set_event_loop(asyncio.new_event_loop())
    for size in SIZES:
        os.environ["MONGODB_URI"] = uri.replace("/aladdin", f"/bench{size}")
        with MongoClient[dict[str, Any]](os.environ["MONGODB_URI"], tz_aware=True) as client:
            handlers = {OURS: _ours(), PLAIN: _plain()}
            fill(client.get_default_database(), size, password_hash)
        for case in CASES:
            for who, (handler, authorization) in handlers.items():
                calls[key(case, who, size)] = (case, _call(case, who, handler, authorization))
    return calls


def _ours() -> tuple[Any, str]:
    import asyncio
    from datetime import UTC, datetime

    from mangum import Mangum

    from bench.content_data import ME, MY_EMAIL, MY_SESSION
    from functions.content.app import build
    from functions.content.settings import ContentSettings
    from infra.indexes import IndexSettings, make_indexes
    from shared.auth.tokens import LIFETIME, Tokens
    from shared.web.settings import load

    asyncio.get_event_loop().run_until_complete(make_indexes(load(IndexSettings)))
    now = datetime.now(UTC)
    tokens = Tokens(os.environ["AUTH_SECRET"])
    token = tokens.issue(user_id=ME, email=MY_EMAIL, session_id=MY_SESSION, now=now, expires=now + LIFETIME)
    return Mangum(build(load(ContentSettings)), lifespan="off"), f"JWT {token}"


def _plain() -> tuple[Any, str]:
    from bench.content_data import ME, MY_SESSION
    from bench.content_plain import handler, token_for

    return handler(), f"JWT {token_for(ME, MY_SESSION, os.environ['AUTH_SECRET'])}"


def _call(case: Case, who: str, handler: Any, authorization: str) -> Call:
    from bench.content_data import COMERS_EMAIL, PASSWORD
    from bench.events import api_event

    target = case.ours if who == OURS else case.plain
    if not case.login:
        event = api_event("GET", target, authorization=authorization)
        return lambda: handler(event, None)
    body = json.dumps({"email": COMERS_EMAIL, "password": PASSWORD})
    posted = api_event("POST", target, **{"content-type": "application/json"})
    posted |= {"body": body, "isBase64Encoded": False}
    return lambda: handler(posted, None)


def _check(calls: Mapping[str, tuple[Case, Call]]) -> None:
    """Both candidates find the same, at both sizes."""
    for case in CASES:
        seen: set[str] = set()
        for who in (OURS, PLAIN):
            for size in SIZES:
                answer = calls[key(case, who, size)][1]()
                _must_be_found(answer, f"{key(case, who, size)}, before the first round")
                body = json.loads(answer["body"])
                seen.add(json.dumps([body.get("totalDocs"), len(body.get("docs", ())), sorted(_ids(body))]))
        if len(seen) != 1:
            raise SystemExit(f"{case.name}: {seen}")


def _must_be_found(answer: Mapping[str, Any], when: str) -> None:
    if answer["statusCode"] != 200:
        raise SystemExit(f"{when}: {answer['statusCode']} {answer.get('body')}")


def _ids(body: Mapping[str, Any]) -> list[str]:
    return [document.get("id") or document["_id"] for document in body.get("docs", ())]


def take_turns(rounds: int, calls: Mapping[str, tuple[Case, Call]]) -> dict[str, list[float]]:
    """Milliseconds of every call of every case."""
    found: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(rounds + WARM_UP):
        for name, (case, call) in calls.items():
            if case.login and number % LOGINS:
                continue
            began = time.perf_counter()
            answer = call()
            took = 1000 * (time.perf_counter() - began)
            _must_be_found(answer, f"{name}, round {number}")
            if number >= WARM_UP:
                found[name].append(took)
    return found


_NOTES = f"""The content function and endpoints written by hand for exactly these requests (`bench/content_plain.py`:
FastAPI, pymongo and a JWT; no validation, no description, no declarations), as Mangum handlers called in turn in one
process. They share databases on the laptop's document server, with the declared indexes: one with {SMALL} projects,
{SMALL} conversations and {10 * SMALL:,} messages, one with {LARGE:,}, {LARGE:,} and {10 * LARGE:,}. Who asks has twelve
projects and shares eight more, at both sizes; who logs in is somebody else. "Grows" compares the two sizes. Lists are
counted in full, as the envelope demands. Administrators see everything, so their `like` looks at every document, as it
would on any server without a text index: that is not among the rows."""


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        made = _calls(os.environ["MONGODB_URI"])
        _check(made)
        Path(sys.argv[1]).write_text(json.dumps(take_turns(int(sys.argv[2]), made)))
        os._exit(0)
