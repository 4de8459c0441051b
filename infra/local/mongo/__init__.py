"""The documents of the laptop cloud: mongo-java-server on an H2 file, spoken to over the real wire protocol."""

from pathlib import Path

from infra.local import probe
from infra.local.server import LocalServer


class LocalMongo(LocalServer):
    """A MongoDB-protocol server of its own on the file at `path`, for tests and for the supervisor.

        with LocalMongo(tmp_path / "db.mv") as mongo:      # or: async with …; or start() and stop()
            AsyncMongoClient(mongo.uri)
            mongo.kill()                                    # SIGKILL; what was acknowledged is in the file
            mongo.start()                                   # the same data behind the same uri

    `port=0` takes a free one and keeps it. `start` returns when the server answers (about 1 s).
    """

    name = "mongo"
    question = probe.MONGO

    def __init__(self, path: Path | str, port: int = 0, *, log: Path | None = None) -> None:
        path = Path(path).absolute()
        path.parent.mkdir(parents=True, exist_ok=True)
        super().__init__(
            "infra.local.mongo.server", ["--file", str(path)], port=port, log=log or path.with_suffix(".log")
        )

    @property
    def uri(self) -> str:
        return f"mongodb://127.0.0.1:{self.port}/aladdin?retryWrites=false"
