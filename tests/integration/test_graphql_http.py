"""GraphQL as a client meets it: over HTTP and the documents' real protocol, with cookies and credentials."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.integration.content.app import ORIGIN, PASSWORD, Person, Studio, running_content

LOGIN = """mutation L($email: String!, $password: String) {
    loginUser(email: $email, password: $password) {token exp user {id}}
}"""


@pytest.fixture
async def studio(monkeypatch: pytest.MonkeyPatch, mongo_uri: str, mongo_db: Any) -> AsyncIterator[Studio]:
    async with running_content(monkeypatch, mongo_uri, mongo_db.name) as studio:
        yield studio


async def ask(person: Person, query: str, **variables: Any) -> Any:
    answered = await person.post("graphql", {"query": query, "variables": variables})
    assert answered.status_code == 200
    assert "errors" not in answered.json(), answered.json()["errors"]
    return answered.json()["data"]


async def anonymous(studio: Studio, query: str, **options: Any) -> httpx.Response:
    return await studio.http.post("/api/graphql", json={"query": query, **options.pop("body", {})}, **options)


async def test_a_film_from_its_making_to_its_end(studio: Studio) -> None:
    admin = await studio.admin()
    made = (await ask(admin, 'mutation {createProject(data: {title: "Dune Äß", genre: sci_fi}) {id genre}}'))[
        "createProject"
    ]
    rest = (await admin.get(f"projects/{made['id']}?depth=0")).json()
    assert (rest["title"], rest["genre"]) == ("Dune Äß", "sci-fi")

    found = await ask(
        admin,
        """query Q($where: Project_where) {
            Projects(where: $where, sort: "title") {totalDocs docs {title createdBy {email}}}
            versionsProjects {totalDocs} countProjects(where: {title: {like: "äß dune"}}) {totalDocs}}""",
        where={"OR": [{"genre": {"equals": "sci_fi"}}, {"title": {"equals": "nothing"}}]},
    )
    assert found == {
        "Projects": {"totalDocs": 1, "docs": [{"title": "Dune Äß", "createdBy": {"email": "admin@film.test"}}]},
        "versionsProjects": {"totalDocs": 1},
        "countProjects": {"totalDocs": 1},
    }

    query = """mutation M($id: String!) {
        updateProject(id: $id, data: {status: on_hold}) {status} deleteProject(id: $id) {id}
    }"""
    assert await ask(admin, query, id=made["id"]) == {
        "updateProject": {"status": "on_hold"}, "deleteProject": {"id": made["id"]},
    }  # fmt: skip
    assert (await admin.get(f"projects/{made['id']}")).status_code == 404


async def test_signing_in_and_out_sets_the_cookie_as_rest_does(studio: Studio) -> None:
    admin = await studio.admin()
    answered = await anonymous(studio, LOGIN, body={"variables": {"email": "admin@film.test", "password": PASSWORD}})

    token = answered.json()["data"]["loginUser"]["token"]
    cookie = answered.headers["set-cookie"]
    assert cookie.startswith(f"payload-token={token};")
    assert {"HttpOnly", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert answered.headers["cache-control"] == "no-store"
    studio.http.cookies.clear()

    me = "{meUser {user {id} token exp collection}}"
    for headers, known in (
        ({"Origin": ORIGIN}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "http://evil.test"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({}, False),
    ):
        sent = {**headers, "Cookie": f"payload-token={token}"}
        user = (await anonymous(studio, me, headers=sent)).json()["data"]["meUser"]
        assert user["user"] == ({"id": admin.id} if known else None), headers
        assert user["token"] == (token if known else None)

    bearer = {"Authorization": f"Bearer {token}"}
    refreshed = await anonymous(
        studio, "mutation {refreshTokenUser {refreshedToken exp user {email collection}}}", headers=bearer
    )
    assert refreshed.json()["data"]["refreshTokenUser"]["user"] == {"email": "admin@film.test", "collection": "users"}
    assert "payload-token=" in refreshed.headers["set-cookie"]
    out = await anonymous(studio, "mutation {logoutUser}", headers=bearer)
    assert out.json() == {"data": {"logoutUser": "Logout successful."}}
    assert "Max-Age=0" in out.headers["set-cookie"]
    studio.http.cookies.clear()
    assert (await anonymous(studio, me, headers=bearer)).json()["data"]["meUser"]["user"] is None


async def test_what_went_wrong_is_said_in_a_200_with_the_requests_id(studio: Studio) -> None:
    admin = await studio.admin()
    answered = await admin.post("graphql", {"query": 'mutation {createProject(data: {title: "", genre: drama}) {id}}'})

    assert answered.status_code == 200
    assert answered.json()["data"] == {"createProject": None}
    [error] = answered.json()["errors"]
    assert error["message"] == "The following field is invalid: Title"
    assert error["path"] == ["createProject"]
    extensions = error["extensions"]
    assert extensions["requestId"] == answered.headers["x-request-id"]
    assert (extensions["name"], extensions["statusCode"]) == ("ValidationError", 400)
    assert extensions["data"]["errors"] == [{"label": "Title", "message": "This field is required.", "path": "title"}]


async def test_what_is_no_graphql_request(studio: Studio) -> None:
    post = studio.http.post
    batch = await post("/api/graphql", json=[{"query": "{__typename}"}, {"query": "{__typename}"}])
    assert (batch.status_code, batch.json()["errors"][0]["extensions"]["statusCode"]) == (200, 400)
    broken = await post("/api/graphql", content="{", headers={"Content-Type": "application/json"})
    assert broken.status_code == 400
    form = await post("/api/graphql", content='{"query":"{__typename}"}', headers={"Content-Type": "text/plain"})
    assert form.status_code == 415
    huge = await post("/api/graphql", json={"query": "{__typename}", "variables": {"a": "x" * 1_100_000}})
    assert huge.status_code == 413
    got = await studio.http.get("/api/graphql?query={__typename}")
    assert got.status_code == 405
    override = {"X-Payload-HTTP-Method-Override": "GET", "Content-Type": "application/x-www-form-urlencoded"}
    assert (await post("/api/graphql", content="query={__typename}", headers=override)).status_code == 405


async def test_round_trips_do_not_grow_with_the_page(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = await studio.admin()
    for number in range(6):
        project = await admin.project(title=f"Film {number}")
        made = await admin.post("conversations", {"name": f"Talk {number}", "project": project["id"]})
        assert made.status_code == 201
    documents, asked = studio.wiring.documents, list[str]()
    for name in ("find", "find_one", "page", "count"):
        monkeypatch.setattr(documents, name, counted(getattr(documents, name), asked))

    query = """query Q($limit: Int) {Conversations(limit: $limit) {docs {
        name user {name} project {title createdBy {name} collaborators {user {name}}}
    }}}"""
    trips: dict[int, list[str]] = {}
    for limit in (1, 6):
        asked.clear()
        docs = (await ask(admin, query, limit=limit))["Conversations"]["docs"]
        assert {doc["project"]["createdBy"]["name"] for doc in docs} == {"Admin"}
        assert len(docs) == limit
        trips[limit] = sorted(asked)
    assert trips[6] == trips[1]
    assert len(trips[6]) <= 5  # who asks, the page and whose it is, and a query for each related collection


def counted(call: Any, asked: list[str]) -> Any:
    async def counting(collection: str, *args: Any, **options: Any) -> Any:
        asked.append(collection)
        return await call(collection, *args, **options)

    return counting


@pytest.mark.parametrize(("stage", "told"), [("dev", True), ("prod", False)])
async def test_introspection_is_for_development(studio: Studio, stage: str, told: bool) -> None:
    from functions.content.app import build
    from functions.content.settings import ContentSettings

    settings = ContentSettings()  # pyright: ignore[reportCallIssue]  read from the environment
    app = build(settings.model_copy(update={"aladdin_stage": stage}))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ORIGIN) as client:
        answered = await client.post("/api/graphql", json={"query": "{__schema {queryType {name}}}"})
    await app.state.wiring.aclose()

    assert ("errors" not in answered.json()) == told
