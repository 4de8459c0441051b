"""Runs: every change of state is one compare-and-set on one document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from shared.adapters.mongo.client import Database, Document, translated
from shared.domain.errors import Conflict
from shared.domain.model import Usage
from shared.domain.runs import LEASE_SECONDS, Lease, Run, Status


class Runs:
    def __init__(self, database: Database) -> None:
        self._runs = database["runs"]

    async def insert(self, run: Run) -> None:
        """Raises ``Conflict`` when the id is taken."""
        with translated():
            try:
                await self._runs.insert_one(_document(run))
            except DuplicateKeyError as error:
                raise Conflict("This run exists already.") from error

    async def get(self, run_id: str) -> Run | None:
        with translated():
            document = await self._runs.find_one({"_id": run_id})
        return _run(document) if document else None

    async def take(self, seen: Run, owner: str, now: datetime) -> Run | None:
        """Give ``owner`` the lease of a run that is queued or whose lease has run out; ``None`` if it changed since.

        A lease that was not handed over means that its producer died: that counts as a continuation. One that was
        renewed since it was seen stays with whoever holds it.
        """
        died = seen.status == "running" and seen.lease is not None and seen.lease.owner != ""
        changes: dict[str, Any] = {
            "$set": {"status": "running", "lease": _lease(owner, now), "startedAt": seen.started_at or now},
            "$inc": {"attempt": 1, "continuations": 1 if died else 0},
        }
        match: Document = {"_id": seen.id, "status": seen.status, "attempt": seen.attempt}
        if seen.lease is not None:
            match |= {"lease.owner": seen.lease.owner, "lease.expiresAt": seen.lease.expires_at}
        return await self._change(match, changes)

    async def take_new(self, run_id: str, user_id: str, owner: str, now: datetime, modes: Sequence[str]) -> Run | None:
        """``take`` without having seen it: a run of ``user_id`` nobody has produced, that waits for no other."""
        match: Document = {"_id": run_id, "userId": user_id, "status": "queued", "attempt": 0, "after": None}
        match["mode"] = {"$in": list(modes)}
        changes: Document = {
            "$set": {"status": "running", "lease": _lease(owner, now), "startedAt": now},
            "$inc": {"attempt": 1},
        }
        return await self._change(match, changes)

    async def renew(self, run_id: str, owner: str, attempt: int, now: datetime) -> bool:
        """False when the lease is lost: taken over, cancelled or finished."""
        match = _held(run_id, attempt) | {"lease.owner": owner}
        with translated():
            result = await self._runs.update_one(match, {"$set": {"lease": _lease(owner, now)}})
        return result.matched_count == 1

    async def holds(self, run_id: str, attempt: int) -> bool:
        with translated():
            return await self._runs.find_one(_held(run_id, attempt), {"_id": 1}) is not None

    async def interrupt(self, run: Run, spent: Usage, now: datetime) -> Run | None:
        """The same producer goes on under the next attempt; what the broken call used is added."""
        assert run.lease
        changes: dict[str, Any] = {
            "$set": {"lease": _lease(run.lease.owner, now)} | _marks(spent),
            "$inc": {"attempt": 1, "continuations": 1} | _sums(spent),
        }
        return await self._change(_held(run.id, run.attempt), changes)

    async def hand_over(self, run: Run, spent: Usage, now: datetime) -> Run | None:
        """Give the lease back so that anybody may take it at once."""
        free = _lease("", now - timedelta(seconds=LEASE_SECONDS))
        changes: Document = {"$set": {"lease": free} | _marks(spent), "$inc": _sums(spent)}
        return await self._change(_held(run.id, run.attempt), changes)

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
    ) -> Run | None:
        """End a held run: the one write that decides how it ended. ``None`` when the lease was lost."""
        changes: Document = {
            "$set": {
                "status": status,
                "lastSeq": last_seq,
                "result": result,
                "error": error,
                "lease": None,
                "finishedAt": now,
            }
            | _marks(spent),
            "$inc": _sums(spent),
        }
        return await self._change(_held(run.id, run.attempt), changes)

    async def cancel(self, run_id: str, now: datetime) -> Run | None:
        """``None`` when the run was finished already, or does not exist."""
        match = {"_id": run_id, "status": {"$in": ["queued", "running"]}}
        changes = {"$set": {"status": "cancelled", "lease": None, "finishedAt": now}, "$inc": {"attempt": 1}}
        return await self._change(match, changes)

    async def record_cancelled(self, run_id: str, *, last_seq: int, result: dict[str, Any]) -> None:
        with translated():
            await self._runs.update_one(
                {"_id": run_id, "status": "cancelled"}, {"$set": {"lastSeq": last_seq, "result": result}}
            )

    async def add_usage(self, run_id: str, spent: Usage) -> None:
        """Book what a call used that ended outside the run's own writes."""
        with translated():
            await self._runs.update_one({"_id": run_id}, {"$inc": _sums(spent), **_set(_marks(spent))})

    async def close(self, run_id: str) -> bool:
        """Mark the moves after the end as done; true for the one caller that did it."""
        with translated():
            result = await self._runs.update_one({"_id": run_id, "closed": False}, {"$set": {"closed": True}})
        return result.modified_count == 1

    async def open_runs(self, limit: int) -> Sequence[Run]:
        """Runs that are not closed yet, oldest first."""
        with translated():
            documents = await self._runs.find({"closed": False}).sort("_id", 1).limit(limit).to_list(limit)
        return [_run(document) for document in documents]

    async def delete(self, run_ids: Sequence[str]) -> None:
        with translated():
            await self._runs.delete_many({"_id": {"$in": list(run_ids)}})

    async def ids_of_conversation(self, conversation_id: str) -> Sequence[str]:
        with translated():
            documents = await self._runs.find({"conversationId": conversation_id}, {"_id": 1}).to_list(None)
        return [document["_id"] for document in documents]

    async def _change(self, match: Document, changes: Document) -> Run | None:
        with translated():
            document = await self._runs.find_one_and_update(match, changes, return_document=ReturnDocument.AFTER)
        return _run(document) if document else None


