"""Fetching jars from a repository, here one of our own."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from infra.local import download, jars
from infra.local.errors import LocalError
from infra.local.jars import Jar


@dataclass
class Repository:
    url: str
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def holds(self, coordinates: str, content: bytes) -> Jar:
        jar = Jar(coordinates, hashlib.sha256(content).hexdigest())
        self.files[f"/{jar.remote}"] = content
        return jar


@pytest.fixture
def repository() -> Iterator[Repository]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            held.asked.append(self.path)
            content = held.files.get(self.path)
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held = Repository(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_what_is_missing_is_fetched_once(repository: Repository, tmp_path: Path) -> None:
    wanted = [repository.holds(f"a:b{number}:1", b"jar %d" % number) for number in range(40)]

    jars.fetch(wanted, cache=tmp_path, url=repository.url)
    jars.fetch(wanted, cache=tmp_path, url=repository.url)

    assert [jar.path(tmp_path).read_bytes() for jar in wanted] == [b"jar %d" % number for number in range(40)]
    assert len(repository.asked) == 40


def test_other_bytes_than_the_locked_ones_are_refused_and_not_kept(repository: Repository, tmp_path: Path) -> None:
    jar = repository.holds("a:b:1", b"the real one")
    repository.files[f"/{jar.remote}"] = b"tampered with"

    with pytest.raises(LocalError, match=r"a:b:1 has SHA-256 \w{64}, but jars.lock expects"):
        jars.fetch([jar], cache=tmp_path, url=repository.url)

    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_jar_the_repository_lacks_is_one_sentence(repository: Repository, tmp_path: Path) -> None:
    with pytest.raises(LocalError, match=r"^Cannot fetch http://\S+/a/b/1/b-1.jar: .*404"):
        jars.fetch([Jar("a:b:1", "0" * 64)], cache=tmp_path, url=repository.url)


def test_a_repository_that_cannot_be_reached_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(LocalError, match=r"^Cannot fetch http://127.0.0.1:1/a/b/1/b-1.jar"):
        jars.fetch([Jar("a:b:1", "0" * 64)], cache=tmp_path, url="http://127.0.0.1:1")


def test_the_repository_can_be_another_one() -> None:
    assert download.repository({"MAVEN_CENTRAL_URL": "https://mirror.test/maven/"}) == "https://mirror.test/maven"
