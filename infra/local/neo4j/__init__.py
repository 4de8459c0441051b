"""The Brain's graph on a laptop: real Neo4j Community, started inside a JVM of its own."""

import secrets
from pathlib import Path

from infra.local import probe
from infra.local.server import LocalServer


class LocalNeo4j(LocalServer):
    """Neo4j on the folder at `path`, with Bolt on `port` and the user `neo4j`.

        with LocalNeo4j(tmp_path / "graph") as graph:
            AsyncGraphDatabase.driver(graph.uri, auth=(graph.user, graph.password))

    The password is random if none is given, and is set anew at every start.
    """

    name = "neo4j"
    question = probe.BOLT
    user = "neo4j"
    patience = 180.0

    def __init__(
        self, path: Path | str, port: int = 0, *, password: str | None = None, log: Path | None = None
    ) -> None:
        path = Path(path).absolute()
        path.mkdir(parents=True, exist_ok=True)
        self.path, self.password = path, password or secrets.token_urlsafe(24)
        super().__init__(
            "infra.local.neo4j.server",
            ["--folder", str(path)],
            port=port,
            env={"NEO4J_PASSWORD": self.password},
            log=log or path.with_suffix(".log"),
        )

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    def ready(self) -> bool:
        mark = self.path / "ready"
        return mark.is_file() and mark.read_text() == str(self.pid) and super().ready()
