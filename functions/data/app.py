"""The data function: things brought into a project, behind API Gateway through Mangum."""

from __future__ import annotations

from fastapi import FastAPI
from mangum import Mangum

from functions.data.decisions import decisions_router
from functions.data.routes import data_router
from functions.data.settings import DataSettings
from shared.web.app import create_app
from shared.web.settings import load
from shared.wiring.gather import DataWiring


def build(settings: DataSettings) -> FastAPI:
    wiring = DataWiring(settings)
    routers = [data_router(wiring), decisions_router(wiring)]
    app = create_app("Aladdin data", routers, allowed_origins=settings.allowed_origins)
    app.state.wiring = wiring
    return app


app = build(load(DataSettings))
handler = Mangum(app, lifespan="off")
