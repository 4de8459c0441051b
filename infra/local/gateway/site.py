"""The built web studio: hashed assets for ever, pages fresh, every path of the studio or the admin its one page."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path

from infra.local.gateway.messages import Headers, Request, Response

_HASHED = re.compile(r"[-.][\w-]{8,}\.\w+$")
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".webmanifest": "application/manifest+json",
          ".woff2": "font/woff2", ".svg": "image/svg+xml", ".webp": "image/webp", ".avif": "image/avif"}  # fmt: skip
_NOT_BUILT = b"<!doctype html><title>Aladdin</title><p>The studio is not built yet. The API is up."


class Site:
    """Files below ``folder``. ``storage`` is the origin that presigned links lead to, if it is not this one."""

    def __init__(self, folder: Path, storage: str = "") -> None:
        self._folder = folder.resolve()
        self._security = _security(storage)

    def serve(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return Response(405, [("allow", "GET, HEAD"), *self._security])
        name = request.path.lstrip("/")
        file = self._find(name)
        if file is None:
            if name.startswith("assets/") or "." in name.rpartition("/")[2]:
                return Response(404, [("content-type", "text/plain"), *self._security], b"Not Found")
            file = self._page_for(name)
        if file is None:
            return Response(200, [("content-type", "text/html; charset=utf-8"), *self._security], _NOT_BUILT)
        return self._file(file, request)

    def _page_for(self, name: str) -> Path | None:
        """The page of the first folder that has one, such as ``admin/``, otherwise the studio's."""
        return self._find(f"{name.partition('/')[0]}/index.html") or self._find("index.html")

    def _find(self, name: str) -> Path | None:
        if "\0" in name:
            return None
        try:
            file = (self._folder / name).resolve()
            return file if file.is_relative_to(self._folder) and file.is_file() else None
        except OSError:  # longer than any file's name
            return None

    def _file(self, file: Path, request: Request) -> Response:
        headers: Headers = [("content-type", content_type(file)), ("vary", "Accept-Encoding"), *self._security]
        etag = f'"{file.stat().st_mtime_ns:x}-{file.stat().st_size:x}"'
        fresh = file.parent.name == "assets" and _HASHED.search(file.name)
        headers += [
            ("etag", etag),
            ("cache-control", "public, max-age=31536000, immutable" if fresh else "no-cache"),
        ]
        if request.header("if-none-match") == etag:
            return Response(304, headers)
        accepted = request.header("accept-encoding") or ""
        for encoding, suffix in _ENCODINGS:
            packed = file.with_name(file.name + suffix)
            if encoding in accepted and packed.is_file():
                return Response(200, [*headers, ("content-encoding", encoding)], packed.read_bytes())
        return Response(200, headers, file.read_bytes())


def content_type(file: Path) -> str:
    kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith(("json", "xml")) else kind


def _security(storage: str) -> Headers:
    own = f"'self' {storage}".strip()
    policy = {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": f"{own} data: blob:",
        "media-src": f"{own} blob:",
        "font-src": "'self' data:",
        "connect-src": own,
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return [
        ("content-security-policy", "; ".join(f"{name} {value}" for name, value in policy.items())),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ]
