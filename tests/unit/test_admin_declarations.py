"""What the admin pages are made from: the declarations as data, and nothing for anybody but an admin."""

from __future__ import annotations

from typing import Any

import pytest

from shared.content.admin import declarations
from shared.content.collection import Access, Collection, Versioning, admins
from shared.content.collections import product_collections
from shared.content.fields import Array, Group, Number, Password, Relation, Select, Text, choices
from shared.content.registry import Registry
from shared.domain.errors import Forbidden
from shared.domain.identity import Principal
from shared.domain.query import eq

ADMIN = Principal("ada", "ada@film.test", "admin")
PROPS = Collection(
    slug="props",
    singular="Prop",
    plural="Props",
    title="name",
    access=Access(create=admins, read=admins, update=lambda _: eq("owner", "nobody"), delete=lambda _: False),
    trash=True,
    versions=Versioning(drafts=True),
    fields=(
        Text(name="name", required=True, max_length=40),
        Text(name="secretNote", hidden=True),
        Password(name="key"),
        Number(name="weight", minimum=0, whole=True, default=1),
        Select(name="kind", options=choices("weapon", "lamp"), many=True),
        Relation(name="scene", to="scenes", where=eq("open", True)),
        Group(name="care", read_only=True, fields=(Text(name="notes", multiline=True, description="How to clean it"),)),
        Array(name="loans", fields=(Relation(name="by", to="users", required=True),), max_rows=3),
    ),
)


def declared(*collections: Collection) -> dict[str, dict[str, Any]]:
    described = declarations(Registry(collections), ADMIN)["collections"]
    return {one["slug"]: one for one in described}


def fields_of(described: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in described["fields"]}


@pytest.mark.parametrize(
    "principal", [None, Principal("bo", "bo@film.test", "user"), Principal("p", "p@f.t", "producer")]
)
def test_only_an_admin_is_told(principal: Principal | None) -> None:
    with pytest.raises(Forbidden):
        declarations(Registry([PROPS]), principal)


def test_a_new_declaration_is_all_that_its_pages_need() -> None:
    props = declared(PROPS)["props"]

    assert {name: value for name, value in props.items() if name != "fields"} == {
        "slug": "props", "singular": "Prop", "plural": "Props", "description": "", "title": "name",
        "auth": False, "upload": False, "trash": True, "versions": True, "drafts": True,
        "can": {"create": True, "read": True, "update": True, "delete": False},
    }  # fmt: skip


def test_a_field_says_what_an_input_has_to_know() -> None:
    fields = fields_of(declared(PROPS)["props"])

    assert fields["name"] == {
        "name": "name", "label": "Name", "type": "text", "required": True, "minLength": 0, "maxLength": 40,
        "many": False,
    }  # fmt: skip
    assert fields["weight"] == {
        "name": "weight", "label": "Weight", "type": "number", "default": 1, "whole": True, "min": 0,
    }  # fmt: skip
    assert (fields["kind"]["options"][0], fields["kind"]["many"]) == ({"value": "weapon", "label": "Weapon"}, True)
    assert (fields["scene"]["relationTo"], fields["scene"]["where"]) == ("scenes", {"open": {"equals": True}})
    assert fields["loans"]["maxRows"] == 3
    assert fields["loans"]["fields"][0]["required"] is True
    assert fields["care"]["readOnly"] is True
    assert fields["care"]["fields"][0]["type"] == "textarea"
    assert fields["care"]["fields"][0]["description"] == "How to clean it"


def test_what_is_hidden_is_not_told_except_that_a_password_can_be_set() -> None:
    fields = fields_of(declared(PROPS)["props"])

    assert "secretNote" not in fields
    assert fields["key"]["type"] == "password"


def test_every_collection_of_the_product_is_told_and_nothing_of_it_is_secret() -> None:
    registry = product_collections(api_key_secret="x" * 40)

    told = declarations(registry, ADMIN)["collections"]

    assert [one["slug"] for one in told] == [collection.slug for collection in registry]
    names = {field["name"] for one in told for field in one["fields"]}
    assert not names & {"passwordHash", "apiKeyIndex", "sessions", "embedding", "apiKey"}
