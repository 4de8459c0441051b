"""The routes that every collection has."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse

from functions.content.exchange import answer, body_of, find_of, principal_of, shown, written
from functions.content.schemas import Described
from functions.content.uploads import create_one, update_one, with_form
from functions.content.versions import add_versions
from shared.content.collection import Collection, nobody
from shared.domain.errors import ValidationFailed
from shared.web.requests import request_id_of
from shared.wiring import ContentWiring

BASE = "/api"
DocumentId = Annotated[str, Path(alias="id", description="The document's key.")]


def content_router(wiring: ContentWiring) -> APIRouter:
    router = APIRouter(prefix=BASE)
    described = Described()

    @router.get("/access", **described.access())
    async def access(request: Request) -> JSONResponse:
        """What the caller may do, by collection; what is refused is absent."""
        return answer(wiring.content.access(await principal_of(wiring, request)))

    for collection in wiring.registry:
        add_versions(router, wiring, collection)
        _reading(router, wiring, collection)
        if collection.access.create is not nobody:
            _creating(router, wiring, collection)
        if collection.access.update is not nobody:
            _changing(router, wiring, collection)
        if collection.access.delete is not nobody:
            _deleting(router, wiring, collection)
    return router


def _reading(router: APIRouter, wiring: ContentWiring, collection: Collection) -> None:
    described = Described(collection)

    async def find(request: Request) -> JSONResponse:
        principal = await principal_of(wiring, request)
        return answer(await wiring.content.reads.find(collection, find_of(request), principal))

    async def count(request: Request) -> JSONResponse:
        principal = await principal_of(wiring, request)
        return answer(await wiring.content.reads.count(collection, find_of(request), principal))

    async def find_by_id(request: Request, document_id: DocumentId) -> JSONResponse:
        principal = await principal_of(wiring, request)
        return shown(await wiring.content.reads.find_by_id(collection, document_id, find_of(request), principal))

    router.add_api_route(f"/{collection.slug}", find, methods=["GET"], **described.find())
    router.add_api_route(f"/{collection.slug}/count", count, methods=["GET"], **described.count())
    router.add_api_route(f"/{collection.slug}/{{id}}", find_by_id, methods=["GET"], **described.find_by_id())


def _creating(router: APIRouter, wiring: ContentWiring, collection: Collection) -> None:
    described = Described(collection)

    async def create(request: Request) -> JSONResponse:
        document = await create_one(wiring, request, collection)
        return written(document, f"{collection.singular} successfully created.", 201)

    async def duplicate(request: Request, document_id: DocumentId) -> JSONResponse:
        principal = await principal_of(wiring, request)
        changes = await body_of(request) if await request.body() else {}
        document = await wiring.content.duplicate(collection, document_id, changes, find_of(request), principal)
        return written(document, f"{collection.singular} successfully duplicated.", 201)

    router.add_api_route(f"/{collection.slug}", create, methods=["POST"], **with_form(collection, described.create()))
    if not collection.auth:
        path = f"/{collection.slug}/{{id}}/duplicate"
        router.add_api_route(path, duplicate, methods=["POST"], **described.duplicate())


def _changing(router: APIRouter, wiring: ContentWiring, collection: Collection) -> None:
    described = Described(collection)

    async def update(request: Request, document_id: DocumentId) -> JSONResponse:
        document = await update_one(wiring, request, collection, document_id)
        return written(document, "Updated successfully.")

    async def update_many(request: Request) -> JSONResponse:
        principal = await principal_of(wiring, request)
        find = find_of(request, default_limit=0)
        result = await wiring.content.bulk.update(collection, await body_of(request), find, principal)
        return _bulk(request, result.body, result.status)

    options = with_form(collection, described.update())
    router.add_api_route(f"/{collection.slug}/{{id}}", update, methods=["PATCH"], **options)
    router.add_api_route(f"/{collection.slug}", update_many, methods=["PATCH"], **described.update_many())


def _deleting(router: APIRouter, wiring: ContentWiring, collection: Collection) -> None:
    described = Described(collection)

    async def delete(request: Request, document_id: DocumentId) -> JSONResponse:
        principal = await principal_of(wiring, request)
        if_match = request.headers.get("if-match")
        document = await wiring.content.writes.delete(collection, document_id, find_of(request), principal, if_match)
        return written(document, "Deleted successfully.")

    async def delete_many(request: Request) -> JSONResponse:
        principal = await principal_of(wiring, request)
        result = await wiring.content.bulk.delete(collection, find_of(request, default_limit=0), principal)
        return _bulk(request, result.body, result.status)

    router.add_api_route(f"/{collection.slug}/{{id}}", delete, methods=["DELETE"], **described.delete())
    router.add_api_route(f"/{collection.slug}", delete_many, methods=["DELETE"], **described.delete_many())


def _bulk(request: Request, body: dict[str, object], status: int) -> JSONResponse:
    if status >= 400:
        body |= {"code": ValidationFailed.code, "retryable": False, "requestId": request_id_of(request)}
    return answer(body, status)
