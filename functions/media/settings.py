"""What the media function reads from its environment."""

from __future__ import annotations

from shared.web.settings import MediaSettings, Settings, StageSettings


class MediaFunctionSettings(StageSettings, MediaSettings, Settings):
    pass
