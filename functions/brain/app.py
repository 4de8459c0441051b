"""The brain function: entities, their graph, and the Brain's tools over MCP, behind API Gateway through Mangum."""

from __future__ import annotations

from fastapi import FastAPI
from mangum import Mangum

from functions.brain.graph import graph_router
from functions.brain.routes import entities_router
from functions.brain.serving import tools_router
from functions.brain.settings import BrainSettings
from shared.web.app import create_app
from shared.web.settings import load
from shared.wiring.curating import CuratingWiring


def build(settings: BrainSettings) -> FastAPI:
    wiring = CuratingWiring(settings)
    routers = [entities_router(wiring), graph_router(wiring), tools_router(wiring)]
    app = create_app("Aladdin Brain", routers, allowed_origins=settings.allowed_origins)
    app.state.wiring = wiring
    return app


app = build(load(BrainSettings))
handler = Mangum(app, lifespan="off")
