"""What the brain function reads from its environment."""

from __future__ import annotations

from shared.web.settings import CuratingSettings, Settings, StageSettings


class BrainSettings(StageSettings, CuratingSettings, Settings):
    pass
