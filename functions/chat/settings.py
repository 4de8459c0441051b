"""What the chat function reads from its environment."""

from __future__ import annotations

from shared.web.settings import OrchestratorSettings, Settings, StageSettings


class ChatSettings(StageSettings, OrchestratorSettings, Settings):
    pass
