"""What the SDK has no method for, as plain requests to the running product."""

from __future__ import annotations

import itertools
import secrets
from typing import Any

import httpx
import pytest

from tests.product import Product

PASSWORD = "correct horse battery"
FILM = {"title": "Raw", "genre": "drama"}
_numbers = itertools.count(1)


@pytest.fixture
def client(product: Product) -> Any:
    """Somebody new, signed in."""
    with httpx.Client(base_url=f"{product.url}/api", timeout=30) as client:
        email = f"raw-{next(_numbers)}-{secrets.token_hex(4)}@film.test"
        account = {"email": email, "password": PASSWORD, "name": "Raw"}
        first = not client.get("/users/init").json()["initialized"]
        made = client.post("/users/first-register" if first else "/users", json=account)
        assert made.status_code in (200, 201), made.text
        token = client.post("/users/login", json={"email": email, "password": PASSWORD}).json()["token"]
        client.cookies.clear()
        client.headers["Authorization"] = f"JWT {token}"
        yield client


def test_the_rest_of_the_table(client: httpx.Client) -> None:
    project = client.post("/projects?depth=0", json=FILM).json()
    assert project["message"] == "Project successfully created."
    path = f"/projects/{project['doc']['id']}"

    access = client.get("/access").json()
    assert access["collections"]["projects"]["create"] is True
    assert "create" not in access["collections"]["messages"]
    again = client.post("/users/first-register", json={"email": "x@film.test", "password": PASSWORD, "name": "x"})
    assert again.status_code == 403
    preference = client.get("/payload-preferences/raw-none")
    assert (preference.status_code, preference.json()) == (200, {"message": "Not Found", "value": None})
    assert client.post("/payload-preferences/raw", json={"value": {"open": True}}).json()["doc"]["value"] == {
        "open": True
    }
    assert client.get("/payload-preferences/raw").json()["value"] == {"open": True}
    assert client.delete("/payload-preferences/raw").json()["message"]

    etag = client.get(path).headers["etag"]
    assert client.patch(path, json={"title": "Raw II"}, headers={"If-Match": etag}).status_code == 200
    stale = client.patch(path, json={"title": "Raw III"}, headers={"If-Match": etag})
    assert (stale.status_code, stale.json()["errors"][0]["data"]["title"]) == (412, "Raw II")

    asked = {"query": "{ Projects { totalDocs docs { title } } countProjects { totalDocs } meUser { user { email } } }"}
    data = client.post("/graphql", json=asked).json()["data"]
    assert data["Projects"]["docs"] == [{"title": "Raw II"}]
    assert data["countProjects"]["totalDocs"] == 1
    broken = client.post("/graphql", json={"query": "{ nothing }"})
    assert (broken.status_code, bool(broken.json()["errors"])) == (200, True)
    assert client.post("/users/logout").json()["message"] == "Logout successful."
    assert client.get("/users/me").json()["user"] is None


def test_query_strings_and_errors(client: httpx.Client) -> None:
    client.post("/projects", json=FILM)
    override = {
        "X-Payload-HTTP-Method-Override": "GET",
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
    }
    for query in (
        "where[title][equals]=Raw",
        "where%5Btitle%5D%5Bequals%5D=Raw",
        "where[title][in][0]=Raw",
        "where[title][in][]=Raw",
        "where[title][in]=Raw,Other",
        'where={"title":{"equals":"Raw"}}',
        "where[or][0][title][like]=ra&where[or][1][genre][equals]=horror",
        "sort=nothing",
        "depth=much&limit=many",
    ):
        assert client.get(f"/projects?{query}").json()["totalDocs"] == 1, query
        assert client.post("/projects", content=query, headers=override).json()["totalDocs"] == 1, query
    assert client.get("/projects?where[title][in][]=").json()["totalDocs"] == 0
    beyond = client.get("/projects?page=9").json()
    assert (beyond["docs"], beyond["totalPages"], beyond["prevPage"], beyond["nextPage"]) == ([], 1, 8, None)
    assert client.post("/projects", content=b"where[title][equals]=\xff", headers=override).status_code == 200

    cases = [
        (client.get("/nothing"), 404, 'Route not found "/api/nothing"'),
        (client.get(f"/projects/{'0' * 24}"), 404, "Not Found"),
        (client.post("/projects", json={"genre": "drama"}), 400, "The following field is invalid: Title"),
        (client.get("/projects?where[password][equals]=x"), 400, "The following path cannot be queried: password"),
        (client.patch("/projects", json={"title": "x"}), 400, "Missing 'where' query of documents to update."),
        (client.get("/projects", headers={"Authorization": ""}), 403, "You are not allowed to perform this action."),
    ]
    for answer, status, message in cases:
        body = answer.json()
        assert (answer.status_code, body["errors"][0]["message"]) == (status, message)
        assert {"code", "requestId", "retryable"} <= body.keys()
