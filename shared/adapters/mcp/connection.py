"""One call of one tool, in bounded time, with an answer of bounded size."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import mcp_types as types
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client

from shared.domain.errors import BrainError

MOST_BYTES = 8 * 1024 * 1024
_MOST_CONNECTIONS = 20
_HEADERS = {"Accept-Encoding": "identity", "X-Aladdin-Brain": "asks"}


class Connection:
    """Calls share their HTTP connections and what was learnt of the server's protocol, and nothing else: the SDK's
    session, which has tasks of its own, lives and ends inside the call."""

    def __init__(self, url: str, authorization: str, seconds: float) -> None:
        self._url = url
        self._seconds = seconds
        self._http = httpx2.AsyncClient(
            transport=_Bounded(httpx2.AsyncHTTPTransport(limits=httpx2.Limits(max_connections=_MOST_CONNECTIONS))),
            headers={**_HEADERS, **({"Authorization": authorization} if authorization else {})},
            timeout=seconds,
            trust_env=False,
        )
        self._known: types.DiscoverResult | None = None
        self._mode = "auto"

    async def call(self, tool: str, arguments: dict[str, Any]) -> types.CallToolResult:
        """Raises ``BrainError`` when there is no answer. What the tool itself refuses is an answer."""
        try:
            async with asyncio.timeout(self._seconds), self._session() as client:
                request = types.CallToolRequest(params=types.CallToolRequestParams(name=tool, arguments=arguments))
                return await client.session.send_request(request, types.CallToolResult)
        except Exception as failure:
            self._known, self._mode = None, "auto"  # whatever was learnt of it, it may be another server by now
            raise BrainError from failure

    @asynccontextmanager
    async def _session(self) -> AsyncGenerator[Client]:
        transport = streamable_http_client(self._url, http_client=self._http)
        async with Client(transport, mode=self._mode, prior_discover=self._known, cache=None) as client:
            if self._mode == "auto":
                self._known = client.session.discover_result
                self._mode = client.protocol_version if self._known else "legacy"
            yield client

    async def aclose(self) -> None:
        await self._http.aclose()


class _Bounded(httpx2.AsyncBaseTransport):
    """Nobody can fill the memory with an answer; a compressed one would be larger than it looks."""

    def __init__(self, inner: httpx2.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await self._inner.handle_async_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise httpx2.RemoteProtocolError("compressed without having been asked to", request=request)
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        response.stream = _Counted(response.stream)
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Counted(httpx2.AsyncByteStream):
    def __init__(self, inner: httpx2.AsyncByteStream) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        seen = 0
        async for chunk in self._inner:
            seen += len(chunk)
            if seen > MOST_BYTES:
                raise httpx2.ReadError("the answer is too large")
            yield chunk

    async def aclose(self) -> None:
        await self._inner.aclose()
