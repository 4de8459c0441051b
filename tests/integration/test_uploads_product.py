"""A file through the whole laptop cloud: the gateway hands on its bytes unharmed, the media function checks it."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx
import pytest

from tests.uploads import corpus

PASSWORD = "correct horse battery"
PATIENCE = 120.0


def signed_in(client: httpx.Client) -> None:
    person = {"email": f"maker-{time.time_ns()}@film.test", "password": PASSWORD, "name": "Maker"}
    if client.post("/api/users/first-register", json=person).status_code != 200:
        assert client.post("/api/users", json=person).status_code == 201
    token = client.post("/api/users/login", json=person).json()["token"]
    client.cookies.clear()
    client.headers["authorization"] = f"JWT {token}"


def checked(client: httpx.Client, media: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        shown = client.get(f"/api/media/{media}?depth=0").json()
        if shown["status"] != "processing":
            return shown
        time.sleep(0.2)
    raise AssertionError("the file was not checked")


@pytest.mark.timeout(400)
def test_files_go_through_the_gateway_and_the_check(product_url: str) -> None:
    picture = corpus.picture("JPEG", (900, 600)) + bytes(64)
    with httpx.Client(base_url=product_url, timeout=60) as client:
        signed_in(client)
        project = client.post("/api/projects", json={"title": "Film", "genre": "drama"}).json()["doc"]["id"]
        payload = {"_payload": json.dumps({"project": project, "mediaType": "concept_art"})}
        sent = client.post("/api/media", files={"file": ("mara.jpg", picture, "image/jpeg")}, data=payload)
        assert sent.status_code == 201, sent.text
        hostile = [
            ("one", ("s.md", b"# FADE IN", "text/markdown")),
            ("two", ("g.gif", corpus.hostile()["a GIFAR"][1], "image/gif")),
        ]
        several = client.post("/api/chat/upload", data={"projectId": project}, files=hostile)
        assert several.json()["message"] == "Uploaded 2 file(s)"

        shown = checked(client, sent.json()["doc"]["id"])
        assert shown["status"] == "active", shown
        redirect = client.get(shown["url"])
        assert httpx.get(redirect.headers["location"]).content == picture
        text, archive = (checked(client, one["id"]) for one in several.json()["files"])
        assert (text["status"], archive["status"]) == ("active", "failed")
        assert "archive" in archive["statusReason"]

        answered = client.post(
            "/api/v1/orchestrator/chat",
            json={"content": "Who is this?", "projectId": project, "attachments": [shown["id"], text["id"]]},
        )
        assert answered.status_code in (200, 202), answered.text
        asked = client.get(f"/api/v1/orchestrator/conversations/{answered.json()['conversationId']}/messages").json()
        assert asked["messages"][0]["attachments"] == [shown["id"], text["id"]]
