"""What the query function reads from its environment."""

from __future__ import annotations

from shared.web.settings import AskingSettings, Settings, StageSettings


class QuerySettings(StageSettings, AskingSettings, Settings):
    pass
