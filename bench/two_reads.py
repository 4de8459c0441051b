"""The bare app with what a signed-in read needs at least: two documents, by key, through the same driver."""

from __future__ import annotations

import os
from typing import Any

from fastapi import FastAPI
from mangum import Mangum
from pymongo import AsyncMongoClient

app = FastAPI()
client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(os.environ["MONGODB_URI"])


@app.get("/api/v1/orchestrator/runs/{run_id}")
async def read_run(run_id: str) -> dict[str, Any]:
    database = client.get_default_database()
    user = await database["users"].find_one({"_id": "nobody"})
    run = await database["runs"].find_one({"_id": run_id})
    return {"user": user, "run": run}


handler = Mangum(app, lifespan="off")
