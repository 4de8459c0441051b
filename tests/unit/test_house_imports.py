"""A function imports only what it uses: an import costs every cold start, and a driver that is not there cannot leak.

The sets are what may be loaded once ``functions.<name>.app`` is imported. A module that is needed only sometimes is
imported where it is needed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache

import pytest

from tests.house import ROOT, functions

HEAVY = {
    "PIL",
    "aiohttp",
    "argon2",
    "av",
    "aws_durable_execution_sdk_python",
    "boto3",
    "botocore.client",  # powertools looks at the package itself, which is next to nothing
    "cryptography",
    "cv2",
    "docx",
    "fastapi",
    "graphql",
    "httpx",
    "httpx2",
    "jinja2",
    "mangum",
    "mcp",
    "modal",
    "neo4j",
    "lxml",
    "numpy",
    "onnxruntime",
    "pydantic",
    "pydantic_ai",
    "pymongo",
    "pypdfium2",
    "requests",
    "starlette",
    "uvicorn",
    "yaml",
}
JSON_API = {"fastapi", "mangum", "pydantic", "pymongo", "starlette"}
ALLOWED = {
    "brain": JSON_API | {"cryptography", "httpx2", "mcp", "uvicorn"},  # the SDK of MCP, and what it brings
    "chat": JSON_API | {"httpx"},
    "query": JSON_API | {"httpx"},
    "data": JSON_API | {"httpx"},
    "stream": {"httpx", "pydantic", "pymongo", "starlette", "uvicorn"},
    "content": JSON_API | {"argon2"},
    "extract": {"pydantic"},
    "media": {"pydantic", "pymongo"},
    "worker": {"aws_durable_execution_sdk_python", "boto3", "botocore.client", "httpx", "pydantic", "pymongo"},
}
SETTINGS = {
    "MONGODB_URI": "mongodb://127.0.0.1:9/aladdin",
    "AUTH_SECRET": "only-for-the-import-test-" + "0" * 32,
    "AWS_DEFAULT_REGION": "eu-central-1",
}


@cache
def loaded_by(module: str) -> frozenset[str]:
    """The modules of a process that has imported nothing else."""
    code = f"import {module}, sys; print(*sys.modules)"
    environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", **SETTINGS}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return frozenset(done.stdout.split())


@pytest.mark.parametrize("function", functions())
def test_a_function_imports_only_what_it_uses(function: str) -> None:
    assert loaded_by(f"functions.{function}.app") & HEAVY - ALLOWED[function] == set()


@pytest.mark.parametrize("part", ["shared.domain.errors", "shared.domain.model", "shared.ports"])
def test_the_inside_of_the_house_imports_no_framework(part: str) -> None:
    assert loaded_by(part) & HEAVY == set()


def test_a_heavy_module_would_be_found() -> None:
    assert loaded_by("argon2") & HEAVY >= {"argon2"}
