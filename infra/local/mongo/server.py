"""The server process: `python -m infra.local.mongo.server --file F --port P`, until SIGTERM."""

import argparse

from jpype import JClass, JImplements, JOverride

from infra.local import jvm
from infra.local.mongo.durable import durable


def version():
    """What the server says it is: pymongo wants wire version 9 at least, and mongo-java-server stops at 6 by itself."""

    @JImplements("de.bwaldvogel.mongo.MongoVersion")
    class Version:
        @JOverride
        def getWireVersion(self) -> int:  # noqa: N802
            return 9

        @JOverride
        def toVersionString(self) -> str:  # noqa: N802
            return "4.4.0"

        @JOverride
        def getVersionArray(self):  # noqa: N802
            return JClass("java.util.Arrays").asList(4, 4, 0)

    return Version()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", required=True)
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    # The second compiler takes as much of two cores as the requests do, and does not earn it back.
    jvm.start("mongo", heap_mb=256, options=("-Dslf4j.internal.verbosity=ERROR", "-XX:TieredStopAtLevel=1"))
    backend = JClass("de.bwaldvogel.mongo.backend.h2.H2Backend")(arguments.file)
    backend.version(version())
    backend.getMvStore().setRetentionTime(
        0
    )  # freed blocks are used again at once, else a commit a write fills the disk
    server = JClass("de.bwaldvogel.mongo.MongoServer")(durable(backend))
    server.bind("127.0.0.1", arguments.port)

    def stop() -> None:
        server.shutdownNow()
        backend.close()

    jvm.serve(stop)


if __name__ == "__main__":
    main()
