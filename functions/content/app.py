"""The content function: collections, accounts and sessions, behind API Gateway through Mangum."""

from __future__ import annotations

from fastapi import FastAPI
from mangum import Mangum

from functions.content.accounts import accounts_router
from functions.content.admin import admin_router
from functions.content.cookies import Cookies
from functions.content.graphql import graphql_router
from functions.content.override import MethodOverride
from functions.content.preferences import preferences_router
from functions.content.recovery import recovery_router
from functions.content.routes import content_router
from functions.content.schemas import describe
from functions.content.settings import ContentSettings
from functions.content.uploads import uploads_router
from functions.content.visiting import Visiting
from shared.web.app import create_app
from shared.web.settings import load
from shared.wiring import ContentWiring


def build(settings: ContentSettings) -> FastAPI:
    wiring = ContentWiring(settings)
    cookies = Cookies(https=settings.aladdin_stage != "local")
    app = create_app(
        "Aladdin content",
        [
            accounts_router(wiring, cookies),
            recovery_router(wiring, cookies),
            admin_router(wiring),
            graphql_router(wiring, cookies, introspection=settings.aladdin_stage != "prod"),
            uploads_router(wiring),
            preferences_router(wiring),
            content_router(wiring),
        ],
        dialect="content",
        allowed_origins=settings.allowed_origins,
    )
    app.add_middleware(MethodOverride)
    app.add_middleware(Visiting)
    app.state.wiring = wiring
    describe(app, wiring.registry)
    return app


app = build(load(ContentSettings))
handler = Mangum(app, lifespan="off")
