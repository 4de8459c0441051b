"""A studio of real processes in which databases, streams and clients are killed."""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from infra.local.mongo import LocalMongo
from tests.runs.service import Function, People, environment
from tests.runs.sse import BASE, RETRY, STREAM, ResumingClient, frames_of, text_of
from tests.upstream.running import Running, running
from tests.upstream.script import full_text

LONGEST = 60.0
Document = dict[str, Any]


@dataclass
class Storm:
    mongo: LocalMongo
    upstream: Running
    people: People
    chats: list[Function]
    streams: list[Function]
    http: httpx.AsyncClient
    settings: dict[str, str]
    home: Path
    ada: dict[str, str] = field(default_factory=dict[str, str])

    async def ask(self, content: str, headers: dict[str, str] | None = None, **fields: Any) -> httpx.Response:
        chat = random.choice(self.chats)
        url = f"{chat.url}{BASE}/chat"
        return await self.http.post(url, json={"content": content} | fields, headers=self.ada | (headers or {}))

    async def start(self, content: str) -> Document:
        answer = await self.ask(content, stream=True)
        assert answer.status_code == 202, answer.text
        return answer.json()

    async def run(self, run_id: str) -> Document:
        found = await self.people.database.runs.find_one({"_id": run_id})
        assert found is not None
        return found

    async def cancel(self, run_id: str) -> httpx.Response:
        chat = random.choice(self.chats)
        return await self.http.post(f"{chat.url}{BASE}/runs/{run_id}/cancel", headers=self.ada)

    async def follow(
        self,
        client: ResumingClient,
        started: Document,
        at: Iterable[Function],
        cut: Callable[[], int | None] = lambda: None,
    ) -> None:
        """One process after the other, as a balancer would choose, until the terminal event."""
        processes = list(at)
        deadline = time.monotonic() + LONGEST
        while not client.finished:
            assert time.monotonic() < deadline, f"no end in {LONGEST:.0f} s: {await self.run(started['runId'])}"
            process = processes[client.connections % len(processes)]
            await client.connect(self.http, f"{process.url}{STREAM}?runId={started['runId']}", cut())
            if not client.finished:
                await asyncio.sleep(0.02)

    async def check(self, client: ResumingClient, started: Document, asked: str) -> Document:
        """What ``client`` pieced together is the log, byte for byte, and the log is a right one."""
        run_id = started["runId"]
        whole = await self._log_of(run_id)
        if client.seen != whole.removeprefix(RETRY):
            raise AssertionError(_difference(client, whole.removeprefix(RETRY)))
        frames = frames_of(whole)
        assert [frame.seq for frame in frames] == list(range(1, len(frames) + 1))
        assert [frame.terminal for frame in frames] == [False] * (len(frames) - 1) + [True]
        text, run = text_of(frames), await self.run(run_id)
        assert full_text(asked).startswith(text), f"{run_id}: lost, doubled or reordered"
        assert run["status"] != "completed" or text == full_text(asked)
        assert run["closed"]
        answer = await self.people.database.messages.find_one({"_id": f"{run['conversationId']}:{run['turn'] + 1:06d}"})
        assert answer is not None
        assert (answer["content"], answer["metadata"]["status"]) == (text, run["status"])
        return run

    async def _log_of(self, run_id: str) -> bytes:
        """As a client that comes late reads it; 503 (the database has just come back) is for trying again."""
        while True:
            answer = await self.http.get(f"{self.streams[-1].url}{STREAM}?runId={run_id}", headers=self.ada)
            if answer.status_code != 503:
                assert answer.status_code == 200, answer.text
                return answer.content
            await asyncio.sleep(0.2)

    def calls_of(self, run_id: str) -> int:
        return sum(call.run_id == run_id for call in self.upstream.upstream.calls)


@asynccontextmanager
async def storm(home: Path, *, chats: int = 1, streams: int = 2, **settings: str) -> AsyncIterator[Storm]:
    with LocalMongo(home / "storm.mv") as mongo, running() as upstream:
        given = environment(mongo.uri, upstream.url, **settings)
        names = ["chat"] * chats + ["stream"] * streams
        started = [Function(name, given, home / f"{name}-{n}.log").launch() for n, name in enumerate(names)]
        people = People(mongo.uri)
        limits = httpx.Limits(max_connections=None, keepalive_expiry=2)  # uvicorn lets go after 5 s
        try:
            await asyncio.gather(*(function.ready() for function in started))
            async with httpx.AsyncClient(timeout=httpx.Timeout(30, pool=None), limits=limits) as http:
                made = Storm(mongo, upstream, people, started[:chats], started[chats:], http, given, home)
                made.ada = await people.sign_in()
                yield made
        finally:
            for function in started:
                function.kill()
            await people.client.close()


def _difference(client: ResumingClient, logged: bytes) -> str:
    seen, kept = client.seen.split(b"\n\n"), logged.split(b"\n\n")
    place = next(
        (n for n, pair in enumerate(zip(seen, kept, strict=False)) if pair[0] != pair[1]), min(len(seen), len(kept))
    )
    return (
        f"The client saw something else than the log, from event {place + 1} of {len(seen)} and {len(kept)}: "
        f"{seen[place : place + 2]} and {kept[place : place + 2]}; connections answered {client.statuses}"
    )


def tell(figures: str) -> None:
    """Seen with `pytest -s`, as `make soak` runs."""
    sys.stdout.write(f"{figures}\n")


