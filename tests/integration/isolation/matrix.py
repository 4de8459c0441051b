"""The questions of the matrix. Each is asked of a built stage and answers with what is wrong: nothing, on a good day.

Faults come as they are found, so that whoever wants one only (a filter was removed: is it noticed?) need not wait.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field

from tests.backlot.film import HIDDEN, SHARED, VARIANTS, Variant, id_of, mark_of
from tests.backlot.stage import Answer, Stage, told
from tests.integration.isolation.operations import (
    UNKNOWN,
    Operation,
    Slot,
    document_id,
    ids_of,
    operations,
)
from tests.integration.isolation.rules import EVERYBODY, PERSONAL, allowed, readers

Faults = AsyncIterator[str]
STRANGERS: tuple[tuple[str | None, str], ...] = ((None, "ada"), ("sam", "ada"), ("vic", "zoe"), ("ada", "zoe"))
"""Who asks, and for whose film."""
ABSENT = (401, 403, 404, 405)


@dataclass
class Matrix:
    """``asked`` counts the requests. ``protected``: the fields of each collection that not everybody may write, as
    declared when the matrix was made."""

    stage: Stage
    asked: int = 0
    known: dict[tuple[object, ...], tuple[int, str]] = field(default_factory=dict[tuple[object, ...], tuple[int, str]])

    def __post_init__(self) -> None:
        self.protected = {
            collection.slug: {item.name for item in collection.all_fields if item.read_only or item.write is not None}
            for collection in self.stage.registry
        }

    async def ask(self, who: str | None, operation: Operation, ids: dict[Slot, str], query: str = "") -> Answer:
        self.asked += 1
        method, path, body = operation.request(ids, query)
        return await self.stage.ask(who, method, path, body)

    async def absent(self, chosen: Iterable[Operation]) -> Faults:
        """What belongs to others is answered as what never was, and stays as it is."""
        for operation in chosen:
            for who, owner in STRANGERS if operation.by_id else ():
                async for fault in self._absent(operation, who, owner):
                    yield fault

    async def _absent(self, operation: Operation, who: str | None, owner: str) -> Faults:
        variants: tuple[Variant, ...] = ("active", "trashed")
        for variant in variants:
            for mixed in self._mixed(operation, who, owner, variant):
                for query in ("", "trash=true&depth=2") if operation.method == "GET" else ("",):
                    for fault in await self._compared(operation, who, owner, mixed, query):
                        yield f"{operation} by {who or 'nobody'} with {owner}'s {variant} {mixed[1]}: {fault}"

    def _mixed(
        self, operation: Operation, who: str | None, owner: str, variant: Variant
    ) -> list[tuple[dict[Slot, str], str]]:
        """All ids somebody else's, and then each of them alone among one's own."""
        if who not in EVERYBODY or operation.slug in SHARED:
            return [] if operation.slug in SHARED and who else [(ids_of(operation, owner, variant), "")]
        path = {slot: value for slot, value in ids_of(operation, owner, variant).items() if slot.place == "path"}
        sets = [(path, "ids")] if path else []
        for slot in operation.slots:
            if slot.place != "path" or len(path) > 1:
                own = {other: document_id(who, other.kind) for other in operation.slots if other.place == "path"}
                sets.append(({**own, slot: document_id(owner, slot.kind, variant)}, slot.name))
        return sets

    async def _compared(
        self, operation: Operation, who: str | None, owner: str, mixed: tuple[dict[Slot, str], str], query: str
    ) -> list[str]:
        ids, name = mixed
        foreign = set(ids_of(operation, owner, "active").values()) | set(ids_of(operation, owner, "trashed").values())
        nothing = {slot: document_id(UNKNOWN, slot.kind) if value in foreign else value for slot, value in ids.items()}
        theirs = told(await self.ask(who, operation, ids, query), *ids.values())
        changed = self.stage.changed(owner)
        if changed:
            self.stage.restore()
        key = (operation.method, operation.path, who, name, query)
        if key not in self.known:
            self.known[key] = told(await self.ask(who, operation, nothing, query), *nothing.values())
            self.stage.restore()
        faults = ["it was changed"] if changed else []
        if mark_of(owner) in theirs[1]:
            faults.append(f"it was shown: {theirs}")
        elif theirs != self.known[key]:
            faults.append(f"{theirs} is not what is said of nothing: {self.known[key]}")
        return faults

    async def roles(self, chosen: Iterable[Operation]) -> Faults:
        """Of Ada's film everybody may do what the rules say, no more and no less."""
        for operation in chosen:
            if not any(slot.place == "path" for slot in operation.slots) and not operation.path.endswith("/ticket"):
                continue
            if operation.slug in PERSONAL:
                continue
            for who in (None, *sorted(EVERYBODY)):
                for fault in await self._role(operation, who):
                    yield f"{operation} by {who or 'nobody'}: {fault}"

    async def _role(self, operation: Operation, who: str | None) -> list[str]:
        ids = {slot: value for slot, value in ids_of(operation, "ada").items() if slot.place != "query"}
        answer = await self.ask(who, operation, ids)
        changed = self.stage.changed("ada")
        if changed or operation.method != "GET":
            self.stage.restore()
        if HIDDEN in answer.text:
            return [f"a hidden field was shown: {answer.text[:300]}"]
        if who in allowed(operation):
            fits = answer.status_code < 400 or (answer.status_code == 400 and operation.path.endswith("/duplicate"))
            return [] if fits else [f"may, and got {answer.status_code} {answer.text[:200]}"]
        if operation.path.endswith("/duplicate") and who in readers(operation):
            return []
        if changed:
            return ["may not, and changed it"]
        return [] if answer.status_code in ABSENT else [f"may not, and got {answer.status_code} {answer.text[:200]}"]

    async def everything(self, slugs: frozenset[str] | None = None) -> Faults:
        """All questions; with ``slugs`` those about these collections first."""
        from tests.integration.isolation.states import states
        from tests.integration.isolation.wholes import creation, fields, pages, relations, report

        first = [one for one in operations() if slugs and one.slug in slugs]
        rest = [one for one in operations() if one not in first]
        for chosen in (first, rest):
            for part in (states, pages, relations, creation, fields, report):
                async for fault in part(self, chosen):
                    yield fault
            for part in (self.absent, self.roles):
                async for fault in part(chosen):
                    yield fault


__all__ = ["STRANGERS", "VARIANTS", "Matrix", "id_of"]
