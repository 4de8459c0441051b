"""The runtime of one function: ``python -m infra.local.environments.run functions.chat.app.handler PARENT_PID``.

It imports the handler once and then waits on its standard input, a Unix socket, for requests to open an environment.
Every environment is a fork of this process, so opening one costs milliseconds and shares the imported code, much as
Lambda's SnapStart restores a snapshot. An environment serves one invocation after another on a socket of its own and
ends when that socket closes.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import json
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from typing import Any

from infra.local.environments.context import LambdaContext
from infra.local.environments.frames import pack, receive
from infra.local.environments.leash import tie_to

Handler = Callable[[Any, LambdaContext], Any]


def load(path: str) -> Handler:
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module.replace("/", ".")), name)


def failure(error: BaseException, request_id: str | None = None) -> bytes:
    """Lambda's own description of an unhandled error."""
    body: dict[str, Any] = {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "stackTrace": traceback.format_tb(error.__traceback__),
    }
    if request_id:
        body["requestId"] = request_id
    return json.dumps(body).encode()


def invoke(handler: Handler, head: dict[str, Any], body: bytes) -> bytes:
    """Runs the handler once; returns the frame that answers the invocation."""
    os.environ["_X_AMZN_TRACE_ID"] = head.get("traceId", "")
    try:
        result = handler(json.loads(body) if body else {}, LambdaContext.of(head))
        return pack({"ok": True}, json.dumps(result, ensure_ascii=False).encode())
    except Exception as error:  # noqa: BLE001 - whatever a handler raises is its answer
        traceback.print_exc()
        return pack({"ok": False}, failure(error, head["requestId"]))


def serve(handler: Handler, sock: socket.socket) -> None:
    sock.sendall(pack({"pid": os.getpid()}))
    while frame := receive(sock):
        answer = invoke(handler, *frame)
        sys.stdout.flush()
        sys.stderr.flush()
        sock.sendall(answer)


def environment(handler: Handler, sock: socket.socket, parent: int) -> None:
    """The life of a forked environment; never returns."""
    tie_to(parent)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    asyncio.set_event_loop(asyncio.new_event_loop())
    status = 0
    try:
        serve(handler, sock)
    except ConnectionError:
        pass  # the gateway gave this environment up
    except BaseException:  # noqa: BLE001 - told before the process ends, whatever it is
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def main(path: str, parent: int) -> None:
    tie_to(parent)
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    control = socket.socket(fileno=os.dup(0))
    try:
        handler = load(path)
    except BaseException as error:  # noqa: BLE001 - whatever an import raises is why there is no function
        traceback.print_exc()
        control.sendall(pack({"ok": False}, failure(error)))
        sys.exit(1)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # environments are reaped by the kernel
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the supervisor's to answer
    imported = asyncio.get_event_loop_policy().get_event_loop()  # forks share its epoll: each sets one of its own
    gc.collect()
    gc.freeze()
    control.sendall(pack({"ok": True}))
    me = os.getpid()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            imported.close()
            return
        sock = socket.socket(fileno=descriptors[0])
        if os.fork() == 0:
            control.close()
            environment(handler, sock, me)
        sock.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
