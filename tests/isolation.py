"""Tests see a machine on which nothing is configured: no keys of the developer's, no clouds, no proxies."""

from __future__ import annotations

from collections.abc import MutableMapping

OURS = (
    "ALADDIN_",
    "MONGODB_",
    "NEO4J_",
    "R2_",
    "OPENROUTER_",
    "JINA_",
    "EMBEDDINGS_",
    "GPU_",
    "MODAL_",
    "BRAIN_",
    "AWS_",
    "POWERTOOLS_",
    "RATE_LIMIT_",
    "TOKEN_LIMIT_",
    "ALLOW",
    "AUTH_SECRET",
    "CALLBACK_KEYS",
    "WORKER_FUNCTION",
    "MAIL_",
    "PUBLIC_URL",
    "REQUIRE_",
)


def forget_the_developers_settings(environment: MutableMapping[str, str]) -> None:
    """Leave only what the tests need: a region (botocore asks for one) and no way to a real account."""
    for name in [name for name in environment if name.startswith(OURS)]:
        del environment[name]
    environment.update(
        ALADDIN_DOTENV="",
        AWS_DEFAULT_REGION="eu-central-1",
        AWS_EC2_METADATA_DISABLED="true",
        AWS_ACCESS_KEY_ID="testing",
        AWS_SECRET_ACCESS_KEY="testing",
        POWERTOOLS_TRACE_DISABLED="true",
    )
