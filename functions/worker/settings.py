"""What the worker reads from its environment."""

from __future__ import annotations

from shared.web.settings import AttendingSettings, Settings, StageSettings


class WorkerFunctionSettings(StageSettings, AttendingSettings, Settings):
    pass
