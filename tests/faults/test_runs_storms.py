"""Processes that die in the middle of a stream. Short here; `make soak` runs the long ones. Each prints its figures."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from shared.domain.runs import LEASE_SECONDS
from tests.runs.service import Function
from tests.runs.storm import Storm, cut_clients, kill_producers, restart_mongo, stop_and_resume, storm, tell

pytestmark = pytest.mark.serial
TAKEOVER_SECONDS = LEASE_SECONDS + 1


@pytest.fixture(scope="module")
async def studio(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Storm]:
    async with storm(tmp_path_factory.mktemp("studio")) as made:
        yield made


@pytest.fixture
async def made(studio: Storm) -> Storm:
    """The studio with a user of this test's own, and nobody else's calls."""
    studio.ada = await studio.people.sign_in()
    studio.upstream.upstream.calls.clear()
    return studio


async def _kill(made: Storm, victims: int, kills: int) -> None:
    doomed = [Function("stream", made.settings, made.home / f"victim-{n}.log").launch() for n in range(victims)]
    try:
        for victim in doomed:
            await victim.ready()
        figures, takeovers = await kill_producers(made, doomed, kills)
    finally:
        for victim in doomed:
            victim.kill()
    tell(figures)
    assert takeovers
    assert takeovers[-1] <= TAKEOVER_SECONDS


async def test_clients_that_are_cut_piece_together_the_log(made: Storm) -> None:
    tell(await cut_clients(made, 40))


@pytest.mark.timeout(120)
async def test_runs_outlive_their_producers(made: Storm) -> None:
    await _kill(made, victims=6, kills=6)


async def test_stop_works_together_with_resume(made: Storm) -> None:
    tell(await stop_and_resume(made, 10, parallel=5))


@pytest.mark.timeout(120)
async def test_streams_outlive_a_restart_of_the_database(made: Storm) -> None:
    tell(await restart_mongo(made, 2))


@pytest.mark.soak
@pytest.mark.timeout(900)
async def test_a_thousand_cuts(made: Storm) -> None:
    tell(await cut_clients(made, 1000, parallel=12))


@pytest.mark.soak
@pytest.mark.timeout(1800)
async def test_two_hundred_kills(made: Storm) -> None:
    await _kill(made, victims=10, kills=200)


@pytest.mark.soak
@pytest.mark.timeout(900)
async def test_a_hundred_stops(made: Storm) -> None:
    tell(await stop_and_resume(made, 100))


@pytest.mark.soak
@pytest.mark.timeout(900)
async def test_twenty_restarts_of_the_database(made: Storm) -> None:
    tell(await restart_mongo(made, 20))
