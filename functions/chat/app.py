"""The chat function: chat mode, runs and conversations, behind API Gateway through Mangum."""

from __future__ import annotations

from fastapi import FastAPI
from mangum import Mangum

from functions.chat.conversations import conversations_router
from functions.chat.routes import chat_router
from functions.chat.runs import runs_router
from functions.chat.settings import ChatSettings
from shared.web.app import create_app
from shared.web.settings import load
from shared.wiring import OrchestratorWiring


def build(settings: ChatSettings) -> FastAPI:
    wiring = OrchestratorWiring(settings)
    routers = [chat_router(wiring), runs_router(wiring), conversations_router(wiring)]
    app = create_app("Aladdin orchestrator", routers, allowed_origins=settings.allowed_origins)
    app.state.wiring = wiring
    return app


app = build(load(ChatSettings))
handler = Mangum(app, lifespan="off")
