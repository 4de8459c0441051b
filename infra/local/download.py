"""Fetching bytes from a Maven repository, many at once, over connections that are kept."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

import httpx

from infra.local.certificates import trusted
from infra.local.errors import LocalError

PARALLEL = 16
TRIES = 3


class Get(Protocol):
    """The bytes at `path` below the repository; raises LocalError when they cannot be had. Safe in threads."""

    def __call__(self, path: str) -> bytes: ...


def repository(environ: Mapping[str, str] = os.environ) -> str:
    """`MAVEN_CENTRAL_URL`, or what jgo knows as Maven Central."""
    if given := environ.get("MAVEN_CENTRAL_URL"):
        return given.rstrip("/")
    import jgo  # its import costs 0.2 s

    return jgo.MAVEN_CENTRAL_URL  # pyright: ignore[reportPrivateImportUsage]


@contextmanager
def downloads(url: str) -> Iterator[Get]:
    """Yields a `Get` on the repository at `url`; honours the proxy variables of the environment."""
    limits = httpx.Limits(max_connections=PARALLEL)
    with httpx.Client(verify=trusted(), limits=limits, timeout=60, follow_redirects=True) as client:

        def get(path: str) -> bytes:
            for attempt in range(1, TRIES + 1):
                try:
                    return client.get(f"{url}/{path}").raise_for_status().content
                except httpx.HTTPError as error:
                    if attempt == TRIES or isinstance(error, httpx.HTTPStatusError):
                        raise LocalError(f"Cannot fetch {url}/{path}: {error or type(error).__name__}.") from error
            raise AssertionError("unreachable")

        yield get
