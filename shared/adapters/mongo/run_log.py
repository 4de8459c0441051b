"""The run log: events in segments, one document for what was written together.

A segment's key is its run and its first sequence number, and the next segment starts where the last one
ended. So two producers that both believe to hold the lease collide on the key, one write at a time is whole,
and a reader finds what comes next by key on any server, without a range scan.
"""

from __future__ import annotations

from collections.abc import Sequence

from pymongo.errors import DuplicateKeyError

from shared.adapters.mongo.client import Database, Document, translated
from shared.domain.runs import RunEvent
from shared.ports import SeqTaken

_READ_AHEAD = 32
_PEEK = 4


class RunLog:
    def __init__(self, database: Database) -> None:
        self._segments = database["runEvents"]

    async def append(self, run_id: str, writer: str, events: Sequence[RunEvent]) -> None:
        """Write ``events`` whole or not at all. Raises ``SeqTaken`` when another writer has that place.

        Repeating a call whose outcome was not learnt is safe: ``writer`` knows its own segment again.
        """
        first = events[0].seq
        key = _key(run_id, first)
        document: Document = {
            "_id": key,
            "runId": run_id,
            "seq": first,
            "writer": writer,
            "events": [{"type": event.type, "data": event.data, "timestamp": event.timestamp} for event in events],
        }
        with translated():
            try:
                await self._segments.insert_one(document)
            except DuplicateKeyError as error:
                standing = await self._segments.find_one({"_id": key})
                if standing is None or standing["writer"] != writer or standing["events"] != document["events"]:
                    raise SeqTaken(run_id, first) from error

    async def read(self, run_id: str, after: int, *, peek: bool = False) -> list[RunEvent]:
        """Every event past ``after``, in order. ``peek`` looks only a little ahead: for polling a live log."""
        found: list[RunEvent] = []
        following = after + 1
        # ``after`` may lie inside a segment that was sent in part: its start is one of the keys before it.
        segments = await self._fetch(run_id, range(following, following + (_PEEK if peek else _READ_AHEAD)))
        if following not in segments and after > 0 and not peek and following <= await self.last(run_id):
            inside = await self._containing(run_id, following)
            found = [event for event in inside if event.seq >= following]
            if found:
                following = found[-1].seq + 1
                segments = await self._fetch(run_id, range(following, following + _READ_AHEAD))
        while following in segments:
            while following in segments:
                events = segments[following]
                found += events
                following += len(events)
            if peek:
                break
            segments = await self._fetch(run_id, range(following, following + _READ_AHEAD))
        return found

    async def last(self, run_id: str) -> int:
        """The number of the newest event, 0 before the first."""
        with translated():
            newest = await self._segments.find({"runId": run_id}).sort("seq", -1).limit(1).to_list(1)
        return newest[0]["seq"] + len(newest[0]["events"]) - 1 if newest else 0

    async def delete(self, run_ids: Sequence[str]) -> None:
        with translated():
            await self._segments.delete_many({"runId": {"$in": list(run_ids)}})

    async def _containing(self, run_id: str, seq: int) -> list[RunEvent]:
        """The segment that ``seq`` lies inside of, found by walking back over the possible starts. There must be such
        an event: whoever asks may name any number."""
        upper = seq
        while upper > 1:
            lower = max(1, upper - _READ_AHEAD)
            segments = await self._fetch(run_id, range(lower, upper))
            if segments:
                events = segments[max(segments)]
                return events if events[-1].seq >= seq else []
            upper = lower
        return []

    async def _fetch(self, run_id: str, starts: range) -> dict[int, list[RunEvent]]:
        keys = [_key(run_id, start) for start in starts]
        with translated():
            documents = await self._segments.find({"_id": {"$in": keys}}).to_list(len(keys))
        return {document["seq"]: _events(document) for document in documents}


def _key(run_id: str, seq: int) -> str:
    return f"{run_id}:{seq:08d}"


def _events(document: Document) -> list[RunEvent]:
    first = document["seq"]
    return [
        RunEvent(first + offset, row["type"], row["data"], row["timestamp"])
        for offset, row in enumerate(document["events"])
    ]
