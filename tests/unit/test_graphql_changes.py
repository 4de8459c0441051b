"""Changing in GraphQL: the same hooks, rules and words as in REST."""

from __future__ import annotations

from typing import Any

import pytest

from shared.content.find import Find
from tests.graphql_world import NOWHERE, World

CREATE = "mutation M($data: mutationProjectInput!) {createProject(data: $data) {id title genre createdBy {id}}}"
UPDATE = "mutation M($id: String!, $data: mutationProjectUpdateInput!) {updateProject(id: $id, data: $data) {id title}}"


@pytest.fixture
async def world() -> World:
    return await World().open()


async def stored(world: World, document_id: str) -> dict[str, Any]:
    projects = world.registry["projects"]
    return (
        await world.content.reads.find_by_id(projects, document_id, Find(depth=0, trash=True), world.admin)
    ).document


async def test_a_document_is_created(world: World) -> None:
    made = (await world.ask(CREATE, world.ada, data={"title": "A film", "genre": "sci_fi"}))["createProject"]

    assert made == {"id": made["id"], "title": "A film", "genre": "sci_fi", "createdBy": {"id": "ada"}}
    assert (await stored(world, made["id"]))["genre"] == "sci-fi"


async def test_literals_do_as_well_as_variables(world: World) -> None:
    query = """mutation {createProject(data: {
        title: "A film", genre: documentary, episodeCount: 4, projectSettings: {aspectRatio: _21_9},
        collaborators: [{user: "bo", role: viewer}]
    }) {id projectSettings {aspectRatio qualityTier} collaborators {role}}}"""
    made = (await world.ask(query, world.ada))["createProject"]

    assert made["projectSettings"] == {"aspectRatio": "_21_9", "qualityTier": "standard"}
    assert (await stored(world, made["id"]))["projectSettings"]["aspectRatio"] == "21:9"
    assert made["collaborators"] == [{"role": "viewer"}]


async def test_only_the_named_fields_change(world: World) -> None:
    film = await world.project(world.ada, description="Kept", genre="horror")

    changed = await world.ask(
        UPDATE, world.ada, id=film["id"], data={"title": "New", "projectSettings": {"qualityTier": "draft"}}
    )

    assert changed["updateProject"] == {"id": film["id"], "title": "New"}
    now = await stored(world, film["id"])
    assert (now["description"], now["genre"]) == ("Kept", "horror")
    assert now["projectSettings"] == {"aspectRatio": "16:9", "episodeDuration": 22, "qualityTier": "draft"}


async def test_what_is_not_the_callers_to_write_is_dropped(world: World) -> None:
    data = {"title": "A film", "genre": "drama", "createdBy": "bo", "createdAt": "2000-01-01T00:00:00Z"}
    made = (await world.ask(CREATE, world.ada, data=data))["createProject"]

    assert made["createdBy"] == {"id": "ada"}
    role = await world.ask(
        'mutation {updateUser(id: "ada", data: {role: admin, name: "Ada L."}) {name role}}', world.ada
    )
    assert role["updateUser"] == {"name": "Ada L.", "role": "user"}


async def test_trash_duplicate_and_delete(world: World) -> None:
    film = await world.project(world.ada)
    copy = await world.ask(
        'mutation M($id: String!) {duplicateProject(id: $id, data: {title: "Copy", genre: comedy}) {id title genre}}',
        world.ada,
        id=film["id"],
    )
    assert copy["duplicateProject"]["id"] != film["id"]
    assert copy["duplicateProject"]["title"] == "Copy"

    data = {"deletedAt": "2026-06-01T00:00:00Z"}
    assert (await world.ask(UPDATE, world.ada, id=film["id"], data=data))["updateProject"]
    one = "query Q($id: String!, $trash: Boolean) {Project(id: $id, trash: $trash) {deletedAt}}"
    assert (await world.error(one, world.ada, id=film["id"]))["extensions"]["statusCode"] == 404
    assert (await world.ask(one, world.ada, id=film["id"], trash=True))["Project"]["deletedAt"].startswith("2026-06-01")

    gone = "mutation M($id: String!) {deleteProject(id: $id, trash: true) {id}}"
    assert (await world.ask(gone, world.ada, id=film["id"]))["deleteProject"] == {"id": film["id"]}
    assert (await world.error(gone, world.ada, id=film["id"]))["message"] == "Not Found"


async def test_several_changes_happen_one_after_the_other(world: World) -> None:
    film = await world.project(world.ada)
    query = """mutation M($id: String!) {
        one: updateProject(id: $id, data: {title: "One"}) {title createdBy {name}}
        name: updateUser(id: "ada", data: {name: "Renamed"}) {name}
        two: updateProject(id: $id, data: {title: "Two"}) {title createdBy {name}}
    }"""

    answer = await world.ask(query, world.ada, id=film["id"])

    assert answer["one"] == {"title": "One", "createdBy": {"name": "Ada"}}
    assert answer["two"] == {"title": "Two", "createdBy": {"name": "Renamed"}}


