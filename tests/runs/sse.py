"""Clients of a stream: raw bytes, frames, and one that resumes as EventSource does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

BASE = "/api/v1/orchestrator"
STREAM = f"{BASE}/stream"
RETRY = b"retry: 1000\n\n"


@dataclass(frozen=True, slots=True)
class Frame:
    id: str
    data: dict[str, Any]

    @property
    def seq(self) -> int:
        return int(self.id.rpartition(":")[2])

    @property
    def terminal(self) -> bool:
        return self.data["type"] in ("complete", "error")


def frames_of(body: bytes) -> list[Frame]:
    """The frames of a whole response body; every other line must be a comment or the retry hint at the start."""
    assert body.startswith(RETRY), body[:100]
    found: list[Frame] = []
    blocks = body.removeprefix(RETRY).decode().split("\n\n")
    assert blocks.pop() == ""
    for block in blocks:
        if block.startswith(":"):
            continue
        name, value = block.split("\n")
        assert name.startswith("id: ")
        assert value.startswith("data: ")
        found.append(Frame(name[4:], json.loads(value[6:])))
    return found


def text_of(frames: list[Frame]) -> str:
    return "".join(frame.data["data"]["token"] for frame in frames if frame.data["type"] == "token")


@dataclass
class ResumingClient:
    """Keeps every whole frame it saw, byte for byte, and resumes with the id of the last one, as EventSource does.

    A frame of which only a part had come when the connection broke is dropped: its id was not dispatched.
    """

    headers: Mapping[str, str]
    seen: bytes = b""
    connections: int = 0
    statuses: list[int] = field(default_factory=list[int])
    _part: bytes = b""

    @property
    def last_id(self) -> str | None:
        frames = self.seen.rpartition(b"id: ")
        return frames[2].split(b"\n")[0].decode() if frames[1] else None

    @property
    def finished(self) -> bool:
        last = self.seen.rpartition(b"data: ")[2]
        return last.startswith((b'{"type":"complete"', b'{"type":"error"'))

    @property
    def tokens(self) -> int:
        return self.seen.count(b'{"type":"token"')

    async def connect(self, client: httpx.AsyncClient, path: str, cut_after: int | None = None) -> None:
        """One connection; the client itself cuts it after ``cut_after`` bytes. Broken connections are no errors."""
        headers = dict(self.headers)
        if self.last_id:
            headers["last-event-id"] = self.last_id
        self._part, received = b"", 0
        self.connections += 1
        try:
            async with client.stream("GET", path, headers=headers) as response:
                self.statuses.append(response.status_code)
                if response.status_code != 200:
                    return
                async for chunk in response.aiter_raw():
                    if cut_after is not None and received + len(chunk) >= cut_after:
                        self._take(chunk[: cut_after - received])
                        return
                    received += len(chunk)
                    self._take(chunk)
        except httpx.TransportError:
            self.statuses.append(0)

    async def follow(self, client: httpx.AsyncClient, path: str, pause: float = 0.05) -> None:
        """Until the terminal event."""
        while not self.finished:
            await self.connect(client, path)
            if not self.finished:
                await asyncio.sleep(pause)

    def _take(self, data: bytes) -> None:
        *whole, self._part = (self._part + data).split(b"\n\n")
        for block in whole:
            if block.startswith(b"id: "):
                self.seen += block + b"\n\n"
