"""Who is asking, from the headers alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from shared.adapters.mongo.documents_fake import FakeDocuments
from shared.auth.api_keys import ApiKeys
from shared.auth.authenticator import Authenticator
from shared.auth.projects import Need, ProjectAccess
from shared.auth.tokens import Tokens
from shared.domain.errors import AuthInvalid, AuthRequired, Forbidden, ProjectNotFound
from shared.domain.identity import Principal

SECRET = "0123456789abcdef0123456789abcdef-unit"
NOW = datetime.now(UTC).replace(microsecond=0)
HOUR = timedelta(hours=1)


class World:
    def __init__(self) -> None:
        self.documents = FakeDocuments()
        self.documents.collections["users"] = {
            "u1": {
                "_id": "u1",
                "email": "ada@film.test",
                "role": "producer",
                "sessions": [
                    {"id": "live", "createdAt": NOW, "expiresAt": NOW + HOUR},
                    {"id": "over", "createdAt": NOW, "expiresAt": NOW - HOUR},
                ],
                "apiKeyIndex": ApiKeys(SECRET).index("a-key-of-some-length"),
            }
        }
        self.authenticator = Authenticator(self.documents, SECRET, ["https://studio.test"])

    def token(
        self, session: str = "live", user: str = "u1", secret: str = SECRET, expires: datetime = NOW + HOUR
    ) -> str:
        return Tokens(secret).issue(
            user_id=user, email="ada@film.test", session_id=session, now=NOW, expires=expires
        )  # fmt: skip


@pytest.fixture
def world() -> World:
    return World()


async def test_a_token_with_a_live_session_costs_one_look_up(world: World) -> None:
    found = await world.authenticator.authenticate({"authorization": f"JWT {world.token()}"})
    assert found == Principal("u1", "ada@film.test", "producer", "local-jwt", "live")
    assert world.documents.round_trips == 1


def test_a_token_that_was_proved_once_still_runs_out(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    tokens, token = Tokens(SECRET), world.token()
    assert tokens.read(token) is not None

    monkeypatch.setattr("time.time", (NOW + HOUR).timestamp)

    assert tokens.read(token) is None


def test_a_token_names_its_user_and_nobody_looks_it_up(world: World) -> None:
    named = world.authenticator.named

    assert named({"authorization": f"JWT {world.token(session='over')}"}) == "u1"
    assert named({"authorization": f"JWT {world.token(secret=SECRET[::-1])}"}) is None
    assert named({"authorization": "users API-Key a-key-of-some-length"}) is None
    assert named({}) is None
    assert world.documents.round_trips == 0


async def test_an_api_key_costs_one_look_up(world: World) -> None:
    found = await world.authenticator.authenticate({"authorization": "users API-Key a-key-of-some-length"}, "POST")
    assert found == Principal("u1", "ada@film.test", "producer", "api-key")
    assert world.documents.round_trips == 1


def forged(**changes: Any) -> str:
    claims = {"id": "u1", "collection": "users", "email": "e", "sid": "live", "iat": 1, "exp": 2**33}
    return jwt.encode({name: value for name, value in {**claims, **changes}.items() if value != "-"}, SECRET)


async def test_what_is_not_valid_is_anonymous_or_refused_when_strict(world: World) -> None:
    unsigned = jwt.encode({"id": "u1", "collection": "users", "sid": "live", "iat": 1, "exp": 2**33}, "", "none")
    for token in [
        "x", "a.b.c", unsigned, world.token(session="over"), world.token(session="gone"), world.token(user="u2"),
        world.token(secret="another" * 8), world.token(expires=NOW - HOUR), forged(collection="admins"),
        forged(id=1), forged(id={"$ne": 1}), forged(sid=None), forged(exp="-"), forged(sid=["live"]),
    ]:  # fmt: skip
        headers = {"authorization": f"Bearer {token}"}
        assert await world.authenticator.authenticate(headers) is None
        with pytest.raises(AuthInvalid):
            await world.authenticator.authenticate(headers, strict=True)
        with pytest.raises(AuthInvalid):
            await world.authenticator.require(headers)


@pytest.mark.parametrize("headers", [{}, {"authorization": "Basic eDp5"}, {"cookie": "a=b"}])
async def test_a_request_without_credentials_is_anonymous(world: World, headers: dict[str, str]) -> None:
    assert await world.authenticator.authenticate(headers, strict=True) is None
    with pytest.raises(AuthRequired):
        await world.authenticator.require(headers)
    assert world.documents.round_trips == 0


async def test_the_header_wins_over_the_cookie(world: World) -> None:
    headers = {"authorization": "JWT wrong", "cookie": f"payload-token={world.token()}"}
    assert await world.authenticator.authenticate(headers) is None


async def test_our_own_origin_counts_without_being_listed(world: World) -> None:
    headers = {"cookie": f"payload-token={world.token()}", "host": "laptop:8787", "origin": "http://laptop:8787"}
    assert await world.authenticator.authenticate(headers, "POST") is not None
    assert await world.authenticator.authenticate({**headers, "origin": "http://laptop:1"}, "POST") is None


PROJECT = {
    "_id": "p1", "createdBy": "ada", "deletedAt": None,
    "collaborators": [
        {"user": "vi", "role": "viewer"}, {"user": "ed", "role": "editor"}, {"user": "ow", "role": "owner"},
    ],
}  # fmt: skip
RULES = [
    ("ada", "user", None, None), ("vi", "user", None, Forbidden), ("ed", "user", None, None),
    ("ow", "user", None, None),
    ("boss", "admin", None, None), ("bo", "user", ProjectNotFound, ProjectNotFound),
    ("bo", "producer", ProjectNotFound, ProjectNotFound),
]  # fmt: skip


@pytest.mark.parametrize(("user", "role", "read", "write"), RULES)
async def test_who_may_read_and_write_a_project(user: str, role: Any, read: Any, write: Any) -> None:
    documents = FakeDocuments()
    await documents.insert("projects", PROJECT)
    access, principal = ProjectAccess(documents), Principal(user, "e", role)
    needs: tuple[tuple[Need, Any], ...] = (("read", read), ("write", write))
    for need, error in needs:
        if error is None:
            assert (await access.project_for(principal, "p1", need))["_id"] == "p1"
        else:
            with pytest.raises(error):
                await access.project_for(principal, "p1", need)


async def test_a_project_that_is_trashed_or_unknown_is_not_found() -> None:
    documents = FakeDocuments()
    await documents.insert("projects", {**PROJECT, "deletedAt": NOW})
    for project_id in ("p1", "p2", "", "$ne"):
        with pytest.raises(ProjectNotFound):
            await ProjectAccess(documents).project_for(Principal("ada", "e", "user"), project_id)