async def test_an_invalid_body_is_told_as_payload_tells_it(world: World) -> None:
    error = await world.error(CREATE, world.ada, data={"title": " ", "genre": "drama", "episodeCount": 99})

    assert error["message"] == "The following fields are invalid: Title, Episode Count"
    extensions = error["extensions"]
    assert (extensions["name"], extensions["statusCode"], extensions["code"]) == (
        "ValidationError", 400, "VALIDATION_ERROR",
    )  # fmt: skip
    assert extensions["data"]["collection"] == "projects"
    assert [fault["path"] for fault in extensions["data"]["errors"]] == ["title", "episodeCount"]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        (
            'mutation {createProject(data: {title: "T", genre: western}) {id}}',
            "does not exist in 'Project_genre_MutationInput'",
        ),
        ("mutation {createProject(data: {title: 3, genre: drama}) {id}}", "String cannot represent"),
        ("mutation {createProject(data: {genre: drama}) {id}}", "title"),
        ('mutation {createProject(data: {title: "T", genre: drama, nope: 1}) {id}}', "nope"),
        ("mutation {createProject {id}}", "data"),
        ("mutation {createProject(data: {", "Syntax Error"),
        ("{Projects {docs {nope}}}", "Cannot query field 'nope'"),
        ("{Projects {docs}}", "must have a selection of subfields"),
        ('{Projects(where: {title: {greater_than: "a"}}) {totalDocs}}', "greater_than"),
        ('{Projects(where: {createdAt: {equals: "yesterday"}}) {totalDocs}}', "Expected an ISO date"),
        ("query A {__typename} query B {__typename}", "Must provide operation name"),
    ],
)
async def test_a_wrong_query_says_what_is_wrong(world: World, query: str, says: str) -> None:
    body = (await world.answer(query, world.ada)).body

    assert "data" not in body or body["data"] is None
    assert any(says in error["message"] for error in body["errors"]), body["errors"]
    assert {error["extensions"]["statusCode"] for error in body["errors"]} == {400}
    assert {error["extensions"]["requestId"] for error in body["errors"]} == {"request-1"}


async def test_strangers_change_nothing(world: World) -> None:
    film = await world.project(world.ada)
    for query, variables in (
        (UPDATE, {"id": film["id"], "data": {"title": "Mine"}}),
        ("mutation M($id: String!) {deleteProject(id: $id) {id}}", {"id": film["id"]}),
    ):
        assert (await world.error(query, world.bo, **variables))["message"] == "Not Found"
        refused = await world.error(query, None, **variables)
        assert (refused["message"], refused["extensions"]["statusCode"]) == (
            "You are not allowed to perform this action.", 403,
        )  # fmt: skip
    assert (await stored(world, film["id"]))["title"] == "A film"
    assert (await world.error(CREATE, None, data={"title": "T", "genre": "drama"}))["extensions"]["name"] == "Forbidden"


async def test_an_accident_says_nothing_of_itself(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object, **__: object) -> Any:
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr(world.content.reads, "count", broken)

    error = await world.error("{countProjects {totalDocs}}", world.ada)

    assert "hunter2" not in str(error)
    assert (error["extensions"]["statusCode"], error["extensions"]["code"]) == (500, "INTERNAL_ERROR")


async def test_signing_in_asks_for_the_cookie(world: World) -> None:
    create = """mutation {createUser(data: {email: "Cy@film.test", password: "correct horse battery", name: "Cy"}) {
        id email role
    }}"""
    made = (await world.ask(create))["createUser"]
    assert (made["email"], made["role"]) == ("cy@film.test", "user")

    login = (
        'mutation L($password: String) {loginUser(email: "cy@film.test", password: $password) {token exp user {id}}}'
    )
    answered = await world.answer(login, None, {"password": "correct horse battery"})
    signed_in = answered.body["data"]["loginUser"]
    assert signed_in["user"] == {"id": made["id"]}
    assert answered.signed_in is not None
    assert answered.signed_in.token == signed_in["token"]
    assert answered.signed_in.expires == signed_in["exp"]

    wrong = await world.error(login, None, password="wrong")
    assert wrong["message"] == "The email or password provided is incorrect."
    assert (wrong["extensions"]["name"], wrong["extensions"]["statusCode"]) == ("AuthenticationError", 401)


async def test_only_one_guess_of_a_password_per_request(world: World) -> None:
    guess = 'loginUser(email: "ada@film.test", password: "guess") {token}'

    error = await world.error(f"mutation {{a: {guess} b: {guess}}}")

    assert "asks for too much" in error["message"]


async def test_ways_back_into_an_account(world: World) -> None:
    assert await world.ask('mutation {forgotPasswordUser(email: "nobody@film.test")}') == {"forgotPasswordUser": True}
    reset = await world.error('mutation {resetPasswordUser(token: "x", password: "long enough now") {token}}')
    assert reset["extensions"]["statusCode"] == 403
    assert (await world.error('mutation {verifyEmailUser(token: "x")}'))["extensions"]["statusCode"] == 403
    unlock = 'mutation {unlockUser(email: "ada@film.test")}'
    assert (await world.error(unlock, world.ada))["extensions"]["statusCode"] == 403
    assert await world.ask(unlock, world.admin) == {"unlockUser": True}
    assert (await world.error("mutation {refreshTokenUser {exp}}", world.ada))["extensions"]["statusCode"] == 403


async def test_a_missing_document_is_changed_as_little_as_a_strangers(world: World) -> None:
    assert (await world.error(UPDATE, world.ada, id=NOWHERE, data={"title": "T"}))["message"] == "Not Found"
    assert (await world.error("mutation {restoreVersionProject {id}}", world.ada))["message"] == "Missing: id."
