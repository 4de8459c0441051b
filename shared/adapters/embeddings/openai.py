"""Any service that speaks OpenAI's ``/embeddings``: OpenAI itself, Ollama, vLLM, and many others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shared.adapters.embeddings.service import EmbeddingService, Endpoint, Patience, Purpose

OPENAI_MODEL = "text-embedding-3-small"


class OpenAiEmbedder(EmbeddingService):
    """``base_url`` ends where ``/embeddings`` begins. Without ``dimensions`` the model's own are taken: not every
    service knows the parameter."""

    def __init__(
        self,
        base_url: str,
        api_key: str = "",
        *,
        model: str = OPENAI_MODEL,
        dimensions: int = 0,
        patience: Patience | None = None,
    ) -> None:
        url = base_url.rstrip("/") + "/embeddings"
        super().__init__(Endpoint(url, api_key, model, dimensions, patience=patience or Patience()))

    def body(self, texts: Sequence[str], purpose: Purpose) -> dict[str, Any]:
        """Questions and passages are read alike."""
        asked: dict[str, Any] = {"model": self._endpoint.model, "input": list(texts), "encoding_format": "float"}
        if self._endpoint.dimensions:
            asked["dimensions"] = self._endpoint.dimensions
        return asked
