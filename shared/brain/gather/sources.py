"""The things that an item was given as, brought to where they can be read, and read."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.brain.gather import objects
from shared.brain.gather.knowledge import Knowledge, knowledge_document, knowledge_of
from shared.brain.gather.passages import passages
from shared.brain.gather.request import Given, name_origin
from shared.brain.gather.scans import Scans
from shared.brain.gather.scripts import ScriptReader
from shared.domain.errors import StorageError, ValidationFailed
from shared.domain.extraction import Extracted, Page, ScriptScene
from shared.domain.media import FileRefused, file_key, file_of_url
from shared.domain.query import by_id, eq, every
from shared.domain.screenplay.fountain import looks_like_fountain
from shared.domain.screenplay.texts import script_of
from shared.ports import Documents, ObjectMissing, Objects
from shared.ports.brain import Extractor, Fetcher, FetchRefused

MOST_TEXT = 600_000
"""Characters of one source that are read."""
MOST_CALLS = 20
"""Of the reader of documents, a minute each, for one of them."""
LARGEST_FETCHED = 25 * 2**20
FETCH_SECONDS = 20.0
_WORD = re.compile(r"[^\W\d_]{2}")
_SIGNED_SECONDS = 900
_LARGEST_PICTURE = 3 * 2**20
_READY = ("active", "draft", "archived")
_SEEN = ("image/jpeg", "image/png", "image/webp", "image/gif")


@dataclass(slots=True)
class Reading:
    """One source as it was read. ``origin`` is what it is known again by; ``picture`` is where it can be seen."""

    label: str
    origin: str
    kind: str
    pages: list[Page] = field(default_factory=list[Page])
    knowledge: Knowledge = field(default_factory=Knowledge)
    scenes: int = 0
    truncated: bool = False
    picture: str | None = None

    @property
    def text(self) -> str:
        return "\n\n".join(page.text for page in self.pages)

    def stored(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "origin": self.origin,
            "kind": self.kind,
            "pages": [{"number": page.number, "text": page.text, "ocr": page.ocr} for page in self.pages],
            "knowledge": knowledge_document(self.knowledge),
            "scenes": self.scenes,
            "truncated": self.truncated,
            "picture": self.picture,
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Reading:
        pages = [Page(page["number"], page["text"], page["ocr"]) for page in stored["pages"]]
        names = ("label", "origin", "kind", "scenes", "truncated", "picture")
        return cls(**{name: stored[name] for name in names}, pages=pages, knowledge=knowledge_of(stored["knowledge"]))


class Sources:
    def __init__(self, documents: Documents, objects_: Objects, fetcher: Fetcher, extractor: Extractor) -> None:
        self._documents = documents
        self._objects = objects_
        self._fetcher = fetcher
        self._extractor = extractor

    def content(self, given: Given, item: str, label: str, origin: str) -> Reading:
        """The text or object that was sent itself."""
        if given.object is None:
            return structured(_pasted(given.text), item, label, origin)
        text = objects.written(given.object)
        reading = structured(Extracted("text", (Page(1, text),)), item, label, origin)
        reading.kind = "object"
        reading.knowledge.add(objects.stated(given.object, item, label))
        return reading

    async def media_of(self, media_id: str, project_id: str) -> dict[str, Any]:
        """A checked file of the project; else ``ValidationFailed``."""
        where = every(by_id(media_id), eq("project", project_id), eq("deletedAt", None), eq("purge", None))
        fields = ("filename", "mimeType", "url", "status", "sizes", "filesize")
        media = await self._documents.find_one("media", where, fields=fields)
        if media is None:
            raise ValidationFailed.of(mediaId="expected a file of the project")
        if media.get("status") not in _READY or file_of_url(media.get("url")) is None:
            raise ValidationFailed.of(mediaId="expected a file that has passed its check")
        if str(media.get("mimeType")).startswith("audio/"):
            raise ValidationFailed.of(mediaId="expected a document or a picture: sound cannot be read")
        return media

    async def file(self, media: Mapping[str, Any], item: str, label: str, origin: str, scans: Scans) -> Reading:
        file_id = file_of_url(media.get("url"))
        assert file_id is not None
        moving = str(media.get("mimeType")).startswith("video/")
        if moving:
            reading = Reading(label, origin, "video")
        else:
            extracted = await self._extracted(file_key(file_id), media["filename"], "mediaId", scans)
            reading = await asyncio.to_thread(structured, extracted, item, label, origin)
        sizes: Mapping[str, Any] = media.get("sizes") or {}
        if sizes.get("card"):
            reading.picture = file_key(file_id, "card")
        return reading

    async def fetched(self, url: str, field_name: str, key: str) -> dict[str, str]:
        """What answers at an address, kept under ``key`` before anybody looks into it."""
        try:
            found = await self._fetcher.fetch(url, most=LARGEST_FETCHED, seconds=FETCH_SECONDS)
        except FetchRefused as refused:
            raise ValidationFailed.of(**{field_name: str(refused)}) from refused
        await self._objects.put(key, found.body, found.content_type)
        return {"key": key, "type": found.content_type, "url": found.url}

    async def page(
        self, found: Mapping[str, str], field_name: str, item: str, label: str, origin: str, scans: Scans
    ) -> Reading:
        name = found["url"].split("?")[0].split("#")[0].rstrip("/").rpartition("/")[2] or "document"
        extracted = await self._extracted(found["key"], name[-120:], field_name, scans)
        reading = await asyncio.to_thread(structured, extracted, item, label, origin)
        if found["type"] in _SEEN:
            reading.picture = found["key"]
        return reading

    async def seen(self, key: str) -> str | None:
        """A picture as a data URL, which the model's service can see wherever our store is."""
        try:
            found = await self._objects.head(key)
            if found is None or not 0 < found.size <= _LARGEST_PICTURE:
                return None
            body = await self._objects.read(key, 0, found.size, found.etag)
        except ObjectMissing:
            return None
        return f"data:{found.content_type};base64,{base64.b64encode(body).decode()}"

    async def _extracted(self, key: str, name: str, field_name: str, scans: Scans) -> Extracted:
        """Pages that are pictures take their time: what was read of them is kept after every call."""
        found = await self._objects.head(key)
        if found is None:
            raise ValidationFailed.of(**{field_name: "expected a file that is still there"})
        try:
            for number in range(MOST_CALLS):
                url = await self._objects.presign_get(key, _SIGNED_SECONDS)
                known, last = scans.known, number == MOST_CALLS - 1
                extracted = await self._extractor.extract(url, found.size, found.etag, name, known, last=last)
                if not extracted.waiting:
                    return extracted
                await scans.keep(extracted)
        except FileRefused as refused:
            raise ValidationFailed.of(**{field_name: refused.reason}) from refused
        raise StorageError


