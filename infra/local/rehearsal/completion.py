"""One completion: its text cut into tokens, taken up where a broken one stopped, counted honestly."""

from __future__ import annotations

import itertools
import json
import re
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from infra.local.rehearsal.reading import read, text_of
from infra.local.rehearsal.repertoire import NOTICE, answer

_PIECE = re.compile(r"\s*(?:\w{1,8}|[^\w\s])|\s+")


def pieces(text: str) -> list[str]:
    """About what a tokenizer makes of it; joined again they are ``text``."""
    return _PIECE.findall(text)


@dataclass(frozen=True, slots=True)
class Completion:
    id: str
    model: str
    tokens: tuple[str, ...]
    prompt_tokens: int
    finish_reason: str

    @classmethod
    def of(cls, model: str, messages: list[dict[str, Any]], max_tokens: int | None) -> Completion:
        """``max_tokens`` cuts it, as a real model would be cut."""
        brief, prefix = read(messages)
        whole = answer(brief)
        rest = whole[len(prefix) :] if whole.startswith(prefix) else f"\n\n{NOTICE}"
        tokens = pieces(rest)
        cut = tokens if max_tokens is None else tokens[:max_tokens]
        return cls(
            id=f"rehearsal-{zlib.crc32(whole.encode()):08x}",
            model=model,
            tokens=tuple(cut),
            prompt_tokens=sum(4 + len(pieces(text_of(message))) for message in messages),
            finish_reason="stop" if len(cut) == len(tokens) else "length",
        )

    def usage(self, said: int | None = None) -> dict[str, Any]:
        completion = len(self.tokens) if said is None else said
        return {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": completion,
            "total_tokens": self.prompt_tokens + completion,
            "cost": 0.0,
        }

    def body(self) -> dict[str, Any]:
        message = {"role": "assistant", "content": "".join(self.tokens)}
        choice = {"index": 0, "message": message, "finish_reason": self.finish_reason}
        return self._head("chat.completion") | {"choices": [choice], "usage": self.usage()}

    def events(self, *, with_usage: bool) -> Iterator[bytes]:
        """The stream's events: one a token, then the end."""
        head = self._head("chat.completion.chunk")
        for token in self.tokens:
            yield _event(head | {"choices": [_choice({"role": "assistant", "content": token}, None)]})
        last = _event(head | {"choices": [_choice({}, self.finish_reason)]})
        usage = _event(head | {"choices": [], "usage": self.usage()}) if with_usage else b""
        yield b"".join(itertools.chain([last, usage, b"data: [DONE]\n\n"]))

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": self.id, "object": kind, "created": int(time.time()), "model": self.model}


def _choice(delta: dict[str, Any], finish_reason: str | None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "finish_reason": finish_reason}


def _event(body: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode() + b"\n\n"
