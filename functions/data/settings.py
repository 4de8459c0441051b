"""What the data function reads from its environment."""

from __future__ import annotations

from shared.web.settings import GatheringSettings, Settings, StageSettings


class DataSettings(StageSettings, GatheringSettings, Settings):
    pass
