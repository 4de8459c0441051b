"""The routes of a collection that keeps its history."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse

from functions.content.exchange import answer, find_of, principal_of, shown
from functions.content.schemas import Described
from shared.content.collection import Collection, nobody
from shared.wiring import ContentWiring

VersionId = Annotated[str, Path(alias="id", description="The version's key.")]


def add_versions(router: APIRouter, wiring: ContentWiring, collection: Collection) -> None:
    """To be called before the routes of single documents, whose keys could be anything."""
    if collection.versions is None:
        return
    described = Described(collection)

    async def find(request: Request) -> JSONResponse:
        principal = await principal_of(wiring, request)
        return answer(await wiring.content.versions.find(collection, find_of(request), principal))

    async def find_by_id(request: Request, version_id: VersionId) -> JSONResponse:
        principal = await principal_of(wiring, request)
        return shown(await wiring.content.versions.find_by_id(collection, version_id, find_of(request), principal))

    async def restore(request: Request, version_id: VersionId) -> JSONResponse:
        principal = await principal_of(wiring, request)
        find, if_match = find_of(request), request.headers.get("if-match")
        document = await wiring.content.versions.restore(collection, version_id, find, principal, if_match)
        body = {**document.document, "message": "Restored Successfully."}
        return answer(body, headers={"ETag": document.etag})

    path = f"/{collection.slug}/versions"
    router.add_api_route(path, find, methods=["GET"], **described.find_versions())
    router.add_api_route(f"{path}/{{id}}", find_by_id, methods=["GET"], **described.find_version())
    if collection.access.update is not nobody:
        router.add_api_route(f"{path}/{{id}}", restore, methods=["POST"], **described.restore())
