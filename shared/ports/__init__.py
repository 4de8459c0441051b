"""What the core needs from outside, as Protocols. Adapters implement them, ``wiring`` chooses."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from shared.domain.identity import Principal
from shared.domain.letters import Letter
from shared.domain.limits import IdempotentRequest, LedgerEntry, Ticket
from shared.domain.media import Family, Inspected
from shared.domain.messages import Conversation, Message, Turn
from shared.domain.model import ModelCall, ModelEvent, Usage
from shared.domain.objects import Headers, StoredObject, StoredPart
from shared.domain.query import Change, Index, Query
from shared.domain.runs import Mode, Run, RunEvent, Status


class SeqTaken(Exception):
    """Another writer has this place in the run log: whoever meets it does not hold the run any more."""

    def __init__(self, run_id: str, seq: int) -> None:
        super().__init__(f"{run_id}:{seq}")
        self.seq = seq


class LanguageModel(Protocol):
    """An OpenAI-compatible chat model with retries and a fallback chain."""

    def stream(self, call: ModelCall) -> AsyncGenerator[ModelEvent, None]:
        """Yield ``Fallback``* , ``Tokens``*, then exactly one ``Finished``.

        Raises ``ModelRefused`` or ``ModelError`` before the first token, ``ModelInterrupted`` after it.
        Closing the iterator (``aclose``) ends the upstream call at once.
        Every upstream call made, also a failed or closed one, is reported to ``call.on_call``.
        """
        ...

    async def aclose(self) -> None: ...


class Runs(Protocol):
    """Runs. Every change is one compare-and-set; ``None`` or false says that the run had changed before."""

    async def insert(self, run: Run) -> None: ...
    async def get(self, run_id: str) -> Run | None: ...
    async def take(self, seen: Run, owner: str, now: datetime) -> Run | None: ...
    async def take_new(
        self, run_id: str, user_id: str, owner: str, now: datetime, modes: Sequence[str]
    ) -> Run | None: ...
    async def renew(self, run_id: str, owner: str, attempt: int, now: datetime) -> bool: ...
    async def holds(self, run_id: str, attempt: int) -> bool: ...
    async def interrupt(self, run: Run, spent: Usage, now: datetime) -> Run | None: ...
    async def hand_over(self, run: Run, spent: Usage, now: datetime) -> Run | None: ...
    async def commit(
        self,
        run: Run,
        status: Status,
        *,
        last_seq: int,
        result: dict[str, Any] | None,
        error: dict[str, Any] | None,
        spent: Usage,
        now: datetime,
    ) -> Run | None: ...
    async def cancel(self, run_id: str, now: datetime) -> Run | None: ...
    async def record_cancelled(self, run_id: str, *, last_seq: int, result: dict[str, Any]) -> None: ...
    async def add_usage(self, run_id: str, spent: Usage) -> None: ...
    async def close(self, run_id: str) -> bool: ...
    async def open_runs(self, limit: int) -> Sequence[Run]: ...
    async def ids_of_conversation(self, conversation_id: str) -> Sequence[str]: ...
    async def delete(self, run_ids: Sequence[str]) -> None: ...


class RunLog(Protocol):
    """The numbered events of runs. What was appended is never changed."""

    async def append(self, run_id: str, writer: str, events: Sequence[RunEvent]) -> None:
        """Whole or not at all; raises ``SeqTaken``. Repeating the very same call is safe."""
        ...

    async def read(self, run_id: str, after: int, *, peek: bool = False) -> list[RunEvent]: ...
    async def last(self, run_id: str) -> int:
        """The number of the newest event, 0 before the first."""
        ...

    async def delete(self, run_ids: Sequence[str]) -> None: ...


class Conversations(Protocol):
    async def insert(self, conversation: Conversation) -> None: ...
    async def get(self, conversation_id: str) -> Conversation | None: ...
    async def accept(
        self, conversation_id: str, run_id: str, mode: Mode, now: datetime, *, branch_from: str | None = None
    ) -> Turn | None: ...
    async def find(
        self,
        *,
        user_id: str,
        project_id: str | None,
        mode: str | None,
        text: str | None,
        status: str | None,
        skip: int,
        limit: int,
    ) -> tuple[Sequence[Conversation], int]: ...
    async def change(self, conversation_id: str, changes: dict[str, Any], now: datetime) -> Conversation | None: ...
    async def doom(self, conversation_id: str, now: datetime) -> bool: ...
    async def doomed(self, limit: int) -> Sequence[str]: ...
    async def delete(self, conversation_id: str) -> None: ...


class Messages(Protocol):
    async def save(self, message: Message) -> None: ...
    async def get(self, conversation_id: str, seq: int) -> Message | None: ...
    async def before(self, conversation_id: str, seq: int, limit: int) -> tuple[Sequence[Message], bool]: ...
    async def all(self, conversation_id: str, last_seq: int) -> Sequence[Message]: ...
    async def delete_conversation(self, conversation_id: str) -> None: ...


class Counters(Protocol):
    """Totals with a limit that no parallel crowd passes."""

    async def reserve(self, name: str, holder: str, amount: int, limit: int, expires: datetime) -> int | None: ...
    async def settle(self, name: str, holder: str, amount: int) -> None: ...
    async def hit(self, name: str, limit: int, expires: datetime) -> int | None: ...
    async def total(self, name: str) -> int: ...
    async def holders(self, name_prefix: str) -> dict[str, list[str]]: ...
    async def expire(self, now: datetime) -> None: ...


class Idempotency(Protocol):
    async def claim(
        self, request_id: str, fingerprint: str, run_id: str, now: datetime, stale_after: timedelta
    ) -> IdempotentRequest: ...
    async def get(self, request_id: str) -> IdempotentRequest | None: ...
    async def answer(self, request_id: str, status: int, body: dict[str, Any]) -> None: ...
    async def free(self, request_id: str) -> None: ...
    async def release(self, request_id: str) -> None: ...
    async def expire(self, now: datetime) -> None: ...


class Ledger(Protocol):
    async def record(self, entries: Sequence[LedgerEntry]) -> None: ...
    async def has(self, entry_id: str) -> bool: ...


class Tickets(Protocol):
    async def insert(self, digest: str, ticket: Ticket, expires: datetime) -> None: ...
    async def use(self, digest: str, now: datetime) -> Ticket | None: ...
    async def expire(self, now: datetime) -> None: ...


class Worker(Protocol):
    """Whoever finishes runs that nobody produces."""

    async def attend(self, run_id: str, attempt: int) -> None:
        """Ask for it, without waiting. Asking again for the same attempt has no further effect.
        Never raises: the sweep asks again."""
        ...


class MailFailed(Exception):
    """The letter was not taken this time; trying again may help. Its text names no address."""


class MailRefused(Exception):
    """The letter will never be taken as it is. Its text names no address."""


class Mail(Protocol):
    async def send(self, letter: Letter) -> None:
        """Hand the letter over. The same letter may be handed over again: it is marked with its id.

        Raises ``MailFailed`` and ``MailRefused``.
        """
        ...


class Post(Protocol):
    """Whoever sends the letters that wait."""

    async def collect(self) -> None:
        """Ask for it, without waiting. Never raises: the sweep sends them, too."""
        ...


class ProjectAccess(Protocol):
    """Raises ``ProjectNotFound`` for what does not exist and for what is not the caller's."""

    async def project_for(
        self, principal: Principal, project_id: str, need: Literal["read", "write"] = "read"
    ) -> dict[str, Any]: ...


