"""An embedding service over HTTP: batches, patience, and an answer that is believed only when it is right."""

from __future__ import annotations

import asyncio
import logging
import math
import random
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

import httpx

from shared.adapters.embeddings.answer import Wrong, vectors
from shared.domain.errors import BrainError

log = logging.getLogger(__name__)

Purpose = Literal["passage", "query"]


@dataclass(frozen=True, slots=True)
class Patience:
    """All in seconds but ``tries``. A person waits for a query, nobody for passages."""

    tries: int = 4
    tries_query: int = 2
    timeout: float = 30.0
    timeout_query: float = 5.0
    backoff_first: float = 0.5
    backoff_last: float = 8.0
    retry_after_longest: float = 20.0
    retry_after_longest_query: float = 2.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """``url`` is the whole address. ``dimensions`` 0 leaves them to the service."""

    url: str
    api_key: str = field(repr=False)
    model: str
    dimensions: int = 0
    batch: int = 64
    #: Characters of one text: no more than every such model reads, so that it is cut here and everywhere alike.
    longest: int = 8_000
    biggest_answer: int = 64 * 1024 * 1024
    patience: Patience = field(default_factory=Patience)


class _Again(Exception):
    """Worth another try, after ``wait`` seconds if the service says so."""

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.wait = wait


class EmbeddingService(ABC):
    """What the services have in common. One client for all calls, made at the first, on that call's event loop."""

    near = 0.5
    weight = 1.0

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._client: httpx.AsyncClient | None = None
        self.dimensions = endpoint.dimensions
        self.name = f"{endpoint.model}/{endpoint.dimensions}" if endpoint.dimensions else endpoint.model

    async def embed(self, texts: Sequence[str], purpose: Purpose = "passage") -> list[list[float]]:
        """See ``Embedder.embed``: in order, each of length 1."""
        found: list[list[float]] = []
        for start in range(0, len(texts), self._endpoint.batch):
            batch = texts[start : start + self._endpoint.batch]
            found += await self._batch([self._sendable(text) for text in batch], purpose)
        return found

    async def aclose(self) -> None:
        """Close the connections; a later call opens new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    @abstractmethod
    def body(self, texts: Sequence[str], purpose: Purpose) -> dict[str, Any]:
        """What is asked, as JSON."""
        ...

    def _sendable(self, text: str) -> str:
        """A service refuses a text without a character, and JSON half a surrogate pair."""
        whole = text[: self._endpoint.longest].encode("utf-8", "replace").decode("utf-8")
        return whole.strip() or "-"

    async def _batch(self, texts: Sequence[str], purpose: Purpose) -> list[list[float]]:
        patience = self._endpoint.patience
        tries = patience.tries_query if purpose == "query" else patience.tries
        longest = patience.retry_after_longest_query if purpose == "query" else patience.retry_after_longest
        for failures in range(1, tries + 1):
            try:
                return await self._try(texts, purpose)
            except _Again as failed:
                log.warning("embedding failed: %s", failed, extra={"model": self.name, "attempt": failures})
                if failures == tries or failed.wait > longest:
                    break
                backoff = min(patience.backoff_last, patience.backoff_first * 2 ** (failures - 1))
                jitter = random.uniform(0.75, 1.25)  # noqa: S311 - spreads load, hides nothing
                await asyncio.sleep(max(backoff * jitter, failed.wait))
        raise BrainError

    async def _try(self, texts: Sequence[str], purpose: Purpose) -> list[list[float]]:
        patience = self._endpoint.patience
        seconds = patience.timeout_query if purpose == "query" else patience.timeout
        try:
            async with asyncio.timeout(seconds):
                answer = await self._post(self.body(texts, purpose))
        except (httpx.TransportError, httpx.DecodingError, TimeoutError) as error:
            raise _Again(type(error).__name__) from None
        try:
            made = vectors(answer, len(texts), self.dimensions)
        except Wrong as error:
            raise _Again(str(error)) from None
        if not self.dimensions and made:
            self.dimensions = len(made[0])
        return made

    async def _post(self, body: Mapping[str, Any]) -> bytes:
        if self._client is None or self._client.is_closed:
            self._client = httpx.AsyncClient(timeout=None)  # noqa: S113 - the whole call has a limit
        headers = {"Accept": "application/json"}
        if self._endpoint.api_key:
            headers["Authorization"] = f"Bearer {self._endpoint.api_key}"
        async with self._client.stream("POST", self._endpoint.url, json=body, headers=headers) as response:
            status = response.status_code
            if status in (408, 425, 429) or status >= 500:
                raise _Again(f"status {status}", _asked(cast("Mapping[str, str]", response.headers)))
            if status != 200:
                # The service's own words are not logged: some quote the key they refuse.
                log.error("embedding refused: status %d", status, extra={"model": self.name})
                raise BrainError
            parts: list[bytes] = []
            size = 0
            async for part in response.aiter_bytes():
                size += len(part)
                if size > self._endpoint.biggest_answer:
                    raise _Again("an answer without end")
                parts.append(part)
            return b"".join(parts)


def _asked(headers: Mapping[str, str]) -> float:
    """Seconds of ``Retry-After``; a date is not read."""
    try:
        seconds = float(headers.get("retry-after", "0"))
    except ValueError:
        return 0.0
    return seconds if math.isfinite(seconds) and seconds > 0 else 0.0
