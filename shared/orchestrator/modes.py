"""What differs between the modes: how an answer is prepared, and what its result says besides the text.

The producer (``producer.py``) keeps the lease, the log, the books and the model's calls for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from shared.domain.model import ModelMessage
from shared.domain.runs import Run
from shared.orchestrator.attachments import Content


class Sieve(Protocol):
    """What of a model's words reaches the log. It may hold words back until it knows what they become."""

    def let(self, text: str) -> str:
        """What may be logged now, in order; empty for nothing yet."""
        ...

    def rest(self) -> str:
        """At the end of the answer: what was held back."""
        ...


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the model is asked, and what becomes of its words.

    ``note`` is logged as a ``progress`` event before the first token, once a run: a continuation is handed it back and
    prepares the same question from it. ``answer`` is the whole text where no model is needed. ``without_model`` is the
    text where none can be had; ``None``: then the run fails.
    """

    system: str
    question: Content
    note: Mapping[str, Any] | None = None
    answer: str | None = None
    without_model: str | None = None

    def sieve(self, said: str) -> Sieve | None:
        """``said`` is what the log says already; ``None``: every word is logged as it comes."""
        return None

    def result(self, text: str, *, by_model: bool) -> Mapping[str, Any]:
        """What the result says besides the common keys. ``by_model``: a model wrote ``text``."""
        return {}


class Spoken(Protocol):
    """A mode whose answer is one stream of the model's tokens: chat and query."""

    async def prepare(self, run: Run, noted: Mapping[str, Any] | None) -> Prepared:
        """``noted`` is what an earlier attempt of this run logged, ``None`` when none did."""
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
        Nothing of it reaches the run's log. Several may be asked at once."""
        ...

    async def hold(self) -> None:
        """Raises ``LeaseLost`` unless the run still is ours: for right before a write that must not happen twice."""
        ...


class Worked(Protocol):
    """A mode that does something in steps and then says what it did: data.

    An attempt that died is followed by another ``work`` on the same run: steps that are done are found done.
    """

    async def work(self, job: Job) -> Mapping[str, Any]:
        """The result besides the common keys, with ``message``, which is logged as the run's text.

        What an earlier attempt has logged of it already stays and wins. Cancelling the run cancels this task.
        """
        ...


@dataclass(frozen=True, slots=True)
class Modes:
    """Which mode is produced how. A mode that is not here is not produced in this process but by the worker."""

    spoken: Mapping[str, Spoken] = field(default_factory=dict[str, Spoken])
    worked: Mapping[str, Worked] = field(default_factory=dict[str, Worked])

    def __contains__(self, mode: object) -> bool:
        return mode in self.spoken or mode in self.worked

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.spoken, *self.worked)