async def in_parallel(many: int, work: Callable[[int], Awaitable[None]]) -> None:
    async with asyncio.TaskGroup() as group:
        for n in range(many):
            group.create_task(_as_coroutine(work(n)))


async def _as_coroutine(work: Awaitable[None]) -> None:
    await work


# The procedures; each answers its figures.


async def cut_clients(made: Storm, cuts: int, parallel: int = 8) -> str:
    """Clients cut their streams after a random number of bytes, resume, and are cut again."""
    done = 0
    streams = 0

    async def one(worker: int) -> None:
        nonlocal done, streams
        dice = random.Random(worker)
        while done < cuts:
            asked = f"[[ok tokens=80 every={dice.choice((0, 3, 8))}]] cut {worker} {streams}"
            started, client = await made.start(asked), ResumingClient(made.ada)
            await made.follow(client, started, made.streams, lambda: dice.randint(1, 1800))
            done += client.connections - 1
            streams += 1
            run = await made.check(client, started, asked)
            assert run["status"] == "completed"
            assert made.calls_of(started["runId"]) == 1

    await in_parallel(parallel, one)
    assert done >= cuts
    return f"{done} cuts of {streams} streams: every stream byte-identical after resume"


async def kill_producers(made: Storm, victims: list[Function], kills: int) -> tuple[str, list[float]]:
    """Each victim is SIGKILLed at a random token of the run it produces; the client goes on elsewhere."""
    takeovers: list[float] = []
    left = iter(range(kills))

    async def one(worker: int) -> None:
        dice, victim = random.Random(1000 + worker), victims[worker]
        for trial in left:
            asked = f"[[ok tokens=150 every={dice.choice((4, 10, 15))}]] kill {trial}"
            started, client = await made.start(asked), ResumingClient(made.ada)
            watching = asyncio.create_task(client.connect(made.http, f"{victim.url}{STREAM}?runId={started['runId']}"))
            enough = dice.randint(1, 130)
            while client.tokens < enough and not client.finished:
                await asyncio.sleep(0.001)
            await asyncio.to_thread(victim.kill)
            killed = time.monotonic()
            await watching
            before = client.seen
            relaunched = victim.launch()
            taken: list[float] = []

            async def notice(
                client: ResumingClient = client, before: bytes = before, taken: list[float] = taken
            ) -> None:
                while client.seen == before:
                    await asyncio.sleep(0.005)
                taken.append(time.monotonic())

            noticing = asyncio.create_task(notice())
            await made.follow(client, started, made.streams)
            await noticing
            run = await made.check(client, started, asked)
            assert run["status"] == "completed", run["error"]
            if run["attempt"] > 1:
                takeovers.append(taken[0] - killed)
                assert client.seen.count(b'{"stage":"interrupted"') == run["attempt"] - 1 or run["continuations"] == 1
            assert made.calls_of(started["runId"]) <= 2
            await relaunched.ready()

    await in_parallel(len(victims), one)
    takeovers.sort()
    middle, longest = takeovers[len(takeovers) // 2], takeovers[-1]
    figures = (
        f"{kills} SIGKILLs, {len(takeovers)} takeovers: p50 {middle:.2f} s, max {longest:.2f} s; no loss, no double"
    )
    return figures, takeovers


async def stop_and_resume(made: Storm, runs: int, parallel: int = 8) -> str:
    """Cancel at a random moment while two clients are cut and resume."""
    texts: list[int] = []
    left = iter(range(runs))

    async def one(worker: int) -> None:
        dice = random.Random(2000 + worker)
        for n in left:
            asked = f"[[ok tokens=300 every=5]] stop {n}"
            started = await made.start(asked)
            clients = [ResumingClient(made.ada) for _ in range(2)]
            following = [
                asyncio.create_task(made.follow(client, started, made.streams, lambda: dice.randint(50, 3000)))
                for client in clients
            ]
            await asyncio.sleep(dice.uniform(0, 0.8))
            answer = await made.cancel(started["runId"])
            assert (answer.status_code, answer.json()["status"]) == (202, "cancelled")
            await asyncio.gather(*following)
            for client in clients:
                run = await made.check(client, started, asked)
                assert run["status"] == "cancelled"
            texts.append(clients[0].tokens)

    await in_parallel(parallel, one)
    return f"{runs} runs stopped after 0 to {max(texts)} tokens, 2 resuming clients each: all saw one log"


async def restart_mongo(made: Storm, rounds: int, streams: int = 6) -> str:
    """The database goes away during streams, by SIGKILL or in order, and comes back after up to 4 s."""
    ends: dict[str, int] = {}
    for number in range(rounds):
        dice, back = random.Random(3000 + number), asyncio.Event()

        async def one(n: int, number: int = number, back: asyncio.Event = back) -> None:
            asked = f"[[ok tokens=250 every=10]] mongo {number} {n}"
            started, client = await made.start(asked), ResumingClient(made.ada)
            await made.follow(client, started, made.streams)
            await back.wait()
            run = await made.check(client, started, asked)
            ends[run["status"]] = ends.get(run["status"], 0) + 1

        following = asyncio.create_task(in_parallel(streams, one))
        await asyncio.sleep(dice.uniform(0.6, 2.0))
        await asyncio.to_thread(made.mongo.kill if number % 2 == 0 else made.mongo.stop)
        await asyncio.sleep(dice.uniform(0.3, 4.0))
        await asyncio.to_thread(made.mongo.start)
        back.set()
        await following
    assert set(ends) == {"completed"}, ends
    return f"{rounds} restarts of the database under {streams} streams: ends {ends}"
