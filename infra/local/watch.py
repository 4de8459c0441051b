"""Keeping one part alive: started, asked whether it answers, started again when it does not."""

import threading
import time
from collections.abc import Callable

from infra.local.errors import LocalError
from infra.local.server import LocalServer
from infra.local.state import Board, PartState

ASK_EVERY = 2.0
MISSES = 3
BACKOFF_FIRST, BACKOFF_LAST = 0.25, 10.0
STEADY = 30.0
"""Seconds after which a part counts as healthy again and the backoff starts from its beginning."""


class Watch(threading.Thread):
    """Runs one part until `end`. `say` gets one line for whatever a person should know."""

    def __init__(self, part: LocalServer, board: Board, say: Callable[[str], None]) -> None:
        super().__init__(name=f"watch-{part.name}", daemon=True)
        self.part, self.board, self.say = part, board, say
        self._ending = threading.Event()
        self._restarts = 0

    def run(self) -> None:
        self._tell("starting")
        backoff = BACKOFF_FIRST
        while not self._ending.is_set():
            began = time.monotonic()
            reason = self._live()
            if self._ending.is_set():
                break
            if time.monotonic() - began > STEADY:
                backoff = BACKOFF_FIRST
            self._restarts += 1
            self._tell("waiting")
            self.say(f"{self.part.name} {reason}; starting it again (log: {self.part.log})")
            self._ending.wait(backoff)
            backoff = min(backoff * 2, BACKOFF_LAST)
        self._tell("down")

    def end(self) -> None:
        """Ends the part, too; waits until nothing of it is left."""
        self._ending.set()
        self.part.stop()
        self.join()
        self.part.stop()

    def _live(self) -> str:
        """One life of the part; why it is over."""
        try:
            self.part.launch()
            self._tell("starting")
            self.part.wait_ready(lambda: self._ending.is_set() or self.part.ready(), timeout=self.part.patience)
        except LocalError as error:
            self.part.kill()
            return f"did not start ({error})"
        self._tell("up")
        if self._restarts:
            self.say(f"{self.part.name} is up again")
        misses, asked = 0, time.monotonic()
        while not self._ending.wait(0.1):
            if not self.part.running:
                return _how(self.part.process.returncode if self.part.process else 0)
            if time.monotonic() - asked >= ASK_EVERY:
                misses = 0 if self.part.ready() else misses + 1
                asked = time.monotonic()
            if misses >= MISSES:
                self.part.kill()
                return "stopped answering"
        return "was ended"

    def _tell(self, state: str) -> None:
        pid = self.part.pid if self.part.running else None
        told = PartState(state=state, pid=pid, port=self.part.port, since=time.time(), restarts=self._restarts)
        self.board.put(self.part.name, told)


def _how(status: int) -> str:
    return f"was killed by signal {-status}" if status < 0 else f"ended with status {status}"
