"""The one place that builds adapters: lazily, once per process, closed together."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.web.settings import (
    AttendingSettings,
    ContentSettings,
    OrchestratorSettings,
    RunsSettings,
    SignedInSettings,
)
from shared.wiring.documents import DocumentsWiring
from shared.wiring.files import FilesWiring, MediaWiring, ObjectsWiring

if TYPE_CHECKING:
    from shared.auth.authenticator import Authenticator
    from shared.auth.desk import Desk
    from shared.auth.lockout import Lockout
    from shared.auth.postman import Postman
    from shared.auth.projects import ProjectAccess
    from shared.content.content import Content
    from shared.content.registry import Registry
    from shared.orchestrator.access import Access
    from shared.orchestrator.attachments import Attachments
    from shared.orchestrator.attending import Attendant
    from shared.orchestrator.conversations import Library
    from shared.orchestrator.idempotent import Idempotent
    from shared.orchestrator.limits import Limits
    from shared.orchestrator.live import Hub
    from shared.orchestrator.minding import Minder, Sweep
    from shared.orchestrator.producer import Studio
    from shared.orchestrator.stores import Policy, Stores
    from shared.orchestrator.tickets import TicketOffice
    from shared.orchestrator.turns import Turns
    from shared.orchestrator.waiting import Waiting
    from shared.ports import LanguageModel, Mail, Worker

__all__ = [
    "AuthWiring",
    "ContentWiring",
    "DocumentsWiring",
    "MediaWiring",
    "OrchestratorWiring",
    "RunsWiring",
    "WorkerWiring",
]


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


class RunsWiring(ObjectsWiring):
    """What makes runs: chat, stream and worker."""

    def __init__(self, settings: RunsSettings) -> None:
        super().__init__(settings)
        self._runs_settings = self._objects_settings = settings

    @cached_property
    def stores(self) -> Stores:
        from shared.adapters.mongo.conversations import Conversations
        from shared.adapters.mongo.counters import Counters
        from shared.adapters.mongo.idempotency import Idempotency
        from shared.adapters.mongo.ledger import Ledger, Tickets
        from shared.adapters.mongo.messages import Messages
        from shared.adapters.mongo.run_log import RunLog
        from shared.adapters.mongo.runs import Runs
        from shared.orchestrator.stores import Stores

        database = self.database
        return Stores(
            runs=Runs(database),
            log=RunLog(database),
            conversations=Conversations(database),
            messages=Messages(database),
            counters=Counters(database),
            idempotency=Idempotency(database),
            ledger=Ledger(database),
            tickets=Tickets(database),
        )

    @cached_property
    def policy(self) -> Policy:
        from shared.orchestrator.stores import Policy

        settings = self._runs_settings
        return Policy(
            models=settings.models,
            default_model=settings.openrouter_default_model,
            backup_model=settings.openrouter_backup_model,
            vision_model=settings.openrouter_vision_model,
            rate_limit_per_minute=settings.rate_limit_per_minute,
            token_limit_per_day=settings.token_limit_per_day,
            token_limit_total_per_day=settings.token_limit_total_per_day,
        )

    @cached_property
    def limits(self) -> Limits:
        from shared.orchestrator.limits import Limits

        return Limits(self.stores, self.policy)

    @cached_property
    def model(self) -> LanguageModel:
        from shared.adapters.llm.client import OpenAiModel
        from shared.adapters.llm.settings import Service

        settings = self._runs_settings
        model = OpenAiModel(Service(settings.openrouter_base_url, settings.openrouter_api_key.get_secret_value()))
        self._closers.append(model.aclose)
        return model

    @cached_property
    def worker(self) -> Worker:
        from shared.adapters.worker import LambdaWorker, NobodyWorks

        function = self._runs_settings.worker_function
        return LambdaWorker(function) if function else NobodyWorks()

    @cached_property
    def attachments(self) -> Attachments:
        from shared.orchestrator.attachments import Attachments

        return Attachments(self.documents, self.objects)

    @cached_property
    def studio(self) -> Studio:
        from shared.adapters.llm.catalogue import Catalogue
        from shared.orchestrator.closing import Closing
        from shared.orchestrator.facts import ProjectFacts
        from shared.orchestrator.producer import Studio
        from shared.web.metrics import report_run

        catalogue = Catalogue()
        return Studio(
            stores=self.stores,
            model=self.model,
            policy=self.policy,
            limits=self.limits,
            closing=Closing(self.stores, self.limits, report_run),
            facts=ProjectFacts(self.documents),
            window_of=lambda name: catalogue.of(name).window,
            attachments=self.attachments,
        )

    @cached_property
    def hub(self) -> Hub:
        from shared.orchestrator.live import Hub

        hub = Hub(self.studio)
        self._closers.append(hub.aclose)
        return hub

    @cached_property
    def minder(self) -> Minder:
        from shared.orchestrator.minding import Minder

        return Minder(self.hub, self.worker)

    @cached_property
    def waiting(self) -> Waiting:
        from shared.orchestrator.waiting import Waiting

        return Waiting(self.hub, self.worker)


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


class WorkerWiring(RunsWiring):
    """Runs and letters on nobody's behalf: the worker."""

    def __init__(self, settings: AttendingSettings) -> None:
        super().__init__(settings)
        self._mail_settings = settings

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
        from shared.auth.projects import ProjectAccess
        from shared.content.collections import product_collections
        from shared.content.purging import Purge
        from shared.orchestrator.access import Access
        from shared.orchestrator.conversations import Library
        from shared.orchestrator.minding import Sweep

        projects = ProjectAccess(self.documents)
        library = Library(self.stores, Access(self.stores, projects), projects, self.studio.closing)
        # The declarations alone are needed: no key is ever made with this secret.
        purge = Purge(self.documents, product_collections(api_key_secret=""))
        return Sweep(self.minder, self.hub, library, purge.sweep)
