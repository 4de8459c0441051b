"""What differs between the modes: how an answer is prepared, and what its result says besides the text.

The producer (``producer.py``) keeps the lease, the log, the books and the model's calls for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from shared.domain.errors import AladdinError
from shared.domain.model import ModelMessage
from shared.domain.runs import Run
from shared.orchestrator.attachments import Content


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the model is asked. ``note`` is logged as a ``progress`` event before the first token, once a run: a
    continuation is handed it back and prepares the same question from it."""

    system: str
    question: Content
    note: Mapping[str, Any] | None = None


class Spoken(Protocol):
    """A mode whose answer is one stream of the model's tokens: chat and query."""

    async def prepare(self, run: Run, noted: Mapping[str, Any] | None) -> Prepared:
        """``noted`` is what an earlier attempt of this run logged, ``None`` for the first."""
        ...

    def result(self, run: Run, prepared: Prepared, text: str) -> Mapping[str, Any]:
        """What the result says besides the common keys."""
        ...

    def without_model(self, run: Run, prepared: Prepared, error: AladdinError) -> str | None:
        """The text of an answer that no model wrote; ``None``: the run fails with ``error``."""
        ...


class Job(Protocol):
    """The run as a worked mode sees it. Every method may raise ``LeaseLost``: then stop and write nothing more."""

    @property
    def run(self) -> Run: ...

    def note(self, data: Mapping[str, Any]) -> None:
        """Log a ``progress`` event."""
        ...

    async def ask(
        self, messages: Sequence[ModelMessage], *, temperature: float, max_tokens: int, pictured: bool = False
    ) -> str:
        """The model's whole answer. Reserved before, booked after; raises ``ModelError`` and what limits raise.
        Nothing of it reaches the run's log."""
        ...

    async def hold(self) -> None:
        """Raises ``LeaseLost`` unless the run still is ours: for right before a write that must not happen twice."""
        ...


class Worked(Protocol):
    """A mode that does something in steps and then says what it did: data.

    An attempt that died is followed by another ``work`` on the same run: steps that are done are found done.
    """

    async def work(self, job: Job) -> Mapping[str, Any]:
        """The result besides the common keys, with ``message``."""
        ...


@dataclass(frozen=True, slots=True)
class Modes:
    """Which mode is produced how. A mode that is not here is not produced in this process but by the worker."""

    spoken: Mapping[str, Spoken] = field(default_factory=dict[str, Spoken])
    worked: Mapping[str, Worked] = field(default_factory=dict[str, Worked])

    def __contains__(self, mode: object) -> bool:
        return mode in self.spoken or mode in self.worked
