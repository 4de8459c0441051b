"""What the extract function reads from its environment: nothing that is secret."""

from __future__ import annotations

from shared.web.settings import Settings, StageSettings


class ExtractFunctionSettings(StageSettings, Settings):
    pass
