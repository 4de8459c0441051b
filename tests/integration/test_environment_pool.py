"""Environments of one function: who is served next, what is kept, what is replaced."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from infra.local.environments.function import Function
from infra.local.environments.pool import Pool
from infra.local.environments.runtime import Runtime
from infra.local.environments.variables import variables
from tests.integration.gateway_stage.running import ROOT, alive

FUNCTION = Function("behave", "tests.integration.gateway_stage.handlers.behave", timeout=10)
OpenPool = Callable[..., Any]


@pytest.fixture
def opened(tmp_path: Path) -> OpenPool:
    @asynccontextmanager
    async def open_pool(**options: Any) -> AsyncIterator[Pool]:
        with (tmp_path / "log").open("ab") as log:
            pool = Pool(lambda: Runtime(FUNCTION, variables(FUNCTION, ROOT, os.environ), ROOT, log), **options)
            try:
                yield pool
            finally:
                pool.close()

    return open_pool


async def served(pool: Pool, seconds: float = 0) -> int:
    """The process that answered."""
    event = {"queryStringParameters": {"do": "sleep", "seconds": str(seconds)}}
    answer = await pool.invoke({"requestId": "1", "arn": "arn"}, json.dumps(event).encode(), 10)
    assert answer.ok, answer.payload
    return json.loads(json.loads(answer.payload)["body"])["pid"]


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


async def test_who_came_first_is_served_first(opened: OpenPool) -> None:
    async with opened(cap=1) as pool:
        order: list[int] = []

        async def come(number: int) -> None:
            await served(pool, 0.02)
            order.append(number)

        await asyncio.gather(*(come(number) for number in range(8)))

    assert order == list(range(8))


async def test_idle_environments_end_but_for_the_warm_ones(opened: OpenPool) -> None:
    async with opened(cap=4, warm=1, idle=0.05) as pool:
        pids = set(await asyncio.gather(*(served(pool, 0.2) for _ in range(3))))
        assert len(pids) == pool.size == 3

        await asyncio.sleep(0.1)
        pool.reap()

        await until(lambda: sum(map(alive, pids)) == 1)
        assert pool.size == 1
        assert await served(pool) in pids


async def test_new_code_gets_new_environments_and_leaves_running_ones_in_peace(opened: OpenPool) -> None:
    async with opened(cap=2) as pool:
        before = await served(pool)
        running = asyncio.create_task(served(pool, 0.4))
        await asyncio.sleep(0.1)

        pool.restart()

        assert await served(pool) != before
        assert await running == before
        await until(lambda: not alive(before))


async def test_a_dead_environment_is_replaced(opened: OpenPool) -> None:
    async with opened(cap=1) as pool:
        before = await served(pool)
        os.kill(before, signal.SIGKILL)
        await until(lambda: not alive(before))

        assert await served(pool) != before


async def test_a_dead_runtime_takes_its_environments_along_and_is_replaced(opened: OpenPool) -> None:
    async with opened(cap=1) as pool:
        before = await served(pool)
        os.kill(parent_of(before), signal.SIGKILL)
        await until(lambda: not alive(before))

        assert await served(pool) != before


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[1])
