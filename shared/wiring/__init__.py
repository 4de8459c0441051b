"""The one place that builds adapters: lazily, once per process, closed together."""

from __future__ import annotations

from shared.wiring.content import ContentWiring
from shared.wiring.documents import DocumentsWiring
from shared.wiring.files import MediaWiring
from shared.wiring.orchestrator import OrchestratorWiring
from shared.wiring.query import QueryWiring
from shared.wiring.runs import RunsWiring
from shared.wiring.signed_in import AuthWiring
from shared.wiring.worker import WorkerWiring

__all__ = [
    "AuthWiring",
    "ContentWiring",
    "DocumentsWiring",
    "MediaWiring",
    "OrchestratorWiring",
    "QueryWiring",
    "RunsWiring",
    "WorkerWiring",
]
