"""What the worker reads from its environment."""

from __future__ import annotations

from shared.web.settings import AttendingSettings, BrainSettings, Settings, StageSettings


class WorkerFunctionSettings(StageSettings, AttendingSettings, BrainSettings, Settings):
    pass
