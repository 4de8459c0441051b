"""The query function: questions to a project's Brain, behind API Gateway through Mangum."""

from __future__ import annotations

from fastapi import FastAPI
from mangum import Mangum

from functions.query.routes import query_router
from functions.query.settings import QuerySettings
from shared.web.app import create_app
from shared.web.settings import load
from shared.wiring import QueryWiring


def build(settings: QuerySettings) -> FastAPI:
    wiring = QueryWiring(settings)
    app = create_app("Aladdin queries", [query_router(wiring)], allowed_origins=settings.allowed_origins)
    app.state.wiring = wiring
    return app


app = build(load(QuerySettings))
handler = Mangum(app, lifespan="off")
