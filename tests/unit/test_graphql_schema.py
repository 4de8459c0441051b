"""The schema that follows from the collections: Payload's names, types and arguments."""

from __future__ import annotations

import pytest
from graphql import (
    GraphQLInputObjectType,
    GraphQLObjectType,
    build_client_schema,
    get_introspection_query,
    print_type,
    validate_schema,
)

from shared.content.collection import Access, Collection, admins, nobody
from shared.content.collections import product_collections
from shared.content.fields import Array, Group, Relation, Select, Text, choices
from shared.content.graphql.names import Names, name_of, names_of, words
from shared.content.graphql.schema import schema_of
from shared.content.registry import Registry
from tests.graphql_world import SECRET, World

REGISTRY = product_collections(api_key_secret=SECRET)
SCHEMA = schema_of(REGISTRY)


def root(name: str) -> GraphQLObjectType:
    found = SCHEMA.type_map[name]
    assert isinstance(found, GraphQLObjectType)
    return found


def inputs(name: str) -> GraphQLInputObjectType:
    found = SCHEMA.type_map[name]
    assert isinstance(found, GraphQLInputObjectType)
    return found


@pytest.mark.parametrize("collection", list(REGISTRY), ids=lambda collection: collection.slug)
def test_every_collection_has_payloads_fields(collection: Collection) -> None:
    names = names_of(collection)
    queries, changes = root("Query").fields, root("Mutation").fields

    assert set(queries[names.one].args) == {"id", "draft", "select", "trash"}
    assert set(queries[names.many].args) == {
        "draft", "where", "limit", "page", "pagination", "select", "sort", "trash",
    }  # fmt: skip
    assert set(queries[f"count{names.many}"].args) == {"draft", "trash", "where"}
    for operation in ("create", "update", "delete"):
        allowed = getattr(collection.access, operation) is not nobody
        assert (f"{operation}{names.one}" in changes) == allowed
    assert (f"versions{names.many}" in queries) == (collection.versions is not None)
    assert (f"restoreVersion{names.one}" in changes) == (collection.versions is not None)


def test_accounts_have_payloads_fields() -> None:
    assert {"meUser", "initializedUser", "Access", "Preference"} <= set(root("Query").fields)
    assert {
        "loginUser", "logoutUser", "refreshTokenUser", "forgotPasswordUser", "resetPasswordUser", "verifyEmailUser",
        "unlockUser", "updatePreference", "deletePreference",
    } <= set(root("Mutation").fields)  # fmt: skip
    assert str(root("Mutation").fields["loginUser"].type) == "usersLoginResult"
    assert str(root("Query").fields["meUser"].type) == "usersMe"


def test_a_document_is_typed_as_payload_types_it() -> None:
    project = root("Project").fields

    assert {name: str(project[name].type) for name in ("id", "title", "genre", "episodeCount", "createdBy")} == {
        "id": "String!", "title": "String!", "genre": "Project_genre!", "episodeCount": "Float!", "createdBy": "User",
    }  # fmt: skip
    assert str(project["projectSettings"].type) == "Project_ProjectSettings"
    assert str(project["collaborators"].type) == "[Project_Collaborators!]"
    assert str(project["styleReferences"].type) == "[Media!]"
    assert str(project["createdAt"].type) == "DateTime"
    assert str(root("User").fields["email"].type) == "EmailAddress!"
    assert str(root("Projects").fields["docs"].type) == "[Project!]!"


def test_what_is_hidden_is_nowhere_to_be_asked_for() -> None:
    assert "password" not in root("User").fields
    assert "embedding" not in root("Media").fields
    assert not {"password", "apiKey", "embedding"} & (
        set(inputs("User_where").fields) | set(inputs("Media_where").fields)
    )


