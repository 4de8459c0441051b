"""The Brain on behalf of signed-in people: its entities, its graph and its tools."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.wiring.brain import BrainWiring
from shared.wiring.signed_in import AuthWiring

if TYPE_CHECKING:
    from shared.brain.curating import Curator
    from shared.ports import Counters
    from shared.web.settings import CuratingSettings


class CuratingWiring(AuthWiring, BrainWiring):
    def __init__(self, settings: CuratingSettings) -> None:
        AuthWiring.__init__(self, settings)
        self._brain_settings = settings
        self._per_minute = settings.rate_limit_per_minute

    @property
    def allowed_origins(self) -> frozenset[str]:
        return frozenset(self._auth_settings.allowed_origins)

    @property
    def asks_elsewhere(self) -> bool:
        """Whether the Brain is a remote one."""
        return bool(self._brain_settings.brain_url)

    @cached_property
    def counters(self) -> Counters:
        from shared.adapters.mongo.counters import Counters

        return Counters(self.database)

    @cached_property
    def curator(self) -> Curator:
        from shared.brain.curating import Curator
        from shared.orchestrator.limits import Rate

        rate = Rate(self.counters, self._per_minute, name="brain-rate")
        return Curator(self.brain, self.projects, rate, before=self.catch_up)
