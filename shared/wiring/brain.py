"""The Brain: ours on Neo4j, or a remote one."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.wiring.documents import DocumentsWiring

if TYPE_CHECKING:
    from shared.brain.gather.forgetting import Forgetting
    from shared.ports.brain import Brain, Embedder, GraphStore
    from shared.web.settings import BrainSettings


class BrainWiring(DocumentsWiring):
    """Nothing is connected before it is used, so a Brain that is down keeps nobody from starting."""

    _brain_settings: BrainSettings

    @cached_property
    def graph(self) -> GraphStore:
        from shared.adapters.neo4j.graph import Neo4jGraph

        settings = self._brain_settings
        url = settings.neo4j_uri.get_secret_value()
        graph = Neo4jGraph(url, settings.neo4j_user, settings.neo4j_password.get_secret_value())
        self._closers.append(graph.aclose)
        return graph

    @cached_property
    def embedder(self) -> Embedder:
        from shared.adapters.embeddings.choosing import embedder_of

        settings = self._brain_settings
        embedder = embedder_of(
            jina_api_key=settings.jina_api_key.get_secret_value(),
            base_url=settings.embeddings_base_url,
            api_key=settings.embeddings_api_key.get_secret_value(),
            model=settings.embeddings_model,
            dimensions=settings.embeddings_dimensions,
        )
        self._closers.append(embedder.aclose)
        return embedder

    @cached_property
    def brain(self) -> Brain:
        settings = self._brain_settings
        if settings.brain_url:
            from shared.adapters.mcp.remote import RemoteBrain

            remote = RemoteBrain(settings.brain_url, settings.brain_api_key.get_secret_value())
            self._closers.append(remote.aclose)
            return remote
        from shared.brain.local import LocalBrain

        return LocalBrain(self.graph, self.embedder)

    @cached_property
    def forgetting(self) -> Forgetting:
        from shared.auth.authenticator import utc_now
        from shared.brain.gather.forgetting import Forgetting
        from shared.brain.gather.ledger import Ledger
        from shared.brain.gather.telling import Telling

        telling = Telling(self.documents, Ledger(self.documents, utc_now), self.brain)
        return Forgetting(self.documents, self.brain, telling, utc_now)

    async def catch_up(self, project_id: str) -> None:
        """Before the project's Brain is asked, see ``Forgetting``."""
        await self.forgetting.catch_up(project_id)
