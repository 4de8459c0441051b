"""Reading in GraphQL: the same pages, conditions and rules as in REST, and few round trips."""

from __future__ import annotations

from typing import Any

import pytest

from shared.content.find import Find
from shared.domain.query import Change, by_id
from tests.graphql_world import NOWHERE, World

TITLES = ("Delta", "Alpha", "Charlie", "Bravo", "Echo")


@pytest.fixture
async def world() -> World:
    return await World().open()


@pytest.fixture
async def films(world: World) -> list[dict[str, Any]]:
    genres = ("drama", "sci-fi", "horror", "sci-fi", "comedy")
    films = [
        await world.project(world.ada, title=title, genre=genre, episodeCount=number + 1)
        for number, (title, genre) in enumerate(zip(TITLES, genres, strict=True))
    ]
    world.documents.asked.clear()
    return films


async def test_a_page_has_payloads_envelope(world: World, films: list[Any]) -> None:
    query = """{Projects(limit: 2, page: 2, sort: "-title") {
        docs {title} totalDocs limit page totalPages pagingCounter hasPrevPage hasNextPage prevPage nextPage offset
    }}"""
    page = (await world.ask(query, world.ada))["Projects"]

    assert [film["title"] for film in page.pop("docs")] == ["Charlie", "Bravo"]
    assert page == {
        "totalDocs": 5, "limit": 2, "page": 2, "totalPages": 3, "pagingCounter": 3, "hasPrevPage": True,
        "hasNextPage": True, "prevPage": 1, "nextPage": 3, "offset": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ('{title: {equals: "Alpha"}}', {"Alpha"}),
        ("{genre: {equals: sci_fi}}", {"Alpha", "Bravo"}),
        ("{genre: {in: [sci_fi, horror]}}", {"Alpha", "Bravo", "Charlie"}),
        ("{OR: [{genre: {equals: horror}}, {episodeCount: {less_than: 2}}]}", {"Delta", "Charlie"}),
        ('{AND: [{genre: {not_equals: drama}}, {title: {like: "a"}}]}', {"Alpha", "Charlie", "Bravo"}),
        ("{projectSettings__aspectRatio: {equals: _16_9}}", set(TITLES)),
        ('{createdBy: {equals: "ada"}, episodeCount: {greater_than_equal: 4}}', {"Bravo", "Echo"}),
        ("{description: {exists: true}}", set()),
        ('{createdAt: {less_than: "2000-01-01"}}', set()),
        ('{AND: [{OR: [{title: {equals: "Echo"}}, null]}], OR: null}', {"Echo"}),
        ("{}", set(TITLES)),
    ],
)
async def test_conditions(world: World, films: list[Any], where: str, found: set[str]) -> None:
    answer = await world.ask(
        f"{{Projects(where: {where}) {{docs {{title}}}} countProjects(where: {where}) {{totalDocs}}}}", world.ada
    )

    assert {film["title"] for film in answer["Projects"]["docs"]} == found
    assert answer["countProjects"]["totalDocs"] == len(found)


async def test_variables_carry_conditions_as_well(world: World, films: list[Any]) -> None:
    query = (
        "query Q($where: Project_where, $limit: Int = 1) {Projects(where: $where, limit: $limit) {docs {title genre}}}"
    )

    answer = await world.ask(query, world.ada, where={"genre": {"equals": "sci_fi"}})

    assert answer["Projects"]["docs"] == [{"title": "Bravo", "genre": "sci_fi"}]


async def test_everything_on_one_page(world: World, films: list[Any]) -> None:
    for arguments in ("limit: 0", "pagination: false"):
        page = (await world.ask(f"{{Projects({arguments}) {{docs {{title}} totalPages}}}}", world.ada))["Projects"]
        assert (len(page["docs"]), page["totalPages"]) == (5, 1)


async def test_nonsense_in_numbers_is_ignored_as_in_rest(world: World, films: list[Any]) -> None:
    page = (await world.ask('{Projects(limit: -3, page: -1, sort: "nope,,") {docs {id} page}}', world.ada))["Projects"]

    assert (len(page["docs"]), page["page"]) == (5, 1)


