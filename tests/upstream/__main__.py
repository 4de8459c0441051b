"""``python -m tests.upstream --port 9000 [--script "[[ok tokens=500 every=5]]"]``: the upstream as its own process."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys

from tests.upstream.script import Script, parse
from tests.upstream.server import Upstream


async def serve(port: int, script: Script) -> None:
    upstream = Upstream(default=script)
    sys.stdout.write(f"http://127.0.0.1:{await upstream.start(port)}/v1\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, default=0)
    arguments.add_argument("--script", default="[[ok]]")
    options = arguments.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(options.port, parse(options.script) or Script()))


if __name__ == "__main__":
    main()
