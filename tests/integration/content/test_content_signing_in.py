"""Signing in: tokens, cookies and the lock against guessing."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import httpx
import pytest

from shared.auth import passwords
from tests.integration.content.app import ORIGIN, PASSWORD, Studio, login
from tests.integration.content.conftest import People


def message_of(response: httpx.Response) -> str:
    return response.json()["errors"][0]["message"]


async def test_a_login_answers_as_payload_does(people: People, studio: Studio) -> None:
    answered = await login(studio, " ADA@film.test ", PASSWORD)

    body = answered.json()
    assert answered.status_code == 200
    assert set(body) == {"message", "exp", "token", "user"}
    assert body["message"] == "Authentication Passed"
    assert body["user"]["id"] == people.ada.id
    cookie = answered.headers["set-cookie"]
    assert cookie.startswith(f"payload-token={body['token']}; Path=/; Max-Age=7200; HttpOnly; SameSite=Lax")
    assert "Secure" not in cookie


async def test_the_cookie_is_secure_over_https(people: People, studio: Studio) -> None:
    body = {"email": "ada@film.test", "password": PASSWORD}
    answered = await studio.http.post("https://studio.test/api/users/login", json=body)
    assert answered.headers["set-cookie"].endswith("; Secure")


async def test_a_token_is_read_from_the_header(people: People, studio: Studio) -> None:
    for scheme in ("JWT {}", "Bearer {}", "bearer   {} ", "  jwt {}"):
        headers = {"Authorization": scheme.format(people.ada.token)}
        answered = (await studio.http.get("/api/users/me", headers=headers)).json()
        assert answered["user"]["id"] == people.ada.id
        assert (answered["strategy"], answered["collection"]) == ("local-jwt", "users")
        assert answered["token"] == people.ada.token


async def test_a_token_that_is_not_ours_is_nobodys(people: People, studio: Studio) -> None:
    for token in ("", "x", "a.b.c", "JWT", "eyJhbGciOiJub25lIn0.eyJpZCI6IjEifQ."):
        answered = await studio.http.get("/api/users/me", headers={"Authorization": f"JWT {token}"})
        assert answered.status_code == 200
        assert answered.json()["user"] is None


COOKIE_RULES = [
    ("GET", {}, True),
    ("GET", {"Origin": ORIGIN}, True),
    ("GET", {"Origin": "http://evil.test"}, False),
    ("GET", {"Sec-Fetch-Site": "cross-site"}, False),
    ("GET", {"Sec-Fetch-Site": "none"}, True),
    ("POST", {}, False),
    ("POST", {"Origin": ORIGIN}, True),
    ("POST", {"Origin": "null"}, False),
    ("POST", {"Origin": "http://evil.test"}, False),
    ("POST", {"Origin": "http://evil.test", "Sec-Fetch-Site": "same-origin"}, False),
    ("POST", {"Sec-Fetch-Site": "same-origin"}, True),
    ("POST", {"Sec-Fetch-Site": "same-site"}, True),
    ("POST", {"Sec-Fetch-Site": "cross-site"}, False),
]


async def test_the_cookie_counts_only_from_our_own_pages(people: People, studio: Studio) -> None:
    cookie = {"Cookie": f"other=1; payload-token={people.ada.token}"}
    for method, headers, counts in COOKIE_RULES:
        case = f"{method} {headers}"
        if method == "GET":
            answered = await studio.http.get("/api/users/me", headers={**cookie, **headers})
            assert (answered.json()["user"] is not None) is counts, case
        else:
            answered = await studio.http.post("/api/conversations", json={"name": "x"}, headers={**cookie, **headers})
            assert answered.status_code == (201 if counts else 403), case


async def test_five_wrong_passwords_lock_and_all_answers_look_alike(people: People, studio: Studio) -> None:
    wrong = [await login(studio, "ada@film.test", f"wrong {number}") for number in range(5)]
    locked = await login(studio, "ada@film.test", PASSWORD)
    unknown = await login(studio, "nobody@film.test", PASSWORD)

    bodies = [{**answer.json(), "requestId": ""} for answer in [*wrong, locked, unknown]]
    assert {answer.status_code for answer in [*wrong, locked, unknown]} == {401}
    assert all(body == bodies[0] for body in bodies)
    assert message_of(locked) == "The email or password provided is incorrect."


async def test_four_wrong_passwords_and_a_right_one_start_again(people: People, studio: Studio) -> None:
    for _ in range(3):
        for _ in range(4):
            await login(studio, "ada@film.test", "wrong")
        assert (await login(studio, "ada@film.test", PASSWORD)).status_code == 200


@pytest.mark.serial
@pytest.mark.timeout(180)
@pytest.mark.parametrize(("email", "crowd", "most"), [("ada@film.test", 100, 5), ("nobody@film.test", 30, 0)])
async def test_of_a_crowd_of_wrong_logins_at_once_at_most_five_are_evaluated(
    people: People, studio: Studio, monkeypatch: pytest.MonkeyPatch, email: str, crowd: int, most: int
) -> None:
    evaluated: list[str] = []
    verify = passwords.verify

    async def counted(password_hash: str, password: str) -> bool:
        evaluated.append(password)
        return await verify(password_hash, password)

    monkeypatch.setattr(passwords, "verify", counted)
    answers = await asyncio.gather(*(login(studio, email, f"wrong {number}") for number in range(crowd)))

    codes = [answer.status_code for answer in answers]
    assert 401 in codes
    assert set(codes) <= {401, 503}, "a machine that is short of breath may say so"
    assert len(evaluated) <= most
    window = await studio.wiring.database["loginTries"].find_one({})
    assert window["tries"] == 5, "unknown addresses are locked, too"


async def test_of_many_right_logins_at_once_all_succeed(people: People, studio: Studio) -> None:
    answers = await asyncio.gather(*(login(studio, "ada@film.test", PASSWORD) for _ in range(12)))
    assert {answer.status_code for answer in answers} == {200}
    assert await studio.wiring.database["loginTries"].count_documents({}) == 0


@pytest.mark.serial
async def test_unknown_wrong_and_locked_take_the_same_time(people: People, studio: Studio) -> None:
    for _ in range(5):
        await login(studio, "bo@film.test", "wrong")
    times: dict[str, list[float]] = {"ada@film.test": [], "bo@film.test": [], "nobody@film.test": []}
    for _ in range(9):
        for email, taken in times.items():
            await studio.wiring.desk.lockout.forgive("ada@film.test")
            await studio.wiring.desk.lockout.forgive("nobody@film.test")
            started = time.process_time()  # of our process alone, whatever else the machine does
            await login(studio, email, "wrong")
            taken.append(time.process_time() - started)
    typical = [sorted(taken)[len(taken) // 2] for taken in times.values()]
    assert max(typical) < 1.5 * min(typical)
    assert min(typical) > 0.02


async def test_a_lock_ends_after_ten_minutes(people: People, studio: Studio) -> None:
    for _ in range(5):
        await login(studio, "ada@film.test", "wrong")
    windows = studio.wiring.database["loginTries"]
    window = await windows.find_one({})
    assert window["until"].timestamp() - time.time() == pytest.approx(600, abs=15)
    await windows.update_one({}, {"$set": {"until": window["until"] - timedelta(minutes=10)}})
    assert (await login(studio, "ada@film.test", PASSWORD)).status_code == 200
