"""What the stream function reads from its environment."""

from __future__ import annotations

from shared.web.settings import AskingSettings, Settings, StageSettings


class StreamSettings(StageSettings, AskingSettings, Settings):
    pass
