"""What the functions are compared with: one JSON route, FastAPI and Mangum, nothing else."""

from __future__ import annotations

from fastapi import FastAPI
from mangum import Mangum

app = FastAPI()


@app.get("/api/v1/orchestrator/runs/{run_id}")
async def read_run(run_id: str) -> dict[str, str]:
    return {"id": run_id, "status": "queued"}


handler = Mangum(app, lifespan="off")
