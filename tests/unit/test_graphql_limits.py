"""Nothing that anybody can send breaks it, costs much, or is answered as a fault of ours."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import mutations, queries

from shared.content.find import Find
from shared.content.graphql import context as answers
from tests.graphql_world import World

SCHEMA = World().graphql.schema
READ = ["Project", "Projects", "versionsProjects", "countallMedia", "meUser", "Preference", "Access"]
WRITE = ["createProject", "updateConversation", "duplicateProject", "deleteProject", "loginUser", "updatePreference"]
FUZZ = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@pytest.fixture
async def world() -> World:
    return await World().open()


def chain(length: int, *, twice: bool) -> str:
    """Fragments that spread each other, once or twice each."""
    links = [f"fragment F{n} on Query {{{f'...F{n + 1} ' * (2 if twice else 1)}__typename}}" for n in range(length)]
    return "{...F0} " + " ".join(links) + f" fragment F{length} on Query {{__typename}}"


REFUSED = {
    "too long": ("{__typename}" + " " * 60_000, "at most 50000 characters"),
    "too many tokens": ("{" + "a " * 6000 + "}", "more than 5000 tokens"),
    "too many comments": ("#\n" * 6000 + "{__typename}", "more than 5000 tokens"),
    "too many fields": ("{Projects {docs {" + "title " * 600 + "}}}", "at most 500 fields"),
    "too many fragments": (chain(150, twice=False), "at most 100 fragments"),
    "fragments that double": (chain(60, twice=True), "at most 500 fields"),
    "fragments in a circle": ("{...A} fragment A on Query {...B} fragment B on Query {...A}", "within itself"),
    "an unused circle": ("{__typename} fragment A on Query {...A}", "within itself"),
    "braces without end": ("{a" * 5000, "Syntax Error"),
    "lists without end": ("{Projects(where: {AND: " + "[" * 2000 + "]" * 2000 + "}) {totalDocs}}", "Syntax Error"),
    "too deep": (
        "{Projects {docs " + "{createdBy {activeProjects " * 10 + "{id}" + "}}" * 10 + "}}",
        "at most 15 levels deep",
    ),
    "many reads by aliases": (
        "{" + " ".join(f"a{n}: Projects {{totalDocs}}" for n in range(25)) + "}",
        "asks for too much",
    ),
    "many writes by aliases": (
        "mutation {" + " ".join(f'a{n}: deleteProject(id: "{n}") {{id}}' for n in range(11)) + "}",
        "asks for too much",
    ),
    "nested lists": (
        "{Projects(limit: 150) {docs {createdBy {activeProjects {createdBy {activeProjects {title genre}}}}}}}",
        "asks for too much",
    ),
    "everything with relations": (
        "{Projects(limit: 0) {docs {createdBy {name activeProjects {id title genre}}}}}",
        "asks for too much",
    ),
    "lists in fragments": (
        (
            "{Projects(limit: 150) {docs {...P}}} fragment P on Project {createdBy {...U}} fragment U on User "
            "{activeProjects {createdBy {activeProjects {title genre}}}}"
        ),
        "asks for too much",
    ),
    "introspection in circles": (
        "{__schema {types {fields {type {fields {type {fields {type {name}}}}}}}}}",
        "Maximum introspection depth",
    ),
    "introspection by aliases": (
        "{" + " ".join(f"a{n}: __schema {{types {{name}}}}" for n in range(3)) + "}",
        "asks for",
    ),
    "a number of 40000 digits": ("{Projects(limit: " + "9" * 40_000 + ") {totalDocs}}", "'Int'"),
    "an endless number": ("{Projects(where: {episodeCount: {equals: 1e999}}) {totalDocs}}", "expected a number"),
    "half a character": ('{Project(id: "\\uD800") {id}}', "Syntax Error"),
    "many conditions": (
        "{Projects(where: {OR: [" + "{title: {equals: 1}} " * 200 + "]}) {totalDocs}}",
        "String cannot represent",
    ),
    "a subscription": ("subscription {x}", "not supported"),
    "a definition": ("extend type Query {a: Int}", "not executable"),
    "nothing": ("   ", "Missing query"),
}


@pytest.mark.parametrize(("query", "says"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_asks_for_too_much_is_refused_before_anything_is_read(world: World, query: str, says: str) -> None:
    answered = await world.answer(query, world.admin)

    errors = answered.body["errors"]
    assert says in errors[0]["message"], errors[0]
    assert {error["extensions"]["statusCode"] for error in errors} == {400}
    assert len(json.dumps(answered.body)) < 50_000
    assert world.documents.asked == []


@pytest.mark.parametrize(
    ("limit", "refused"), [("$few", False), ("$many", True), ("$default", True), ("$none", False), ("$absent", False)]
)
async def test_a_limit_in_a_variable_counts_as_well(world: World, limit: str, refused: bool) -> None:
    query = f"""query Q($few: Int, $many: Int, $none: Int, $absent: Int, $default: Int = 900) {{
        Projects(limit: {limit}) {{docs {{createdBy {{activeProjects {{title genre status}}}}}}}}
        a: Projects(limit: $few) {{totalDocs}} b: Projects(limit: $many) {{totalDocs}}
        c: Projects(limit: $none) {{totalDocs}} d: Projects(limit: $absent) {{totalDocs}}
        e: Projects(limit: $default) {{totalDocs}}
    }}"""

    answered = await world.answer(query, world.admin, {"few": 5, "many": 1000, "none": None})

    assert ("errors" in answered.body) == refused


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ([], "one after the other"),
        ([{"query": "{__typename}"}], "one after the other"),
        ("{__typename}", "must be a JSON object"),
        (None, "must be a JSON object"),
        ({}, "Missing query"),
        ({"query": 7}, "Missing query"),
        ({"query": "{__typename}", "variables": []}, "variables must be an object"),
        ({"query": "{__typename}", "variables": "{}"}, "variables must be an object"),
        ({"query": "{__typename}", "operationName": 7}, "operationName must be text"),
        ({"query": "{__typename}", "operationName": "Nope"}, "Unknown operation named"),
        ({"query": "{__typename}", "variables": {"a": [1] * 20_000}}, "at most 10000 values"),
    ],
)
async def test_what_is_no_request_is_told_so(world: World, body: Any, says: str) -> None:
    answered = await world.graphql.answer(body, None, None, "r")

    assert says in answered.body["errors"][0]["message"]
    assert answered.body["errors"][0]["extensions"]["statusCode"] == 400


@pytest.mark.parametrize(
    "where",
    [
        {"title": {"nope": 1}},
        {"title": 7},
        {"$where": {"equals": "1"}},
        {"passwordHash": {"equals": "x"}},
        {"createdBy": {"equals": {"$ne": None}}},
        {"createdBy": {"in": [["x"]]}},
        {"progress__completedSteps": {"equals": {"$gt": ""}}},
        {
            "AND": [
                {
                    "AND": [
                        {
                            "AND": [
                                {
                                    "AND": [
                                        {"AND": [{"AND": [{"AND": [{"AND": [{"AND": [{"AND": [{"AND": [{}]}]}]}]}]}]}]}
                                    ]
                                }
                            ]
                        }
                    ]
                }
            ]
        },
        {"OR": [{"title": {"equals": "a"}}] * 150},
        {"title": {"in": ["a"] * 1500}},
        {"title": {"equals": "a\x00b"}},
    ],
)
async def test_hostile_conditions_are_refused(world: World, where: Any) -> None:
    error = await world.error("query Q($w: Project_where) {Projects(where: $w) {totalDocs}}", world.ada, w=where)

    assert error["extensions"]["statusCode"] == 400


async def test_an_answer_that_grows_too_large_is_cut(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    film = await world.project(world.admin, description="x" * 9000)
    query = "query Q($id: String!) {Project(id: $id) {a: description b: description c: description}}"
    monkeypatch.setattr(answers, "MAX_CHARACTERS", 20_000)

    error = await world.error(query, world.admin, id=film["id"])

    assert (error["extensions"]["statusCode"], error["extensions"]["code"]) == (413, "PAYLOAD_TOO_LARGE")


async def test_an_answer_of_too_many_values_is_cut(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    films = [await world.project(world.admin) for _ in range(20)]
    changes = {"activeProjects": [film["id"] for film in films]}
    await world.content.writes.update(world.registry["users"], "admin", changes, Find(depth=0), world.admin)
    query = "{Projects(limit: 20) {docs {createdBy {activeProjects {title genre}}}}}"
    assert len((await world.ask(query, world.admin))["Projects"]["docs"]) == 20
    monkeypatch.setattr(answers, "MAX_VALUES", 200)

    assert "too large" in (await world.error(query, world.admin))["message"]


@FUZZ
@given(
    text=st.text(
        st.sampled_from('{}()[]:!$@.,|&="\\ \n#aF…0-9e_ÄProjects docs id on fragment query null'), max_size=200
    )
)
async def test_any_text_is_answered(world: World, text: str) -> None:
    await answered_without_a_fault(world, text)


@FUZZ
@given(query=queries(SCHEMA, fields=READ) | mutations(SCHEMA, fields=WRITE))
async def test_any_query_of_the_schema_is_answered(world: World, query: str) -> None:
    await answered_without_a_fault(world, query)


async def answered_without_a_fault(world: World, query: str) -> None:
    for who in (None, world.ada):
        body = (await world.answer(query, who)).body
        assert "errors" in body or body["data"] is not None
        for error in body.get("errors", []):
            assert error["extensions"]["statusCode"] < 500, (query, error)
        json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
