"""Objects in a bucket of Cloudflare R2, or of anything else that speaks S3."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from shared.adapters.r2.client import Bucket, connect
from shared.adapters.r2.failures import translated
from shared.domain.objects import Headers, StoredObject, StoredPart
from shared.ports import ObjectMissing

# A copy in one request may have 5 GiB, but then nothing is heard for longer than a client waits.
_COPY_PART = 128 * 1024 * 1024


class R2Objects:
    """See ``ports.Objects``. Every request runs in a thread; signing needs none and costs about a millisecond."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._made: Any = None

    @property
    def _client(self) -> Any:
        if self._made is None:
            self._made = connect(self._bucket)
        return self._made

    async def aclose(self) -> None:
        if self._made is not None:
            await asyncio.to_thread(self._made.close)
            self._made = None

    async def head(self, key: str) -> StoredObject | None:
        try:
            answer = await self._call("head_object", key)
        except ObjectMissing:
            return None
        return StoredObject(key, answer["ContentLength"], answer["ETag"], answer.get("ContentType", ""))

    async def read(self, key: str, start: int, size: int, etag: str | None = None) -> bytes:
        def get() -> bytes:
            with translated(key):
                answer = self._client.get_object(
                    Bucket=self._bucket.name,
                    Key=key,
                    Range=f"bytes={start}-{start + size - 1}",
                    **({"IfMatch": etag} if etag else {}),
                )
                with answer["Body"] as body:
                    return body.read()

        return await asyncio.to_thread(get)

    async def put(self, key: str, body: bytes, content_type: str) -> None:
        await self._call("put_object", key, Body=body, ContentType=content_type, ContentLength=len(body))

    async def copy(self, source: StoredObject, key: str, headers: Headers) -> None:
        def copy() -> None:
            with translated(source.key):
                if source.size <= _COPY_PART:
                    self._copy_whole(source, key, headers)
                else:
                    self._copy_parts(source, key, headers)

        await asyncio.to_thread(copy)

    def _copy_whole(self, source: StoredObject, key: str, headers: Headers) -> None:
        self._client.copy_object(
            Bucket=self._bucket.name,
            Key=key,
            CopySource={"Bucket": self._bucket.name, "Key": source.key},
            CopySourceIfMatch=source.etag,
            MetadataDirective="REPLACE",
            ContentType=headers.content_type,
            ContentDisposition=headers.content_disposition,
        )

    def _copy_parts(self, source: StoredObject, key: str, headers: Headers) -> None:
        target = {"Bucket": self._bucket.name, "Key": key}
        upload = self._client.create_multipart_upload(
            **target, ContentType=headers.content_type, ContentDisposition=headers.content_disposition
        )["UploadId"]
        try:
            parts: list[dict[str, Any]] = []
            for number, start in enumerate(range(0, source.size, _COPY_PART), 1):
                answer = self._client.upload_part_copy(
                    **target,
                    UploadId=upload,
                    PartNumber=number,
                    CopySource={"Bucket": self._bucket.name, "Key": source.key},
                    CopySourceIfMatch=source.etag,
                    CopySourceRange=f"bytes={start}-{min(start + _COPY_PART, source.size) - 1}",
                )
                parts.append({"PartNumber": number, "ETag": answer["CopyPartResult"]["ETag"]})
            self._client.complete_multipart_upload(**target, UploadId=upload, MultipartUpload={"Parts": parts})
        except BaseException:
            self._client.abort_multipart_upload(**target, UploadId=upload)
            raise

    async def delete(self, key: str) -> None:
        await self._call("delete_object", key)

    async def presign_get(self, key: str, seconds: int, headers: Headers | None = None) -> str:
        extra = {}
        if headers:
            extra = {
                "ResponseContentType": headers.content_type,
                "ResponseContentDisposition": headers.content_disposition,
            }
        return await self._sign("get_object", seconds, {"Key": key, **extra})

    async def presign_put(self, key: str, size: int, content_type: str, seconds: int) -> str:
        return await self._sign("put_object", seconds, {"Key": key, "ContentType": content_type, "ContentLength": size})

    async def start_parts(self, key: str, content_type: str) -> str:
        return (await self._call("create_multipart_upload", key, ContentType=content_type))["UploadId"]

    async def presign_part(self, key: str, upload_id: str, number: int, size: int, seconds: int) -> str:
        return await self._sign(
            "upload_part", seconds, {"Key": key, "UploadId": upload_id, "PartNumber": number, "ContentLength": size}
        )

    async def parts(self, key: str, upload_id: str) -> list[StoredPart]:
        found: list[StoredPart] = []
        marker = 0
        while True:
            answer = await self._call("list_parts", key, UploadId=upload_id, PartNumberMarker=marker)
            for part in answer.get("Parts", ()):
                found.append(StoredPart(part["PartNumber"], part["Size"], part["ETag"]))
            if not answer.get("IsTruncated") or not answer.get("Parts"):
                return found
            marker = found[-1].number

    async def complete_parts(self, key: str, upload_id: str, parts: Sequence[StoredPart]) -> None:
        listed = [{"PartNumber": part.number, "ETag": part.etag} for part in parts]
        await self._call("complete_multipart_upload", key, UploadId=upload_id, MultipartUpload={"Parts": listed})

    async def abort_parts(self, key: str, upload_id: str) -> None:
        try:
            await self._call("abort_multipart_upload", key, UploadId=upload_id)
        except ObjectMissing:
            return

    async def _call(self, operation: str, key: str | None, **arguments: Any) -> Any:
        def call() -> Any:
            with translated(key or ""):
                named = {"Key": key} if key is not None else {}
                return getattr(self._client, operation)(Bucket=self._bucket.name, **named, **arguments)

        return await asyncio.to_thread(call)

    async def _sign(self, operation: str, seconds: int, arguments: dict[str, Any]) -> str:
        if self._made is None:
            await asyncio.to_thread(lambda: self._client)
        return self._client.generate_presigned_url(
            operation, Params={"Bucket": self._bucket.name, **arguments}, ExpiresIn=seconds
        )
