"""The server process: `python -m infra.local.neo4j.server --folder F --port P`, until SIGTERM.

The password of the user neo4j comes in NEO4J_PASSWORD. Bolt listens a moment before it is set, so the file `ready`
in the folder, with this process' id, says when clients are welcome.
"""

import argparse
import os
from pathlib import Path

from jpype import JClass

from infra.local import jvm

OPENS = tuple(
    f"--add-opens=java.base/{package}=ALL-UNNAMED"
    for package in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent", "java.lang")
)
UNCACHED = tuple(
    f"-Dorg.neo4j.kernel.api.impl.index.storage.DirectoryFactory.{limit}=0"
    for limit in ("max_cached_mb", "max_merge_size_mb")
)
"""Parts of an index are written to files at once. Kept in memory until the next checkpoint, as by default, vectors are
read number by number: a search over an index that had just grown took two to three times as long."""


def settings(folder: str, port: int) -> dict[str, str]:
    """Small: one person's projects. What is not preallocated is not lost on a laptop's disk."""
    return {
        "server.directories.neo4j_home": folder,
        "server.bolt.enabled": "true",
        "server.bolt.listen_address": f"127.0.0.1:{port}",
        "server.bolt.advertised_address": f"127.0.0.1:{port}",
        "dbms.security.auth_enabled": "true",
        "dbms.usage_report.enabled": "false",
        "server.memory.pagecache.size": "128m",
        "db.tx_log.preallocate": "false",
        "db.tx_log.rotation.size": "16m",
        "db.tx_log.rotation.retention_policy": "64M size",
        "server.logs.debug.enabled": "false",
        "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
        "internal.dbms.bolt.netty_server_shutdown_timeout": "1",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    jvm.start("neo4j", heap_mb=512, options=OPENS)
    properties = Path(arguments.folder, "neo4j.conf")
    properties.write_text(
        "".join(f"{name}={value}\n" for name, value in settings(arguments.folder, arguments.port).items())
    )
    paths = JClass("java.nio.file.Path")
    builder = JClass("org.neo4j.dbms.api.DatabaseManagementServiceBuilder")(paths.of(arguments.folder))
    service = builder.loadPropertiesFromFile(paths.of(str(properties))).build()
    service.database("system").executeTransactionally(
        "CREATE OR REPLACE USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED",
        JClass("java.util.HashMap")({"password": os.environ["NEO4J_PASSWORD"]}),
    )
    Path(arguments.folder, "ready").write_text(str(os.getpid()))
    jvm.serve(service.shutdown)


if __name__ == "__main__":
    main()
