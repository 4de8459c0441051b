"""``python -m infra.local.gateway``: serves the functions of template.yaml until it is told to stop."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import sys

import uvloop

from infra.local.gateway.gateway import Gateway
from infra.local.gateway.settings import Settings


async def _serve(settings: Settings) -> None:
    gateway = Gateway(settings, os.environ)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        await gateway.start()
        print(f"gateway: http://localhost:{settings.port}, Lambda API: {gateway.lambda_url}", flush=True)
        await stop.wait()
    finally:
        await gateway.close()


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)
    settings = Settings.of(os.environ)
    try:
        uvloop.run(_serve(settings))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        sys.exit(f"Port {settings.port} or {settings.lambda_port} is in use. Set ALADDIN_PORT to another one.")


if __name__ == "__main__":
    main()