async def test_one_document_with_groups_rows_and_plain_numbers(world: World) -> None:
    film = await world.project(world.ada, collaborators=["bo"], episodeCount=3)
    query = """query Q($id: String!) {Project(id: $id) {
        id episodeCount projectSettings {aspectRatio episodeDuration} progress {completedSteps currentPhase}
        collaborators {id role user {id}}
    }}"""

    project = (await world.ask(query, world.ada, id=film["id"]))["Project"]

    assert str(project["episodeCount"]) == "3"
    assert project["projectSettings"] == {"aspectRatio": "_16_9", "episodeDuration": 22}
    assert project["progress"] == {"completedSteps": [], "currentPhase": "story_development"}
    [row] = project["collaborators"]
    assert (row["id"], row["role"]) == (film["collaborators"][0]["id"], "editor")
    assert row["user"] is None  # ada may not read other accounts


async def test_what_is_not_there_is_an_error_and_null(world: World) -> None:
    body = (await world.answer(f'{{Project(id: "{NOWHERE}") {{id}} countProjects {{totalDocs}}}}', world.ada)).body

    assert body["data"] == {"Project": None, "countProjects": {"totalDocs": 0}}
    [error] = body["errors"]
    assert error == {
        "message": "Not Found",
        "locations": [{"line": 1, "column": 2}],
        "path": ["Project"],
        "extensions": {"name": "NotFound", "statusCode": 404, "code": "NOT_FOUND", "requestId": "request-1"},
    }


async def test_relations_take_one_query_per_collection_and_level(world: World) -> None:
    films = [await world.project(world.admin, title=f"Film {number}") for number in range(8)]
    old = await world.project(world.admin, title="Another")
    for number, film in enumerate(films * 2):
        await world.conversation(world.admin, name=f"Talk {number}", project=film["id"])
    everything = Change(set={"activeProjects": [film["id"] for film in (*films, old)]})
    await world.documents.update("users", by_id("admin"), everything)
    world.documents.asked.clear()

    query = """{Conversations(limit: 100, select: true) {docs {
        name user {name activeProjects {title createdBy {email}}} project {...P} other: project {...P}
    }}} fragment P on Project {title createdBy {name}}"""
    docs = (await world.ask(query, world.admin))["Conversations"]["docs"]

    assert len(docs) == 16
    assert {doc["project"]["createdBy"]["name"] for doc in docs} == {"Admin"}
    assert [film["title"] for film in docs[0]["user"]["activeProjects"]] == [
        *(f"Film {n}" for n in range(8)),
        "Another",
    ]
    assert sorted(world.documents.asked) == ["conversations", "projects", "projects", "users"]


async def test_joined_documents_of_a_whole_page(world: World) -> None:
    films = [await world.project(world.ada, title=title) for title in TITLES]
    for film in films:
        for number in range(3):
            await world.conversation(world.ada, name=f"{film['title']} {number}", project=film["id"])
    world.documents.asked.clear()

    query = """{Projects(sort: "title") {docs {title
        conversations(limit: 2, sort: "-createdAt", count: true) {docs {name user {id}} hasNextPage totalDocs}
        named: conversations(where: {name: {contains: "1"}}) {docs {name} hasNextPage}
    }}}"""
    [first, *others] = (await world.ask(query, world.ada))["Projects"]["docs"]

    assert first == {
        "title": "Alpha",
        "conversations": {
            "docs": [{"name": f"Alpha {number}", "user": {"id": "ada"}} for number in (2, 1)],
            "hasNextPage": True,
            "totalDocs": 3,
        },
        "named": {"docs": [{"name": "Alpha 1"}], "hasNextPage": False},
    }
    assert len(others) == 4
    assert len(world.documents.asked) <= 9  # however many films there are


async def test_an_unreadable_or_missing_relation_is_null(world: World) -> None:
    film = await world.project(world.ada, collaborators=["bo"])
    talk = await world.conversation(world.ada, project=film["id"])
    query = "query Q($id: String!) {Conversation(id: $id) {name user {id} project {title}}}"

    assert (await world.ask(query, world.bo, id=talk["id"]))["Conversation"] == {
        "name": "A talk", "user": None, "project": {"title": "A film"},
    }  # fmt: skip
    assert (await world.ask('{User(id: "bo") {activeProjects {id}}}', world.bo))["User"]["activeProjects"] == []