Sort = Sequence[tuple[str, Literal[1, -1]]]


class Documents(Protocol):
    """Collections of documents: plain dicts with a text ``_id``; dates are aware datetimes in UTC.

    Returned documents belong to the caller. ``fields`` names the paths to return (``_id`` always comes along);
    ``limit`` 0 means all. Every method may raise ``DatabaseError``; ``insert`` and ``update`` raise
    ``Conflict`` when a unique index refuses.
    """

    async def find_one(
        self, collection: str, where: Query, *, fields: Sequence[str] | None = None
    ) -> dict[str, Any] | None: ...

    async def find(
        self,
        collection: str,
        where: Query,
        *,
        sort: Sort = (),
        skip: int = 0,
        limit: int = 0,
        fields: Sequence[str] | None = None,
    ) -> list[dict[str, Any]]: ...

    async def page(
        self,
        collection: str,
        where: Query,
        *,
        sort: Sort = (),
        skip: int = 0,
        limit: int = 0,
        fields: Sequence[str] | None = None,
    ) -> tuple[list[dict[str, Any]], int]:
        """``find`` and ``count`` in the time of one round trip."""
        ...

    async def count(self, collection: str, where: Query) -> int: ...

    async def insert(self, collection: str, document: Mapping[str, Any]) -> None: ...

    async def update(self, collection: str, where: Query, change: Change) -> dict[str, Any] | None:
        """Change one document that fulfils ``where``, atomically; give it as it is afterwards, ``None`` if there
        is none."""
        ...

    async def delete(self, collection: str, where: Query) -> dict[str, Any] | None:
        """Delete one document that fulfils ``where`` and give it back."""
        ...

    async def delete_all(self, collection: str, where: Query) -> int:
        """Delete every document that fulfils ``where``, one after another; how many there were."""
        ...

    async def ensure_indexes(self, collection: str, indexes: Sequence[Index]) -> None:
        """Make what is missing; making it again changes nothing."""
        ...


