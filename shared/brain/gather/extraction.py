"""Step one: everything that was given is fetched, kept and read, pictures are looked at."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from shared.brain.gather import prompts
from shared.brain.gather.answers import object_of
from shared.brain.gather.asking import Asking
from shared.brain.gather.knowledge import Knowledge
from shared.brain.gather.passages import passages
from shared.brain.gather.request import Given
from shared.brain.gather.scans import Scans
from shared.brain.gather.sources import Reading, Sources, origins_of
from shared.brain.gather.summary import cut
from shared.brain.gather.work import Work, forget_steps, kept_keys
from shared.domain.errors import ValidationFailed
from shared.domain.extraction import Page
from shared.domain.runs import Run
from shared.orchestrator.modes import Job
from shared.ports import Documents, Objects

_MAX_TOKENS = 800
_LONGEST_LABEL = 80
_LONGEST_DESCRIPTION = 4_000

Document = dict[str, Any]
Read = Callable[[str], Awaitable[Reading]]


class Extraction:
    def __init__(self, sources: Sources, objects: Objects) -> None:
        self._sources = sources
        self._objects = objects

    async def origins(self, given: Given, run: Run) -> list[str]:
        assert run.project_id is not None
        media = await self._sources.media_of(given.media, run.project_id) if given.media else None
        return origins_of(given, media)

    async def read(
        self, job: Job, work: Work, asking: Asking, given: Given, before: Mapping[str, Any]
    ) -> list[Reading]:
        """In the order: content, file, document, picture. Raises ``ValidationFailed`` for what cannot be read, and
        ``StorageError`` for what cannot be read now."""
        assert job.run.project_id is not None
        plans = await self._plans(work, given, job)
        readings: list[Reading] = []
        _note(job, 0, len(plans), 0)
        for at, (origin, read) in enumerate(plans):
            identities: Sequence[str] = before["identities"]
            stored = work.done(f"read-{at}")
            if stored is None:
                reading = await read(identities[at] if at < len(identities) else origin)
                stored = await work.finish(f"read-{at}", reading.stored())
            readings.append(await self._looked_at(Reading.of(stored), at, work, asking))
            _note(job, at + 1, len(plans), sum(len(reading.pages) for reading in readings))
        if not any(reading.text.strip() for reading in readings) and asking.failed is None:
            raise ValidationFailed.of(content="expected something that can be read: no text was found in it")
        return readings

    async def _plans(self, work: Work, given: Given, job: Job) -> list[tuple[str, Read]]:
        """(origin, how to read it under an origin) of each thing."""
        sources, item, plans = self._sources, work.id, list[tuple[str, Read]]()
        if given.text or given.object is not None:
            label = given.name or _label(given)

            async def content(origin: str) -> Reading:
                return await asyncio.to_thread(sources.content, given, item, label, origin)

            plans.append((f"name:{given.name}" if given.name else f"item:{item}", content))
        if given.media:
            assert job.run.project_id is not None
            media = await sources.media_of(given.media, job.run.project_id)
            named = given.name or str(media["filename"])

            async def file(origin: str) -> Reading:
                return await sources.file(media, item, named, origin, Scans(work, job, "media"))

            plans.append((f"name:{named}", file))
        for field_name, url in (("documentUrl", given.document_url), ("imageUrl", given.image_url)):
            if url:
                plans.append((f"url:{url}", self._page(work, job, field_name, url, given.name)))
        return plans

    def _page(self, work: Work, job: Job, field_name: str, url: str, name: str) -> Read:
        async def page(origin: str) -> Reading:
            step = f"fetch-{field_name}"
            found = work.done(step)
            if found is None:
                key = f"gather/{work.id}/{field_name}"
                await work.finish(f"kept-{field_name}", key)  # before it is there, so that it is never forgotten
                found = await work.finish(step, await self._sources.fetched(url, field_name, key))
            label, scans = name or cut(url, _LONGEST_LABEL), Scans(work, job, field_name)
            return await self._sources.page(found, field_name, work.id, label, origin, scans)

        return page

    async def _looked_at(self, reading: Reading, at: int, work: Work, asking: Asking) -> Reading:
        """What a picture shows, as a page of text, when a model that can see is there."""
        if reading.picture is None:
            return reading
        picture = await self._sources.seen(reading.picture)
        if picture is None:
            return reading
        messages = prompts.see(reading.label, picture)
        said = await asking.ask(
            f"see-{at}", messages, temperature=prompts.TEMPERATURE, max_tokens=_MAX_TOKENS, pictured=True
        )
        shown = _description(said)
        if shown:
            read = Knowledge()
            last = max((page.number for page in reading.pages), default=0)
            seen = Page(last + 1, shown)
            read.add(reading.knowledge)
            read.add(passages([seen], work.id, f"{reading.label}, as seen", f"{reading.origin} seen"))
            reading.pages, reading.knowledge = [*reading.pages, seen], read
        return reading

    async def clean_up(self, documents: Documents, item: str) -> None:
        """What was fetched has been read, and every step led to the item."""
        for key in await kept_keys(documents, item):
            await self._objects.delete(key)
        await forget_steps(documents, item)


def _description(said: str | None) -> str:
    if said is None:
        return ""
    found = object_of(said)
    told = found.get("description") if found is not None else said
    return told.encode("utf-8", "ignore").decode().strip()[:_LONGEST_DESCRIPTION] if isinstance(told, str) else ""


def _label(given: Given) -> str:
    if given.object is not None:
        named = next((given.object[key] for key in ("name", "title") if isinstance(given.object.get(key), str)), "")
        return cut(f"Record: {named}" if named else "Record", _LONGEST_LABEL)
    return cut(f"Note: {' '.join(given.text.split())}", _LONGEST_LABEL)


def _note(job: Job, done: int, of: int, pages: int) -> None:
    progress = round(100 * done / of) if of else 100
    note = {"stage": "step", "step": "extract", "progress": progress, "done": done, "of": of, "unit": "sources"}
    job.note({**note, "pages": pages})
