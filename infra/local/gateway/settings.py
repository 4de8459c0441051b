"""What the gateway reads from its own environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Settings:
    """``runner`` is where the durable functions' local runner listens."""

    host: str
    port: int
    lambda_port: int
    runner: tuple[str, int]
    home: Path
    template: Path
    site: Path
    storage: str
    outbox: Path
    retry: tuple[float, ...]

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Settings:
        port = int(given.get("ALADDIN_PORT") or 8787)
        runner = urlsplit(given.get("ALADDIN_RUNNER_URL") or f"http://127.0.0.1:{port + 2}")
        storage = urlsplit(given.get("R2_ENDPOINT", ""))
        home = Path(given.get("ALADDIN_HOME") or ROOT / ".aladdin").resolve()
        retry = given.get("ALADDIN_RETRY_SECONDS") or "60,120"
        return cls(
            host=given.get("ALADDIN_HOST") or "localhost",
            port=port,
            lambda_port=int(given.get("ALADDIN_LAMBDA_PORT") or port + 1),
            runner=(runner.hostname or "127.0.0.1", runner.port or 80),
            home=home,
            outbox=Path(given.get("MAIL_OUTBOX") or home / "outbox"),
            template=Path(given.get("ALADDIN_TEMPLATE") or ROOT / "template.yaml"),
            site=Path(given.get("ALADDIN_SITE") or ROOT / "web" / "dist"),
            storage=f"{storage.scheme}://{storage.netloc}" if storage.netloc else "",
            retry=tuple(float(seconds) for seconds in retry.split(",")),
        )
