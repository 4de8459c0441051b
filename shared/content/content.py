"""Collections and accounts in one place: what an entry point needs to serve them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from shared.auth.authenticator import utc_now
from shared.auth.desk import Desk, plain_desk
from shared.auth.tokens import Tokens
from shared.content.access_report import access_report
from shared.content.accounts import Accounts
from shared.content.bulk import Bulk
from shared.content.collection import Collection
from shared.content.fields import Text
from shared.content.find import Find
from shared.content.preferences import Preferences
from shared.content.reads import Reads, Shown
from shared.content.recovery import Recovery
from shared.content.registry import Registry
from shared.content.sessions import Sessions
from shared.content.versions import Versions
from shared.content.writes import Writes
from shared.domain.identity import Principal
from shared.ports import Documents


class Content:
    def __init__(
        self,
        documents: Documents,
        registry: Registry,
        secret: str,
        now: Callable[[], datetime] = utc_now,
        desk: Desk | None = None,
    ) -> None:
        self.documents = documents
        self.registry = registry
        self.tokens = Tokens(secret)
        self.reads = Reads(documents, registry)
        self.writes = Writes(documents, registry, self.reads, now)
        self.bulk = Bulk(documents, self.reads, self.writes)
        self.versions = Versions(registry, self.reads, self.writes)
        self.preferences = Preferences(documents, now)
        desk = desk or plain_desk(documents, secret, now)
        self.accounts = Accounts(documents, registry, self.reads, self.writes, self.tokens, desk)
        self.recovery = Recovery(documents, registry, self.accounts, desk)
        self.sessions = Sessions(documents, now)

    async def ensure_indexes(self) -> None:
        await self.registry.ensure_indexes(self.documents)
        await self.preferences.ensure_indexes()

    async def duplicate(
        self,
        collection: Collection,
        document_id: str,
        changes: Mapping[str, Any],
        find: Find,
        principal: Principal | None,
    ) -> Shown:
        """A new document with the fields of an old one, ``changes`` on top, within the rules of creating. Texts that
        must be unique are marked as copies."""
        asked = Find(depth=0, trash=find.trash, draft=find.draft)
        original = (await self.reads.find_by_id(collection, document_id, asked, principal)).document
        if find.draft:
            original.pop("_status", None)
        unique = [item.name for item in collection.fields if isinstance(item, Text) and item.unique]
        copied = {name: f"{original[name]}-copy" for name in unique if original.get(name)}
        return await self.writes.create(collection, {**original, **copied, **changes}, find, principal)

    def access(self, principal: Principal | None) -> dict[str, Any]:
        return access_report(self.registry, principal)
