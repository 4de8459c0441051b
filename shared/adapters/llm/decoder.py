"""What a completion's bytes say: texts, why it finished, what it cost, what went wrong."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, cast

from shared.adapters.llm.sse import Lines, LineTooLong
from shared.adapters.llm.surrogates import Joiner
from shared.domain.model import Usage

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """``status`` is the HTTP status that the service's error object claims, if it claims one.

    ``reason`` is ours and safe to show; ``message`` is the service's own and only for the operator's log.
    """

    reason: str
    status: int | None = None
    message: str = ""


class Decoder:
    """Fed with the body's bytes in any cut. Afterwards its attributes say how the completion stands.

    A service that answers ``stream: true`` with one JSON object is understood, too; a page of HTML is a problem.
    """

    __slots__ = ("_body", "_joiner", "_lines", "_longest", "_pending", "_shape", "done", "finish_reason", "problem",
                 "reasoning", "usage")  # fmt: skip

    def __init__(self, longest_line: int) -> None:
        self.finish_reason: str | None = None
        self.usage: Usage | None = None
        self.problem: Problem | None = None
        self.done = False
        #: Characters of reasoning, which are billed and not shown.
        self.reasoning = 0
        self._longest = longest_line
        self._lines = Lines(longest_line)
        self._joiner = Joiner()
        self._pending = b""
        self._shape = ""
        self._body = bytearray()

    def feed(self, chunk: bytes) -> list[str]:
        """The texts that ``chunk`` completes, in order, none empty. Nothing is read beyond a problem."""
        texts: list[str] = []
        if self._shape != "events":
            chunk = self._first_bytes(chunk)
        try:
            for line in self._lines.feed(chunk):
                if self.problem is not None:
                    break
                if line[:5] == b"data:":
                    self._data(line[6:] if line[5:6] == b" " else line[5:], texts)
                elif not line:
                    self._pending = b""
        except LineTooLong:
            self.problem = self.problem or Problem("a line too long")
        return texts

    def end(self) -> list[str]:
        """The texts that the end of the body completes."""
        texts: list[str] = []
        if self._shape == "json":
            event = _parse(bytes(self._body))
            if event is None:
                self.problem = self.problem or Problem("an answer that is not JSON")
            else:
                self._event(event, texts)
                if texts and self.finish_reason is None and self.problem is None:
                    self.finish_reason = "stop"
        else:
            line = self._lines.end()
            if line[:5] == b"data:" and self.problem is None:
                self._data(line[5:].strip(), texts)
        if rest := self._joiner.end():
            texts.append(rest)
        return texts

    def _first_bytes(self, chunk: bytes) -> bytes:
        """Decide what the body is by its first visible byte; returns what the line splitter gets."""
        if self._shape == "json":
            self._body += chunk
            if len(self._body) > self._longest:
                self.problem = Problem("an answer too long")
            return b""
        self._body += chunk
        visible = bytes(self._body).lstrip(b"\xef\xbb\xbf \t\r\n")
        if not visible:
            if len(self._body) > self._longest:
                self.problem = Problem("an answer of blanks")
            return b""
        if visible[:1] == b"{":
            self._shape = "json"
            return b""
        self._body.clear()
        self._shape = "events"
        if visible[:1] == b"<":
            self.problem = Problem("a web page instead of an answer")
            return b""
        return visible

    def _data(self, payload: bytes, texts: list[str]) -> None:
        if payload[:6] == b"[DONE]":
            self.done = True
            return
        event = _parse(payload)
        if event is None and self._pending:
            payload = self._pending + b"\n" + payload
            event = _parse(payload)
        if event is None:
            # Not JSON: noise, or the first of several data lines of one event.
            self._pending = payload if len(payload) <= self._longest else b""
            return
        self._pending = b""
        self._event(event, texts)

    def _event(self, event: Json, texts: list[str]) -> None:
        choices = event.get("choices")
        if choices and type(choices) is list:
            choice = cast("Json", choices[0])
            if type(choice) is dict and not choice.get("index"):
                self._choice(choice, texts)
        if usage := event.get("usage"):
            self.usage = _usage(usage) or self.usage
        if error := event.get("error"):
            self.problem = _problem(error)

    def _choice(self, choice: Json, texts: list[str]) -> None:
        delta = cast("Json", choice.get("delta") or choice.get("message"))
        if type(delta) is dict:
            content = delta.get("content")
            if content:
                if type(content) is not str:
                    content = _parts(content)
                if content := self._joiner.clean(content):
                    texts.append(content)
            elif reasoning := delta.get("reasoning") or delta.get("reasoning_content"):
                self.reasoning += len(reasoning) if type(reasoning) is str else 1
        if reason := choice.get("finish_reason"):
            if error := choice.get("error"):
                self.problem = _problem(error)
            elif reason == "error":
                self.problem = Problem("an error in the stream")
            elif type(reason) is str:
                self.finish_reason = reason
                if rest := self._joiner.end():
                    texts.append(rest)


def _parse(payload: bytes) -> Json | None:
    try:
        event = json.loads(payload.decode())
    except (ValueError, RecursionError):
        try:
            # Half a surrogate pair as raw bytes, or bytes that are no UTF-8 at all.
            event = json.loads(payload.decode("utf-8", "surrogatepass"))
        except UnicodeDecodeError:
            try:
                event = json.loads(payload.decode("utf-8", "replace"))
            except (ValueError, RecursionError):
                return None
        except (ValueError, RecursionError):
            return None
    return cast("Json", event) if type(event) is dict else None


def _parts(content: Any) -> str:
    """The text of OpenAI content parts; other shapes hold none."""
    if type(content) is not list:
        return ""
    parts = cast("list[Any]", content)
    texts = [cast("Json", part).get("text") for part in parts if type(part) is dict]
    return "".join(text for text in texts if type(text) is str)


def _usage(reported: Any) -> Usage | None:
    if type(reported) is not dict:
        return None
    told = cast("Json", reported)
    prompt, completion = _count(told.get("prompt_tokens")), _count(told.get("completion_tokens"))
    if prompt is None or completion is None:
        return None
    cost: Any = told.get("cost")
    known = type(cost) in (int, float) and 0 <= cost < 1e9
    return Usage(prompt, completion, float(cost) if known else None)


def _count(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value < 2**53 else None


def _problem(error: Any) -> Problem:
    status: Any = None
    message: Any = error
    if type(error) is dict:
        told = cast("Json", error)
        status, message = told.get("code") or told.get("status"), told.get("message")
    if type(status) is str and status.isascii() and status.isdigit():
        status = int(status[:4])
    if type(status) is int and 400 <= status <= 599:
        return Problem(f"error {status} in the stream", status, str(message)[:500])
    return Problem("an error in the stream", None, str(message)[:500])
