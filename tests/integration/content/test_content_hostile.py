"""Every field of every endpoint with every kind of bad value: a 400 that names the field or a harmless success,
never a 500, and nothing half-written."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from shared.content.fields import Array, Field, Group
from tests.integration.content.app import PASSWORD, Person, Studio
from tests.integration.content.conftest import People

# As raw JSON, so that what Python's encoder would refuse can be sent.
VALUES = [
    "null", "true", "false", "0", "-1", "1.5", "1e308", "1e999", "-1e999", "NaN", "Infinity",
    "9007199254740993", "123456789012345678901234567890", "1" * 5000, '""', '" "', '"x"', '"\\u0000"', '"a\\u0000b"',
    '"\\ud800"', '"\\udfff x"', '"💥"', '"{\\"$gt\\":\\"\\"}"', '"2026-99-99"', '"0001-01-01T00:00:00+23:59"',
    '"9999-12-31T23:59:59-23:59"', json.dumps("x" * 20_000), "[]", "[null]", "[[]]", "[1]", '["x"]', "[{}]",
    json.dumps(["x"] * 2000), "{}", '{"$gt":""}', '{"$set":{"role":"admin"}}', '{"a.b":1}', '{"":1}',
    '{"id":null}', '{"id":{"$ne":1}}', '{"id":"x"}', '{"__proto__":{"x":1}}', "[" * 100 + "]" * 100,
    '{"a":' * 30 + "1" + "}" * 30, '{"user":{"$ne":null},"role":"owner"}', '[{"user":["x"],"role":3}]',
]  # fmt: skip


SOME = VALUES[::4]


def paths_of(fields: tuple[Field, ...], prefix: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Field]]:
    found: list[tuple[tuple[str, ...], Field]] = []
    for item in fields:
        found.append(((*prefix, item.name), item))
        if isinstance(item, Group):
            found += paths_of(item.fields, (*prefix, item.name))
        if isinstance(item, Array):
            found += [((*prefix, item.name, "0", inner.name), inner) for inner in item.fields]
    return found


def attempts(fields: tuple[Field, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every value for one field of each kind, some for the others."""
    kinds: set[tuple[type[Field], bool]] = set()
    for path, item in paths_of(fields):
        kind = (type(item), getattr(item, "many", False))
        yield from ((path, value) for value in (SOME if kind in kinds else VALUES))
        kinds.add(kind)
    yield from ((path, value) for path in [("nothing",), ("$set",), ("a.b",)] for value in SOME)


def body_with(base: dict[str, Any], path: tuple[str, ...], value: str) -> str:
    """``base`` as JSON with the raw ``value`` at ``path``."""
    body: Any = json.loads(json.dumps(base))
    node = body
    for name, following in zip(path, [*path[1:], ""], strict=True):
        if following == "":
            node[name if name != "0" else 0] = "@@"
        elif following == "0":
            node[name] = [{}]
            node = node[name]
        else:
            node = node[0] if name == "0" else node.setdefault(name, {})
    return json.dumps(body).replace('"@@"', value)


async def send(person: Person, method: str, path: str, body: str) -> Any:
    headers = {"Content-Type": "application/json"}
    return await person.request(method, path, content=body.encode("utf-8", "surrogatepass"), headers=headers)


def check(answered: Any, what: str) -> None:
    assert answered.status_code in (200, 201, 400, 403, 404), f"{what}: {answered.status_code} {answered.text[:300]}"
    if answered.status_code == 400:
        body = answered.json()
        assert body["code"] == "VALIDATION_ERROR", what
        assert body["errors"][0]["data"], what


@pytest.mark.parametrize("slug", ["users", "projects", "conversations"])
async def test_no_value_of_any_field_breaks_creating_or_changing(people: People, studio: Studio, slug: str) -> None:
    admin = people.admin
    collection = studio.wiring.registry[slug]
    bases = {
        "users": {"email": "new@film.test", "password": PASSWORD, "name": "New"},
        "projects": {"title": "A film", "genre": "drama"},
        "conversations": {"name": "A talk"},
    }
    target = (await admin.post(slug, bases[slug])).json()["doc"]["id"]
    bases["users"]["email"] = "other@film.test"
    for path, value in attempts(collection.all_fields):
        what = f"{'.'.join(path)} = {value[:40]}"
        if slug != "users":  # a password is hashed for every user made
            created = await send(admin, "POST", f"{slug}?depth=0", body_with(bases[slug], path, value))
            check(created, f"POST {what}")
            if created.status_code == 201:
                again = await admin.get(f"{slug}/{created.json()['doc']['id']}?depth=0")
                assert again.json() == created.json()["doc"], what
        check(await send(admin, "PATCH", f"{slug}/{target}?depth=0&trash=true", body_with({}, path, value)), what)
        if slug == "users":
            await studio.wiring.database[slug].update_one({"_id": target}, {"$set": {"role": "user"}})
    assert (await admin.get(f"{slug}/{target}?trash=true")).status_code == 200
    assert (await admin.get("users/me")).json()["user"]["role"] == "admin"


