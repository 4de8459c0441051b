"""Which embedder the settings name: Jina with its key, else the service at an address, else the offline one."""

from __future__ import annotations

from shared.ports.brain import Embedder


def embedder_of(*, jina_api_key: str, base_url: str, api_key: str, model: str, dimensions: int) -> Embedder:
    """Empty texts and 0 mean what is usual there. Nothing is connected, and httpx is imported only where it is used."""
    if jina_api_key:
        from shared.adapters.embeddings.jina import JINA_DIMENSIONS, JINA_MODEL, JinaEmbedder

        return JinaEmbedder(jina_api_key, model=model or JINA_MODEL, dimensions=dimensions or JINA_DIMENSIONS)
    if base_url:
        from shared.adapters.embeddings.openai import OPENAI_MODEL, OpenAiEmbedder

        return OpenAiEmbedder(base_url, api_key, model=model or OPENAI_MODEL, dimensions=dimensions)
    from shared.adapters.embeddings.hashing import DIMENSIONS, HashingEmbedder

    return HashingEmbedder(dimensions or DIMENSIONS)
