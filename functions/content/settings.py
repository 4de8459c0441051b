"""What the content function reads from its environment."""

from __future__ import annotations

from shared.web.settings import ContentSettings as SharedContentSettings
from shared.web.settings import Settings, StageSettings


class ContentSettings(StageSettings, SharedContentSettings, Settings):
    pass