@pytest.mark.parametrize("path", ["login", "first-register"])
async def test_no_value_breaks_signing_in(people: People, studio: Studio, path: str) -> None:
    base = {"email": "ada@film.test", "password": "wrong", "name": "x"}
    for field in ("email", "password"):
        for value in VALUES:
            answered = await studio.http.post(
                f"/api/users/{path}",
                content=body_with(base, (field,), value).encode(),
                headers={"Content-Type": "application/json"},
            )
            assert answered.status_code in (400, 401, 403), f"{field} = {value[:40]}"


BODIES = [
    b"", b"null", b"1", b'"x"', b"[]", b"{", b'{"a":}', b"\xff\xfe", b'{"title":"\xff"}', b"[" * 100_000,
    b'{"title":' * 5000, b"{'title':'x'}", b'{"title":NaN}',
]  # fmt: skip


async def test_what_is_no_json_object_is_refused(people: People) -> None:
    project = await people.ada.project()
    for body in BODIES:
        for method, path in (
            ("POST", "projects"),
            ("PATCH", f"projects/{project['id']}"),
            ("PATCH", "projects?where[title][exists]=true"),
            ("POST", "users/login"),
            ("POST", "users"),
        ):
            headers = {"Content-Type": "application/json"}
            answered = await people.ada.request(method, path, content=body, headers=headers)
            assert answered.status_code == 400, (method, path, body[:20])
            assert answered.json()["code"] == "VALIDATION_ERROR"
    assert (await people.ada.get(f"projects/{project['id']}?depth=0")).json() == project


async def test_bodies_of_another_kind_and_too_long_ones_are_refused(people: People) -> None:
    form = await people.ada.request("POST", "projects", content=b"title=x", headers={"Content-Type": "text/plain"})
    huge = await people.ada.post("projects", {"title": "x", "genre": "drama", "description": "x" * 2_000_000})
    assert (form.status_code, form.json()["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert (huge.status_code, huge.json()["code"]) == (413, "PAYLOAD_TOO_LARGE")


QUERIES = [
    "&".join(f"where[or][{n}][title][equals]={n}" for n in range(900)),
    "where" + "[or][0]" * 30 + "[title][equals]=x",
    "where" + "[and][0]" * 9 + "[or]" * 5,
    "where[title][in]=" + ",".join("x" for _ in range(5000)),
    "&".join("a=b" for _ in range(2000)),
    "where=" + quote('{"or":' * 500),
    "where=" + quote('{"or":[' * 100 + "]}" * 100),
    "where=" + quote(json.dumps({"title": {"like": "a " * 1000}})),
    "where=" + quote('{"episodeCount":{"equals":1e999}}'),
    "where=" + quote('{"episodeCount":{"equals":NaN}}'),
    "where=" + quote('{"title":{"equals":"\\ud800"}}'),
    "where=" + quote('{"createdAt":{"equals":{"$date":1}}}'),
    "where[createdAt][equals]=0001-01-01T00:00:00%2B23:59",
    "where[episodeCount][equals]=" + "9" * 400,
    "where[title][like]=" + quote("(a+)+$" * 50),
    "where[preferences.a.b.c][equals]=x",
    "where[collaborators.user.activeProjects.createdBy.activeProjects.title][equals]=x",
    "where[__proto__][equals]=x&where[constructor][prototype]=x",
    "where[title[equals]=x",
    "where]title[=x&[]=1&[=&=&&&",
    "where[title][equals][$ne]=x",
    "where[title][equals][0]=a&where[title][equals]=b",
    "%ff%fe=%c3&where[%ff][%00]=%00",
    "sort=" + "a," * 3000,
    "sort[a][b]=x&limit[a]=1&page[]=2&depth[x]=1&select=x",
    "select" + "[a]" * 15 + "=true",
    "limit=99999999999999999999999&page=99999999999999999999999999&depth=99999999999999999",
    "depth=10&limit=0",
    "x" * 70_000 + "=1",
]


async def test_no_query_string_breaks_or_stalls(people: People) -> None:
    await people.ada.project(collaborators=[people.bo.id])
    headers = {"X-Payload-HTTP-Method-Override": "GET", "Content-Type": "application/x-www-form-urlencoded"}
    for query in QUERIES:
        for path in ("projects", "projects/count", f"users/{people.ada.id}", "messages"):
            started = time.monotonic()
            answered = await people.ada.request("POST", path, content=query, headers=headers)
            assert answered.status_code in (200, 400), (path, query[:80])
            assert time.monotonic() - started < 20, (path, query[:80])


async def test_no_id_breaks(people: People) -> None:
    for document_id in ("$ne", "{}", "%00", "..", "%2e%2e", "a" * 3000, "%ff", "[object Object]", "-", "%24where"):
        for slug in ("users", "projects", "conversations", "messages"):
            assert (await people.ada.get(f"{slug}/{document_id}")).status_code in (404, 200), document_id
        assert (await people.ada.patch(f"projects/{document_id}", {"title": "x"})).status_code in (404, 400, 405)
        assert (await people.ada.delete(f"projects/{document_id}")).status_code in (404, 400, 405)
