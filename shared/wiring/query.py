"""Query mode: runs that ask a project's Brain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.web.settings import AskingSettings
from shared.wiring.brain import BrainWiring
from shared.wiring.orchestrator import OrchestratorWiring
from shared.wiring.runs import RunsWiring

if TYPE_CHECKING:
    from shared.domain.runs import Run
    from shared.orchestrator.modes import Spoken


class AskingWiring(RunsWiring, BrainWiring):
    """What makes runs of query mode besides those of chat. The Brain is connected with the first of them."""

    def spoken_modes(self) -> dict[str, Spoken]:
        from shared.brain.gather.disputes import Disputes
        from shared.orchestrator.query.mode import QueryMode

        query = QueryMode(
            lambda: self.brain,
            self.project_facts,
            self.stores.messages,
            self._window_of_run,
            before=self.catch_up,
            disputed=Disputes(self.documents).about,
        )
        return {**super().spoken_modes(), "query": query}

    def _window_of_run(self, run: Run) -> int:
        return min(self.window_of(model) for model in self.policy.chain(run.request.get("model")))


class QueryWiring(OrchestratorWiring, AskingWiring):
    """Runs of query mode on behalf of signed-in people: query and stream."""

    def __init__(self, settings: AskingSettings) -> None:
        super().__init__(settings)
        self._brain_settings = settings
