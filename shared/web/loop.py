"""The event loop of an environment whose handlers are not asynchronous."""

from __future__ import annotations

import atexit
from functools import cache
from threading import Lock

from anyio.from_thread import BlockingPortal, start_blocking_portal

_ONE_AT_A_TIME = Lock()


def portal() -> BlockingPortal:
    """The same one for the whole process, in a thread of its own. What still runs in it when the process ends is
    cancelled."""
    with _ONE_AT_A_TIME:
        return _started()


@cache
def _started() -> BlockingPortal:
    starting = start_blocking_portal("asyncio")
    started = starting.__enter__()
    # An open one is closed by the interpreter when its thread no longer runs, and then waits for it for ever.
    atexit.register(starting.__exit__, SystemExit, SystemExit(), None)
    return started
