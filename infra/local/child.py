"""Runs a module as a child that cannot outlive whoever started it: `python -m infra.local.child MODULE [ARGS…]`.

The starter keeps the write end of the child's standard input and never writes. When the starter ends, however it ends,
the kernel closes that end; the child reads end-of-file and kills its whole process group.
"""

import os
import runpy
import signal
import sys
import threading
import traceback


def end_with_parent() -> None:
    """From now on the end of standard input is the end of this process group."""
    lifeline = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    threading.Thread(target=_watch, args=(lifeline,), name="lifeline", daemon=True).start()


def _watch(lifeline: int) -> None:
    while os.read(lifeline, 1):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    end_with_parent()
    sys.argv = sys.argv[1:]
    try:
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    except Exception:  # noqa: BLE001 - reported, and then the process ends
        traceback.print_exc()
        os._exit(1)  # a JVM that started already would keep the process
