"""Idempotency-Key: one effect, one answer, however often and however parallel a request is repeated."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, cast

from shared.domain.errors import (
    AladdinError,
    Conflict,
    DatabaseError,
    IdempotencyKeyReused,
    Limited,
    ValidationFailed,
)
from shared.domain.ids import new_ulid
from shared.domain.limits import IdempotentRequest
from shared.orchestrator.stores import Stores

LONGEST_KEY = 255
# Longer than any function may take to answer: a claim this old has lost its process.
STALE_AFTER = timedelta(seconds=30)
WAIT_SECONDS = 27.0
_POLL_SECONDS = 0.05

Answer = tuple[int, dict[str, Any]]
Work = Callable[[str], Awaitable[Answer]]
ErrorAnswer = Callable[[AladdinError], Answer]


class Idempotent:
    def __init__(self, stores: Stores, wait_seconds: float = WAIT_SECONDS) -> None:
        self._stores = stores
        self._wait_seconds = wait_seconds

    async def once(
        self, user_id: str, key: str | None, path: str, body: Any, work: Work, error_answer: ErrorAnswer
    ) -> Answer:
        """Do ``work`` (given the id its run must have) unless this key did it before; then its first answer again.

        Final answers are kept: 2xx, and 4xx other than 429. Raises ``IdempotencyKeyReused`` for another request,
        ``Conflict`` when the first one is still at work after the time a request may wait.
        """
        if key is None:
            return await work(new_ulid())
        _check_key(key)
        request_id = request_id_of(user_id, key)
        fingerprint = fingerprint_of(path, body)
        claim = await self._claim(request_id, fingerprint)
        if claim.fingerprint != fingerprint:
            raise IdempotencyKeyReused
        if claim.answer is not None:
            return claim.answer
        if not claim.mine:
            return await self._wait_for(request_id, fingerprint, work, error_answer)
        return await self._do(claim, work, error_answer)

    async def _claim(self, request_id: str, fingerprint: str) -> IdempotentRequest:
        return await self._stores.idempotency.claim(
            request_id, fingerprint, new_ulid(), self._stores.now(), STALE_AFTER
        )

    async def _do(self, claim: IdempotentRequest, work: Work, error_answer: ErrorAnswer) -> Answer:
        try:
            answer = await work(claim.run_id)
        except DatabaseError:
            # What was written is not known: whoever repeats the request goes on with the same run.
            await self._stores.idempotency.release(claim.id)
            raise
        except AladdinError as error:
            if error.status >= 500 or isinstance(error, Limited):
                await self._stores.idempotency.free(claim.id)
            else:
                await self._stores.idempotency.answer(claim.id, *error_answer(error))
            raise
        except Exception:
            await self._stores.idempotency.free(claim.id)
            raise
        await self._stores.idempotency.answer(claim.id, *answer)
        return answer

    async def _wait_for(self, request_id: str, fingerprint: str, work: Work, error_answer: ErrorAnswer) -> Answer:
        clock = asyncio.get_running_loop().time
        deadline = clock() + self._wait_seconds
        pause = _POLL_SECONDS
        while clock() < deadline:
            await asyncio.sleep(pause)
            pause = min(0.5, pause * 1.3)
            standing = await self._stores.idempotency.get(request_id)
            if standing is not None and standing.answer is not None:
                return standing.answer
            if standing is None or standing.claimed_at + STALE_AFTER < self._stores.now():
                claim = await self._claim(request_id, fingerprint)
                if claim.mine:
                    return await self._do(claim, work, error_answer)
        raise Conflict("The first request with this Idempotency-Key is still being worked on.")


def _check_key(key: str) -> None:
    if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
        raise ValidationFailed.of(**{"Idempotency-Key": f"expected 1 to {LONGEST_KEY} printable characters"})


def request_id_of(user_id: str, key: str) -> str:
    return _digest(user_id, key)


def fingerprint_of(path: str, body: Any) -> str:
    """The same for equal JSON, however it is spelled."""
    return _digest(path, json.dumps(_plain(body), sort_keys=True, separators=(",", ":")))


def _plain(value: Any) -> Any:
    """1.0 and 1 are one number in JSON."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_plain(item) for item in cast(list[Any], value)]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in cast(dict[str, Any], value).items()}
    return value


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
