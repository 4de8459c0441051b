"""The processes under measurement: started, waited for, ended."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from infra.local.mongo import LocalMongo
from tests.ports import free_port

ROOT = Path(__file__).parent.parent
START = 120.0
MODEL = "scripted"
# As functions/stream/run.sh starts ours: the same server, the same options.
UVICORN = ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]


def environment(**more: str) -> dict[str, str]:
    """Nothing of the developer's own settings, our programs first."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "PATH": path, "AWS_DEFAULT_REGION": "eu-central-1", **more}


def settings(mongo: LocalMongo, upstream: str) -> dict[str, str]:
    """What our functions read, with limits that a benchmark does not reach."""
    return environment(
        MONGODB_URI=mongo.uri,
        AUTH_SECRET=secrets.token_urlsafe(48),
        OPENROUTER_BASE_URL=upstream,
        OPENROUTER_API_KEY="local",
        OPENROUTER_DEFAULT_MODEL=MODEL,
        OPENROUTER_BACKUP_MODEL=MODEL,
        ALLOWED_MODELS=MODEL,
        RATE_LIMIT_PER_MINUTE="1000000",
        TOKEN_LIMIT_PER_DAY="1000000000",
        TOKEN_LIMIT_TOTAL_PER_DAY="1000000000",
        AWS_REGION="eu-central-1",
        POWERTOOLS_TRACE_DISABLED="1",
    )


@contextmanager
def process(command: Sequence[str], log: Path, env: Mapping[str, str], ready: str) -> Iterator[None]:
    """``command`` until the block ends. ``ready`` is the URL that answers, with any status below 500, once it is up."""
    with log.open("wb") as output:
        child = subprocess.Popen(
            command, cwd=ROOT, env=dict(env), stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _wait(child, ready, log)
        yield
    finally:
        child.terminate()
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _wait(child: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and child.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError as answer:
            if answer.code < 500:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit(f"{log.stem} did not start:\n{log.read_text(errors='replace')[-3000:]}")


@contextmanager
def upstream(folder: Path) -> Iterator[int]:
    """The scripted model's port."""
    port = free_port()
    command = [sys.executable, "-m", "tests.upstream", "--port", str(port)]
    with process(command, folder / "upstream.log", environment(), f"http://127.0.0.1:{port}/v1/models"):
        yield port


@contextmanager
def proxy(folder: Path, upstream: str) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "bench.proxy:app", "--port", str(port), *UVICORN]
    env = environment(BENCH_UPSTREAM=upstream)
    with process(command, folder / "proxy.log", env, f"http://127.0.0.1:{port}/"):
        yield port


@contextmanager
def stream_function(folder: Path, env: Mapping[str, str]) -> Iterator[int]:
    """Our stream function, started by the script that starts it in Lambda and on the laptop."""
    port = free_port()
    own = {**env, "AWS_LWA_PORT": str(port), "LAMBDA_TASK_ROOT": str(ROOT), "AWS_LAMBDA_FUNCTION_NAME": "stream"}
    command = ["bash", "functions/stream/run.sh"]
    with process(command, folder / "stream.log", own, f"http://127.0.0.1:{port}/healthz"):
        yield port


@contextmanager
def gateway(folder: Path, env: Mapping[str, str]) -> Iterator[int]:
    """The laptop's gateway with function processes of its own."""
    port = free_port()
    own = {
        **env,
        "ALADDIN_PORT": str(port),
        "ALADDIN_LAMBDA_PORT": str(free_port()),
        "ALADDIN_RUNNER_URL": f"http://127.0.0.1:{free_port()}",
        "ALADDIN_HOME": str(folder / "home"),
    }
    for name in ("logs", "lambda"):
        (folder / "home" / name).mkdir(parents=True)
    command = [sys.executable, "-m", "infra.local.gateway"]
    with process(command, folder / "gateway.log", own, f"http://127.0.0.1:{port}/api/v1/orchestrator/runs/none"):
        yield port
