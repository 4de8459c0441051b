"""Runs and letters on nobody's behalf."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.web.settings import AttendingSettings
from shared.wiring.gather import GatheringWiring

if TYPE_CHECKING:
    from shared.auth.lockout import Lockout
    from shared.auth.postman import Postman
    from shared.orchestrator.attending import Attendant
    from shared.orchestrator.minding import Sweep
    from shared.ports import Mail


class WorkerWiring(GatheringWiring):
    """Runs and letters on nobody's behalf: the worker."""

    def __init__(self, settings: AttendingSettings) -> None:
        super().__init__(settings)
        self._mail_settings = self._brain_settings = self._reading_settings = settings

    @cached_property
    def mail(self) -> Mail:
        from pathlib import Path

        from shared.adapters.mail.nobody import NobodySends
        from shared.adapters.mail.outbox import Outbox
        from shared.adapters.mail.ses import SesMail

        settings = self._mail_settings
        if settings.mail_outbox:
            return Outbox(Path(settings.mail_outbox), settings.mail_from)
        return SesMail(settings.mail_from) if settings.mail_from else NobodySends()

    @cached_property
    def postman(self) -> Postman:
        from shared.auth.authenticator import utc_now
        from shared.auth.mail_tokens import MailTokens
        from shared.auth.postman import Postman

        settings = self._mail_settings
        tokens = MailTokens(settings.auth_secret.get_secret_value())
        return Postman(self.documents, self.mail, tokens, settings.public_url, utc_now)

    @cached_property
    def lockout(self) -> Lockout:
        from shared.auth.authenticator import utc_now
        from shared.auth.lockout import Lockout

        return Lockout(self.documents, self._mail_settings.auth_secret.get_secret_value(), utc_now)

    @cached_property
    def attendant(self) -> Attendant:
        from shared.orchestrator.attending import Attendant

        return Attendant(self.hub)

    @cached_property
    def sweep(self) -> Sweep:
        from shared.auth.authenticator import utc_now
        from shared.auth.projects import ProjectAccess
        from shared.brain.departing import Departures
        from shared.content.collections import product_collections
        from shared.content.purging import Purge
        from shared.orchestrator.access import Access
        from shared.orchestrator.conversations import Library
        from shared.orchestrator.minding import Sweep

        projects = ProjectAccess(self.documents)
        library = Library(self.stores, Access(self.stores, projects), projects, self.studio.closing)
        # The declarations alone are needed: no key is ever made with this secret.
        purge = Purge(self.documents, product_collections(api_key_secret=""))
        departures = Departures(self.documents, self.brain, utc_now)
        finishing = [purge.sweep, self.gather_sweep.sweep, departures.sweep]
        return Sweep(self.minder, self.hub, library, *finishing)

    async def reembed(self) -> int:
        """How many vectors were made anew; none where the Brain is another's, or there is none yet."""
        from shared.brain.reembedding import Reembedding

        settings = self._brain_settings
        if settings.brain_url or not settings.neo4j_uri.get_secret_value():
            return 0
        return await Reembedding(self.graph, self.embedder).sweep()
