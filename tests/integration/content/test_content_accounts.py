"""Registering, signing in and out, over HTTP and a real database."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from tests.integration.content.app import PASSWORD, Studio, login, running_content
from tests.integration.content.conftest import People

FIRST = {"email": "First@Film.test", "password": PASSWORD, "name": "First"}
SECRETS = (
    "passwordHash",
    "password",
    "hash",
    "salt",
    "sessions",
    "loginAttempts",
    "lockUntil",
    "apiKeyIndex",
    "apiKey",
)


async def test_the_first_to_register_is_the_admin(studio: Studio) -> None:
    assert (await studio.http.get("/api/users/init")).json() == {"initialized": False}

    registered = await studio.http.post("/api/users/first-register", json={**FIRST, "role": "user"})

    body = registered.json()
    assert registered.status_code == 200
    assert body["message"] == "Successfully registered first user."
    assert (body["user"]["role"], body["user"]["email"]) == ("admin", "first@film.test")
    assert body["exp"] == pytest.approx(time.time() + 7200, abs=5)
    assert "payload-token=" in registered.headers["set-cookie"]
    assert (await studio.http.get("/api/users/init")).json() == {"initialized": True}
    again = await studio.http.post("/api/users/first-register", json={**FIRST, "email": "b@film.test"})
    assert again.status_code == 403


async def test_of_fifty_first_registrations_at_once_exactly_one_is_made(studio: Studio) -> None:
    bodies = [{**FIRST, "email": f"first{number}@film.test"} for number in range(50)]

    answers = await asyncio.gather(*(studio.http.post("/api/users/first-register", json=body) for body in bodies))

    assert sorted(answer.status_code for answer in answers) == [200] + [403] * 49
    assert await studio.wiring.database["users"].count_documents({}) == 1


async def test_registering_at_once_by_both_ways_makes_one_admin(studio: Studio) -> None:
    paths = ["/api/users/first-register", "/api/users"] * 10
    bodies = [{**FIRST, "email": f"someone{number}@film.test"} for number in range(20)]

    answers = await asyncio.gather(
        *(studio.http.post(path, json=body) for path, body in zip(paths, bodies, strict=True))
    )

    assert all(answer.status_code in (200, 201, 403) for answer in answers)
    assert await studio.wiring.database["users"].count_documents({"role": "admin"}) == 1


async def test_later_users_are_plain_whatever_they_say(people: People, studio: Studio) -> None:
    body = {**FIRST, "role": "admin", "subscription": {"tier": "enterprise", "maxProjects": 99}}

    made = await studio.http.post("/api/users", json=body)

    assert made.status_code == 201
    assert made.json()["message"] == "User successfully created."
    assert made.json()["doc"]["role"] == "user"
    assert made.json()["doc"]["subscription"] == {"tier": "free", "maxProjects": 1, "maxEpisodesPerProject": 3}


async def test_an_admin_makes_users_of_any_kind(people: People) -> None:
    body = {**FIRST, "role": "producer", "subscription": {"tier": "pro", "maxProjects": 5}}
    made = (await people.admin.post("users", body)).json()["doc"]
    assert (made["role"], made["subscription"]["maxProjects"]) == ("producer", 5)


async def test_without_registration_only_an_admin_makes_users(
    monkeypatch: pytest.MonkeyPatch, mongo_uri: str, mongo_db: Any
) -> None:
    async with running_content(monkeypatch, mongo_uri, mongo_db.name, allow_registration=False) as studio:
        admin = await studio.admin()
        assert (await studio.http.post("/api/users", json=FIRST)).status_code == 403
        assert (await admin.post("users", FIRST)).status_code == 201


async def test_an_address_is_used_once_in_any_case(people: People, studio: Studio) -> None:
    again = await studio.http.post("/api/users", json={**FIRST, "email": "ADA@film.TEST"})
    assert again.status_code == 400
    assert again.json()["errors"][0]["data"]["errors"] == [
        {"label": "Email", "message": "Value must be unique", "path": "email"}
    ]


async def test_nothing_secret_is_ever_returned(people: People, studio: Studio) -> None:
    ada = people.ada
    await ada.patch(f"users/{ada.id}", {"enableAPIKey": True})
    answers = [
        await login(studio, "ada@film.test", PASSWORD),
        await ada.get("users/me"),
        await ada.get(f"users/{ada.id}"),
        await ada.get("users"),
        await people.admin.get("users"),
        await ada.patch(f"users/{ada.id}", {"name": "Ada L."}),
        await ada.post("users/refresh-token", {}),
    ]
    for answer in answers:
        assert answer.status_code == 200
        for name in SECRETS:
            assert f'"{name}"' not in answer.text, answer.request.url
    of_users = (await ada.get("access")).json()["collections"]["users"]
    assert not set(SECRETS) & set(of_users["fields"])


async def test_refreshing_extends_the_session(people: People, studio: Studio) -> None:
    refreshed = await people.ada.post("users/refresh-token", None)

    body = refreshed.json()
    assert refreshed.status_code == 200
    assert set(body) == {"message", "exp", "refreshedToken", "setCookie", "strategy", "user"}
    assert body["message"] == "Token refresh successful."
    headers = {"Authorization": f"JWT {body['refreshedToken']}"}
    assert (await studio.http.get("/api/users/me", headers=headers)).json()["user"]["id"] == people.ada.id
    assert (await studio.http.post("/api/users/refresh-token")).status_code == 403


async def test_a_logout_ends_its_session_at_once_and_no_other(people: People, studio: Studio) -> None:
    second = (await login(studio, "ada@film.test", PASSWORD)).json()["token"]

    answered = await people.ada.post("users/logout", None)

    assert answered.json() == {"message": "Logout successful."}
    assert "Max-Age=0" in answered.headers["set-cookie"]
    assert (await people.ada.get("users/me")).json()["user"] is None
    assert (await people.ada.get("projects")).status_code == 403
    headers = {"Authorization": f"JWT {second}"}
    assert (await studio.http.get("/api/users/me", headers=headers)).json()["user"] is not None


async def test_a_logout_of_all_sessions_ends_all(people: People, studio: Studio) -> None:
    second = (await login(studio, "ada@film.test", PASSWORD)).json()["token"]
    await people.ada.post("users/logout?allSessions=true", None)
    for token in (people.ada.token, second):
        me = await studio.http.get("/api/users/me", headers={"Authorization": f"JWT {token}"})
        assert me.json()["user"] is None


async def test_a_new_password_ends_the_other_sessions(people: People, studio: Studio) -> None:
    second = (await login(studio, "ada@film.test", PASSWORD)).json()["token"]
    changed = await people.ada.patch(f"users/{people.ada.id}", {"password": "another good one"})
    assert changed.status_code == 200
    assert (await people.ada.get("users/me")).json()["user"] is not None
    me = await studio.http.get("/api/users/me", headers={"Authorization": f"JWT {second}"})
    assert me.json()["user"] is None
    assert (await login(studio, "ada@film.test", PASSWORD)).status_code == 401
    assert (await login(studio, "ada@film.test", "another good one")).status_code == 200
    await people.admin.patch(f"users/{people.ada.id}", {"password": "given by an admin"})
    assert (await people.ada.get("users/me")).json()["user"] is None
    assert (await login(studio, "ada@film.test", "given by an admin")).status_code == 200


async def test_sessions_are_bounded(people: People, studio: Studio) -> None:
    tokens = [await studio.token(people.ada.user) for _ in range(55)]
    user = await studio.wiring.database["users"].find_one({"_id": people.ada.id})
    assert len(user["sessions"]) == 50
    me = await studio.http.get("/api/users/me", headers={"Authorization": f"JWT {tokens[-1]}"})
    assert me.json()["user"] is not None
    assert (await people.ada.get("users/me")).json()["user"] is None


async def test_an_api_key_is_shown_once_and_works_until_it_is_ended(people: People, studio: Studio) -> None:
    ada = people.ada
    made = (await ada.patch(f"users/{ada.id}", {"enableAPIKey": True})).json()["doc"]
    headers = {"Authorization": f"users API-Key {made['apiKey']}"}

    me = (await studio.http.get("/api/users/me", headers=headers)).json()

    assert (me["strategy"], me["user"]["id"]) == ("api-key", ada.id)
    assert "exp" not in me
    assert "token" not in me
    shown = (await ada.get(f"users/{ada.id}")).json()
    assert shown["hasAPIKey"] is True
    assert "apiKey" not in shown
    stored = await studio.wiring.database["users"].find_one({"_id": ada.id})
    assert made["apiKey"] not in str(stored)
    await ada.patch(f"users/{ada.id}", {"enableAPIKey": False})
    assert (await studio.http.get("/api/users/me", headers=headers)).json()["user"] is None
    assert (await ada.get(f"users/{ada.id}")).json()["hasAPIKey"] is False


async def test_a_key_of_ones_own_choice_is_kept_and_never_anothers(people: People, studio: Studio) -> None:
    key = "0d0bcb5a-6c2f-4d0f-9f5e-2a8f5cf0a001"
    await people.ada.patch(f"users/{people.ada.id}", {"enableAPIKey": True, "apiKey": key})
    me = await studio.http.get("/api/users/me", headers={"Authorization": f"users API-Key {key}"})
    assert me.json()["user"]["id"] == people.ada.id
    taken = await people.bo.patch(f"users/{people.bo.id}", {"enableAPIKey": True, "apiKey": key})
    assert taken.status_code == 400
    assert taken.json()["errors"][0]["data"]["errors"] == [
        {"label": "API Key", "message": "Value must be unique", "path": "apiKey"}
    ]
    again = await people.ada.patch(f"users/{people.ada.id}", {"enableAPIKey": True, "apiKey": key})
    assert again.status_code == 200
    foreign = await people.admin.patch(f"users/{people.bo.id}", {"enableAPIKey": True})
    assert "apiKey" not in foreign.json()["doc"]


async def test_a_key_alone_replaces_the_one_there_is_and_null_ends_it(people: People, studio: Studio) -> None:
    async def me(key: str) -> Any:
        answered = await studio.http.get("/api/users/me", headers={"Authorization": f"users API-Key {key}"})
        return answered.json()["user"]

    path = f"users/{people.ada.id}"
    off = (await people.ada.patch(path, {"apiKey": "not-enabled-yet-so-not-made"})).json()["doc"]
    assert "apiKey" not in off
    first = (await people.ada.patch(path, {"enableAPIKey": True})).json()["doc"]["apiKey"]
    replaced = await people.ada.patch(path, {"apiKey": "the-second-key-of-ada"})
    assert replaced.headers["cache-control"] == "no-store"
    assert await me(first) is None
    assert (await me("the-second-key-of-ada"))["id"] == people.ada.id
    await people.ada.patch(path, {"apiKey": None})
    assert await me("the-second-key-of-ada") is None
    assert (await people.ada.get(path)).json()["hasAPIKey"] is False


async def test_users_see_and_change_themselves_only(people: People) -> None:
    ada, bo = people.ada, people.bo
    assert (await ada.get(f"users/{bo.id}")).status_code == 404
    assert (await ada.patch(f"users/{bo.id}", {"name": "x"})).status_code == 404
    assert (await ada.delete(f"users/{bo.id}")).status_code == 404
    assert (await ada.delete(f"users/{ada.id}")).status_code == 403
    assert [user["id"] for user in (await ada.get("users")).json()["docs"]] == [ada.id]
    changed = (
        await ada.patch(f"users/{ada.id}", {"name": "A", "role": "admin", "subscription": {"maxProjects": 9}})
    ).json()
    assert (changed["doc"]["name"], changed["doc"]["role"]) == ("A", "user")
    assert changed["doc"]["subscription"]["maxProjects"] == 1
    assert (await people.admin.get("users")).json()["totalDocs"] == 3
    raised = await people.admin.patch(f"users/{ada.id}", {"role": "producer", "subscription": {"maxProjects": 9}})
    assert raised.json()["doc"]["subscription"] == {"tier": "free", "maxProjects": 9, "maxEpisodesPerProject": 3}
