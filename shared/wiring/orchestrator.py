"""Runs on behalf of signed-in people."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.web.settings import OrchestratorSettings
from shared.wiring.runs import RunsWiring
from shared.wiring.signed_in import AuthWiring

if TYPE_CHECKING:
    from shared.orchestrator.access import Access
    from shared.orchestrator.conversations import Library
    from shared.orchestrator.idempotent import Idempotent
    from shared.orchestrator.tickets import TicketOffice
    from shared.orchestrator.turns import Turns


class OrchestratorWiring(AuthWiring, RunsWiring):
    """Runs on behalf of signed-in people: chat and stream."""

    def __init__(self, settings: OrchestratorSettings) -> None:
        AuthWiring.__init__(self, settings)
        self._runs_settings = self._objects_settings = settings

    @cached_property
    def access(self) -> Access:
        from shared.orchestrator.access import Access

        return Access(self.stores, self.projects)

    @cached_property
    def turns(self) -> Turns:
        from shared.orchestrator.turns import Turns

        return Turns(self.stores, self.limits, self.policy, self.projects, self.attachments)

    @cached_property
    def idempotent(self) -> Idempotent:
        from shared.orchestrator.idempotent import Idempotent

        return Idempotent(self.stores)

    @cached_property
    def library(self) -> Library:
        from shared.orchestrator.conversations import Library

        return Library(self.stores, self.access, self.projects, self.studio.closing)

    @cached_property
    def tickets(self) -> TicketOffice:
        from shared.orchestrator.tickets import TicketOffice

        return TicketOffice(self.stores)
