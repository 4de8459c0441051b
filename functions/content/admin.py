"""What the admin pages are made from."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from functions.content.exchange import answer, principal_of
from functions.content.schemas import Described
from shared.content.admin import declarations
from shared.wiring import ContentWiring


def admin_router(wiring: ContentWiring) -> APIRouter:
    router = APIRouter(prefix="/api/admin")

    @router.get("/collections", **Described().declarations())
    async def collections(request: Request) -> JSONResponse:
        """Every collection's declaration: labels, fields, and what the caller may do. For admins only."""
        return answer(declarations(wiring.registry, await principal_of(wiring, request)))

    return router
