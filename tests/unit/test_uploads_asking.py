"""Asking for a check."""

from __future__ import annotations

from typing import Any

from shared.adapters.checks import LambdaChecks
from tests.uploads.desk import Desk


class Unreachable:
    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    def invoke(self, **request: Any) -> None:
        self.asked.append(request)
        raise OSError("nobody there")


async def test_a_function_that_cannot_be_reached_breaks_nothing() -> None:
    checks, client = LambdaChecks("aladdin-test-media:live"), Unreachable()
    checks._client = client  # pyright: ignore[reportPrivateUsage]

    await checks.ask("0" * 24)

    [request] = client.asked
    assert (request["FunctionName"], request["InvocationType"]) == ("aladdin-test-media:live", "Event")
    assert request["Payload"] == b'{"kind": "check", "mediaId": "' + b"0" * 24 + b'"}'


async def test_the_sweep_asks_for_what_was_never_checked() -> None:
    desk = await Desk().open()
    media = await desk.create()
    desk.checks.asked.clear()

    await desk.sweep.sweep()
    assert desk.checks.asked == []
    desk.pass_time(minutes=1)
    await desk.sweep.sweep()

    assert desk.checks.asked == [media]
