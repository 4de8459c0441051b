"""A gateway of the tests' own, as a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import boto3
from botocore.config import Config

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[3]
TEMPLATE = Path(__file__).parent / "template.yaml"


@dataclass
class Stage:
    """A running gateway with its data in ``home``. ``kill`` and ``start`` may be called again and again."""

    home: Path
    environment: Mapping[str, str]
    port: int = field(default_factory=free_port)
    lambda_port: int = field(default_factory=free_port)
    runner_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def lambda_url(self) -> str:
        return f"http://127.0.0.1:{self.lambda_port}"

    def start(self) -> None:
        settings = {
            "ALADDIN_HOST": "127.0.0.1",
            "ALADDIN_PORT": str(self.port),
            "ALADDIN_LAMBDA_PORT": str(self.lambda_port),
            "ALADDIN_RUNNER_URL": f"http://127.0.0.1:{self.runner_port}",
            "ALADDIN_HOME": str(self.home),
            "ALADDIN_TEMPLATE": str(TEMPLATE),
            "ALADDIN_SITE": str(self.home / "site"),
            "ALADDIN_WATCH": "0",
        }
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "gateway.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "infra.local.gateway"],
                cwd=ROOT,
                env={**os.environ, **settings, **self.environment},
                stdout=log,
                stderr=log,
            )
        wait_for(lambda: self.health()[0] == 200, 30)

    def health(self) -> tuple[int, dict[str, Any]]:
        try:
            with urlopen(self.url + "/healthz") as answer:
                return answer.status, json.load(answer)
        except URLError as error:
            return (error.code, json.load(error)) if isinstance(error, HTTPError) else (0, {})

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait(10)

    def log(self, name: str) -> str:
        return (self.home / "logs" / f"{name}.log").read_text()

    def client(self) -> Any:
        """boto3's own client of the Lambda API."""
        return boto3.client(
            "lambda",
            endpoint_url=self.lambda_url,
            region_name="us-east-1",
            aws_access_key_id="x",
            aws_secret_access_key="x",
            config=Config(retries={"max_attempts": 0}, read_timeout=30),
        )

    @contextmanager
    def runner(self) -> Iterator[subprocess.Popen[bytes]]:
        """The real local runner of durable functions, calling back here."""
        command = [
            str(Path(sys.executable).parent / "dex-local-runner"), "start-server",
            "--host", "127.0.0.1", "--port", str(self.runner_port), "--lambda-endpoint", self.lambda_url,
            "--store-type", "sqlite", "--store-path", str(self.home / "durable.sqlite3"), "--invocation-timeout", "60",
        ]  # fmt: skip
        keys = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1"}
        with (self.home / "runner.log").open("ab") as log:
            process = subprocess.Popen(command, env={**os.environ, **keys}, stdout=log, stderr=log)
        try:
            wait_for(lambda: _answers(f"http://127.0.0.1:{self.runner_port}/health"), 20)
            yield process
        finally:
            process.kill()
            process.wait()


@contextmanager
def running(home: Path, **environment: str) -> Iterator[Stage]:
    stage = Stage(home, environment)
    stage.start()
    try:
        yield stage
    finally:
        stage.kill(signal.SIGTERM)


def wait_for(condition: Any, seconds: float = 10.0) -> None:
    """Returns as soon as ``condition()`` is true; fails the test when that takes too long."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """Whether any of its threads still runs: its sockets stay open, and take connections, until the last has ended."""
    try:
        first = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
        return first != "Z" or len(list(Path(f"/proc/{pid}/task").iterdir())) > 1
    except (FileNotFoundError, ProcessLookupError):
        return False


def _answers(url: str) -> bool:
    try:
        with urlopen(url) as answer:
            return answer.status == 200
    except URLError:
        return False
