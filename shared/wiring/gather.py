"""Data mode: what is brought into a project, and decisions about it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.web.settings import GatheringSettings
from shared.wiring.orchestrator import OrchestratorWiring
from shared.wiring.query import AskingWiring
from shared.wiring.reading import ReadingWiring

if TYPE_CHECKING:
    from shared.brain.gather.conflicts import Conflicts
    from shared.brain.gather.gathering import Gathering
    from shared.brain.gather.ledger import Ledger
    from shared.brain.gather.office import Office
    from shared.brain.gather.settling import Settling
    from shared.brain.gather.sources import Sources
    from shared.brain.gather.sweeping import GatherSweep
    from shared.orchestrator.modes import Worked


class GatheringWiring(AskingWiring, ReadingWiring):
    """What makes runs of data mode besides those of the others."""

    def worked_modes(self) -> dict[str, Worked]:
        from shared.brain.gather.mode import DataMode

        return {**super().worked_modes(), "data": DataMode(lambda: self.gathering)}

    @cached_property
    def ledger(self) -> Ledger:
        from shared.auth.authenticator import utc_now
        from shared.brain.gather.ledger import Ledger

        return Ledger(self.documents, utc_now)

    @cached_property
    def settling(self) -> Settling:
        from shared.brain.gather.settling import Settling
        from shared.brain.gather.telling import Telling

        return Settling(self.documents, self.ledger, Telling(self.documents, self.ledger, self.brain))

    @cached_property
    def conflicts(self) -> Conflicts:
        from shared.auth.authenticator import utc_now
        from shared.brain.gather.conflicts import Conflicts

        return Conflicts(self.documents, self.ledger, utc_now)

    @cached_property
    def sources(self) -> Sources:
        from shared.brain.gather.sources import Sources

        return Sources(self.documents, self.objects, self.fetcher, self.extractor)

    @cached_property
    def gathering(self) -> Gathering:
        from shared.auth.authenticator import utc_now
        from shared.brain.gather.duplicates import Duplicates
        from shared.brain.gather.extraction import Extraction
        from shared.brain.gather.gathering import Gathering

        extraction = Extraction(self.sources, self.objects)
        duplicates = Duplicates(self.documents, self.embedder)
        return Gathering(self.documents, extraction, duplicates, self.settling, self.conflicts, utc_now)

    @cached_property
    def gather_sweep(self) -> GatherSweep:
        from shared.auth.authenticator import utc_now
        from shared.brain.gather.sweeping import GatherSweep

        return GatherSweep(self.documents, self.objects, self.ledger, self.settling, self.forgetting, utc_now)


class DataWiring(OrchestratorWiring, GatheringWiring):
    """Runs of data mode on behalf of signed-in people."""

    def __init__(self, settings: GatheringSettings) -> None:
        super().__init__(settings)
        self._brain_settings = self._reading_settings = settings

    @cached_property
    def office(self) -> Office:
        from shared.auth.authenticator import utc_now
        from shared.brain.gather.office import Office
        from shared.brain.gather.resolving import Resolving

        resolving = Resolving(self.documents, self.settling, utc_now)
        return Office(self.documents, self.projects, self.sources, self.conflicts, resolving, self.settling)
