"""Uploads in parts: for large files, over connections that break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.content.uploads.kinds import MB
from shared.content.uploads.tickets import Tickets, UploadTicket, Wanted
from shared.domain.errors import Conflict, ValidationFailed
from shared.domain.identity import Principal
from shared.domain.objects import StoredPart
from shared.ports import ObjectMissing, Objects

PART_SIZE = 16 * MB
PART_SECONDS = 3600
MOST_SIGNED = 100


@dataclass(frozen=True, slots=True)
class Progress:
    """What has arrived of an upload, and the numbers of the parts that have not."""

    ticket: UploadTicket
    arrived: tuple[StoredPart, ...]
    missing: tuple[int, ...]


class Parts:
    def __init__(self, tickets: Tickets, objects: Objects) -> None:
        self._tickets = tickets
        self._objects = objects

    async def start(self, principal: Principal, wanted: Wanted, project: str | None) -> UploadTicket:
        return await self._tickets.issue(principal, wanted, project, parts=True)

    async def sign(self, principal: Principal, ticket_id: str, numbers: Sequence[int]) -> list[tuple[int, str, int]]:
        """Number, address and size of each part."""
        ticket, upload_id = await self._open(principal, ticket_id)
        if not numbers or len(numbers) > MOST_SIGNED or not set(numbers) <= set(range(1, part_count(ticket.size) + 1)):
            expected = f"expected 1 to {MOST_SIGNED} numbers from 1 to {part_count(ticket.size)}"
            raise ValidationFailed.of(partNumbers=expected)
        signed: list[tuple[int, str, int]] = []
        for number in numbers:
            size = part_size(ticket.size, number)
            url = await self._objects.presign_part(ticket.key, upload_id, number, size, PART_SECONDS)
            signed.append((number, url, size))
        return signed

    async def progress(self, principal: Principal, ticket_id: str) -> Progress:
        ticket = await self._tickets.mine(principal, ticket_id)
        if ticket.upload_id is None or await self._objects.head(ticket.key) is not None:
            return Progress(ticket, (), ())
        found = await self._objects.parts(ticket.key, ticket.upload_id)
        whole = tuple(part for part in found if part.size == part_size(ticket.size, part.number))
        there = {part.number for part in whole}
        missing = tuple(number for number in range(1, part_count(ticket.size) + 1) if number not in there)
        return Progress(ticket, whole, missing)

    async def complete(self, principal: Principal, ticket_id: str) -> UploadTicket:
        """Doing it again is no error. Raises ``Conflict`` while parts are missing."""
        ticket, upload_id = await self._open(principal, ticket_id)
        if await self._objects.head(ticket.key) is not None:
            return ticket
        progress = await self.progress(principal, ticket_id)
        if progress.missing:
            few = ", ".join(map(str, progress.missing[:5])) + (", …" if len(progress.missing) > 5 else "")
            raise Conflict(f"{len(progress.missing)} parts are missing: {few}.")
        try:
            await self._objects.complete_parts(ticket.key, upload_id, progress.arrived)
        except ObjectMissing as error:
            if await self._objects.head(ticket.key) is None:
                raise Conflict("This upload was given up.") from error
        return ticket

    async def give_up(self, principal: Principal, ticket_id: str) -> None:
        await self._tickets.drop(await self._tickets.mine(principal, ticket_id))

    async def _open(self, principal: Principal, ticket_id: str) -> tuple[UploadTicket, str]:
        ticket = await self._tickets.mine(principal, ticket_id)
        if ticket.upload_id is None:
            raise ValidationFailed("This upload is not one in parts.")
        return ticket, ticket.upload_id


def part_count(size: int) -> int:
    return -(-size // PART_SIZE)


def part_size(size: int, number: int) -> int:
    return min(PART_SIZE, size - (number - 1) * PART_SIZE)
