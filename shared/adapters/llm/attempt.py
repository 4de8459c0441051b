"""One upstream call, from its request to its entry in the ledger."""

from __future__ import annotations

import asyncio
from typing import Literal

import httpx

from shared.adapters.llm.decoder import Decoder, Problem
from shared.adapters.llm.failures import Cure, Failed, cure_of, retry_after
from shared.adapters.llm.redaction import redact
from shared.adapters.llm.settings import Service
from shared.adapters.llm.upstream import Silence, Upstream
from shared.domain.model import Finished, ModelCall, ModelInterrupted, UpstreamCall, Usage
from shared.domain.tokens import estimate_messages

Texts = tuple[str, ...]

# A completion without text for one of these reasons will be the same when asked again.
_FINAL_REASONS = frozenset({"length", "content_filter"})
_END_PATIENCE = 0.05


class Attempt:
    """``begin``, then ``more`` until it returns nothing, then ``finished``; ``close`` at any time, always."""

    __slots__ = (
        "_begun",
        "_call",
        "_clock",
        "_closed",
        "_deadline",
        "_decoder",
        "_deltas",
        "_finish_by",
        "_letters",
        "_life",
        "_outcome",
        "_over",
        "_progress",
        "_service",
        "_started",
        "_upstream",
        "model",
    )

    def __init__(
        self, client: httpx.AsyncClient, request: httpx.Request, service: Service, call: ModelCall, model: str,
        deadline: float,
    ) -> None:  # fmt: skip
        self.model = model
        self._service = service
        self._call = call
        self._deadline = deadline
        self._clock = asyncio.get_running_loop().time
        self._started = self._life = self._progress = self._clock()
        self._decoder = Decoder(service.longest_line)
        self._upstream = Upstream(client, request, service.longest_line)
        self._begun = self._over = self._closed = False
        self._deltas = self._letters = 0
        self._finish_by = 0.0
        self._outcome: Literal["finished", "failed", "interrupted", "closed"] = "closed"

    async def begin(self) -> Texts:
        """The first texts; none only when a continued answer was complete. Raises ``Failed``."""
        try:
            texts = await self._next()
        except Failed:
            self._outcome = "failed"
            raise
        if not texts:
            reason = self._decoder.finish_reason
            if reason == "stop" and self._call.continues:
                return ()
            self._outcome = "failed"
            raise Failed("an empty answer", Cure.NEXT_MODEL if reason in _FINAL_REASONS else Cure.RETRY)
        return texts

    async def more(self) -> Texts:
        """The next texts that arrived together; none when the call ended in order. Raises ``ModelInterrupted``."""
        try:
            texts = await self._next()
        except Failed as failed:
            self._outcome = "interrupted"
            raise ModelInterrupted(self.model, failed.reason, self._usage()) from failed
        if not texts:
            self._outcome = "finished"
        return texts

    def finished(self) -> Finished:
        return Finished(self.model, self._decoder.finish_reason or "stop", self._usage())

    async def close(self) -> None:
        """End the upstream call, at once when it is not over, and tell ``on_call`` of it. Idempotent."""
        if self._closed:
            return
        self._closed = True
        try:
            await self._upstream.close(_END_PATIENCE if self._outcome == "finished" else 0.0)
        finally:
            if self._call.on_call is not None:
                seconds = self._clock() - self._started
                self._call.on_call(UpstreamCall(self.model, self._usage(), self._outcome, seconds))

    async def _next(self) -> Texts:
        decoder = self._decoder
        while not self._over:
            if decoder.problem is not None and not decoder.finish_reason:
                raise self._claimed(decoder.problem)
            if decoder.done or decoder.problem is not None:
                self._end()
                break
            try:
                data = await self._upstream.take(self._until())
            except (Silence, Failed) as error:
                if decoder.finish_reason:
                    break
                raise (error if isinstance(error, Failed) else Failed("silence")) from None
            texts = self._read(data)
            if texts:
                self._progress = self._life
                self._begun = True
                self._deltas += len(texts)
                self._letters += sum(map(len, texts))
                return tuple(texts)
            if self._life >= self._until():
                if decoder.finish_reason:
                    break
                raise Failed("silence")
        self._over = True
        return ()

    def _read(self, data: bytes | None) -> list[str]:
        response = self._upstream.response
        if response is not None and response.status_code != 200:
            raise self._refused(response, data)
        self._life = self._clock()
        if data is not None:
            return self._decoder.feed(data)
        self._decoder.done = True
        return self._decoder.end()

    def _end(self) -> None:
        if not self._decoder.finish_reason:
            if self._begun:
                raise Failed("an end without finish_reason")
            raise Failed("an empty answer")

    def _until(self) -> float:
        timing = self._service.timing
        if self._decoder.finish_reason:
            self._finish_by = self._finish_by or self._clock() + timing.tail
            return self._finish_by
        if self._begun:
            return self._progress + timing.silence
        return min(self._deadline, self._life + timing.silence)

    def _claimed(self, problem: Problem) -> Failed:
        cure = cure_of(problem.status) if problem.status else Cure.RETRY
        message = redact(problem.message, self._service.api_key)
        return Failed(problem.reason, cure, problem.status, message)

    def _refused(self, response: httpx.Response, data: bytes | None) -> Failed:
        status = response.status_code
        message = redact((data or b"")[:500].decode("utf-8", "replace"), self._service.api_key)
        return Failed(f"HTTP {status}", cure_of(status), status, message, retry_after(response.headers))

    def _usage(self) -> Usage:
        """What the service said, else a guess from what was sent and received."""
        if self._decoder.usage is not None:
            return self._decoder.usage
        response = self._upstream.response
        unanswered = response is None and self._outcome == "failed"
        if unanswered or (response is not None and response.status_code != 200):
            return Usage()
        completion = max(self._deltas, (self._letters + self._decoder.reasoning + 3) // 4)
        return Usage(estimate_messages(self._call.messages), completion, estimated=True)
