"""Jina's embeddings, version 4: questions and passages are read differently, dimensions are chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shared.adapters.embeddings.service import EmbeddingService, Endpoint, Patience, Purpose

JINA_URL = "https://api.jina.ai/v1/embeddings"
JINA_MODEL = "jina-embeddings-v4"
#: The model's vectors may be cut to 128, 256, 512, 1024 or 2048 dimensions. 512 halve what is read for a search.
JINA_DIMENSIONS = 512


class JinaEmbedder(EmbeddingService):
    def __init__(
        self,
        api_key: str,
        *,
        model: str = JINA_MODEL,
        dimensions: int = JINA_DIMENSIONS,
        url: str = JINA_URL,
        patience: Patience | None = None,
    ) -> None:
        super().__init__(Endpoint(url, api_key, model, dimensions, patience=patience or Patience()))

    def body(self, texts: Sequence[str], purpose: Purpose) -> dict[str, Any]:
        """``truncate``: a text longer than the model's window is cut by the service, not refused."""
        return {
            "model": self._endpoint.model,
            "task": f"retrieval.{purpose}",
            "dimensions": self._endpoint.dimensions,
            "truncate": True,
            "embedding_type": "float",
            "input": [{"text": text} for text in texts],
        }
