"""What makes runs, on anybody's behalf."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.web.settings import RunsSettings
from shared.wiring.files import ObjectsWiring

if TYPE_CHECKING:
    from shared.orchestrator.attachments import Attachments
    from shared.orchestrator.facts import ProjectFacts
    from shared.orchestrator.limits import Limits
    from shared.orchestrator.live import Hub
    from shared.orchestrator.minding import Minder
    from shared.orchestrator.modes import Spoken, Worked
    from shared.orchestrator.stores import Policy, Stores
    from shared.orchestrator.studio import Studio
    from shared.orchestrator.waiting import Waiting
    from shared.ports import LanguageModel, Worker


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
    def project_facts(self) -> ProjectFacts:
        from shared.orchestrator.facts import ProjectFacts

        return ProjectFacts(self.documents)

    def spoken_modes(self) -> dict[str, Spoken]:
        """Made before any run: what a mode needs is made with its first one."""
        from shared.orchestrator.chat_mode import ChatMode

        return {"chat": ChatMode(self.project_facts, self.attachments)}

    def worked_modes(self) -> dict[str, Worked]:
        """As ``spoken_modes``."""
        return {}

    def window_of(self, model: str) -> int:
        """How many tokens a model reads and writes together."""
        from shared.adapters.llm.catalogue import Catalogue

        return Catalogue().window(model)

    @cached_property
    def studio(self) -> Studio:
        from shared.orchestrator.closing import Closing
        from shared.orchestrator.modes import Modes
        from shared.orchestrator.studio import Studio
        from shared.web.metrics import report_run

        return Studio(
            stores=self.stores,
            model=self.model,
            policy=self.policy,
            limits=self.limits,
            closing=Closing(self.stores, self.limits, report_run),
            modes=Modes(self.spoken_modes(), self.worked_modes()),
            window_of=self.window_of,
        )

    @cached_property
    def hub(self) -> Hub:
        from shared.orchestrator.live import Hub

        hub = Hub(self.studio, self.worker)
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
