"""Back into an account: forgotten passwords, verified addresses, locks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from shared.auth.gate import PER_ADDRESS, PER_HOUSEHOLD
from tests.integration.content.app import ORIGIN, PASSWORD, Studio, login, running_content
from tests.integration.content.conftest import People
from tests.integration.content.letters import PUBLIC_URL, Letters

ADA = "ada@film.test"
NEW = "a brand new sentence"


@pytest.fixture
def letters(studio: Studio) -> Letters:
    return Letters(studio)


@pytest.fixture
async def careful(monkeypatch: pytest.MonkeyPatch, mongo_uri: str, mongo_db: Any) -> AsyncIterator[Studio]:
    """A studio that wants addresses verified."""
    async with running_content(monkeypatch, mongo_uri, mongo_db.name, verified=True) as studio:
        yield studio


def message_of(response: httpx.Response) -> str:
    return response.json()["errors"][0]["message"]


def from_address(studio: Studio, address: str) -> httpx.AsyncClient:
    transport = studio.http._transport
    assert isinstance(transport, httpx.ASGITransport)
    return httpx.AsyncClient(transport=httpx.ASGITransport(transport.app, client=(address, 1)), base_url=ORIGIN)


async def test_a_forgotten_password_is_replaced_and_everything_else_ends(
    people: People, studio: Studio, letters: Letters
) -> None:
    for _ in range(5):
        await login(studio, ADA, "wrong")
    token = await letters.reset_token(" ADA@film.test ")

    answered = await letters.reset(token, NEW)

    body = answered.json()
    assert answered.status_code == 200
    assert (set(body), body["message"]) == ({"message", "token", "user"}, "Password reset successfully.")
    assert body["user"]["id"] == people.ada.id
    assert answered.headers["set-cookie"].startswith(f"payload-token={body['token']}; Path=/; Max-Age=7200; HttpOnly")
    assert answered.headers["cache-control"] == "no-store"
    assert (await people.ada.get("users/me")).json()["user"] is None, "the old session has ended"
    me = await studio.http.get("/api/users/me", headers={"Authorization": f"JWT {body['token']}"})
    assert me.json()["user"]["id"] == people.ada.id
    assert (await login(studio, ADA, NEW)).status_code == 200, "the lock is forgiven"
    assert (await login(studio, ADA, PASSWORD)).status_code == 401


async def test_the_link_leads_to_our_own_address_whatever_the_request_says(people: People, letters: Letters) -> None:
    headers = {"Host": "evil.test", "X-Forwarded-Host": "evil.test", "X-Forwarded-For": "6.6.6.6", "Origin": ORIGIN}
    await people.ada.post("users/forgot-password", {"email": ADA}, headers=headers)
    await letters.delivered(ADA)
    [letter] = letters.mail.letters.values()
    assert f"{PUBLIC_URL}/reset-password?token=" in letter.text
    assert "evil" not in letter.text + letter.html


async def test_known_and_unknown_addresses_get_the_same_answer_and_do_the_same_work(
    people: People, studio: Studio, letters: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[list[tuple[str, str]]] = []
    documents = studio.wiring.documents

    def noting(name: str, call: Any) -> Any:
        async def noted(collection: str, *arguments: Any, **options: Any) -> Any:
            calls[-1].append((name, collection))
            return await call(collection, *arguments, **options)

        return noted

    for name in ("find", "find_one", "insert", "update", "delete"):
        monkeypatch.setattr(documents, name, noting(name, getattr(documents, name)))

    answers: dict[str, list[Any]] = {"forgot": [], "login": []}
    for email in (ADA, "nobody@film.test"):
        for kind, path in (("forgot", "forgot-password"), ("login", "login")):
            calls.append([])
            answered = await studio.http.post(f"/api/users/{path}", json={"email": email, "password": "wrong one"})
            body = {**answered.json(), "requestId": ""}
            answers[kind].append((answered.status_code, body, sorted(answered.headers), calls[-1]))

    assert answers["forgot"][0] == answers["forgot"][1]
    assert answers["login"][0] == answers["login"][1]
    assert answers["forgot"][0][0] == 200
    assert answers["forgot"][0][1] == {"message": "Success", "requestId": ""}
    assert await letters.delivered("nobody@film.test") == []
    assert await studio.wiring.database["letters"].count_documents({}) == 0


async def test_of_many_resets_with_one_token_one_succeeds(people: People, studio: Studio, letters: Letters) -> None:
    token = await letters.reset_token(ADA)
    passwords = [f"sentence number {number}" for number in range(12)]

    answers = await asyncio.gather(*(letters.reset(token, password) for password in passwords))

    codes = [answer.status_code for answer in answers]
    assert sorted(codes) == [200] + [403] * 11
    assert {message_of(answer) for answer in answers if answer.status_code == 403} == {
        "Token is either invalid or has expired."
    }
    assert (await login(studio, ADA, passwords[codes.index(200)])).status_code == 200
    user = await studio.wiring.database["users"].find_one({"_id": people.ada.id})
    assert len(user["sessions"]) == 2, "the reset's own and the login's"


async def test_a_token_is_not_good_for_ever_nor_after_a_newer_one(
    people: People, studio: Studio, letters: Letters
) -> None:
    users = studio.wiring.database["users"]
    first = await letters.reset_token(ADA)
    second = await letters.reset_token(ADA)
    assert (await letters.reset(first)).status_code == 403
    stored = await users.find_one({"_id": people.ada.id})
    await users.update_one(
        {"_id": people.ada.id},
        {"$set": {"resetPasswordExpiration": stored["resetPasswordExpiration"] - timedelta(hours=1)}},
    )
    assert (await letters.reset(second)).status_code == 403
    assert second not in str(stored)


@pytest.mark.parametrize("change", [{"password": "changed meanwhile"}, {"email": "ada.new@film.test"}])
async def test_a_change_of_the_account_makes_a_token_worthless(
    people: People, letters: Letters, change: dict[str, str]
) -> None:
    token = await letters.reset_token(ADA)
    assert (await people.ada.patch(f"users/{people.ada.id}", change)).status_code == 200
    assert (await letters.reset(token)).status_code == 403


async def test_what_is_missing_or_wrong_is_said(people: People, studio: Studio, letters: Letters) -> None:
    async def answer(path: str, body: Any) -> tuple[int, str]:
        answered = await studio.http.post(f"/api/users/{path}", json=body)
        return answered.status_code, message_of(answered)

    for body in ({}, {"email": ""}, {"email": "  "}, {"email": 7}, {"email": None}):
        assert await answer("forgot-password", body) == (400, "Missing email.")
    assert await answer("forgot-password", {"email": "ada"}) == (400, "The following field is invalid: Email")
    for body in ({}, {"token": "x"}, {"password": NEW}):
        assert await answer("reset-password", body) == (400, "Missing required data.")
    token = await letters.reset_token(ADA)
    assert (await answer("reset-password", {"token": token, "password": "short"}))[0] == 400
    for wrong in ("", "x", token[:-1], None, 7, {"$ne": ""}, ["x"]):
        assert await answer("reset-password", {"token": wrong, "password": NEW}) == (
            403,
            "Token is either invalid or has expired.",
        )
    assert (await letters.reset(token)).status_code == 200, "a mistake does not use a token up"


async def test_one_address_is_written_to_five_times_an_hour_whoever_it_is(people: People, studio: Studio) -> None:
    for email in (ADA, "nobody@film.test"):
        codes = [
            (await studio.http.post("/api/users/forgot-password", json={"email": email})).status_code
            for _ in range(PER_ADDRESS + 1)
        ]
        assert codes == [200] * PER_ADDRESS + [429]


@pytest.mark.parametrize(
    ("deed", "path", "body", "usual"),
    [
        ("forgot", "forgot-password", {"email": "person{}@film.test"}, 200),
        ("token", "verify/none-{}", {}, 403),
        ("token", "reset-password", {"token": "none-{}", "password": NEW}, 403),
        ("register", "", {"email": "ada@film.test", "password": "short", "name": "{}"}, 400),
    ],
)
async def test_a_household_is_admitted_so_often_an_hour(
    people: People, studio: Studio, deed: Any, path: str, body: dict[str, str], usual: int
) -> None:
    limit = PER_HOUSEHOLD[deed]
    forged = {"X-Forwarded-For": "9.9.9.9", "Forwarded": "for=9.9.9.9"}
    async with from_address(studio, "2001:db8::1") as mine, from_address(studio, "2001:db8::2") as neighbour:
        codes = []
        for number in range(limit + 2):
            sent = {name: value.format(number) for name, value in body.items()}
            url = f"/api/users/{path.format(number)}".rstrip("/")
            answered = await (neighbour if number % 2 else mine).post(url, json=sent, headers=forged)
            codes.append(answered.status_code)
        assert codes == [usual] * limit + [429] * 2
        assert answered.json()["code"] == "RATE_LIMIT_EXCEEDED"
        assert 0 < int(answered.headers["retry-after"]) <= 3600
    async with from_address(studio, "2001:db8:0:1::1") as other:
        sent = {name: value.format("x") for name, value in body.items()}
        assert (await other.post(f"/api/users/{path.format('x')}".rstrip("/"), json=sent)).status_code == usual


async def test_an_admin_unlocks_and_nobody_else(people: People, studio: Studio) -> None:
    for _ in range(5):
        await login(studio, ADA, "wrong")
    assert (await people.bo.post("users/unlock", {"email": ADA})).status_code == 403
    assert (await studio.http.post("/api/users/unlock", json={"email": ADA})).status_code == 403
    assert (await login(studio, ADA, PASSWORD)).status_code == 401

    unlocked = await people.admin.post("users/unlock", {"email": "ADA@film.test"})

    assert (unlocked.status_code, unlocked.json()) == (200, {"message": "Success"})
    assert (await login(studio, ADA, PASSWORD)).status_code == 200
    assert (await people.admin.post("users/unlock", {"email": "nobody@film.test"})).status_code == 403
    assert message_of(await people.admin.post("users/unlock", {})) == "Missing email."


async def test_an_address_is_verified_before_its_first_login(careful: Studio) -> None:
    letters, admin = Letters(careful), await careful.admin()
    registered = await careful.http.post("/api/users", json={"email": ADA, "password": PASSWORD, "name": "Ada"})
    assert (registered.status_code, registered.json()["doc"]["_verified"]) == (201, False)
    refused = await login(careful, ADA, PASSWORD)
    assert (refused.status_code, message_of(refused)) == (403, "Please verify your email before logging in.")
    assert (await login(careful, ADA, "wrong")).status_code == 401
    assert (await login(careful, "admin@film.test", PASSWORD)).status_code == 200, "the first is known"

    [token] = await letters.delivered(ADA)
    answers = await asyncio.gather(*(careful.http.post(f"/api/users/verify/{token}") for _ in range(5)))

    assert sorted(answer.status_code for answer in answers) == [200] + [403] * 4
    assert {tuple(answer.json()) for answer in answers if answer.status_code == 200} == {("message",)}
    assert message_of(next(it for it in answers if it.status_code == 403)) == "Verification token is invalid."
    assert (await login(careful, ADA, PASSWORD)).status_code == 200
    assert (await admin.get(f"users/{registered.json()['doc']['id']}")).json()["_verified"] is True


async def test_a_person_is_verified_by_an_admin_or_by_a_reset_but_not_by_themselves(
    careful: Studio,
) -> None:
    letters, admin = Letters(careful), await careful.admin()
    people = {}
    for name in ("ada", "bo"):
        body = {"email": f"{name}@film.test", "password": PASSWORD, "name": name, "_verified": True}
        people[name] = (await careful.http.post("/api/users", json=body)).json()["doc"]
        assert people[name]["_verified"] is False
    await admin.patch(f"users/{people['ada']['id']}", {"_verified": True})
    assert (await login(careful, ADA, PASSWORD)).status_code == 200
    await letters.delivered("bo@film.test")
    assert (await letters.reset(await letters.reset_token("bo@film.test"))).status_code == 200
    assert (await login(careful, "bo@film.test", NEW)).status_code == 200


async def test_a_new_address_is_verified_again(careful: Studio) -> None:
    letters, admin = Letters(careful), await careful.admin()
    await careful.http.post("/api/users", json={"email": ADA, "password": PASSWORD, "name": "Ada"})
    [token] = await letters.delivered(ADA)
    await careful.http.post(f"/api/users/verify/{token}")
    ada = (await login(careful, ADA, PASSWORD)).json()
    headers = {"Authorization": f"JWT {ada['token']}"}
    path = f"/api/users/{ada['user']['id']}"
    key = (await careful.http.patch(path, json={"enableAPIKey": True}, headers=headers)).json()["doc"]["apiKey"]

    await careful.http.patch(path, json={"email": "new@film.test"}, headers=headers)

    by_key = {"Authorization": f"users API-Key {key}"}
    assert (await login(careful, "new@film.test", PASSWORD)).status_code == 403
    assert (await careful.http.get("/api/users/me", headers=by_key)).json()["user"] is None, "as in Payload"
    [token] = await letters.delivered("new@film.test")
    assert (await careful.http.post(f"/api/users/verify/{token}")).status_code == 200
    assert (await login(careful, "new@film.test", PASSWORD)).status_code == 200
    assert (await careful.http.get("/api/users/me", headers=by_key)).json()["user"] is not None
    made = await admin.post("users", {"email": "bo@film.test", "password": PASSWORD, "name": "B", "_verified": True})
    assert (await login(careful, made.json()["doc"]["email"], PASSWORD)).status_code == 200
