"""Collections and accounts."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.web.settings import ContentSettings
from shared.wiring.files import FilesWiring
from shared.wiring.signed_in import AuthWiring

if TYPE_CHECKING:
    from shared.auth.desk import Desk
    from shared.content.content import Content
    from shared.content.registry import Registry


class ContentWiring(AuthWiring, FilesWiring):
    """Collections and accounts."""

    def __init__(self, settings: ContentSettings) -> None:
        super().__init__(settings)
        self._content_settings = settings
        self._objects_settings = self._checks_settings = settings

    @property
    def allowed_origins(self) -> frozenset[str]:
        return frozenset(self._content_settings.allowed_origins)

    @cached_property
    def registry(self) -> Registry:
        from shared.content.collections import product_collections

        settings = self._content_settings
        secret = settings.auth_secret.get_secret_value()
        return product_collections(
            api_key_secret=secret, allow_registration=settings.allow_registration, desk_of=lambda: self.desk
        )

    @cached_property
    def desk(self) -> Desk:
        from shared.adapters.mongo.counters import Counters
        from shared.adapters.worker import LambdaWorker, NobodyWorks
        from shared.auth.authenticator import utc_now
        from shared.auth.desk import Desk
        from shared.auth.gate import Gate
        from shared.auth.lockout import Lockout
        from shared.auth.mail_tokens import MailTokens

        settings = self._content_settings
        secret, worker = settings.auth_secret.get_secret_value(), settings.worker_function
        return Desk(
            Lockout(self.documents, secret, utc_now),
            MailTokens(secret),
            utc_now,
            gate=Gate(Counters(self.database), secret, utc_now),
            post=LambdaWorker(worker) if worker else NobodyWorks(),
            require_verified=settings.require_verified_email,
        )

    @cached_property
    def content(self) -> Content:
        from shared.content.content import Content

        secret = self._content_settings.auth_secret.get_secret_value()
        return Content(self.documents, self.registry, secret, desk=self.desk)
