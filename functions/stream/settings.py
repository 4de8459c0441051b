"""What the stream function reads from its environment."""

from __future__ import annotations

from shared.web.settings import OrchestratorSettings, Settings, StageSettings


class StreamSettings(StageSettings, OrchestratorSettings, Settings):
    pass
