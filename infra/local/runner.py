"""Durable executions on a laptop: the SDK's local runner on an SQLite file, calling functions through the gateway."""

from pathlib import Path

from infra.local import probe
from infra.local.server import LocalServer


class LocalRunner(LocalServer):
    """`functions` is the address of the gateway's Lambda API, which the runner invokes and which need not be up yet."""

    name = "runner"
    question = probe.HTTP

    def __init__(self, path: Path | str, functions: str, port: int = 0, *, log: Path | None = None) -> None:
        path = Path(path).absolute()
        path.parent.mkdir(parents=True, exist_ok=True)
        arguments = ["start-server", "--host", "127.0.0.1", "--store-type", "sqlite", "--store-path", str(path)]
        credentials = {
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        super().__init__(
            "aws_durable_execution_sdk_python_testing.cli",
            [*arguments, "--log-level", "WARNING", "--lambda-endpoint", functions],
            port=port,
            env=credentials,
            log=log or path.with_suffix(".log"),
        )

    @property
    def uri(self) -> str:
        return f"http://127.0.0.1:{self.port}"
