"""The content function: collections, accounts and sessions, behind API Gateway through Mangum."""

from __future__ import annotations

from fastapi import FastAPI
from mangum import Mangum

from functions.content.accounts import accounts_router
from functions.content.override import MethodOverride
from functions.content.routes import content_router
from functions.content.schemas import describe
from functions.content.settings import ContentSettings
from shared.web.app import create_app
from shared.web.settings import load
from shared.wiring import ContentWiring


def build(settings: ContentSettings) -> FastAPI:
    wiring = ContentWiring(settings)
    app = create_app(
        "Aladdin content",
        [accounts_router(wiring), content_router(wiring)],
        dialect="content",
        allowed_origins=settings.allowed_origins,
    )
    app.add_middleware(MethodOverride)
    app.state.wiring = wiring
    describe(app, wiring.registry)
    return app


app = build(load(ContentSettings))
handler = Mangum(app, lifespan="off")
