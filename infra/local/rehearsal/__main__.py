"""``python -m infra.local.rehearsal --port N``: serves the rehearsal model on this machine only."""

from __future__ import annotations

import argparse

import uvicorn

from infra.local.rehearsal.app import create_app
from infra.local.rehearsal.pacing import Pace


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m infra.local.rehearsal", description=__doc__)
    arguments.add_argument("--host", default="127.0.0.1")
    arguments.add_argument("--port", type=int, required=True)
    options = arguments.parse_args()
    uvicorn.run(
        create_app(Pace.from_environment()),
        host=options.host,
        port=options.port,
        log_level="warning",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
    )


if __name__ == "__main__":
    main()
