"""What is somebody else's looks absent in GraphQL, whichever way it is asked for."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from shared.content.collection import nobody
from shared.content.fields import Relation, Text
from shared.content.find import Find
from shared.content.graphql.names import names_of
from shared.domain.query import Change, by_id
from tests.graphql_world import NOWHERE, World

NOW = datetime(2026, 5, 1, tzinfo=UTC)
MARK = "Secret"
FOR_EVERYBODY = ("departments", "agents")


@pytest.fixture
async def world() -> World:
    return await World().open()


async def property_of_ada(world: World) -> dict[str, str]:
    """One document of every collection that is not for everybody, by slug; each holds the mark."""
    project = await world.project(world.ada, title=f"{MARK} film")
    talk = await world.conversation(world.ada, name=f"{MARK} talk", project=project["id"])
    owned = {"projects": project["id"], "conversations": talk["id"], "users": "ada"}
    await world.documents.update("users", by_id("ada"), Change(set={"name": f"{MARK} Ada"}))
    for collection in world.registry:
        if collection.slug in (*owned, *FOR_EVERYBODY):
            continue
        document_id = f"{collection.slug}-of-ada"
        related = {item.name: owned.get(item.to) for item in collection.fields if isinstance(item, Relation)}
        texts = {item.name: f"{MARK} {item.name}" for item in collection.fields if isinstance(item, Text)}
        lists = {item.name: [] for item in collection.fields if getattr(item, "many", False)}
        times = {"createdAt": NOW, "updatedAt": NOW, "deletedAt": None}
        document = {"_id": document_id, "rev": 1, **texts, **related, **lists, **times}
        await world.documents.insert(collection.slug, document)
        owned[collection.slug] = document_id
    return owned


async def test_what_is_adas_is_adas_to_read(world: World) -> None:
    owned = await property_of_ada(world)
    readable = {"projects", "conversations", "users", "messages", "media", "sessions", "scripts", "tasks", "notes"}
    assert readable <= set(owned)
    for slug in readable:
        one = names_of(world.registry[slug]).one
        assert (await world.ask(f'{{{one}(id: "{owned[slug]}") {{id}}}}', world.ada))[one] == {"id": owned[slug]}


async def told(world: World, query: str, document_id: str) -> str:
    """All that bo learns, the id that bo asked for aside."""
    body = (await world.answer(query, world.bo, {"id": document_id})).body
    return json.dumps(body).replace(document_id, NOWHERE)


async def test_by_id_it_is_answered_as_one_that_does_not_exist(world: World) -> None:
    for slug, document_id in (await property_of_ada(world)).items():
        collection = world.registry[slug]
        one = names_of(collection).one
        queries = [
            f"query Q($id: String!) {{{one}(id: $id) {{id}}}}",
            f"query Q($id: String!) {{{one}(id: $id, trash: true, draft: true) {{id}}}}",
        ]
        if collection.access.delete is not nobody:
            queries.append(f"mutation M($id: String!) {{delete{one}(id: $id) {{id}}}}")
        if collection.access.update is not nobody:
            queries.append(f"mutation M($id: String!) {{update{one}(id: $id, data: {{}}) {{id}}}}")
        if collection.access.create is not nobody and not collection.auth:
            queries.append(f"mutation M($id: String!) {{duplicate{one}(id: $id) {{id}}}}")
        for query in queries:
            theirs = await told(world, query, document_id)
            assert theirs == await told(world, query, NOWHERE), query
            assert '"statusCode": 40' in theirs


async def test_no_condition_finds_it(world: World) -> None:
    for slug, document_id in (await property_of_ada(world)).items():
        collection = world.registry[slug]
        names = names_of(collection)
        where = f'{{OR: [{{id: {{equals: "{document_id}"}}}}, {{id: {{not_equals: "x"}}}}]}}'
        if slug != "users":
            answer = await world.ask(
                f"{{{names.many}(where: {where}, limit: 0, trash: true, draft: true) {{docs {{id}} totalDocs}} "
                f"count{names.many}(where: {where}, trash: true) {{totalDocs}}}}",
                world.bo,
            )
            assert answer[names.many] == {"docs": [], "totalDocs": 0}
            assert answer[f"count{names.many}"] == {"totalDocs": 0}
        found = await world.ask(f"{{{names.many}(where: {where}) {{docs {{id}}}}}}", world.bo)
        assert document_id not in json.dumps(found)


async def test_no_relation_leads_to_it(world: World) -> None:
    owned = await property_of_ada(world)
    stolen = Change(set={"activeProjects": [owned["projects"]]})
    await world.documents.update("users", by_id("bo"), stolen)  # as a mistake of ours might leave it
    own = await world.project(world.bo, title="Own")
    reference = Change(set={"styleReferences": [owned["media"]], "createdBy": "ada"})
    await world.documents.update("projects", by_id(own["id"]), Change(set={"collaborators": [
        {"id": "1", "user": "bo", "role": "editor"}, {"id": "2", "user": "ada", "role": "viewer"},
    ]}))  # fmt: skip
    await world.documents.update("projects", by_id(own["id"]), reference)

    answer = await world.ask(
        """{meUser {user {activeProjects {title}}} Projects {docs {
            createdBy {name} styleReferences {description} collaborators {user {name}} media {docs {description}}
            conversations {docs {name messages {docs {content}}}}
        }}}""",
        world.bo,
    )

    assert MARK not in json.dumps(answer)
    assert answer["meUser"]["user"]["activeProjects"] == []
    [project] = answer["Projects"]["docs"]
    assert project["styleReferences"] == []
    assert [row["user"] for row in project["collaborators"]] == [{"name": "Bo"}, None]


async def test_no_version_tells_of_it(world: World) -> None:
    project = (await property_of_ada(world))["projects"]
    versions = await world.content.versions.find(world.registry["projects"], Find(depth=0), world.ada)
    [version] = [doc["id"] for doc in versions["docs"]]

    page = await world.ask(
        '{versionsProjects(where: {version__title: {like: "secret"}}, trash: true) {totalDocs docs {id}}}', world.bo
    )
    assert page["versionsProjects"] == {"totalDocs": 0, "docs": []}
    for query in (
        "query Q($id: String!) {versionProject(id: $id) {id version {title}}}",
        "mutation M($id: String!) {restoreVersionProject(id: $id) {id}}",
    ):
        assert await told(world, query, version) == await told(world, query, NOWHERE)
    assert (await world.ask(f'{{Project(id: "{project}") {{title}}}}', world.ada))["Project"]["title"].startswith(MARK)


async def test_the_anonymous_read_nothing(world: World) -> None:
    owned = await property_of_ada(world)
    for slug, document_id in owned.items():
        names = names_of(world.registry[slug])
        for query in (f'{{{names.one}(id: "{document_id}") {{id}}}}', f"{{{names.many} {{totalDocs}}}}"):
            error = await world.error(query)
            assert (error["extensions"]["statusCode"], error["extensions"]["code"]) == (403, "FORBIDDEN")


async def test_hidden_fields_can_neither_be_seen_nor_asked_about(world: World) -> None:
    for query in (
        "{Users {docs {passwordHash}}}",
        "{Users {docs {sessions {id}}}}",
        "{Users(where: {passwordHash: {exists: true}}) {totalDocs}}",
        "{allMedia {docs {embedding}}}",
    ):
        body = (await world.answer(query, world.admin)).body
        assert {error["extensions"]["statusCode"] for error in body["errors"]} == {400}
    hidden = await world.error('{Users(sort: "passwordHash") {totalDocs}}', world.admin)
    assert hidden["message"] == "The following path cannot be queried: passwordHash"