class ObjectMissing(Exception):
    """There is no such object, or no such upload in parts."""


class ObjectChanged(Exception):
    """The object is not the one whose ETag was named."""


class Objects(Protocol):
    """Files by key. Every method may raise ``StorageError``; those that need the object ``ObjectMissing``, and
    ``ObjectChanged`` where an ETag is named that it does not have (any more). Whoever holds a signed address may
    do that one thing until it expires: it is a secret."""

    async def head(self, key: str) -> StoredObject | None: ...

    async def read(self, key: str, start: int, size: int, etag: str | None = None) -> bytes:
        """At most ``size`` bytes from ``start`` on, which must lie inside the object."""
        ...

    async def put(self, key: str, body: bytes, content_type: str) -> None: ...

    async def copy(self, source: StoredObject, key: str, headers: Headers) -> None:
        """Exactly the object that was seen; ``ObjectChanged`` when somebody has overwritten it since."""
        ...

    async def delete(self, key: str) -> None:
        """Deleting what is not there is no error."""
        ...

    async def presign_get(self, key: str, seconds: int, headers: Headers | None = None) -> str:
        """``headers`` replace those that the object was stored with."""
        ...

    async def presign_put(self, key: str, size: int, content_type: str, seconds: int) -> str:
        """Size (bytes) and type are signed: another file is refused by the store."""
        ...

    async def start_parts(self, key: str, content_type: str) -> str: ...
    async def presign_part(self, key: str, upload_id: str, number: int, size: int, seconds: int) -> str: ...
    async def parts(self, key: str, upload_id: str) -> list[StoredPart]: ...
    async def complete_parts(self, key: str, upload_id: str, parts: Sequence[StoredPart]) -> None: ...
    async def abort_parts(self, key: str, upload_id: str) -> None:
        """Aborting what is not there is no error."""
        ...

    async def aclose(self) -> None: ...


class Inspector(Protocol):
    """Looks into a file that nobody trusts."""

    async def inspect(self, url: str, size: int, etag: str, kind: str, family: Family) -> Inspected:
        """``url`` is signed for reading, ``kind`` the name of what its first bytes are.

        Raises ``FileRefused`` for what is broken, too large to open or not what it claims, ``StorageError`` when
        it could not be read. Time and memory are bounded, whatever the file is.
        """
        ...


class Checks(Protocol):
    """Whoever checks uploaded files."""

    async def ask(self, media_id: str) -> None:
        """Ask for it, without waiting. Never raises: the sweep asks again."""
        ...
