"""Who asks, for every function that answers signed-in people."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.web.settings import SignedInSettings
from shared.wiring.documents import DocumentsWiring

if TYPE_CHECKING:
    from shared.auth.authenticator import Authenticator
    from shared.auth.projects import ProjectAccess


class AuthWiring(DocumentsWiring):
    def __init__(self, settings: SignedInSettings) -> None:
        super().__init__(settings)
        self._auth_settings = settings

    @cached_property
    def authenticator(self) -> Authenticator:
        from shared.auth.authenticator import Authenticator

        settings = self._auth_settings
        return Authenticator(self.documents, settings.auth_secret.get_secret_value(), settings.allowed_origins)

    @cached_property
    def projects(self) -> ProjectAccess:
        from shared.auth.projects import ProjectAccess

        return ProjectAccess(self.documents)
