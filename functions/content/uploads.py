"""The routes of files: signed addresses, uploads in parts, the bytes themselves, several files for the chat."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from functions.content.exchange import answer, find_of, principal_of
from functions.content.forms import form_of, media_type_of, submitted
from functions.content.uploads_schemas import (
    CHAT_FORM,
    FORM,
    ChatUploaded,
    ErrorBody,
    PartNumbers,
    PartsProgress,
    PartsStarted,
    Signed,
    SignedParts,
    SignUrl,
)
from shared.content.collection import Collection
from shared.content.collections.media import MEDIA
from shared.content.reads import Shown
from shared.content.uploads.parts import PART_SIZE, Progress, part_count
from shared.content.uploads.tickets import UploadTicket, Wanted, judge
from shared.domain.errors import Forbidden, UnsupportedMediaType, ValidationFailed
from shared.domain.identity import Principal
from shared.web.body import parse_json, request_body_of, validate
from shared.wiring import ContentWiring

_FAILURES: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorBody} for status in (400, 403, 404, 409, 413, 429, 503)
}
_MULTIPART = "/storage-s3-multipart"


async def create_one(wiring: ContentWiring, request: Request, collection: Collection) -> Shown:
    """A document from JSON or a form; with its file where files are kept."""
    principal = await principal_of(wiring, request)
    body, file = await submitted(request)
    if collection.slug == MEDIA.slug and file is not None:
        return await wiring.uploads.create(body, file, find_of(request), principal)
    return await wiring.content.writes.create(collection, body, find_of(request), principal)


async def update_one(wiring: ContentWiring, request: Request, collection: Collection, document_id: str) -> Shown:
    principal = await principal_of(wiring, request)
    body, file = await submitted(request)
    find, if_match = find_of(request), request.headers.get("if-match")
    if collection.slug == MEDIA.slug and file is not None:
        return await wiring.uploads.update(document_id, body, file, find, principal, if_match)
    return await wiring.content.writes.update(collection, document_id, body, find, principal, if_match)


def with_form(collection: Collection, options: dict[str, Any]) -> dict[str, Any]:
    """Options of a route that takes a file, too, with the form among what it accepts."""
    if collection.slug == MEDIA.slug:
        options["openapi_extra"]["requestBody"]["content"]["multipart/form-data"] = {"schema": FORM}
    return options


def uploads_router(wiring: ContentWiring) -> APIRouter:
    router = APIRouter(prefix="/api", tags=["media"])
    _signing(router, wiring)
    _in_parts(router, wiring)
    _serving(router, wiring)
    _chatting(router, wiring)
    return router


def _signing(router: APIRouter, wiring: ContentWiring) -> None:
    @router.post(
        "/storage-s3-generate-signed-url",
        operation_id="generateSignedUrl",
        response_model=Signed,
        responses=_FAILURES,
        openapi_extra=request_body_of(SignUrl),
    )
    async def sign(request: Request) -> JSONResponse:
        """An address to put one file to. Key, size and type are signed; it is good for 600 seconds."""
        principal, wanted, project = await _wanted(wiring, request)
        ticket, url = await wiring.tickets.signed(principal, wanted, project)
        return answer({"url": url, "filename": ticket.filename, "docPrefix": ticket.id}, headers=_SECRET)


def _in_parts(router: APIRouter, wiring: ContentWiring) -> None:
    @router.post(
        _MULTIPART,
        operation_id="startMultipartUpload",
        status_code=201,
        response_model=PartsStarted,
        responses=_FAILURES,
        openapi_extra=request_body_of(SignUrl),
    )
    async def start(request: Request) -> JSONResponse:
        """Begin an upload in parts, which can be resumed for a day."""
        principal, wanted, project = await _wanted(wiring, request)
        return answer(_started(await wiring.parts.start(principal, wanted, project)), 201)

    @router.get(
        f"{_MULTIPART}/{{upload_id}}",
        operation_id="getMultipartUpload",
        response_model=PartsProgress,
        responses=_FAILURES,
    )
    async def progress(request: Request, upload_id: str) -> JSONResponse:
        """Which parts have arrived, and which are missing."""
        return answer(_progress(await wiring.parts.progress(await _signed_in(wiring, request), upload_id)))

    @router.post(
        f"{_MULTIPART}/{{upload_id}}/parts",
        operation_id="signParts",
        response_model=SignedParts,
        responses=_FAILURES,
        openapi_extra=request_body_of(PartNumbers),
    )
    async def sign_parts(request: Request, upload_id: str) -> JSONResponse:
        """An address for each part. Its size is signed; it is good for an hour."""
        principal = await _signed_in(wiring, request)
        body = validate(PartNumbers, parse_json(await request.body()))
        signed = await wiring.parts.sign(principal, upload_id, body.part_numbers)
        parts = [{"partNumber": number, "url": url, "size": size} for number, url, size in signed]
        return answer({"parts": parts}, headers=_SECRET)

    @router.post(
        f"{_MULTIPART}/{{upload_id}}/complete",
        operation_id="completeMultipartUpload",
        response_model=PartsStarted,
        responses=_FAILURES,
    )
    async def complete(request: Request, upload_id: str) -> JSONResponse:
        """Make one file of the parts; then create the document. 409 while parts are missing."""
        return answer(_started(await wiring.parts.complete(await _signed_in(wiring, request), upload_id)))

    @router.delete(f"{_MULTIPART}/{{upload_id}}", operation_id="abortMultipartUpload", responses=_FAILURES)
    async def give_up(request: Request, upload_id: str) -> JSONResponse:
        """Throw away what has arrived."""
        await wiring.parts.give_up(await _signed_in(wiring, request), upload_id)
        return answer({"message": "Deleted successfully."})


def _serving(router: APIRouter, wiring: ContentWiring) -> None:
    async def file(request: Request, filename: str) -> Response:
        """A redirect to the bytes, which honour `Range`. What a browser could execute comes as a download; a PDF, which
        has been checked for programs, is shown where that is asked for."""
        principal = await principal_of(wiring, request)
        query = request.query_params
        url = await wiring.serving.address(
            filename,
            query.get("prefix") or None,
            principal,
            download=query.get("download") == "true",
            view=query.get("view") == "true",
        )
        return RedirectResponse(url, 302, headers=_SECRET)

    options: dict[str, Any] = {
        "status_code": 302,
        "responses": {404: {"model": ErrorBody}, 302: {"description": "Where the bytes are, for five minutes."}},
        "openapi_extra": {"parameters": _FILE_PARAMETERS},
    }
    path = f"/{MEDIA.slug}/file/{{filename}}"
    router.add_api_route(path, file, methods=["GET"], operation_id="getMediaFile", response_class=Response, **options)


def _chatting(router: APIRouter, wiring: ContentWiring) -> None:
    @router.post(
        "/chat/upload",
        operation_id="uploadChatFiles",
        response_model=ChatUploaded,
        responses=_FAILURES,
        openapi_extra={"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": CHAT_FORM}}}},
    )
    async def chat_upload(request: Request) -> JSONResponse:
        """Up to ten files at once for the guided chat. If one is refused, none is stored."""
        principal = await _signed_in(wiring, request)
        if media_type_of(request) != "multipart/form-data":
            raise UnsupportedMediaType("Send a form as multipart/form-data.")
        form = await form_of(request)
        files = [part for _, part in form.files]
        stored = await wiring.chat_uploads.store(principal, form.fields.get("projectId"), files)
        return answer({"files": stored, "message": f"Uploaded {len(stored)} file(s)"})


async def _signed_in(wiring: ContentWiring, request: Request) -> Principal:
    principal = await principal_of(wiring, request)
    if principal is None:
        raise Forbidden
    return principal


async def _wanted(wiring: ContentWiring, request: Request) -> tuple[Principal, Wanted, str | None]:
    principal = await _signed_in(wiring, request)
    body = validate(SignUrl, parse_json(await request.body()))
    if body.collection_slug != MEDIA.slug:
        raise ValidationFailed("There are no files in this collection.")
    return principal, judge(body.filename, body.mime_type, body.filesize), body.project


def _started(ticket: UploadTicket) -> dict[str, Any]:
    return {
        "id": ticket.id,
        "docPrefix": ticket.id,
        "filename": ticket.filename,
        "partSize": PART_SIZE,
        "partCount": part_count(ticket.size),
    }


def _progress(progress: Progress) -> dict[str, Any]:
    arrived = [{"partNumber": part.number, "size": part.size} for part in progress.arrived]
    return {**_started(progress.ticket), "parts": arrived, "missing": list(progress.missing)}


_SECRET = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_FILE_PARAMETERS = [
    {
        "name": "prefix",
        "in": "query",
        "required": False,
        "description": "Which file of this name: as in the document's `url`. Without: the newest readable one.",
        "schema": {"type": "string"},
    },
    {
        "name": "download",
        "in": "query",
        "required": False,
        "description": "`true`: as a download, whatever it is.",
        "schema": {"type": "boolean", "default": False},
    },
    {
        "name": "view",
        "in": "query",
        "required": False,
        "description": "`true`: a PDF to be looked at in place, such as at `#page=12`.",
        "schema": {"type": "boolean", "default": False},
    },
]
