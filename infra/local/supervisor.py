"""`make up`: every part started at once, watched, and ended together."""

import signal
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from infra.local import jars, logs, stale, state
from infra.local.errors import LocalError
from infra.local.parts import Plan, plan
from infra.local.probe import waiting_for
from infra.local.process import Child
from infra.local.settings import Settings
from infra.local.state import Board, PartState
from infra.local.watch import Watch

JAVA = ("mongo", "neo4j", "s3proxy")
WEB = "web"
PATIENCE = 20.0


class Supervisor:
    """One home and its parts. `only` names the parts to run; without it all of them and the studio's build."""

    def __init__(self, settings: Settings, only: Sequence[str] = ()) -> None:
        self.settings, self.only = settings, only
        self._asked = threading.Event()
        self._watches: list[Watch] = []
        self._helpers: list[Child] = []

    def run(self) -> None:
        """Until SIGINT, SIGTERM or SIGHUP; raises LocalError when it cannot start."""
        began = time.monotonic()
        lock = state.take(self.settings.home)
        stale.end(self.settings.home, say)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)
        self.settings.claim_port()
        board = Board(self.settings.home, self.settings.url)
        studio = self._build_studio(board)
        try:
            made = plan(self.settings)
            if self.only:
                made.parts = [part for part in made.parts if part.name in self.only]
            self._fetch_jars(made)
            for part in made.parts:
                self._watches.append(Watch(part, board, say))
                self._watches[-1].start()
            serves = any(part.name == "gateway" for part in made.parts)
            preparing = self._preparing(made) if serves else None
            self._wait_until_up(board, studio, preparing)
            if not self._asked.is_set():
                say(_table(self.settings, made, time.monotonic() - began))
            while not self._asked.wait(5.0):
                logs.bound(self.settings.logs)
        finally:
            self._end(studio)
            board.close()
            lock.release()

    def _ask(self, *_: object) -> None:
        if self._asked.is_set():
            for watch in self._watches:
                watch.part.kill()
        self._asked.set()

    def _build_studio(self, board: Board) -> Child | None:
        if self.only:
            return None
        board.put(WEB, _built("starting"))
        return Child("infra.local.web", log=self.settings.logs / "web.log").start()

    def _fetch_jars(self, made: Plan) -> None:
        locked = jars.read_lock()
        wanted = [jar for part in made.parts if part.name in JAVA for jar in jars.missing(locked[part.name])]
        if wanted:
            say(f"Fetching {len(wanted)} Java libraries, this once …")
            jars.fetch(wanted)

    def _preparing(self, made: Plan) -> Child:
        """What gives the databases their indexes and first documents, to be started once they are up."""
        theirs = ("MONGODB_URI", "NEO4J_URI", "NEO4J_USER", "NEO4J_PASSWORD")
        env = {name: made.env[name] for name in theirs if name in made.env}
        self._helpers.append(Child("infra.prepare", env=env, log=self.settings.logs / "prepare.log"))
        return self._helpers[-1]

    def _wait_until_up(self, board: Board, studio: Child | None, preparing: Child | None) -> None:
        """Returns when everything is up, or when it was asked to end; says what it waits for when that takes long."""
        names = [watch.part.name for watch in self._watches]
        building, told = studio is not None, time.monotonic()
        say(f"Starting {', '.join([WEB] * building + names)} …")
        while not self._asked.wait(0.05):
            if building and studio is not None and not studio.running:
                building = False
                good = studio.process is not None and studio.process.returncode == 0
                board.put(WEB, _built("up" if good else "failed"))
                if not good:
                    say(f"The studio could not be built, everything else goes on (log: {studio.log})")
            stored = {board.states().get(name, "up") for name in ("mongo", "neo4j")} == {"up"}
            if preparing is not None and stored and _done(preparing):
                preparing = None
            missing = [name for name, known in board.states().items() if known not in ("up", "failed")]
            missing += ["the data"] if preparing is not None else []
            if not missing and "gateway" in names:
                missing = [name for name in waiting_for(self.settings.url) if name != WEB]
            if not missing:
                return
            if time.monotonic() - told > PATIENCE:
                told = time.monotonic()
                say(f"Still waiting for {', '.join(missing)} (logs: {self.settings.logs})")

    def _end(self, studio: Child | None) -> None:
        if self._watches:
            say("Stopping …")
        for helper in (*self._helpers, *([studio] if studio else [])):
            helper.stop(2.0)
        first = [watch for watch in self._watches if watch.part.name == "gateway"]
        for group in (first, [watch for watch in self._watches if watch not in first]):
            with ThreadPoolExecutor(max_workers=8) as pool:
                list(pool.map(Watch.end, group))


def up(settings: Settings, only: Sequence[str] = ()) -> int:
    """Runs the laptop cloud in the foreground."""
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LocalError(f"Cannot keep data in {settings.home} (ALADDIN_HOME): {error.strerror}.") from error
    Supervisor(settings, only).run()
    return 0


def say(line: str) -> None:
    print(line, flush=True)


def _done(child: Child) -> bool:
    """Whether it has ended; starts it the first time. A failure is said, and everything else goes on."""
    if child.process is None:
        child.start()
    if child.running:
        return False
    if child.process is not None and child.process.returncode != 0:
        say(f"The database could not be prepared, everything else goes on (log: {child.log})")
    return True


def _built(how: str) -> PartState:
    return PartState(state=how, pid=None, port=None, since=time.time(), restarts=0)


def _table(settings: Settings, made: Plan, seconds: float) -> str:
    home = Path(settings.home)
    shown = home.relative_to(Path.cwd()) if home.is_relative_to(Path.cwd()) else home
    rows = {
        "studio": settings.url,
        "API": f"{settings.url}/api/v1/orchestrator and {settings.url}/api",
        "health": f"{settings.url}/healthz",
        **made.notes,
        "data": f"{shown}/ (make reset deletes it)",
        "logs": "make logs, PART=chat for one part",
    }
    lines = [f"  {name:<10} {where}" for name, where in rows.items()]
    return "\n".join([f"Aladdin is up after {seconds:.1f} s.", "", *lines, "", "Ctrl-C stops everything."])