def _held(run_id: str, attempt: int) -> Document:
    return {"_id": run_id, "status": "running", "attempt": attempt}


def _lease(owner: str, now: datetime) -> Document:
    return {"owner": owner, "expiresAt": now + timedelta(seconds=LEASE_SECONDS)}


def _sums(usage: Usage) -> Document:
    return {
        "usage.promptTokens": usage.prompt_tokens,
        "usage.completionTokens": usage.completion_tokens,
        "usage.cost": usage.cost or 0.0,
    }


def _marks(usage: Usage) -> Document:
    marks: Document = {}
    if usage.cost is not None:
        marks["usage.costKnown"] = True
    if usage.estimated:
        marks["usage.estimated"] = True
    return marks


def _set(marks: Document) -> Document:
    return {"$set": marks} if marks else {}


def _usage(usage: Usage) -> Document:
    return {
        "promptTokens": usage.prompt_tokens,
        "completionTokens": usage.completion_tokens,
        "cost": usage.cost or 0.0,
        "costKnown": usage.cost is not None,
        "estimated": usage.estimated,
    }


def _document(run: Run) -> Document:
    return {
        "_id": run.id,
        "conversationId": run.conversation_id,
        "projectId": run.project_id,
        "userId": run.user_id,
        "mode": run.mode,
        "status": run.status,
        "turn": run.turn,
        "parent": run.parent,
        "after": run.after,
        "attempt": run.attempt,
        "continuations": run.continuations,
        "lease": None,
        "lastSeq": run.last_seq,
        "request": run.request,
        "result": run.result,
        "error": run.error,
        "usage": _usage(run.usage),
        "createdAt": run.created_at,
        "startedAt": run.started_at,
        "finishedAt": run.finished_at,
        "closed": run.closed,
    }


def _run(document: Document) -> Run:
    lease = document["lease"]
    usage = document["usage"]
    return Run(
        id=document["_id"],
        conversation_id=document["conversationId"],
        project_id=document["projectId"],
        user_id=document["userId"],
        mode=document["mode"],
        status=document["status"],
        turn=document["turn"],
        parent=document["parent"],
        after=document["after"],
        attempt=document["attempt"],
        continuations=document["continuations"],
        lease=Lease(lease["owner"], lease["expiresAt"]) if lease else None,
        last_seq=document["lastSeq"],
        request=document["request"],
        result=document["result"],
        error=document["error"],
        usage=Usage(
            usage["promptTokens"],
            usage["completionTokens"],
            usage["cost"] if usage["costKnown"] else None,
            usage["estimated"],
        ),
        created_at=document["createdAt"],
        started_at=document["startedAt"],
        finished_at=document["finishedAt"],
        closed=document["closed"],
    )
