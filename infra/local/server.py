"""A server of the laptop cloud as tests and the supervisor hold it: started, killed and started again on one port."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import anyio.to_thread

from infra.local.errors import LocalError
from infra.local.probe import answers
from infra.local.process import Child, free_port, listening


class LocalServer(Child):
    """A child that listens on `port` of 127.0.0.1 (0 takes a free one now and keeps it).

    `start` returns when it answers, `kill` is a crash (SIGKILL), `stop` lets it close its files; each may be repeated.
    As a context manager, plain or async, it is started on entry and stopped on exit.
    """

    name: str
    question: bytes
    """What to send so that a living server sends something back."""
    patience = 60.0

    def __init__(
        self,
        module: str,
        arguments: Sequence[str],
        *,
        port: int = 0,
        env: Mapping[str, str] | None = None,
        log: Path | None = None,
    ) -> None:
        self.port = port or free_port()
        super().__init__(module, [*arguments, "--port", str(self.port)], env=env, log=log)

    def start(self) -> Self:
        self.launch()
        self.wait_ready(self.ready, timeout=self.patience)
        return self

    def launch(self) -> None:
        """Starts it without waiting for its answer; LocalError when somebody else has its port."""
        if not self.running:
            if listening(self.port):
                raise LocalError(f"Port {self.port} is taken, so {self.name} cannot start there.")
            super().start()

    def ready(self) -> bool:
        """Whether it answers now."""
        return self.running and answers(self.port, self.question)

    def __enter__(self) -> Self:
        return self.start()

    async def __aenter__(self) -> Self:
        return await anyio.to_thread.run_sync(self.start)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await anyio.to_thread.run_sync(self.stop)
