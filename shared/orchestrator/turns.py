"""Accepting a turn: checked, counted, given its place, and written down before anybody is told."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from shared.domain.errors import (
    AladdinError,
    Conflict,
    ConversationNotFound,
    DatabaseError,
    InternalError,
    ProjectNotFound,
    ValidationFailed,
)
from shared.domain.identity import Principal
from shared.domain.ids import document_id_of
from shared.domain.messages import Conversation, Message, Turn
from shared.domain.model import ModelMessage
from shared.domain.runs import Mode, Run, message_id
from shared.domain.tokens import upper_bound
from shared.orchestrator.attachments import Attachments, Checked
from shared.orchestrator.limits import Limits, today
from shared.orchestrator.prompt import CHAT_SYSTEM_PROMPT
from shared.orchestrator.stores import Policy, Stores
from shared.ports import ProjectAccess

NAME_LENGTH = 60
# What a project's facts usually take, so that the producer need not come back for them.
FACTS_ALLOWANCE = 2_000
# Modes that change the project: a reader of it may not use them.
_WRITING: frozenset[Mode] = frozenset(("data", "task"))
# Modes whose questions may be asked differently; what others have done stays done.
_EDITABLE: frozenset[Mode] = frozenset(("chat", "query"))


@dataclass(frozen=True, slots=True)
class TurnRequest:
    """What a caller asks for. ``edits`` is the sequence number of the question that this one replaces in a branch; its
    mode is that question's.

    ``fields`` are the mode's own, as the run's view shows them: JSON, named as on the wire. ``system`` is the prompt
    that the mode begins with and ``allowance`` what it adds to it, in tokens, so that it is reserved in one go.
    """

    mode: Mode
    content: str
    conversation_id: str | None = None
    project_id: str | None = None
    model: str | None = None
    temperature: float = 0.7
    max_tokens: int = 2000
    edits: int | None = None
    attachments: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict[str, Any])
    system: str = CHAT_SYSTEM_PROMPT
    allowance: int = 0


class Turns:
    def __init__(
        self,
        stores: Stores,
        limits: Limits,
        policy: Policy,
        access: ProjectAccess,
        attachments: Attachments | None = None,
    ) -> None:
        self._stores = stores
        self._limits = limits
        self._policy = policy
        self._access = access
        self._attachments = attachments

    async def accept(self, principal: Principal, request: TurnRequest, run_id: str, request_id: str) -> Run:
        """The queued run of a new turn.

        Calling it again with the same ``run_id`` (a repeated request whose first process died) makes no second one.
        Raises ``InternalError`` when its place in the conversation was given up meanwhile: it needs a new id.
        """
        if standing := await self._stores.runs.get(run_id):
            return _unburied(standing)
        self._check_model(request.model)
        conversation = await self._conversation(principal, request)
        if request.edits is not None and conversation is not None:
            request = await self._in_its_mode(request, conversation)
        attached = await self._attached(request, conversation)
        day = today(self._stores.now())
        reserved = _likely_tokens(request, conversation)
        await self._limits.reserve(principal.user_id, run_id, day, reserved)
        try:
            return await self._write(principal, request, run_id, request_id, conversation, day, reserved, attached)
        except DatabaseError:
            # The run may have been written all the same: the sweep settles what nobody needs.
            raise
        except Conflict:
            # Written meanwhile by somebody with the same request, who needs the reservation, or buried: then the
            # sweep settles it.
            standing = await self._stores.runs.get(run_id)
            if standing is None:
                raise
            return _unburied(standing)
        except AladdinError:
            await self._limits.settle(principal.user_id, run_id, day, 0)
            raise

    def _check_model(self, model: str | None) -> None:
        if model is not None and model not in self._policy.models:
            raise ValidationFailed.of(model=f"expected one of {', '.join(self._policy.models)}")

    async def _conversation(self, principal: Principal, request: TurnRequest) -> Conversation | None:
        need = "write" if request.mode in _WRITING else "read"
        if request.project_id is not None:
            await self._access.project_for(principal, request.project_id, need)
        if request.conversation_id is None:
            return None
        conversation = await self._stores.conversations.get(request.conversation_id)
        if conversation is None or conversation.user_id != principal.user_id:
            raise ConversationNotFound
        if request.project_id is not None and conversation.project_id != request.project_id:
            raise ValidationFailed.of(projectId="expected the project of the conversation")
        if request.project_id is None and conversation.project_id is not None:
            await self._access.project_for(principal, conversation.project_id, need)
        return conversation

    async def _in_its_mode(self, request: TurnRequest, conversation: Conversation) -> TurnRequest:
        """An edit asks as the question was asked that it replaces."""
        edited = await self._stores.messages.get(conversation.id, request.edits or 0)
        run = await self._stores.runs.get(edited.run_id) if edited and edited.run_id else None
        if run is None or run.mode == request.mode:
            return request
        if run.mode not in _EDITABLE:
            raise ValidationFailed.of(content="expected another question: what was done is not asked again")
        asked = run.request
        sampling = {"temperature": asked["temperature"], "max_tokens": asked["maxTokens"]}
        return replace(request, mode=run.mode, fields=asked.get("fields", {}), **sampling)

    async def _write(
        self,
        principal: Principal,
        request: TurnRequest,
        run_id: str,
        request_id: str,
        conversation: Conversation | None,
        day: str,
        reserved: int,
        attached: Checked,
    ) -> Run:
        joined = conversation is not None
        if conversation is None:
            conversation, turn = await self._open(principal, request, run_id)
        else:
            turn = await self._join(request, run_id, conversation)
        now = self._stores.now()
        details: dict[str, Any] = {
            "content": request.content,
            "model": request.model,
            "temperature": request.temperature,
            "maxTokens": request.max_tokens,
            "day": day,
            "reserved": reserved,
            "requestId": request_id,
        }
        if request.fields:
            details["fields"] = dict(request.fields)
        if attached.ids:
            details |= {"attachments": list(attached.ids), "pictured": attached.pictured}
        run = Run(
            id=run_id,
            conversation_id=conversation.id,
            project_id=conversation.project_id,
            user_id=principal.user_id,
            mode=request.mode,
            status="queued",
            turn=turn.seq,
            parent=turn.parent,
            after=turn.after,
            request=details,
            created_at=now,
        )
        await self._stores.messages.save(_question(run, request))
        await self._stores.runs.insert(run)
        if joined and await self._stores.conversations.get(conversation.id) is None:
            await self._take_back(run)
        if not joined and request.project_id is not None:
            await self._still_belongs(principal, run, request.project_id)
        return run

    async def _attached(self, request: TurnRequest, conversation: Conversation | None) -> Checked:
        """A question that is asked differently keeps its files."""
        ids = request.attachments
        if request.edits is not None and conversation is not None and not ids:
            edited = await self._stores.messages.get(conversation.id, request.edits)
            ids = edited.attachments if edited else ()
        if not ids:
            return Checked()
        if self._attachments is None:
            raise ValidationFailed.of(attachments="expected none: files are not kept here")
        return await self._attachments.check(ids, conversation.project_id if conversation else request.project_id)

    async def _take_back(self, run: Run) -> NoReturn:
        """The conversation was deleted while the turn was being written: nothing of it may stay."""
        await self._stores.runs.delete([run.id])
        await self._stores.messages.delete_conversation(run.conversation_id)
        raise ConversationNotFound

    async def _still_belongs(self, principal: Principal, run: Run, project_id: str) -> None:
        """The project may have been deleted while its conversation was being made: nobody would ever delete that."""
        try:
            await self._access.project_for(principal, project_id)
        except ProjectNotFound:
            await self._stores.conversations.doom(run.conversation_id, self._stores.now())
            await self._stores.runs.delete([run.id])
            await self._stores.messages.delete_conversation(run.conversation_id)
            raise

    async def _open(self, principal: Principal, request: TurnRequest, run_id: str) -> tuple[Conversation, Turn]:
        now = self._stores.now()
        conversation_id = document_id_of(run_id)
        conversation = Conversation(
            id=conversation_id,
            user_id=principal.user_id,
            name=_name(request.content),
            mode=request.mode,
            status="active",
            project_id=request.project_id,
            seq=2,
            head=message_id(conversation_id, 2),
            last_run=run_id,
            last_runs={request.mode: run_id},
            last_message_at=now,
            created_at=now,
            updated_at=now,
        )
        # A conflict is a repeated request whose first process died here: the conversation is its own.
        with contextlib.suppress(Conflict):
            await self._stores.conversations.insert(conversation)
        return conversation, Turn(1, None, None)

    async def _join(self, request: TurnRequest, run_id: str, conversation: Conversation) -> Turn:
        branch_from = None
        if request.edits is not None:
            branch_from = await self._parent_of(conversation, request.edits)
        turn = await self._stores.conversations.accept(
            conversation.id, run_id, request.mode, self._stores.now(), branch_from=branch_from
        )
        if turn is None:
            raise ConversationNotFound
        if turn.after is not None:
            earlier = await self._stores.runs.get(turn.after)
            if earlier is not None and earlier.terminal and earlier.closed:
                return Turn(turn.seq, turn.parent, None)
        return turn

    async def _parent_of(self, conversation: Conversation, seq: int) -> str:
        """What the question at ``seq`` answers; empty for the first question of a thread."""
        message = await self._stores.messages.get(conversation.id, seq)
        if message is None or message.role != "user":
            raise ConversationNotFound("There is no such question in this conversation.")
        return message.parent or ""


def _unburied(run: Run) -> Run:
    if run.buried:
        raise InternalError("This request was interrupted. Please send it again.")
    return run


def _question(run: Run, request: TurnRequest) -> Message:
    metadata = {"edits": message_id(run.conversation_id, request.edits)} if request.edits else {}
    return Message(
        id=run.user_message_id,
        conversation_id=run.conversation_id,
        seq=run.turn,
        parent=run.parent,
        role="user",
        content=request.content,
        created_at=run.created_at,
        run_id=run.id,
        metadata=metadata,
        attachments=tuple(run.request.get("attachments", ())),
    )


def _name(content: str) -> str:
    line = content.strip().splitlines()[0].strip()
    return line if len(line) <= NAME_LENGTH else f"{line[: NAME_LENGTH - 1].rstrip()}…"


def _likely_tokens(request: TurnRequest, conversation: Conversation | None) -> int:
    """What the question can cost without its thread; the producer adds the thread when it knows it."""
    asked = (ModelMessage("system", request.system), ModelMessage("user", request.content))
    project_id = conversation.project_id if conversation else request.project_id
    facts = FACTS_ALLOWANCE if project_id else 0
    return upper_bound(asked) + request.max_tokens + facts + request.allowance
