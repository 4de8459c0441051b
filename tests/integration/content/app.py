"""The content function in this process, over a database of its own: what the tests of content talk to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from shared.auth.authenticator import utc_now
from shared.auth.indexes import ensure_indexes as ensure_auth_indexes
from shared.auth.sessions import open_session

ORIGIN = "http://studio.test"
SECRET = "only-for-the-tests-of-content-0123456789"
PASSWORD = "correct horse battery"


@asynccontextmanager
async def running_content(
    monkeypatch: pytest.MonkeyPatch,
    mongo_uri: str,
    database: str,
    *,
    allow_registration: bool = True,
    verified: bool = False,
) -> AsyncIterator[Studio]:
    monkeypatch.setenv("MONGODB_URI", f"{mongo_uri.rstrip('/')}/{database}")
    monkeypatch.setenv("AUTH_SECRET", SECRET)
    monkeypatch.setenv("ALLOWED_ORIGINS", ORIGIN)
    monkeypatch.setenv("ALLOW_REGISTRATION", str(allow_registration).lower())
    monkeypatch.setenv("REQUIRE_VERIFIED_EMAIL", str(verified).lower())
    from functions.content.app import build
    from functions.content.settings import ContentSettings

    app = build(ContentSettings())  # pyright: ignore[reportCallIssue]  read from the environment
    wiring = app.state.wiring
    await wiring.content.ensure_indexes()
    await ensure_auth_indexes(wiring.documents)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield Studio(client, wiring)
    await wiring.aclose()


class Studio:
    """``http`` is anonymous; everybody else has a ``Person``."""

    def __init__(self, http: httpx.AsyncClient, wiring: Any) -> None:
        self.http = http
        self.wiring = wiring

    async def admin(self) -> Person:
        body = {"email": "admin@film.test", "password": PASSWORD, "name": "Admin"}
        answered = await self.http.post("/api/users/first-register", json=body)
        assert answered.status_code == 200, answered.text
        self.http.cookies.clear()
        return Person(self, answered.json()["user"], answered.json()["token"])

    async def person(self, name: str) -> Person:
        """A plain user; there must be an admin already."""
        body = {"email": f"{name}@film.test", "password": PASSWORD, "name": name}
        registered = await self.http.post("/api/users", json=body)
        assert registered.status_code == 201, registered.text
        user = registered.json()["doc"]
        return Person(self, user, await self.token(user))

    async def token(self, user: dict[str, Any]) -> str:
        """As a login's, without the cost of checking the password."""
        opened = await open_session(self.wiring.documents, user["id"], utc_now())
        assert opened is not None
        session = opened[0]
        return self.wiring.content.tokens.issue(
            user_id=user["id"], email=user["email"], session_id=session.id, now=utc_now(), expires=session.expires
        )


class Person:
    def __init__(self, studio: Studio, user: dict[str, Any], token: str) -> None:
        self._http = studio.http
        self.user = user
        self.id: str = user["id"]
        self.token = token

    async def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"JWT {self.token}", **options.pop("headers", {})}
        return await self._http.request(method, f"/api/{path}", headers=headers, **options)

    async def get(self, path: str, **options: Any) -> httpx.Response:
        return await self.request("GET", path, **options)

    async def post(self, path: str, body: Any, **options: Any) -> httpx.Response:
        return await self.request("POST", path, json=body, **options)

    async def patch(self, path: str, body: Any, **options: Any) -> httpx.Response:
        return await self.request("PATCH", path, json=body, **options)

    async def delete(self, path: str, **options: Any) -> httpx.Response:
        return await self.request("DELETE", path, **options)

    async def project(self, **fields: Any) -> dict[str, Any]:
        made = await self.post("projects?depth=0", {"title": "A film", "genre": "drama", **fields})
        assert made.status_code == 201, made.text
        return made.json()["doc"]


async def login(studio: Studio, email: str, password: str) -> httpx.Response:
    answered = await studio.http.post("/api/users/login", json={"email": email, "password": password})
    studio.http.cookies.clear()
    return answered


async def films(person: Person, count: int = 5) -> list[dict[str, Any]]:
    genres = ["drama", "comedy", "horror", "sci-fi", "action"]
    return [
        await person.project(title=f"Film {number} über Äpfel", genre=genres[number % 5], episodeCount=number + 1)
        for number in range(count)
    ]
