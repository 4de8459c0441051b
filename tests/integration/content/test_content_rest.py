"""Collections over HTTP as Payload's clients know them, on a real database."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from tests.integration.content.app import Studio, films
from tests.integration.content.conftest import People

FILM = {"title": "A film", "genre": "drama"}


def fields_of(response: Any) -> dict[str, str]:
    """The refused fields and why."""
    assert response.status_code == 400, response.text
    body = response.json()
    assert body["code"] == "VALIDATION_ERROR"
    assert body["retryable"] is False
    assert body["requestId"]
    error = body["errors"][0]
    assert error["name"] == "ValidationError"
    return {problem["path"]: problem["message"] for problem in error["data"]["errors"]}


async def test_a_project_is_created_with_all_its_defaults(people: People) -> None:
    made = await people.ada.post("projects?depth=0", FILM)

    assert made.status_code == 201
    assert made.json()["message"] == "Project successfully created."
    doc = made.json()["doc"]
    assert doc == {
        **FILM,
        "id": doc["id"],
        "episodeCount": 3,
        "targetAudience": "family",
        "status": "concept",
        "createdBy": people.ada.id,
        "collaborators": [],
        "styleReferences": [],
        "projectSettings": {"aspectRatio": "16:9", "episodeDuration": 22, "qualityTier": "standard"},
        "progress": {"currentPhase": "story_development", "completedSteps": [], "overallProgress": 0},
        "createdAt": doc["createdAt"],
        "updatedAt": doc["createdAt"],
        "deletedAt": None,
    }
    assert doc["createdAt"].endswith("Z")
    assert len(doc["createdAt"]) == len("2026-01-01T00:00:00.000Z")
    assert (await people.ada.get(f"projects/{doc['id']}?depth=0")).json() == doc


async def test_what_the_system_decides_is_not_taken_from_a_body(people: People) -> None:
    body = {
        **FILM, "id": "mine", "_id": "mine", "createdBy": people.bo.id, "createdAt": "2000-01-01T00:00:00Z",
        "progress": {"overallProgress": 100}, "slot": "x", "rev": 7, "unknown": {"$where": 1},
        "deletedAt": "2020-01-01",
    }  # fmt: skip
    doc = (await people.ada.post("projects?depth=0", body)).json()["doc"]
    assert doc["createdBy"] == people.ada.id
    assert doc["id"] != "mine"
    assert doc["progress"]["overallProgress"] == 0
    assert doc["deletedAt"] is None
    assert not {"slot", "rev", "unknown"} & doc.keys()
    assert doc["createdAt"] > "2026"


async def test_every_wrong_field_is_named_with_its_label(people: People) -> None:
    body = {
        "genre": "western", "episodeCount": 51, "projectSettings": {"aspectRatio": 16},
        "collaborators": [{"user": "nobody"}, {"role": "viewer"}], "styleReferences": ["nothing"],
    }  # fmt: skip
    refused = await people.ada.post("projects", body)
    assert fields_of(refused) == {
        "title": "This field is required.",
        "genre": "This field has an invalid selection.",
        "episodeCount": "51 is greater than the maximum allowed Episode Count of 50.",
        "projectSettings.aspectRatio": "This field has an invalid selection.",
        "collaborators.0.user": "This field has the following invalid selections: nobody",
        "collaborators.1.user": "This field is required.",
        "styleReferences.0": "This field has the following invalid selections: nothing",
    }
    assert "Project Settings > Aspect Ratio" in refused.json()["errors"][0]["message"]
    one = await people.ada.post("projects", {"genre": "drama"})
    assert one.json()["errors"][0]["message"] == "The following field is invalid: Title"
    assert (await people.ada.get("projects/count")).json() == {"totalDocs": 0}


async def test_a_plan_bounds_projects_and_episodes(people: People) -> None:
    refused = await people.ada.post("projects", {**FILM, "episodeCount": 4})
    assert fields_of(refused) == {"episodeCount": "Your plan allows 3 episodes per project."}
    project = await people.ada.project()
    second = await people.ada.post("projects", FILM)
    assert second.status_code == 403
    assert second.json()["errors"][0]["message"] == "Your plan allows 1 projects."
    assert fields_of(await people.ada.patch(f"projects/{project['id']}", {"episodeCount": 4}))
    assert (await people.admin.patch(f"projects/{project['id']}", {"episodeCount": 40})).status_code == 200
    same = await people.ada.patch(f"projects/{project['id']}", {"episodeCount": 40, "title": "New"})
    assert same.json()["doc"]["title"] == "New"
    await people.ada.delete(f"projects/{project['id']}")
    assert (await people.ada.post("projects", FILM)).status_code == 201


async def test_admins_are_exempt_from_plans(people: People) -> None:
    for _ in range(3):
        doc = await people.admin.project()
        assert doc["episodeCount"] == 10


async def test_a_patch_changes_the_named_fields_only(people: People, studio: Studio) -> None:
    project = await people.ada.project(description="Long", projectSettings={"episodeDuration": 50})
    path = f"projects/{project['id']}?depth=0"

    changed = await people.ada.patch(path, {"projectSettings": {"qualityTier": "draft"}, "description": None})

    assert changed.json()["message"] == "Updated successfully."
    doc = changed.json()["doc"]
    assert doc["projectSettings"] == {"aspectRatio": "16:9", "episodeDuration": 50, "qualityTier": "draft"}
    assert doc["description"] is None
    assert doc["title"] == project["title"]
    assert doc["updatedAt"] >= project["updatedAt"]
    assert fields_of(await people.ada.patch(path, {"title": None})) == {"title": "This field is required."}


async def test_a_document_can_be_sent_back_as_it_was_read(people: People) -> None:
    project = await people.ada.project(collaborators=[people.bo.id])
    read = (await people.ada.get(f"projects/{project['id']}?depth=2")).json()
    assert isinstance(read["createdBy"], dict)

    again = await people.ada.patch(f"projects/{project['id']}?depth=2", read)

    assert again.status_code == 200
    assert {**again.json()["doc"], "updatedAt": 0} == {**read, "updatedAt": 0}


async def test_a_plain_id_makes_a_collaborator_an_editor(people: People) -> None:
    project = await people.ada.project(
        collaborators=[people.bo.id, {"user": {"id": people.admin.id}, "role": "viewer"}]
    )
    rows = [(row["user"], row["role"]) for row in project["collaborators"]]
    assert rows == [(people.bo.id, "editor"), (people.admin.id, "viewer")]
    found = await people.ada.get(f"projects/count?where[collaborators][contains]={people.bo.id}")
    assert found.json() == {"totalDocs": 1}


async def test_a_bulk_update_answers_for_each_document(people: People) -> None:
    await films(people.admin)
    path = "projects?where[genre][in]=drama,comedy&depth=0"
    changed = await people.admin.patch(path, {"status": "completed"})
    assert changed.status_code == 200
    assert changed.json()["message"] == "Updated 2 Projects successfully."
    assert [doc["status"] for doc in changed.json()["docs"]] == ["completed", "completed"]
    assert changed.json()["errors"] == []
    one = await people.admin.patch("projects?where[genre][equals]=horror", {"status": "completed"})
    assert one.json()["message"] == "Updated 1 Project successfully."
    nothing = await people.admin.patch("projects?where[genre][equals]=romance", {"status": "completed"})
    assert (nothing.status_code, nothing.json()["docs"]) == (200, [])
    wrong = await people.admin.patch(path, {"status": "burnt"})
    assert wrong.status_code == 400
    assert wrong.json()["message"] == "Unable to update 2 out of 2 Projects."
    assert len(wrong.json()["errors"]) == 2
    assert wrong.json()["errors"][0].keys() == {"id", "isPublic", "message"}


async def test_bulk_operations_want_a_condition(people: People) -> None:
    await films(people.admin, 2)
    for query in ("", "?where=", "?where[or]=", "?where={}", "?limit=1"):
        update = await people.admin.patch(f"projects{query}", {"status": "completed"})
        delete = await people.admin.delete(f"projects{query}")
        assert update.status_code == delete.status_code == 400, query
        assert update.json()["errors"] == [{"message": "Missing 'where' query of documents to update."}]
        assert delete.json()["errors"] == [{"message": "Missing 'where' query of documents to delete."}]
    assert (await people.admin.get("projects/count")).json() == {"totalDocs": 2}


async def test_deleting(people: People) -> None:
    made = await films(people.admin)
    one = await people.admin.delete(f"projects/{made[0]['id']}?depth=0")
    assert one.json() == {"doc": made[0], "message": "Deleted successfully."}
    assert (await people.admin.get(f"projects/{made[0]['id']}")).status_code == 404
    many = await people.admin.delete("projects?where[episodeCount][greater_than]=3")
    assert many.json()["message"] == "Deleted 2 Projects successfully."
    assert (await people.admin.get("projects/count")).json() == {"totalDocs": 2}


async def test_a_copy_is_a_new_document_within_the_plan(people: People) -> None:
    project = await people.admin.project(description="As it was", status="production")
    copy = await people.admin.post(f"projects/{project['id']}/duplicate?depth=0", {"title": "Second"})
    assert copy.status_code == 201
    assert copy.json()["message"] == "Project successfully duplicated."
    doc = copy.json()["doc"]
    assert doc["id"] != project["id"]
    assert (doc["title"], doc["description"], doc["status"]) == ("Second", "As it was", "production")
    own = await people.ada.project()
    assert (await people.ada.request("POST", f"projects/{own['id']}/duplicate")).status_code == 403


async def test_the_trash_hides_and_gives_back(people: People) -> None:
    project = await people.ada.project(collaborators=[people.bo.id])
    path = f"projects/{project['id']}"
    forbidden = await people.bo.patch(path, {"deletedAt": "2026-05-01T10:00:00Z"})
    assert forbidden.status_code == 403, "an editor may not delete"

    trashed = await people.ada.patch(path, {"deletedAt": "2026-05-01T10:00:00Z"})

    assert trashed.json()["doc"]["deletedAt"] == "2026-05-01T10:00:00.000Z"
    for method in ("GET", "PATCH", "DELETE"):
        assert (await people.ada.request(method, path, json={})).status_code == 404
    assert (await people.ada.get("projects")).json()["totalDocs"] == 0
    assert (await people.ada.get("projects?trash=true")).json()["totalDocs"] == 1
    assert (await people.ada.get(f"{path}?trash=true")).status_code == 200
    back = await people.ada.patch(f"{path}?trash=true", {"deletedAt": None})
    assert back.json()["doc"]["deletedAt"] is None
    assert (await people.ada.get(path)).status_code == 200


async def test_the_access_report_names_what_is_allowed(people: People, studio: Studio) -> None:
    admin = (await people.admin.get("access")).json()
    ada = (await people.ada.get("access")).json()
    anonymous = (await studio.http.get("/api/access")).json()
    assert admin["canAccessAdmin"] is True
    assert admin["collections"]["projects"]["read"] is True
    assert ada["canAccessAdmin"] is False
    assert ada["collections"]["projects"]["create"] is True
    assert ada["collections"]["projects"]["read"]["permission"] is True
    where = ada["collections"]["projects"]["read"]["where"]
    assert (await people.ada.get(f"projects?where={quote(json.dumps(where))}")).status_code == 200
    assert "delete" not in ada["collections"]["users"]
    assert "create" not in ada["collections"]["messages"]
    assert list(anonymous["collections"]) == ["users"]


async def test_an_etag_lets_only_the_first_editor_through(people: People) -> None:
    project = await people.ada.project()
    path = f"projects/{project['id']}?depth=0"
    seen = (await people.ada.get(path)).headers["etag"]

    first = await people.ada.patch(path, {"title": "First"}, headers={"If-Match": seen})
    second = await people.ada.patch(path, {"title": "Second"}, headers={"If-Match": seen})
    gone = await people.ada.delete(path, headers={"If-Match": seen})

    assert first.status_code == 200
    assert first.headers["etag"] != seen
    for stale in (second, gone):
        assert stale.status_code == 412
        assert stale.json()["code"] == "PRECONDITION_FAILED"
        assert stale.json()["errors"][0]["data"]["title"] == "First"
    assert (await people.ada.patch(path, {"title": "Third"}, headers={"If-Match": "*"})).status_code == 200
    now = (await people.ada.get(path)).headers["etag"]
    assert (await people.ada.delete(path, headers={"If-Match": now})).status_code == 200


async def test_conversations_belong_to_whoever_starts_them(people: People) -> None:
    project = await people.ada.project(collaborators=[{"user": people.bo.id, "role": "viewer"}])
    body = {"name": "First talk", "project": project["id"], "user": people.bo.id, "seq": 9}
    made = (await people.ada.post("conversations?depth=0", body)).json()["doc"]
    assert (made["user"], made["mode"], made["status"]) == (people.ada.id, "chat", "active")
    assert not {"seq", "head", "lastRun", "lastRuns"} & made.keys()
    path = f"conversations/{made['id']}"
    assert (await people.bo.get(f"{path}?depth=0")).json() == made, "a member of the project reads"
    assert (await people.bo.patch(path, {"name": "Mine"})).status_code == 403
    assert (await people.bo.delete(path)).status_code == 403
    assert (await people.ada.delete(path)).status_code == 200
    assert (await people.ada.get(path)).status_code == 404
    assert (await people.ada.get(f"{path}?trash=true")).status_code == 404
    foreign = await people.bo.post("conversations", {"name": "x", "project": (await people.admin.project())["id"]})
    assert list(fields_of(foreign)) == ["project"]


async def test_messages_are_read_through_their_conversation(people: People, studio: Studio) -> None:
    talk = (await people.ada.post("conversations", {"name": "Talk"})).json()["doc"]
    await studio.wiring.database["messages"].insert_one(
        {
            "_id": f"{talk['id']}:000001", "conversation": talk["id"], "seq": 1, "parent": None, "role": "user",
            "content": "Hello", "agentId": None, "attachments": [], "metadata": {}, "runId": None,
        }
    )  # fmt: skip
    found = (await people.ada.get(f"messages?where[conversation][equals]={talk['id']}&depth=0")).json()
    assert [message["content"] for message in found["docs"]] == ["Hello"]
    assert (await people.ada.get(f"messages/{talk['id']}:000001")).json()["content"] == "Hello"
    assert (await people.bo.get("messages")).json()["totalDocs"] == 0
    assert (await people.bo.get(f"messages/{talk['id']}:000001")).status_code == 404
    assert (await people.ada.post("messages", {"content": "x"})).status_code == 405
    await people.ada.delete(f"conversations/{talk['id']}")
    assert (await people.ada.get("messages")).json()["totalDocs"] == 0


async def test_an_unknown_route_is_named(studio: Studio) -> None:
    for path in ("/api/nothing", "/api/projects/1/2/3", "/nothing"):
        answered = await studio.http.get(path)
        assert answered.status_code == 404
        assert answered.json()["errors"] == [{"message": f'Route not found "{path}"'}]
