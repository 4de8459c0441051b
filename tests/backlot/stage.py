"""Three films, seven people, and every function of the product over stores in memory.

Ada's film has a crew: Olga (owner), Eddy (editor), Vic (viewer). Zoe's and Sam's have nobody but their makers.
"""

from __future__ import annotations

import asyncio
import contextlib
import copy
import json
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from shared.adapters.checks import NobodyChecks
from shared.adapters.embeddings.hashing import HashingEmbedder
from shared.adapters.llm.fake import FakeModel
from shared.adapters.memory.counters import Counters
from shared.adapters.mongo.documents_fake import FakeDocuments
from shared.adapters.neo4j.fake import FakeGraph
from shared.adapters.r2.fake import FakeObjects
from shared.auth.authenticator import utc_now
from shared.auth.desk import Desk
from shared.auth.gate import Gate
from shared.auth.lockout import Lockout
from shared.auth.mail_tokens import MailTokens
from shared.auth.tokens import LIFETIME, Tokens
from shared.brain.local import LocalBrain
from shared.content.history import History
from shared.domain.brain import Entity
from shared.domain.model import Usage
from shared.domain.runs import RunEvent
from tests.backlot.film import (
    NOON,
    VARIANTS,
    belongings_of,
    documents_of,
    id_of,
    itself,
    mark_of,
    plan,
    shared_documents,
)
from tests.backlot.fronts import COUNTERS, DOCUMENTS, ORIGIN, front_of, fronts
from tests.runs.service import SECRET
from tests.runs.stores import a_conversation, a_message, a_run, memory_stores

CREW = {"olga": "owner", "eddy": "editor", "vic": "viewer"}
PEOPLE = ("root", "ada", "olga", "eddy", "vic", "sam", "zoe")
FILMS: dict[str, dict[str, str]] = {"ada": CREW, "sam": {}, "zoe": {}}
Answer = httpx.Response


class Workers:
    """Nobody works: what is asked of the worker is forgotten."""

    async def attend(self, run_id: str, attempt: int) -> None:
        await asyncio.sleep(0)


