"""Import time of every function, in fresh interpreters, from code compiled as it is deployed."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from bench.figures import Figure, Verdict
from bench.report import Part, Table
from bench.servers import ROOT, environment

ROUNDS = 15
BARE = "bare FastAPI + Mangum"
DRIVERS = "the same with our libraries, unused"
SERVER = "stream with its web server"
HEAVY = (
    "aiohttp", "argon2", "aws_lambda_powertools", "aws_durable_execution_sdk_python", "boto3", "botocore",
    "cryptography", "fastapi", "httpx", "jinja2", "mangum", "modal", "neo4j", "numpy", "pydantic", "pydantic_settings",
    "pymongo", "requests", "starlette", "uvicorn", "yaml",
)  # fmt: skip
ENVIRONMENT = environment(
    MONGODB_URI="mongodb://127.0.0.1:9/aladdin",
    AUTH_SECRET="only-for-import-times-" + "0" * 32,
    PYTHONDONTWRITEBYTECODE="1",
)
_TIMED = """
import json, sys, time
began = time.perf_counter()
{imports}
took = time.perf_counter() - began
print(json.dumps({{"ms": took * 1000, "modules": sorted(sys.modules)}}))
"""
_COMPILED = """
import importlib.util, py_compile, sys
{imports}
for module in list(sys.modules.values()):
    source = getattr(module, "__file__", None) or ""
    if source.endswith(".py"):
        target = importlib.util.cache_from_source(source)
        py_compile.compile(source, target, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
"""


def candidates() -> dict[str, str]:
    """What is imported, by the name of its row."""
    names = sorted(path.parent.name for path in (ROOT / "functions").glob("*/app.py"))
    served = "import functions.stream.app, httptools, uvicorn, uvicorn.protocols.http.httptools_impl, uvloop"
    return (
        {BARE: "import bench.bare", DRIVERS: "import bench.drivers"}
        | {name: f"import functions.{name}.app" for name in names}
        | {SERVER: served}
    )


def _run(code: str, cache: str) -> str:
    command = [sys.executable, "-X", f"pycache_prefix={cache}", "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return done.stdout


def measure(share: float = 1.0) -> tuple[Part, list[Verdict]]:
    found: dict[str, list[float]] = defaultdict(list)
    loaded: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory(prefix="aladdin-bench-") as folder:
        cache = str(Path(folder) / "compiled")
        for imports in candidates().values():
            _run(_COMPILED.format(imports=imports), cache)
        for _ in range(max(3, round(ROUNDS * share))):
            for name, imports in candidates().items():
                said = json.loads(_run(_TIMED.format(imports=imports), cache))
                found[name].append(said["ms"])
                loaded[name] = said["modules"]
    return Part("Import time", _NOTES, [("", _table(found, loaded))]), []


def _table(found: dict[str, list[float]], loaded: dict[str, list[str]]) -> Table:
    bare = Figure.of(found[BARE])
    rows: list[list[str]] = []
    for name, values in found.items():
        figure = Figure.of(values)
        heavy = [library for library in HEAVY if library in loaded[name]]
        ratio = "" if name == BARE else f"{figure.median / bare.median:.2f}×"
        rows.append([name, figure.shown(0), f"{figure.least:.0f}", ratio, str(len(loaded[name])), str(len(heavy))])
    return Table(["", "import, ms", "least", "/ bare", "modules", "heavy ones"], rows)


_NOTES = f"""Each import happens in an interpreter of its own, from `.pyc` files of the unchecked-hash kind, as they are
deployed. The bare app has one JSON route and no database. "Heavy ones" counts those of {len(HEAVY)} large libraries
that were loaded; which function may load which is fixed by a test."""
