"""Passwords are kept as argon2id hashes. Hashing is heavy on purpose, so it happens in a thread."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

# About 55 ms and 32 MiB on one core of a small machine; above OWASP's minimum (2026) in passes and memory.
_PASSES, _MEMORY_KIB, _LANES = 3, 32 * 1024, 1


async def hashed(password: str) -> str:
    return await asyncio.to_thread(_hash, password)


async def verify(password_hash: str, password: str) -> bool:
    return await asyncio.to_thread(_verify, password_hash, password)


async def pretend(password: str) -> None:
    """Take the time of ``verify`` without an answer: for accounts that do not exist or are locked."""
    await asyncio.to_thread(_verify, _nobodys_hash(), password)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=_LANES)


def _hash(password: str) -> str:
    return _hasher().hash(_utf8(password))


def _verify(password_hash: str, password: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(password_hash, _utf8(password))
    except (VerificationError, InvalidHashError):
        return False


def _nobodys_hash() -> str:
    """A well-formed hash of the same cost that no password has: making a real one would cost a hash more on the
    first call and tell unknown accounts by it."""
    return f"$argon2id$v=19$m={_MEMORY_KIB},t={_PASSES},p={_LANES}$AAAAAAAAAAAAAAAAAAAAAA${'A' * 43}"


def _utf8(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