@dataclass
class Stage:
    documents: FakeDocuments = DOCUMENTS
    objects: FakeObjects = field(default_factory=FakeObjects)
    tokens: dict[str, str] = field(default_factory=dict[str, str])

    async def build(self) -> Stage:
        self.documents.collections.clear()
        vars(COUNTERS).update(vars(Counters()))
        self.stores = replace(memory_stores(), counters=COUNTERS)
        self.registry = next(front.wiring.registry for front in fronts() if front.name == "content")
        await self.registry.ensure_indexes(self.documents)
        history = History(self.documents)
        self.graph = FakeGraph()
        self.brain = LocalBrain(self.graph, HashingEmbedder())
        for owner, crew in FILMS.items():
            for slug, document in documents_of(owner, crew, self.registry, remains=owner == "sam"):
                await self.documents.insert(slug, document)
                await history.keep(self.registry[slug], document)
            for slug, document in belongings_of(owner):
                await self.documents.insert(slug, document)
            await self._run_of(owner)
            known = Entity(id_of(owner, "entities"), "character", mark_of(owner), f"{mark_of(owner)} of this film.")
            await self.brain.create(id_of(owner, "projects"), known)
            await self.brain.relate(id_of(owner, "projects"), itself(known.id))
        for slug, document in shared_documents(self.registry):
            await self.documents.insert(slug, document)
            await history.keep(self.registry[slug], document)
        for name in PEOPLE:
            self.tokens[name] = await self._join(name)
        self._fit_in()
        self._kept = self._taken_apart()
        self._known = copy.deepcopy(self.graph.projects)
        return self

    async def _join(self, name: str) -> str:
        user_id, email, now = id_of(name, "users"), f"{name}@film.test", datetime.now(UTC)
        session = {"id": id_of(name, "signed-in"), "createdAt": now, "expiresAt": now + LIFETIME}
        await self.documents.insert(
            "users",
            {
                "_id": user_id, "email": email, "name": mark_of(name), "role": "admin" if name == "root" else "user",
                "preferences": {}, "activeProjects": _active(name), "subscription": plan(), "sessions": [session],
                "hasAPIKey": False, "createdAt": NOON, "updatedAt": NOON, "rev": 1,
                **({"first": "first"} if name == "root" else {}),
            },
        )  # fmt: skip
        return Tokens(SECRET).issue(
            user_id=user_id, email=email, session_id=session["id"], now=now, expires=session["expiresAt"]
        )

    async def _run_of(self, owner: str) -> None:
        """What the orchestrator keeps of the same conversation: a turn that has been answered."""
        user, talk, run = id_of(owner, "users"), id_of(owner, "conversations"), id_of(owner, "runs")
        project, said = id_of(owner, "projects"), mark_of(owner)
        await self.stores.conversations.insert(
            a_conversation(id=talk, user_id=user, name=said, project_id=project, last_run=run, last_runs={"chat": run})
        )
        for seq in (1, 2):
            await self.stores.messages.save(a_message(talk, seq, f"{said} {seq}", run_id=run))
        result = {"success": True, "message": said, "runId": run, "conversationId": talk}
        events = [RunEvent(1, "token", {"token": said}, 1), RunEvent(2, "complete", result, 2)]
        await self.stores.runs.insert(
            a_run(
                id=run, conversation_id=talk, user_id=user, project_id=project, status="completed", closed=True,
                last_seq=2, result=result, finished_at=datetime.now(UTC), usage=Usage(1, 1),
                request={"content": said, "model": None, "temperature": 0.7, "maxTokens": 50, "day": "20260501",
                         "reserved": 10, "requestId": "r-1"},
            )
        )  # fmt: skip
        await self.stores.log.append(run, "w", events)

    def _desk(self) -> Desk:
        gate = Gate(COUNTERS, SECRET, utc_now)
        return Desk(Lockout(self.documents, SECRET, utc_now), MailTokens(SECRET), utc_now, gate=gate)

    def _fit_in(self) -> None:
        """Fakes in place of what wiring would build; what it has built of others before is forgotten."""
        fakes = {
            "documents": self.documents, "stores": self.stores, "model": FakeModel(), "worker": Workers(),
            "objects": self.objects, "checks": NobodyChecks(), "desk": self._desk(), "brain": self.brain,
            "counters": COUNTERS,
        }  # fmt: skip
        for front in fronts():
            wiring = vars(front.wiring)
            for name in [name for name in wiring if not name.startswith("_") and name != "registry"]:
                del wiring[name]
            wiring.update(fakes)

    def _taken_apart(self) -> tuple[Any, Any]:
        """The fakes never change a document in place, so a shallow copy keeps it."""
        documents = {slug: dict(found) for slug, found in self.documents.collections.items()}
        stores = {name: copy.copy(vars(getattr(self.stores, name))) for name in self._store_names()}
        return documents, {
            name: {key: copy.copy(value) for key, value in kept.items()} for name, kept in stores.items()
        }

    def _store_names(self) -> list[str]:
        return [name for name in self.stores.__slots__ if name != "now"]

    def restore(self) -> None:
        """Everything as it was built."""
        documents, stores = self._kept
        self.documents.collections = {slug: dict(found) for slug, found in documents.items()}
        for name, kept in stores.items():
            vars(getattr(self.stores, name)).update({key: copy.copy(value) for key, value in kept.items()})
        if self.graph.projects != self._known:
            self.graph.projects = copy.deepcopy(self._known)

    def changed(self, owner: str) -> bool:
        """Whether anything of the film of ``owner`` is not as it was built, or shows up somewhere new."""
        film = id_of(owner, "projects")
        if self.graph.projects.get(film) != self._known.get(film):
            return True
        documents, stores = self._kept
        held = {name: vars(getattr(self.stores, name)) for name in ("runs", "log", "conversations", "messages")}
        places = [(documents.get(slug, {}), found) for slug, found in self.documents.collections.items()]
        places += [(stores[name][key], found) for name, held_by in held.items() for key, found in held_by.items()]
        return any(self._differs(before, now, owner) for before, now in places if isinstance(now, dict))

    def _differs(self, before: dict[Any, Any], now: dict[Any, Any], owner: str) -> bool:
        """The fakes never change a document in place: what is the same object has not changed."""
        gone = [kept for key, kept in before.items() if key not in now]
        touched = [before.get(key, found) for key, found in now.items() if before.get(key) is not found]
        return any(self._concerns(document, owner) for document in (*gone, *touched))

    def _concerns(self, document: Any, owner: str) -> bool:
        said = str(document)
        return mark_of(owner) in said or any(name in said for name in self._names_of(owner))

    def _names_of(self, owner: str) -> list[str]:
        return [id_of(owner, slug, variant) for slug in ("runs", "conversations") for variant in VARIANTS[:2]]

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*(collection.slug for collection in self.registry), "runs"]))

    async def ask(
        self, who: str | None, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """``who`` is one of ``PEOPLE`` or nobody; ``path`` may have a query."""
        front = front_of(urlsplit(path).path)
        given = {"Authorization": f"JWT {self.tokens[who]}"} if who else {}
        transport = httpx.ASGITransport(front.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
            content = {"json": body} if body is not None else {}
            return await client.request(method, path, headers=given | (headers or {}), **content)


def _active(name: str) -> list[str]:
    return [id_of("zoe", "projects")] if name == "sam" else []


_NEW = re.compile(r"(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])|\d{4}-\d\d-\d\dT[\d:.]+Z")
"""Ids and moments: two answers that make something differ in them."""


_REQUEST = re.compile(r', "requestId": "[^"]*"')


def told(answer: Answer, *ids: str) -> tuple[int, str]:
    """All that an answer tells, but for the id of the request, the ids that the caller named, and moments. Where
    something was made, its new id is not told either."""
    text = answer.text
    text += answer.headers.get("location", "")
    with contextlib.suppress(ValueError):
        text = _REQUEST.sub("", json.dumps(answer.json()))
    for known in sorted(ids, key=len, reverse=True):
        text = text.replace(known, "·")
    if answer.status_code < 300:
        text = _NEW.sub("·", text)
    return answer.status_code, text
