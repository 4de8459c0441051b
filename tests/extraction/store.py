"""A store of signed addresses: serves pieces of files by range, as an object store does."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ETAG = '"kept"'


class Shelf:
    """``put`` gives a file an address. ``silent``: whoever asks is answered with 503."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.files: dict[str, bytes] = {}
        self.silent = False

    def put(self, body: bytes) -> str:
        name = f"/{len(self.files)}"
        self.files[name] = body
        return f"http://127.0.0.1:{self._port}{name}"


@contextmanager
def shelf() -> Iterator[Shelf]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = kept.files.get(self.path)
            wanted = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
            if kept.silent or body is None or wanted is None or self.headers.get("If-Match", ETAG) != ETAG:
                self.send_error(503)
                return
            piece = body[int(wanted[1]) : int(wanted[2]) + 1]
            self.send_response(206)
            self.send_header("Content-Length", str(len(piece)))
            self.end_headers()
            self.wfile.write(piece)

        def log_message(self, format: str, *arguments: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept = Shelf(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
