"""The moves that follow the end of a run: message, terminal event, budget. Anybody may make them, any number of times.

The run's own document decides how it ended; everything here follows from that document and the log.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shared.domain.messages import Message
from shared.domain.runs import Run, RunEvent, text_of
from shared.orchestrator import telemetry
from shared.orchestrator.limits import Limits
from shared.orchestrator.query.results import card_of
from shared.orchestrator.stores import Stores, milliseconds
from shared.ports import SeqTaken

_WRITER = "closing"
# Of a result: what the message itself says, or the run. What is left is kept with the message: a conversation that is
# opened again shows what its answers rested on.
_SAID_ELSEWHERE = frozenset(("success", "conversationId", "runId", "messageId", "message", "finishReason"))


class Closing:
    """``on_ended`` hears of every run once, when its last move is made."""

    def __init__(self, stores: Stores, limits: Limits, on_ended: Callable[[Run], None] = telemetry.run_ended) -> None:
        self._stores = stores
        self._limits = limits
        self._on_ended = on_ended

    async def close(self, run: Run) -> RunEvent:
        """Bring an ended run to its rest; answers its terminal event."""
        event = await (self._close_cancelled(run) if run.status == "cancelled" else self._close_decided(run))
        # A cancelled producer settles itself, when it has learnt what the call used; the sweep does for a dead one.
        if run.status != "cancelled" or run.started_at is None:
            await self.settle(run)
        if await self._stores.runs.close(run.id):
            self._on_ended(run)
        elif await self._stores.runs.get(run.id) is None:
            # Deleted with its conversation meanwhile: what was written here must not outlive it.
            await self._stores.messages.delete_conversation(run.conversation_id)
            await self._stores.log.delete([run.id])
        return event

    async def settle(self, run: Run) -> None:
        await self._limits.settle(run.user_id, run.id, run.request["day"], run.usage.total_tokens)

    async def _close_decided(self, run: Run) -> RunEvent:
        result = run.result or {}
        metadata: dict[str, Any] = {"status": run.status}
        if run.status == "completed":
            # A mode's result may have a status of its own; a message's is the run's.
            metadata = {key: value for key, value in result.items() if key not in _SAID_ELSEWHERE} | metadata
            if "results" in metadata:
                metadata["results"] = [card_of(one) for one in metadata["results"]]
        else:
            metadata["error"] = run.error
        await self._save_answer(run, result.get("message", ""), metadata)
        event = self._terminal(run, run.last_seq)
        try:
            await self._stores.log.append(run.id, _WRITER, [event])
        except SeqTaken:
            # Nobody can be there but a closer: the commit fenced every producer.
            return (await self._stores.log.read(run.id, run.last_seq - 1))[0]
        return event

    def _terminal(self, run: Run, seq: int) -> RunEvent:
        assert run.finished_at
        if run.status == "failed":
            return RunEvent(seq, "error", run.error or {}, milliseconds(run.finished_at))
        return RunEvent(seq, "complete", run.result or {}, milliseconds(run.finished_at))

    async def _close_cancelled(self, run: Run) -> RunEvent:
        """The text so far is whatever the log says before the terminal event gets its place."""
        assert run.finished_at
        while True:
            events = await self._stores.log.read(run.id, 0)
            if events and events[-1].terminal:
                event = events[-1]
            else:
                result = self._cancelled_result(run, text_of(events))
                event = RunEvent(len(events) + 1, "complete", result, milliseconds(run.finished_at))
            await self._save_answer(run, event.data["message"], {"status": "cancelled"})
            if events and events[-1] is event:
                break
            try:
                await self._stores.log.append(run.id, _WRITER, [event])
                break
            except SeqTaken:
                continue
        await self._stores.runs.record_cancelled(run.id, last_seq=event.seq, result=event.data)
        return event

    def _cancelled_result(self, run: Run, text: str) -> dict[str, Any]:
        return {
            "success": False,
            "status": "cancelled",
            "conversationId": run.conversation_id,
            "runId": run.id,
            "messageId": run.assistant_message_id,
            "message": text,
        }

    async def _save_answer(self, run: Run, text: str, metadata: dict[str, Any]) -> None:
        assert run.finished_at
        await self._stores.messages.save(
            Message(
                id=run.assistant_message_id,
                conversation_id=run.conversation_id,
                seq=run.turn + 1,
                parent=run.user_message_id,
                role="assistant",
                content=text,
                created_at=run.finished_at,
                run_id=run.id,
                metadata=metadata,
            )
        )
