"""What a person's screens remember: any JSON by key, each one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from shared.content import values
from shared.domain.errors import Conflict, Forbidden, NotFound, ValidationFailed
from shared.domain.identity import Principal
from shared.domain.ids import new_document_id
from shared.domain.query import Change, Index, Query, by_id, eq, every
from shared.ports import Documents

SLUG = "payload-preferences"
MAX_BYTES = 64 * 1024
MAX_KEY = 200
MOST = 500
"""Preferences of one person."""
_INDEXES = (Index(("place",), unique=True), Index(("user",)))


class Preferences:
    def __init__(self, documents: Documents, now: Callable[[], datetime]) -> None:
        self._documents = documents
        self._now = now

    async def ensure_indexes(self) -> None:
        await self._documents.ensure_indexes(SLUG, _INDEXES)

    async def get(self, key: str, principal: Principal | None) -> dict[str, Any] | None:
        """``None`` when there is none, and for whoever is anonymous."""
        if principal is None:
            return None
        stored = await self._documents.find_one(SLUG, _of(principal, key))
        return _shown(stored) if stored else None

    async def set(self, key: str, value: Any, principal: Principal | None) -> dict[str, Any]:
        if principal is None:
            raise Forbidden
        self._judge(key, value)
        now = self._milliseconds()
        change = Change(set={"value": value, "updatedAt": now})
        while True:
            stored = await self._documents.update(SLUG, _of(principal, key), change)
            if stored is None:
                stored = await self._insert(key, value, principal, now)
            if stored is not None:
                return _shown(stored)

    async def delete(self, key: str, principal: Principal | None) -> dict[str, Any]:
        if principal is None:
            raise Forbidden
        stored = await self._documents.delete(SLUG, _of(principal, key))
        if stored is None:
            raise NotFound
        return _shown(stored)

    async def _insert(self, key: str, value: Any, principal: Principal, now: datetime) -> dict[str, Any] | None:
        """``None`` when somebody was quicker."""
        if await self._documents.count(SLUG, eq("user", principal.user_id)) >= MOST:
            raise ValidationFailed(f"At most {MOST} preferences are kept.")
        document = {
            "_id": new_document_id(),
            "place": _place(principal, key),
            "user": principal.user_id,
            "key": key,
            "value": value,
            "createdAt": now,
            "updatedAt": now,
        }
        try:
            await self._documents.insert(SLUG, document)
        except Conflict:
            return None
        return document

    def _judge(self, key: str, value: Any) -> None:
        if not values.is_clean_text(key) or not 0 < len(key) <= MAX_KEY:
            raise ValidationFailed(f"A key has 1 to {MAX_KEY} characters.")
        fault = values.json_fault(value, MAX_BYTES)
        if fault:
            raise ValidationFailed(fault)

    def _milliseconds(self) -> datetime:
        now = self._now()
        return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _place(principal: Principal, key: str) -> str:
    return f"{principal.user_id}:{key}"


def _of(principal: Principal, key: str) -> Query:
    if not values.is_clean_text(key) or len(key) > MAX_KEY:
        return by_id("")
    return every(eq("place", _place(principal, key)), eq("user", principal.user_id))


def _shown(stored: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": stored["_id"],
        "key": stored["key"],
        "user": {"relationTo": "users", "value": stored["user"]},
        "value": stored["value"],
        "createdAt": values.iso(stored["createdAt"]),
        "updatedAt": values.iso(stored["updatedAt"]),
    }