async def test_select_reads_what_the_query_names(world: World, films: list[Any]) -> None:
    query = """{Projects(select: true, limit: 1) {docs {...T ... on Project {__typename status}}}}
        fragment T on Project {title}"""

    assert (await world.ask(query, world.ada))["Projects"]["docs"] == [
        {"title": "Echo", "__typename": "Project", "status": "concept"}
    ]
    only_type = await world.ask("{Projects(select: true, limit: 1) {docs {__typename}}}", world.ada)
    assert only_type["Projects"]["docs"] == [{"__typename": "Project"}]


async def test_versions_are_read_and_restored(world: World) -> None:
    film = await world.project(world.ada, title="First cut")
    projects = world.registry["projects"]
    await world.content.writes.update(projects, film["id"], {"title": "Second cut"}, Find(depth=0), world.ada)

    query = """query Q($id: JSON) {versionsProjects(where: {parent: {equals: $id}}, sort: "createdAt") {
        totalDocs docs {id latest parent {id title} version {title genre createdBy {id}}}
    }}"""
    versions = (await world.ask(query, world.ada, id=film["id"]))["versionsProjects"]
    assert [doc["version"]["title"] for doc in versions["docs"]] == ["First cut", "Second cut"]
    assert versions["docs"][0]["parent"] == {"id": film["id"], "title": "Second cut"}
    assert versions["docs"][0]["version"]["createdBy"] == {"id": "ada"}

    first = versions["docs"][0]["id"]
    one = await world.ask(
        "query Q($id: String) {versionProject(id: $id, select: true) {version {title}}}", world.ada, id=first
    )
    assert one["versionProject"]["version"] == {"title": "First cut"}
    restore = "mutation M($id: String) {restoreVersionProject(id: $id) {id title}}"
    restored = (await world.ask(restore, world.ada, id=first))["restoreVersionProject"]
    assert restored == {"id": film["id"], "title": "First cut"}


async def test_access_says_what_may_be_done(world: World) -> None:
    query = """{Access {canAccessAdmin
        projects {create {permission} read {permission where} fields {title {read {permission}}}}
        users {create {permission} delete {permission} fields {role {update {permission}}}}
    }}"""

    access = (await world.ask(query, world.ada))["Access"]

    assert access["canAccessAdmin"] is False
    assert access["projects"]["create"] == {"permission": True}
    assert access["projects"]["read"]["where"]
    assert access["projects"]["fields"] == {"title": {"read": {"permission": True}}}
    assert access["users"]["delete"] is None
    assert access["users"]["fields"]["role"]["update"] is None
    assert (await world.ask("{Access {canAccessAdmin messages {read {permission}}}}"))["Access"]["messages"] is None


async def test_who_is_asking(world: World) -> None:
    query = "{meUser {collection user {id email} token exp} initializedUser}"

    assert (await world.ask(query))["meUser"] == {"collection": None, "user": None, "token": None, "exp": None}
    answer = await world.ask(query, world.ada)
    assert answer["meUser"]["user"] == {"id": "ada", "email": "ada@film.test"}
    assert answer["initializedUser"] is True


async def test_preferences_are_ones_own(world: World) -> None:
    remember = 'mutation M($value: JSON) {updatePreference(key: "nav", value: {open: [$value]}) {key value}}'
    assert (await world.ask(remember, world.ada, value={"group": 1}))["updatePreference"] == {
        "key": "nav", "value": {"open": [{"group": 1}]},
    }  # fmt: skip

    read = '{Preference(key: "nav") {value}}'
    assert (await world.ask(read, world.ada))["Preference"] == {"value": {"open": [{"group": 1}]}}
    assert (await world.ask(read, world.bo))["Preference"] is None
    assert (await world.ask('mutation {deletePreference(key: "nav") {key}}', world.ada))["deletePreference"]
    assert (await world.error('mutation {deletePreference(key: "nav") {key}}', world.ada))["message"] == "Not Found"
    assert (await world.error("{Preference {value}}", world.ada))["message"] == "Missing: key."
