"""What the worker reads from its environment."""

from __future__ import annotations

from shared.web.settings import RunsSettings, Settings, StageSettings


class WorkerFunctionSettings(StageSettings, RunsSettings, Settings):
    pass
