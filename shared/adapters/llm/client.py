"""``LanguageModel`` over any OpenAI-compatible service: tries, pauses, the next model, and the stream itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from urllib.request import getproxies

import httpx

from shared.adapters.llm.attempt import Attempt
from shared.adapters.llm.failures import Cure, Failed, pause
from shared.adapters.llm.request import Requests
from shared.adapters.llm.settings import Service
from shared.adapters.llm.transport import Transport
from shared.domain.errors import ModelError, ModelRefused
from shared.domain.model import Fallback, ModelCall, ModelEvent, ModelInterrupted, Tokens

log = logging.getLogger(__name__)


class OpenAiModel:
    """One client and its connections for all calls, made at the first of them, on that call's event loop."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._client: httpx.AsyncClient | None = None
        self._requests = Requests(service)

    async def stream(self, call: ModelCall) -> AsyncGenerator[ModelEvent, None]:
        """See ``LanguageModel.stream``."""
        deadline = asyncio.get_running_loop().time() + self._service.timing.first_token
        models = tuple(dict.fromkeys(call.models))
        position = failures = 0
        while True:
            model = models[position]
            attempt = self._attempt(call, model, deadline)
            try:
                if first := await attempt.begin():
                    yield Tokens(first)
                while texts := await attempt.more():
                    yield Tokens(texts)
                finished = attempt.finished()
                await attempt.close()
                yield finished
                return
            except Failed as failed:
                failure = failed
            except ModelInterrupted as interrupted:
                self._tell(call, model, failures + 1, interrupted.__cause__)
                raise
            finally:
                await attempt.close()
            failures += 1
            self._tell(call, model, failures, failure)
            if failure.cure is Cure.NONE:
                raise ModelRefused from None
            wait = pause(self._service.timing, failures, failure)
            now = asyncio.get_running_loop().time()
            again = failure.cure is Cure.RETRY and failures < self._service.timing.tries and now + wait < deadline
            if again:
                await asyncio.sleep(wait)
                continue
            position, failures = position + 1, 0
            if position == len(models) or now >= deadline:
                raise ModelError(retry_after=failure.retry_after) from None
            yield Fallback(model, models[position], failure.reason)

    async def aclose(self) -> None:
        """Close the connections; a later call opens new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    def _attempt(self, call: ModelCall, model: str, deadline: float) -> Attempt:
        if self._client is None or self._client.is_closed:
            self._client = _client(self._service)
        return Attempt(self._client, self._requests.build(call, model), self._service, call, model, deadline)

    def _tell(self, call: ModelCall, model: str, attempt: int, failed: BaseException | None) -> None:
        """What happened, for the operator: with the service's own words, redacted."""
        assert isinstance(failed, Failed)
        facts = {
            "model": model,
            "attempt": attempt,
            "reason": failed.reason,
            "status": failed.status,
            "serviceMessage": failed.message,
            "runId": call.run_id,
        }
        level = logging.ERROR if failed.cure is Cure.NONE else logging.WARNING
        log.log(level, "model call failed: %s", failed.reason, extra=facts)


def _client(service: Service) -> httpx.AsyncClient:
    secure = service.base_url.startswith("https:")
    if any(getproxies().get(scheme) for scheme in ("http", "https", "all")):
        limits = httpx.Limits(max_connections=1000, max_keepalive_connections=64, keepalive_expiry=15.0)
        return httpx.AsyncClient(verify=secure, limits=limits, timeout=service.timing.connect)
    # Making a TLS context takes 20 ms, for nothing where the service speaks plain HTTP; no redirect is followed.
    return httpx.AsyncClient(transport=Transport(httpx.create_ssl_context() if secure else None), trust_env=False)
