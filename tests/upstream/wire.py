"""The protocol's bytes: chunks of a completion as events, and events as HTTP chunks."""

from __future__ import annotations

import json
from typing import Any


class Wire:
    """Renders one completion of ``model``. ``prompt_tokens`` is what its usage chunk will claim."""

    def __init__(self, model: str, prompt_tokens: int) -> None:
        self._model = model
        self._prompt_tokens = prompt_tokens
        self._head = {
            "id": "gen-1", "provider": "Script", "model": model, "object": "chat.completion.chunk", "created": 1,
        }  # fmt: skip

    def event(self, **fields: Any) -> bytes:
        return b"data: " + json.dumps(self._head | fields, separators=(",", ":"), ensure_ascii=False).encode() + b"\n\n"

    def delta(self, text: str | None, finish_reason: str | None = None, **more: Any) -> bytes:
        delta = {"role": "assistant", "content": text} | more
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason, "native_finish_reason": finish_reason,
                  "logprobs": None}  # fmt: skip
        return self.event(choices=[choice])

    def usage(self, completion_tokens: int) -> bytes:
        return self.event(choices=[], usage=self.counts(completion_tokens))

    def counts(self, completion_tokens: int) -> dict[str, Any]:
        total = self._prompt_tokens + completion_tokens
        return {
            "prompt_tokens": self._prompt_tokens,
            "completion_tokens": completion_tokens,
            "total_tokens": total,
            "cost": total / 1_000_000,
        }

    def body(self, text: str) -> bytes:
        """The whole completion as one JSON object."""
        message = {"role": "assistant", "content": text}
        return json.dumps(
            self._head
            | {
                "object": "chat.completion",
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                "usage": self.counts(len(text.split())),
            }
        ).encode()


DONE = b"data: [DONE]\n\n"


def http_chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


LAST_CHUNK = b"0\r\n\r\n"


def response_head(status: int, headers: dict[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} Scripted", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def whole(status: int, body: bytes, content_type: str = "application/json", **headers: str) -> bytes:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return response_head(status, {"Content-Type": content_type, "Content-Length": str(len(body))} | named) + body