def test_conditions_are_typed_as_payload_types_them() -> None:
    where = inputs("Project_where").fields

    assert {"AND", "OR", "id", "projectSettings__aspectRatio", "collaborators__user"} <= set(where)
    assert str(where["AND"].type) == "[Project_where_and]"
    assert set(inputs("Project_title_operator").fields) == {
        "equals", "not_equals", "like", "contains", "in", "not_in", "all",
    }  # fmt: skip
    assert "exists" in inputs("Project_description_operator").fields
    assert str(inputs("Project_genre_operator").fields["in"].type) == "[Project_genre_Input]"
    assert str(inputs("Project_createdBy_operator").fields["equals"].type) == "JSON"


def test_bodies_are_typed_as_payload_types_them() -> None:
    whole, change = inputs("mutationProjectInput").fields, inputs("mutationProjectUpdateInput").fields

    assert str(whole["title"].type) == "String!"
    assert str(whole["genre"].type) == "Project_genre_MutationInput!"
    assert str(whole["episodeCount"].type) == "Float"  # it has a default
    assert str(whole["projectSettings"].type) == "mutationProject_ProjectSettingsInput"
    assert str(change["title"].type) == "String"
    assert str(change["genre"].type) == "ProjectUpdate_genre_MutationInput"
    assert "id" not in whole


def test_values_that_are_no_names_become_ones() -> None:
    assert print_type(SCHEMA.type_map["Project_ProjectSettings_aspectRatio"]).split() == [
        "enum", "Project_ProjectSettings_aspectRatio", "{", "_16_9", "_4_3", "_21_9", "_9_16", "_1_1", "}",
    ]  # fmt: skip
    assert "sci_fi" in print_type(SCHEMA.type_map["Project_genre"])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("sci-fi", "sci_fi"),
        ("16:9", "_16_9"),
        ("a.b/c", "a_b_c"),
        ("Äpfel", "Apfel"),
        ("two words", "twowords"),
        ("", "_"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert name_of(text) == name


def test_a_collection_whose_words_are_the_same_asks_for_all() -> None:
    assert names_of(REGISTRY["media"]) == Names("Media", "allMedia")
    assert words("project settings") == words("project-settings") == words("projectSettings") == "ProjectSettings"


def test_two_values_of_one_name_do_not_make_a_schema() -> None:
    clash = Collection(
        slug="shots", singular="Shot", plural="Shots", access=Access(),
        fields=(Select(name="size", options=choices("close-up", "close_up")),),
    )  # fmt: skip
    with pytest.raises(ValueError, match="both called close_up"):
        schema_of(Registry([clash]))


def test_a_relation_to_a_collection_that_is_not_there_is_left_out() -> None:
    shots = Collection(
        slug="shots", singular="Shot", plural="Shots", access=Access(create=admins, read=admins),
        fields=(
            Text(name="name", required=True),
            Relation(name="reel", to="reels"),
            Group(name="camera", fields=(Array(name="lenses", fields=(Text(name="glass", required=True),)),)),
        ),
    )  # fmt: skip
    schema = schema_of(Registry([shots]))

    shot = schema.type_map["Shot"]
    assert isinstance(shot, GraphQLObjectType)
    assert set(shot.fields) == {"id", "name", "camera", "createdAt", "updatedAt"}
    assert "Shot_camera__lenses__glass_operator" in schema.type_map
    assert "mutationShot_Camera_LensesInput" in schema.type_map


def test_the_schema_is_valid() -> None:
    assert validate_schema(SCHEMA) == []


async def test_a_client_can_rebuild_the_schema_from_introspection() -> None:
    world = await World().open()

    rebuilt = build_client_schema(await world.ask(get_introspection_query()))  # pyright: ignore[reportArgumentType]

    assert set(rebuilt.type_map) == set(world.graphql.schema.type_map)


async def test_production_tells_nothing_about_the_schema() -> None:
    world = await World(introspection=False).open()

    for query in ("{__schema{types{name}}}", '{__type(name:"Project"){name}}'):
        body = (await world.answer(query, world.admin)).body
        assert "data" not in body
        assert all("introspection has been disabled" in error["message"] for error in body["errors"])
    assert "Did you mean" not in (await world.error("{Project_s{docs{id}}}"))["message"]
    assert await world.ask("{__typename}") == {"__typename": "Query"}
