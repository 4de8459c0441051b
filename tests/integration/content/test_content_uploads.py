"""Files over HTTP: forms, signed addresses and parts, as clients send them, over a real database and a real store."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from infra.local.s3proxy import LocalS3
from shared.adapters.inspection.process import ProcessInspector
from shared.auth.authenticator import utc_now
from shared.content.uploads import parts
from shared.content.uploads.checking import Checker
from shared.content.uploads.indexes import ensure_indexes
from shared.content.uploads.promotion import Promotion
from tests.integration.content.app import ORIGIN, Person, Studio, running_content
from tests.uploads import corpus

pytestmark = pytest.mark.timeout(240)
FIVE_MB = 5 * 1024 * 1024


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalS3]:
    with LocalS3(tmp_path_factory.mktemp("s3") / "objects") as server:
        yield server


@pytest.fixture
async def studio(monkeypatch: pytest.MonkeyPatch, mongo_uri: str, mongo_db: Any, s3: LocalS3) -> AsyncIterator[Studio]:
    monkeypatch.setenv("R2_ENDPOINT", s3.uri)
    monkeypatch.setenv("R2_BUCKET", s3.bucket)
    monkeypatch.setenv("R2_ACCESS_KEY_ID", s3.key_id)
    monkeypatch.setenv("R2_SECRET_ACCESS_KEY", s3.secret)
    async with running_content(monkeypatch, mongo_uri, mongo_db.name) as studio:
        await ensure_indexes(studio.wiring.documents)
        yield studio


class Desk:
    """Ada, her project, and the check of whatever she uploads."""

    def __init__(self, studio: Studio, ada: Person, project: str) -> None:
        self.ada, self.project = ada, project
        documents, objects = studio.wiring.documents, studio.wiring.objects
        promotion = Promotion(documents, objects, utc_now)
        self._checker = Checker(documents, objects, ProcessInspector(), promotion, utc_now)

    def fields(self, **more: Any) -> dict[str, Any]:
        return {"project": self.project, "mediaType": "concept_art", **more}

    async def form(self, name: str, body: bytes, kind: str, **more: Any) -> httpx.Response:
        payload = {"_payload": json.dumps(self.fields(**more))}
        return await self.ada.request("POST", "media?depth=0", files={"file": (name, body, kind)}, data=payload)

    async def sign(self, name: str, size: int, kind: str) -> dict[str, Any]:
        wanted = {"collectionSlug": "media", "filename": name, "filesize": size, "mimeType": kind}
        answered = await self.ada.post("storage-s3-generate-signed-url", {**wanted, "project": self.project})
        assert answered.status_code == 200, answered.text
        return answered.json()

    def named(self, signed: dict[str, Any], size: int, kind: str) -> dict[str, Any]:
        file = {
            "clientUploadContext": {"prefix": signed["docPrefix"]},
            "collectionSlug": "media",
            "filename": signed["filename"],
            "mimeType": kind,
            "size": size,
        }
        return self.fields(file=json.dumps(file))

    async def checked(self, answered: httpx.Response) -> dict[str, Any]:
        assert answered.status_code in (200, 201), answered.text
        media = answered.json()["doc"]["id"]
        await self._checker.check(media)
        return (await self.ada.get(f"media/{media}?depth=0")).json()


@pytest.fixture
async def desk(studio: Studio) -> Desk:
    await studio.admin()
    ada = await studio.person("ada")
    return Desk(studio, ada, (await ada.project())["id"])


async def bytes_of(person: Person, path: str, **headers: str) -> httpx.Response:
    redirect = await person.get(path.removeprefix("/api/"))
    assert redirect.status_code == 302, redirect.text
    assert redirect.headers["cache-control"] == "private, no-store"
    assert redirect.headers["x-content-type-options"] == "nosniff"
    async with httpx.AsyncClient() as client:
        return await client.get(redirect.headers["location"], headers=headers)


async def test_a_form_becomes_a_file_that_is_served(desk: Desk, studio: Studio) -> None:
    body = corpus.picture(size=(900, 600))
    answered = await desk.form("Mära.png", body, "image/png", tags=["keeper"])
    assert (answered.status_code, answered.json()["message"]) == (201, "Media successfully created.")
    assert answered.json()["doc"]["status"] == "processing"

    shown = await desk.checked(answered)

    assert (shown["status"], shown["tags"], shown["filename"]) == ("active", ["keeper"], "Mära.png")
    whole = await bytes_of(desk.ada, shown["url"])
    part = await bytes_of(desk.ada, shown["url"], range="bytes=0-3")
    beyond = await bytes_of(desk.ada, shown["url"], range=f"bytes={len(body)}-")
    assert (whole.content, part.status_code, part.content, beyond.status_code) == (body, 206, body[:4], 416)
    assert part.headers["etag"] == whole.headers["etag"]
    assert (await bytes_of(desk.ada, shown["sizes"]["card"]["url"])).headers["content-type"] == "image/jpeg"
    bo = await studio.person("bo")
    assert (await bo.get(shown["url"].removeprefix("/api/"))).status_code == 404
    assert (await studio.http.get(shown["url"])).status_code == 404


async def test_a_replaced_file_keeps_its_old_address(desk: Desk) -> None:
    first = await desk.checked(await desk.form("a.png", corpus.picture(), "image/png"))
    files = {"file": ("b.jpg", corpus.picture("JPEG"), "image/jpeg"), "_payload": (None, '{"description": "new"}')}
    second = await desk.checked(await desk.ada.request("PATCH", f"media/{first['id']}?depth=0", files=files))

    assert (second["version"], second["filename"], second["description"]) == (2, "b.jpg", "new")
    assert (await bytes_of(desk.ada, first["url"])).content == corpus.picture()
    assert (await bytes_of(desk.ada, second["url"])).content == corpus.picture("JPEG")


async def test_a_form_without_a_file_changes_fields_only(desk: Desk) -> None:
    shown = await desk.checked(await desk.form("a.png", corpus.picture(), "image/png"))
    files = {"_payload": (None, '{"description": "only words"}')}

    answered = await desk.ada.request("PATCH", f"media/{shown['id']}?depth=0", files=files)

    doc = answered.json()["doc"]
    assert (doc["description"], doc["url"], doc["status"]) == ("only words", shown["url"], "active")


async def test_what_is_wrong_with_a_form_is_said(desk: Desk) -> None:
    async def post(**request: Any) -> tuple[int, str]:
        answered = await desk.ada.request("POST", "media", **request)
        return answered.status_code, answered.json()["errors"][0]["message"]

    picture = {"file": ("a.png", corpus.picture(), "image/png")}
    form = {"content-type": "multipart/form-data; boundary=x"}
    assert await post(files={"_payload": (None, json.dumps(desk.fields()))}) == (400, "No files were uploaded.")
    assert await post(json=desk.fields()) == (400, "No files were uploaded.")
    assert await post(files=picture, data={"_payload": "{"}) == (400, "The body is not valid JSON.")
    assert await post(files=picture, data={"_payload": "[1]"}) == (400, "The body must be a JSON object.")
    assert await post(files={**picture, "_payload": (None, "{}")}) == (
        400,
        "The following fields are invalid: Project, Media Type",
    )
    for body in (
        b"",
        b"--x\r\nfile",
        b"--x--",
        b"--y\r\n\r\n--y--",
        b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--",
    ):
        assert (await post(content=body, headers=form))[0] == 400
    assert (await post(content=b"--x--", headers={"content-type": "multipart/form-data"}))[0] == 400
    assert (await post(content=b"a", headers={"content-type": "image/png"}))[0] == 415
    for wrong in ("{", "7", '"a"'):
        assert await post(json=desk.fields(file=wrong)) == (400, "A file name is required.")


async def test_a_form_of_other_collections_is_read_too(desk: Desk) -> None:
    files = {"_payload": (None, '{"description": "as a form"}')}

    answered = await desk.ada.request("PATCH", f"projects/{desk.project}?depth=0", files=files)

    assert answered.json()["doc"]["description"] == "as a form"


async def test_a_stranger_brings_nothing(desk: Desk, studio: Studio) -> None:
    bo = await studio.person("bo")
    picture = {"file": ("a.png", corpus.picture(), "image/png")}
    signing = {"collectionSlug": "media", "filename": "a.png", "filesize": 9, "mimeType": "image/png"}

    theirs = await bo.request("POST", "media", files=picture, data={"_payload": json.dumps(desk.fields())})
    assert theirs.status_code in (400, 403, 404)
    signed = await bo.post("storage-s3-generate-signed-url", {**signing, "project": desk.project})
    assert signed.status_code == 404
    for path, body in (("media", None), ("storage-s3-generate-signed-url", signing), ("chat/upload", None)):
        sent: dict[str, Any] = {"json": body} if body else {"files": picture}
        assert (await studio.http.post(f"/api/{path}", **sent)).status_code == 403
    assert await studio.wiring.documents.find("uploads", _everything()) == []


def _everything() -> Any:
    from shared.domain.query import EVERYTHING

    return EVERYTHING


async def test_a_signed_address_takes_exactly_what_was_announced(desk: Desk) -> None:
    body = corpus.film()
    signed = await desk.sign("take.mp4", len(body), "video/mp4")
    browser = {"content-type": "video/mp4", "origin": ORIGIN}
    async with httpx.AsyncClient() as client:
        assert (await client.put(signed["url"], content=body + b"x", headers=browser)).status_code == 403
        early = await desk.ada.post("media", desk.named(signed, len(body), "video/mp4"))
        assert early.json()["errors"][0]["data"]["errors"][0]["message"] == "The file has not arrived yet."
        assert (await client.put(signed["url"], content=body, headers=browser)).status_code == 200

    shown = await desk.checked(await desk.ada.post("media?depth=0", desk.named(signed, len(body), "video/mp4")))

    assert (shown["status"], shown["filesize"], shown["technicalData"]["fps"]) == ("active", len(body), 24)


async def test_parts_are_sent_in_any_order_and_resumed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_SIZE", FIVE_MB)
    film = corpus.film()
    body = film + (FIVE_MB + 100).to_bytes(4, "big") + b"free" + bytes(FIVE_MB + 92)
    path = "storage-s3-multipart"
    wanted = {"collectionSlug": "media", "filename": "long.mp4", "filesize": len(body), "mimeType": "video/mp4"}
    started = (await desk.ada.post(path, wanted)).json()
    assert started["partCount"] == 2
    signed = (await desk.ada.post(f"{path}/{started['id']}/parts", {"partNumbers": [2, 1]})).json()["parts"]
    async with httpx.AsyncClient(timeout=60) as client:
        for part in signed:
            start = (part["partNumber"] - 1) * FIVE_MB
            assert (await client.put(part["url"], content=body[start : start + part["size"]])).status_code == 200
            if part["partNumber"] == 2:
                assert (await desk.ada.get(f"{path}/{started['id']}")).json()["missing"] == [1]
                assert (await desk.ada.post(f"{path}/{started['id']}/complete", {})).status_code == 409
    for _ in range(2):
        assert (await desk.ada.post(f"{path}/{started['id']}/complete", {})).status_code == 200

    shown = await desk.checked(await desk.ada.post("media?depth=0", desk.named(started, len(body), "video/mp4")))

    assert (shown["status"], shown["filesize"]) == ("active", len(body)), shown
    gone = await desk.ada.delete(f"{path}/{started['id']}")
    assert gone.status_code == 404


async def test_the_chat_takes_several_files_or_none(desk: Desk) -> None:
    def files(*given: tuple[str, bytes, str]) -> list[Any]:
        return [(f"file{number}", one) for number, one in enumerate(given)]

    project = {"projectId": desk.project}
    good = (
        ("mood.jpg", corpus.picture("JPEG"), "image/jpeg"),
        ("script.md", b"# FADE IN", "text/markdown"),
        ("take.mp4", corpus.film(), "video/mp4"),
        ("sea.wav", corpus.sound(), "audio/wav"),
    )
    answered = await desk.ada.request("POST", "chat/upload", data=project, files=files(*good))
    body = answered.json()
    assert (answered.status_code, body["message"]) == (200, "Uploaded 4 file(s)")
    kinds = ["style_reference", "script_document", "reference_video", "audio_clip"]
    assert [one["mediaType"] for one in body["files"]] == kinds
    assert [one["filename"] for one in body["files"]] == [one[0] for one in good]

    bad = files(good[0], ("virus.exe", b"MZ", ""), ("x.svg", corpus.SVG, "image/svg+xml"))
    refused = await desk.ada.request("POST", "chat/upload", data=project, files=bad)
    named = refused.json()["errors"][0]["data"]["errors"]
    assert (refused.status_code, [one["path"] for one in named]) == (400, ["virus.exe", "x.svg"])
    for sent in ({"data": project, "files": files(*good[:1] * 11)}, {"files": files(*good)}, {"json": {}}):
        assert (await desk.ada.request("POST", "chat/upload", **sent)).status_code in (400, 415)
    assert (await desk.ada.get("media/count")).json() == {"totalDocs": 4}
