"""No process outlives the one that started it, whatever ends that one.

``python -m infra.local.environments.leash PARENT_PID program args…`` ties the program to its parent and becomes it.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def tie_to(parent: int) -> None:
    """The kernel kills this process as soon as ``parent`` dies (Linux; elsewhere the closed socket has to do)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the request was heard
        os._exit(1)


if __name__ == "__main__":
    tie_to(int(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606 - becoming another program is the point
