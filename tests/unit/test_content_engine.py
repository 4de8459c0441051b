"""The engine on collections of its own and a store in memory: what follows from a declaration."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.adapters.mongo.documents_fake import FakeDocuments
from shared.content.collection import Access, Collection, Draft, Hooks, admins
from shared.content.fields import Array, Checkbox, Date, Group, Json, Number, Relation, Select, Text, choices
from shared.content.find import Find, find_parameters
from shared.content.paths import UnknownPath
from shared.content.reads import Reads
from shared.content.registry import Registry
from shared.content.writes import Writes
from shared.domain.errors import Forbidden, NotFound, PreconditionFailed, ValidationFailed
from shared.domain.identity import Principal
from shared.domain.query import eq

NOW = datetime(2026, 5, 1, 12, 0, 0, 123456, tzinfo=UTC)
ADA = Principal("ada", "ada@film.test", "user")
ADMIN = Principal("admin", "admin@film.test", "admin")


def everybody(_: Principal | None) -> bool:
    return True


def own(principal: Principal | None) -> Any:
    return principal is not None and (principal.is_admin or eq("owner", principal.user_id))


async def set_owner(draft: Draft) -> None:
    if draft.operation == "create" and draft.principal:
        draft.data["owner"] = draft.principal.user_id
        draft.internal["secret"] = "never shown"


SHOTS = Collection(
    slug="shots",
    singular="Shot",
    plural="Shots",
    access=Access(create=everybody, read=own, update=own, delete=own),
    hooks=Hooks(before_change=set_owner),
    internal=frozenset({"secret"}),
    fields=(
        Text(name="name", required=True, unique=True, max_length=20),
        Text(name="owner", read_only=True),
        Text(name="tags", many=True),
        Text(name="hiddenNote", hidden=True),
        Number(name="take", whole=True, minimum=1, maximum=99),
        Checkbox(name="done", default=False),
        Date(name="shotAt"),
        Select(name="size", options=choices("close-up", "wide"), write=admins),
        Json(name="lens", shape="object"),
        Relation(name="previous", to="shots"),
        Relation(name="cast", to="people", many=True),
        Group(name="camera", fields=(Text(name="body"), Group(name="at", fields=(Number(name="height"),)))),
        Array(
            name="notes", shorthand="by", fields=(Relation(name="by", to="people", required=True), Text(name="text"))
        ),
    ),
)
PEOPLE = Collection(
    slug="people",
    singular="Person",
    plural="People",
    access=Access(create=everybody, read=everybody),
    fields=(Text(name="name", required=True), Relation(name="friend", to="people")),
)


class Engine:
    def __init__(self) -> None:
        self.documents = FakeDocuments()
        self.registry = Registry([SHOTS, PEOPLE])
        self.reads = Reads(self.documents, self.registry)
        self.writes = Writes(self.documents, self.registry, self.reads, lambda: NOW)

    async def shot(self, **fields: Any) -> dict[str, Any]:
        return (await self.writes.create(SHOTS, {"name": "s", **fields}, Find(depth=0), ADA)).document

    async def change(self, shot: dict[str, Any], principal: Principal = ADA, **fields: Any) -> dict[str, Any]:
        return (await self.writes.update(SHOTS, shot["id"], fields, Find(depth=0), principal)).document

    async def person(self, name: str, **fields: Any) -> str:
        made = await self.writes.create(PEOPLE, {"name": name, **fields}, Find(depth=0), None)
        return made.document["id"]

    async def found(self, query: str, principal: Principal = ADA) -> list[str]:
        page = await self.reads.find(SHOTS, find_parameters(query), principal)
        return [doc["name"] for doc in page["docs"]]


@pytest.fixture
async def engine() -> Engine:
    engine = Engine()
    await engine.registry.ensure_indexes(engine.documents)
    return engine


async def refused(awaitable: Any) -> dict[str, str]:
    with pytest.raises(ValidationFailed) as caught:
        await awaitable
    assert caught.value.details is not None
    return {problem["path"]: problem["message"] for problem in caught.value.details["data"]["errors"]}


async def test_only_declared_fields_are_shown_and_dates_are_texts(engine: Engine) -> None:
    shot = await engine.shot(shotAt="2026-05-01T14:00:00+02:00", hiddenNote="mine")
    assert shot["createdAt"] == "2026-05-01T12:00:00.123Z"
    assert shot["shotAt"] == "2026-05-01T12:00:00.000Z"
    assert not {"secret", "rev", "hiddenNote", "_id"} & shot.keys()
    stored = engine.documents.collections["shots"][shot["id"]]
    assert (stored["secret"], stored["hiddenNote"]) == ("never shown", "mine")


WRONG: list[tuple[str, Any]] = [
    ("name", 5), ("name", "x" * 21), ("name", "a\x00"), ("tags", "x"), ("tags.1", ["x", 1]), ("take", "5"), ("take", 0),
    ("take", 100), ("take", 1.5), ("take", True), ("take", float("inf")), ("done", "true"), ("shotAt", "soon"),
    ("shotAt", 1), ("lens", []), ("lens", {"$a": 1}), ("lens", {"a.b": 1}), ("previous", "nothing"), ("previous", 1),
    ("previous", {"id": None}), ("cast", "x"), ("cast.0", ["nobody"]), ("camera", "x"), ("camera.body", {"body": 1}),
    ("camera.at.height", {"at": {"height": "tall"}}), ("notes", "x"), ("notes.0.by", [{}]), ("notes.0.by", ["nobody"]),
    ("notes.0.text", [{"by": "nobody", "text": 1}]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value"), WRONG, ids=[f"{path}={value!r}"[:40] for path, value in WRONG])
async def test_a_wrong_value_is_refused_and_nothing_is_written(engine: Engine, path: str, value: Any) -> None:
    shot = await engine.shot(name="before")
    name = path.split(".")[0]

    on_create = await refused(engine.shot(**{name: value}))
    on_update = await refused(engine.change(shot, **{name: value}))

    assert path in on_create
    assert path in on_update
    assert (await engine.reads.find_by_id(SHOTS, shot["id"], Find(depth=0), ADA)).document == shot
    assert len(engine.documents.collections["shots"]) == 1


async def test_a_field_that_may_not_be_written_is_dropped(engine: Engine) -> None:
    shot = await engine.shot(size="wide", owner="bo")
    assert "size" not in shot
    assert shot["owner"] == "ada"
    assert (await engine.change(shot, ADMIN, size="wide", owner="bo"))["size"] == "wide"
    assert (await engine.change(shot, size="nonsense"))["size"] == "wide"


async def test_a_unique_value_is_a_problem_of_its_field(engine: Engine) -> None:
    await engine.shot(name="one")
    two = await engine.shot(name="two")
    assert await refused(engine.shot(name="one")) == {"name": "Value must be unique"}
    assert await refused(engine.change(two, name="one")) == {"name": "Value must be unique"}


async def test_a_change_inside_a_group_leaves_its_neighbours(engine: Engine) -> None:
    shot = await engine.shot(camera={"body": "A", "at": {"height": 1}})
    changed = await engine.change(shot, camera={"at": {"height": 2}})
    assert changed["camera"] == {"body": "A", "at": {"height": 2}}


async def test_rows_keep_their_ids_and_take_bare_values(engine: Engine) -> None:
    bo = await engine.person("Bo")
    shot = await engine.shot(notes=[bo, {"by": {"id": bo, "name": "Bo"}, "text": "t"}])
    rows = shot["notes"]
    assert [(row["by"], row.get("text")) for row in rows] == [(bo, None), (bo, "t")]
    assert (await engine.change(shot, notes=rows[::-1]))["notes"] == rows[::-1]


async def test_what_is_not_readable_does_not_exist(engine: Engine) -> None:
    shot = await engine.shot()
    bo = Principal("bo", "bo@film.test", "user")
    for attempt in (
        engine.reads.find_by_id(SHOTS, shot["id"], Find(), bo),
        engine.writes.update(SHOTS, shot["id"], {"name": "x"}, Find(), bo),
        engine.writes.delete(SHOTS, shot["id"], Find(), bo),
    ):
        with pytest.raises(NotFound):
            await attempt
    with pytest.raises(Forbidden):
        await engine.reads.find(SHOTS, Find(), None)
    assert await engine.found("", bo) == []


async def test_a_readable_document_that_may_not_be_changed_is_forbidden(engine: Engine) -> None:
    person = await engine.person("Bo")
    with pytest.raises(Forbidden):
        await engine.writes.update(PEOPLE, person, {"name": "x"}, Find(), ADA)


async def test_a_version_that_was_overtaken_is_refused(engine: Engine) -> None:
    shown = await engine.writes.create(SHOTS, {"name": "s"}, Find(), ADA)
    shot_id = shown.document["id"]
    await engine.writes.update(SHOTS, shot_id, {"take": 1}, Find(), ADA, shown.etag)
    with pytest.raises(PreconditionFailed) as caught:
        await engine.writes.update(SHOTS, shot_id, {"take": 2}, Find(), ADA, shown.etag)
    assert caught.value.details is not None
    assert caught.value.details["data"]["take"] == 1


async def test_conditions_run_through_groups_rows_json_and_relations(engine: Engine) -> None:
    bo = await engine.person("Bo")
    cy = await engine.person("Cy", friend=bo)
    first = await engine.shot(name="first", camera={"at": {"height": 2}}, notes=[bo], lens={"mm": 35, "old": True})
    await engine.shot(name="second", previous=first["id"], cast=[cy], tags=["night"])
    for query, expected in [
        ("where[camera.at.height][greater_than]=1", ["first"]),
        ("where[notes.by][equals]=" + bo, ["first"]),
        ("where[notes][equals]=" + bo, ["first"]),
        ("where[notes.by.name][equals]=Bo", ["first"]),
        ("where[lens.mm][greater_than]=30", ["first"]),
        ("where[lens.old][equals]=true", ["first"]),
        ("where[lens.mm][not_equals]=35", ["second"]),
        ("where[previous.name][equals]=first", ["second"]),
        ("where[cast.friend.name][like]=bo", ["second"]),
        ("where[cast][all]=" + cy, ["second"]),
        ("where[tags][contains]=NIGHT", ["second"]),
        ("where[done][equals]=false&sort=name", ["first", "second"]),
        ("where[id][in]=" + first["id"], ["first"]),
        ("where[previous.id][equals]=" + first["id"], ["second"]),
    ]:
        assert await engine.found(query) == expected, query


@pytest.mark.parametrize(
    "path", ["secret", "hiddenNote", "rev", "_id", "camera.nothing", "name.first", "cast.password", "notes.0.by"]
)
async def test_what_is_hidden_or_unknown_cannot_be_queried(engine: Engine, path: str) -> None:
    with pytest.raises(UnknownPath):
        await engine.found(f"where[{path}][equals]=x")


async def test_each_word_that_is_looked_for_counts_as_a_condition(engine: Engine) -> None:
    words = "+".join(["a"] * 60)
    assert await engine.found(f"where[name][like]={words}") == []
    with pytest.raises(ValidationFailed, match="at most 100 conditions"):
        await engine.found(f"where[or][0][name][like]={words}&where[or][1][name][not_like]={words}")


async def test_related_documents_cost_one_query_per_collection_and_level(engine: Engine) -> None:
    people = [await engine.person(f"p{number}") for number in range(5)]
    for number in range(9):
        friends = [await engine.person(f"f{number}{person}", friend=people[person]) for person in range(3)]
        await engine.shot(name=f"s{number}", cast=friends, notes=people[:2])
    for depth in range(4):
        engine.documents.round_trips = 0
        page = await engine.reads.find(SHOTS, Find(depth=depth, limit=5), ADA)
        assert engine.documents.round_trips <= 1 + depth
    assert page["docs"][0]["cast"][0]["friend"]["name"].startswith("p")
    assert page["docs"][0]["notes"][0]["by"]["name"] == "p0"


async def test_relations_in_a_circle_end_at_the_depth(engine: Engine) -> None:
    first = await engine.person("A")
    second = await engine.person("B", friend=first)
    engine.documents.collections["people"][first]["friend"] = second
    document = (await engine.reads.find_by_id(PEOPLE, first, Find(depth=3), ADA)).document
    assert document["friend"]["friend"]["friend"]["friend"] == first


async def test_what_is_shown_in_one_answer_is_bounded(engine: Engine) -> None:
    people = [await engine.person(f"p{number}") for number in range(300)]
    for number in range(30):
        await engine.shot(name=f"s{number}", cast=people)
    page = await engine.reads.find(SHOTS, Find(depth=1, limit=30), ADA)
    shown = [isinstance(person, dict) for doc in page["docs"] for person in doc["cast"]]
    assert sum(shown) == 5000
    assert len(shown) == 9000