def structured(extracted: Extracted, item: str, label: str, origin: str) -> Reading:
    """Its scenes, people and places where it is a screenplay, else its passages."""
    pages, truncated = _bounded(extracted)
    reading = Reading(label, origin, extracted.kind, pages, truncated=truncated)
    script = extracted.screenplay
    if script is not None and script.scenes:
        reading.scenes = len(script.scenes)
        reader = ScriptReader(script, extracted.pages, item, label, origin)
        reading.knowledge = reader.read()
        reading.knowledge.add(passages(_before(script.scenes[0], pages), item, label, f"{origin} before"))
        reading.truncated |= reader.cut
    else:
        reading.knowledge = passages(pages, item, label, origin)
    return reading


def _pasted(text: str) -> Extracted:
    """A text that came without a file, which may be a scene or more of a script."""
    script = script_of("text", text) if looks_like_fountain(text) else None
    return script or Extracted("text", (Page(1, text),))


def _before(first: ScriptScene, pages: Sequence[Page]) -> list[Page]:
    """What a script says before its first scene. A heading has single blanks; one that is a number alone is empty."""
    found = [page for page in pages if page.number < first.page]
    words = re.compile(r"\s+".join(map(re.escape, first.heading.split())))
    for page in pages:
        heading = words.search(page.text) if page.number == first.page and first.heading else None
        found += [Page(page.number, page.text[: heading.start()], page.ocr)] if heading else []
    return [page for page in found if _WORD.search(page.text)]


def origins_of(given: Given, media: Mapping[str, Any] | None) -> list[str]:
    """What the item can be known again by when it comes once more."""
    found = [name_origin(given.name)] if given.name else []
    if media is not None:
        found += [f"media:{media['_id']}", *([] if given.name else [name_origin(media["filename"])])]
    return found + [f"url:{url}" for url in (given.document_url, given.image_url) if url]


def _bounded(extracted: Extracted) -> tuple[list[Page], bool]:
    pages: list[Page] = []
    left = MOST_TEXT
    for page in extracted.pages:
        text = page.text.replace("\0", " ")[:left]
        if text.strip():
            pages.append(Page(page.number, text, page.ocr))
        left -= len(text)
        if left <= 0:
            return pages, True
    return pages, extracted.truncated
