"""HTTP requests and responses as plain values."""

from __future__ import annotations

import functools
import http
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.utils import formatdate
from urllib.parse import unquote

Headers = list[tuple[str, str]]

HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "transfer-encoding", "upgrade", "te", "trailer", "proxy-connection"}
)


@dataclass(slots=True)
class Request:
    """Header names are lower-case, in the order of arrival. ``target`` is what the request line says."""

    method: str
    target: str
    version: str
    headers: Headers
    body: bytes
    client: str
    id: str

    @property
    def raw_path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def path(self) -> str:
        return unquote(self.raw_path)

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]

    def header(self, name: str) -> str | None:
        """The first value of a header, named in lower case."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(slots=True)
class Response:
    status: int
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""


def head(status: int, headers: Iterable[tuple[str, str]]) -> bytes:
    """The bytes of a status line and headers."""
    lines = [f"HTTP/1.1 {status} {_phrase(status)}", *(f"{name}: {value}" for name, value in headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


def date() -> tuple[str, str]:
    return "date", _formatted(int(time.time()))


@functools.lru_cache(maxsize=2)
def _formatted(second: int) -> str:
    return formatdate(second, usegmt=True)


def may_have_body(method: str, status: int) -> bool:
    return method != "HEAD" and status not in (204, 304) and status >= 200


@functools.cache
def _phrase(status: int) -> str:
    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
