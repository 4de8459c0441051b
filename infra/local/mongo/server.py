"""The server process: `python -m infra.local.mongo.server --file F --port P`, until SIGTERM."""

import argparse

from jpype import JClass

from infra.local import jvm
from infra.local.mongo.compiled import classes

HEAP_MB = 256
"""What a hundred thousand messages need as well as a hundred: the store's cache is bounded."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", required=True)
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    # The second compiler takes as much of two cores as the requests do, and does not earn it back.
    options = ("-Dslf4j.internal.verbosity=ERROR", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError")
    jvm.start("mongo", heap_mb=HEAP_MB, options=options, also=[classes()])
    server = JClass("laptop.Server")(arguments.file, arguments.port)
    jvm.serve(server.stop)


if __name__ == "__main__":
    main()
