"""The routes of what a person's screens remember."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse

from functions.content.exchange import answer, body_of, principal_of
from functions.content.schemas import Described
from shared.wiring import ContentWiring

PATH = "/api/payload-preferences/{key}"
Key = Annotated[str, Path(min_length=1, max_length=200, description="What is remembered under.")]


def preferences_router(wiring: ContentWiring) -> APIRouter:
    router = APIRouter()
    described = Described()

    @router.get(PATH, **described.preference())
    async def get(request: Request, key: Key) -> JSONResponse:
        """One's own preference, or `{message, value: null}` where there is none."""
        found = await wiring.content.preferences.get(key, await principal_of(wiring, request))
        return answer(found or {"message": "Not Found", "value": None})

    @router.post(PATH, **described.keep_preference())
    async def put(request: Request, key: Key) -> JSONResponse:
        """Keep `value`, or the whole body where it has none."""
        principal = await principal_of(wiring, request)
        body = await body_of(request)
        doc = await wiring.content.preferences.set(key, body["value"] if "value" in body else dict(body), principal)
        return answer({"doc": doc, "message": "Updated successfully."})

    @router.delete(PATH, **described.forget_preference())
    async def delete(request: Request, key: Key) -> JSONResponse:
        """Forget it, and give it back once more."""
        found = await wiring.content.preferences.delete(key, await principal_of(wiring, request))
        return answer({**found, "message": "Deleted successfully."})

    return router
