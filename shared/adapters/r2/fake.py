"""Objects in memory, for unit tests. Signed addresses lead nowhere."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from shared.domain.objects import Headers, StoredObject, StoredPart
from shared.ports import ObjectChanged, ObjectMissing


def _etag(body: bytes) -> str:
    return f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'


@dataclass
class _Held:
    body: bytes
    content_type: str


@dataclass
class _Upload:
    key: str
    content_type: str
    parts: dict[int, bytes] = field(default_factory=dict[int, bytes])


class FakeObjects:
    """``held`` by key. ``broken`` makes every request fail with it."""

    def __init__(self) -> None:
        self.held: dict[str, _Held] = {}
        self.uploads: dict[str, _Upload] = {}
        self.broken: Exception | None = None

    def upload_part(self, upload_id: str, number: int, body: bytes) -> None:
        """What a client does with the address from ``presign_part``."""
        self.uploads[upload_id].parts[number] = body

    async def aclose(self) -> None:
        return None

    async def head(self, key: str) -> StoredObject | None:
        self._work()
        held = self.held.get(key)
        return StoredObject(key, len(held.body), _etag(held.body), held.content_type) if held else None

    async def read(self, key: str, start: int, size: int, etag: str | None = None) -> bytes:
        body = self._held(key, etag).body
        return body[start : start + size]

    async def put(self, key: str, body: bytes, content_type: str) -> None:
        self._work()
        self.held[key] = _Held(body, content_type)

    async def copy(self, source: StoredObject, key: str, headers: Headers) -> None:
        self.held[key] = _Held(self._held(source.key, source.etag).body, headers.content_type)

    async def delete(self, key: str) -> None:
        self._work()
        self.held.pop(key, None)

    async def presign_get(self, key: str, seconds: int, headers: Headers | None = None) -> str:
        disposition = f"&disposition={quote(headers.content_disposition)}" if headers else ""
        return f"https://objects.test/{quote(key)}?get={seconds}{disposition}"

    async def presign_put(self, key: str, size: int, content_type: str, seconds: int) -> str:
        return f"https://objects.test/{quote(key)}?put={seconds}&size={size}&type={quote(content_type, safe='')}"

    async def start_parts(self, key: str, content_type: str) -> str:
        self._work()
        upload_id = f"upload-{len(self.uploads) + 1}"
        self.uploads[upload_id] = _Upload(key, content_type)
        return upload_id

    async def presign_part(self, key: str, upload_id: str, number: int, size: int, seconds: int) -> str:
        return f"https://objects.test/{quote(key)}?upload={upload_id}&part={number}&size={size}&put={seconds}"

    async def parts(self, key: str, upload_id: str) -> list[StoredPart]:
        return [
            StoredPart(number, len(body), _etag(body)) for number, body in sorted(self._upload(upload_id).parts.items())
        ]

    async def complete_parts(self, key: str, upload_id: str, parts: Sequence[StoredPart]) -> None:
        upload = self._upload(upload_id)
        self.held[key] = _Held(b"".join(upload.parts[part.number] for part in parts), upload.content_type)
        del self.uploads[upload_id]

    async def abort_parts(self, key: str, upload_id: str) -> None:
        self._work()
        self.uploads.pop(upload_id, None)

    def _work(self) -> None:
        if self.broken:
            raise self.broken

    def _held(self, key: str, etag: str | None) -> _Held:
        self._work()
        held = self.held.get(key)
        if held is None:
            raise ObjectMissing(key)
        if etag is not None and etag != _etag(held.body):
            raise ObjectChanged(key)
        return held

    def _upload(self, upload_id: str) -> _Upload:
        self._work()
        if upload_id not in self.uploads:
            raise ObjectMissing(upload_id)
        return self.uploads[upload_id]
