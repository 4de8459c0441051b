"""What belongs to somebody else looks absent, on every route and by every method."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.integration.content.app import Studio
from tests.integration.content.conftest import People

NOWHERE = "0" * 24


async def property_of_ada(people: People, studio: Studio) -> dict[str, str]:
    """One document of every collection, by slug."""
    project = await people.ada.project(title="Secret film")
    talk = (await people.ada.post("conversations", {"name": "Secret talk", "project": project["id"]})).json()["doc"]
    message = {
        "_id": f"{talk['id']}:000001", "conversation": talk["id"], "seq": 1, "parent": None, "role": "user",
        "content": "Secret words", "agentId": None, "attachments": [], "metadata": {}, "runId": None,
    }  # fmt: skip
    await studio.wiring.database["messages"].insert_one(message)
    return {
        "users": people.ada.id,
        "projects": project["id"],
        "conversations": talk["id"],
        "messages": f"{talk['id']}:000001",
    }


def told(response: Any, document_id: str) -> Any:
    """All that a caller learns from an answer, the id of their own request aside."""
    body = json.loads(response.text.replace(document_id, NOWHERE))
    body.pop("requestId")
    return response.status_code, body


async def test_a_strangers_document_is_answered_as_one_that_does_not_exist(people: People, studio: Studio) -> None:
    owned = await property_of_ada(people, studio)
    for slug, document_id in owned.items():
        for suffix in ("", "?trash=true", "?depth=2", "/duplicate"):
            for method in ("GET", "POST", "PATCH", "DELETE"):
                body = None if method == "GET" else {"title": "x", "name": "x", "genre": "drama"}
                theirs = await people.bo.request(method, f"{slug}/{document_id}{suffix}", json=body)
                nothing = await people.bo.request(method, f"{slug}/{NOWHERE}{suffix}", json=body)
                assert told(theirs, document_id) == told(nothing, NOWHERE), f"{method} {slug}{suffix}"
                assert theirs.status_code in (404, 405)


async def test_lists_counts_and_bulk_operations_reach_ones_own_only(people: People, studio: Studio) -> None:
    owned = await property_of_ada(people, studio)
    for slug, document_id in owned.items():
        where = quote(json.dumps({"or": [{"id": {"equals": document_id}}, {"id": {"not_equals": "x"}}]}))
        found = (await people.bo.get(f"{slug}?where={where}&trash=true&limit=0")).json()["docs"]
        assert document_id not in [doc["id"] for doc in found], slug
        expected = 1 if slug == "users" else 0
        assert (await people.bo.get(f"{slug}/count?where={where}")).json() == {"totalDocs": expected}, slug
        changed = await people.bo.patch(f"{slug}?where={where}", {"name": "taken", "title": "taken"})
        removed = await people.bo.delete(f"{slug}?where={where}")
        for answer in (changed, removed):
            assert document_id not in answer.text, slug
    for slug, document_id in owned.items():
        assert (await people.ada.get(f"{slug}/{document_id}")).status_code == 200, slug
    assert "taken" not in (await people.ada.get("projects")).text


@pytest.mark.parametrize("slug", ["users", "projects", "conversations", "messages"])
async def test_anonymous_callers_are_forbidden(people: People, studio: Studio, slug: str) -> None:
    owned = await property_of_ada(people, studio)
    for path in (slug, f"{slug}/count", f"{slug}/{owned[slug]}", f"{slug}/{NOWHERE}"):
        answered = await studio.http.get(f"/api/{path}")
        assert answered.status_code == 403
        assert answered.json()["errors"] == [{"message": "You are not allowed to perform this action."}]
    if slug != "messages":
        for method in ("PATCH", "DELETE"):
            for path in (f"{slug}/{owned[slug]}", f"{slug}?where[id][exists]=true"):
                answered = await studio.http.request(method, f"/api/{path}", json={"name": "x"})
                assert answered.status_code == 403


@pytest.mark.parametrize(("role", "patch", "delete"), [("viewer", 403, 403), ("editor", 200, 403), ("owner", 200, 403)])
async def test_a_collaborator_may_what_their_role_allows(people: People, role: str, patch: int, delete: int) -> None:
    project = await people.ada.project(collaborators=[{"user": people.bo.id, "role": role}])
    path = f"projects/{project['id']}"
    assert (await people.bo.get(path)).status_code == 200
    assert (await people.bo.get("projects")).json()["totalDocs"] == 1
    assert (await people.bo.patch(path, {"title": "By Bo"})).status_code == patch
    bulk = (await people.bo.patch("projects?where[title][exists]=true", {"status": "on-hold"})).json()["docs"]
    assert len(bulk) == (1 if patch == 200 else 0)
    assert (await people.bo.delete(path)).status_code == delete
    assert (await people.bo.delete("projects?where[title][exists]=true")).json()["docs"] == []
    await people.ada.patch(path, {"collaborators": []})
    assert (await people.bo.get(path)).status_code == 404


async def test_a_filter_through_a_strangers_relation_tells_nothing(people: People, studio: Studio) -> None:
    owned = await property_of_ada(people, studio)
    await people.bo.project(title="Mine")
    for query in (
        f"where[createdBy][equals]={people.ada.id}",
        "where[createdBy.email][like]=ada",
        f"where[or][0][id][equals]={owned['projects']}&where[or][1][title][like]=secret",
    ):
        assert (await people.bo.get(f"projects?{query}")).json()["totalDocs"] == 0
    assert (await people.bo.get("messages?where[conversation.name][like]=secret")).json()["totalDocs"] == 0


async def test_a_strangers_document_cannot_be_related_to(people: People, studio: Studio) -> None:
    owned = await property_of_ada(people, studio)
    theirs = await people.bo.post("conversations", {"name": "x", "project": owned["projects"]})
    nothing = await people.bo.post("conversations", {"name": "x", "project": NOWHERE})
    assert theirs.text.replace(owned["projects"], NOWHERE).split("requestId")[0] == nothing.text.split("requestId")[0]
    assert theirs.status_code == 400
