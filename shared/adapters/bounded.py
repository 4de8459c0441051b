"""A process of its own for what nobody trusts: limits of memory and time that the kernel keeps, nothing secret inside.

The child gets one JSON object on standard input and answers with one on standard output (``answer_with``).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import resource
import sys
from collections.abc import Callable, Mapping
from typing import Any

_LARGEST_ERROR = 64 * 1024


class ChildStopped(Exception):
    """It took more time, memory or words than it was given."""


class ChildFailed(Exception):
    """It ended with an error of its own; the text is the error's type."""


async def in_child(module: str, job: Mapping[str, Any], *, seconds: float, most: int) -> dict[str, Any]:
    """What ``python -m module`` answers to ``job``, in at most ``most`` bytes. Nothing of our environment but the paths
    goes in. Raises ``ChildStopped`` and ``ChildFailed``; the child is gone in any case, cancelled callers included."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=_environment(),
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(seconds):
            out, err = await _talk(process, json.dumps(job).encode(), most)
            code = await process.wait()
    except TimeoutError:
        raise ChildStopped from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if code < 0 or len(out) > most:
        raise ChildStopped
    if code:
        last = err.decode(errors="replace").strip().splitlines()[-1:] or [""]
        raise ChildFailed(last[0].partition(":")[0])
    try:
        return dict(json.loads(out))
    except ValueError as error:
        raise ChildFailed("no answer") from error


async def _talk(process: asyncio.subprocess.Process, job: bytes, most: int) -> tuple[bytes, bytes]:
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    errors = asyncio.create_task(_read(process.stderr, _LARGEST_ERROR, drain=True))
    try:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            process.stdin.write(job)
            await process.stdin.drain()
        process.stdin.close()
        out = await _read(process.stdout, most, drain=False)
        if len(out) > most:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        return out, await errors
    finally:
        errors.cancel()


async def _read(stream: asyncio.StreamReader, most: int, *, drain: bool) -> bytes:
    """Up to a little more than ``most``; with ``drain`` its newest part, to the end of the stream."""
    kept = b""
    pieces: list[bytes] = []
    length = 0
    while block := await stream.read(256 * 1024):
        if drain:
            kept = (kept + block)[-most:]
            continue
        pieces.append(block)
        length += len(block)
        if length > most:
            break
    return kept if drain else b"".join(pieces)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"}


def limit(memory: int, cpu_seconds: int) -> None:
    """For this process, from now on: bytes of address space, seconds of CPU, no file written, few files open."""
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most, most if hard == resource.RLIM_INFINITY else min(most, hard)))


def answer_with(work: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """The child's main: one job in, one answer out."""
    sys.stdout.write(json.dumps(work(json.loads(sys.stdin.buffer.read()))))
