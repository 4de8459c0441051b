"""The LiteLLM proxy, in an environment of its own, offline: one model, which is the scripted upstream."""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.servers import MODEL, environment, process
from infra.isolated import ensure
from tests.ports import free_port


@dataclass(frozen=True, slots=True)
class LiteLlm:
    port: int
    key: str


@contextmanager
def litellm(folder: Path, upstream: str) -> Iterator[LiteLlm]:
    """One worker, no database, no callbacks, no telemetry, log level ERROR: as fast as it gets by its settings."""
    home = ensure("bench-litellm", ".venv-litellm")
    config = folder / "litellm.json"
    route = {"model": f"openai/{MODEL}", "api_base": upstream, "api_key": "none"}
    config.write_text(
        json.dumps(
            {
                "model_list": [{"model_name": MODEL, "litellm_params": route}],
                "litellm_settings": {"telemetry": False, "num_retries": 0},
                "general_settings": {"disable_spend_logs": True},
            }
        )
    )
    running = LiteLlm(free_port(), f"sk-{secrets.token_hex(24)}")
    env = environment(
        LITELLM_MASTER_KEY=running.key,
        LITELLM_LOCAL_MODEL_COST_MAP="True",
        LITELLM_MODE="PRODUCTION",
        LITELLM_LOG="ERROR",
        NO_DOCS="True",
    )
    program = home / ("Scripts" if sys.platform == "win32" else "bin") / "litellm"
    command = [str(program), "--config", str(config), "--host", "127.0.0.1", "--port", str(running.port)]
    command += ["--num_workers", "1", "--telemetry", "False"]
    with process(command, folder / "litellm.log", env, f"http://127.0.0.1:{running.port}/health/liveliness"):
        yield running
