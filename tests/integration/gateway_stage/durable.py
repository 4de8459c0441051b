"""A durable function of two steps, the second of which may take long the first time."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step


@durable_step
def first(step: StepContext, folder: str) -> str:
    return _note(folder, "first")


@durable_step
def second(step: StepContext, folder: str, seconds: float) -> str:
    earlier = (Path(folder) / "second").exists()
    pid = _note(folder, "second")
    if not earlier:
        time.sleep(seconds)
    return pid


@durable_execution
def handler(event: dict[str, Any], context: DurableContext) -> dict[str, Any]:
    one = context.step(first(event["folder"]))
    two = context.step(second(event["folder"], event.get("seconds", 0)))
    return {"first": one, "second": two}


def _note(folder: str, name: str) -> str:
    with (Path(folder) / name).open("a") as lines:
        lines.write(f"{os.getpid()}\n")
    return str(os.getpid())
