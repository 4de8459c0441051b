"""Which parts run here, and what the functions are told of them.

Whatever the person names in the environment or `.env` (MONGODB_URI, NEO4J_URI, R2_ENDPOINT, OPENROUTER_API_KEY or
OPENROUTER_BASE_URL) is used as it is, and the local part that stands for it is not started.
"""

from dataclasses import dataclass, field
from pathlib import Path

from infra.local import probe, secrets
from infra.local.mongo import LocalMongo
from infra.local.neo4j import LocalNeo4j
from infra.local.runner import LocalRunner
from infra.local.s3proxy import LocalS3
from infra.local.server import LocalServer
from infra.local.settings import Settings


class Rehearsal(LocalServer):
    """A stand-in for the language model that speaks its protocol."""

    name = "rehearsal"
    question = probe.HTTP

    def __init__(self, port: int, log: Path) -> None:
        super().__init__("infra.local.rehearsal", [], port=port, log=log)

    @property
    def uri(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


class Gateway(LocalServer):
    """API Gateway, Lambda and the functions' environments; its settings come in its environment."""

    name = "gateway"
    question = probe.HTTP

    def __init__(self, port: int, env: dict[str, str], log: Path) -> None:
        super().__init__("infra.local.gateway", [], port=port, env=env, log=log)
        self.arguments = []

    @property
    def uri(self) -> str:
        return f"http://localhost:{self.port}"


@dataclass
class Plan:
    """The parts in the order in which they are told; `notes` says for each need where it is met."""

    parts: list[LocalServer] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


def plan(settings: Settings) -> Plan:
    """Makes the parts, without starting them, and the gateway's environment."""
    made = Plan(env={**settings.given, "ALADDIN_HOME": str(settings.home), "ALADDIN_PORT": str(settings.port)})
    known = secrets.keep(settings.home)
    _stores(settings, known, made)
    _model(settings, known, made)
    _functions(settings, known, made)
    return made


def _stores(settings: Settings, known: dict[str, str], made: Plan) -> None:
    given, home, logs = settings.given, settings.home, settings.logs
    if "MONGODB_URI" in given:
        made.notes["documents"] = "your MongoDB (MONGODB_URI)"
    else:
        mongo = LocalMongo(home / "mongo" / "documents.mv", settings.port_for("mongo"), log=logs / "mongo.log")
        made.parts.append(mongo)
        made.env["MONGODB_URI"] = made.notes["documents"] = mongo.uri
    if "NEO4J_URI" in given:
        made.notes["Brain"] = "your Neo4j (NEO4J_URI)"
    else:
        password = known["NEO4J_PASSWORD"]
        neo4j = LocalNeo4j(home / "neo4j", settings.port_for("neo4j"), password=password, log=logs / "neo4j.log")
        made.parts.append(neo4j)
        made.env |= {"NEO4J_URI": neo4j.uri, "NEO4J_USER": neo4j.user, "NEO4J_PASSWORD": password}
        made.notes["Brain"] = neo4j.uri
    if "R2_ENDPOINT" in given:
        made.notes["objects"] = "your bucket (R2_ENDPOINT)"
    else:
        keys = {name: known[name] for name in ("R2_ACCESS_KEY_ID", "R2_SECRET_ACCESS_KEY")}
        s3 = LocalS3(
            home / "objects",
            settings.port_for("s3proxy"),
            key_id=keys["R2_ACCESS_KEY_ID"],
            secret=keys["R2_SECRET_ACCESS_KEY"],
            log=logs / "s3proxy.log",
        )
        made.parts.append(s3)
        made.env |= {"R2_ENDPOINT": s3.uri, "R2_BUCKET": s3.bucket, **keys}
        made.notes["objects"] = f"{s3.uri} (bucket {s3.bucket})"


def _model(settings: Settings, known: dict[str, str], made: Plan) -> None:
    if {"OPENROUTER_API_KEY", "OPENROUTER_BASE_URL"} & settings.given.keys():
        made.notes["model"] = settings.given.get("OPENROUTER_BASE_URL", "OpenRouter (OPENROUTER_API_KEY)")
        return
    rehearsal = Rehearsal(settings.port_for("rehearsal"), settings.logs / "rehearsal.log")
    made.parts.append(rehearsal)
    made.env |= {"OPENROUTER_BASE_URL": rehearsal.uri, "OPENROUTER_API_KEY": known["REHEARSAL_KEY"]}
    # Answers name the model that made them, and nobody shall take a rehearsal for a real one.
    for role in ("DEFAULT", "BACKUP", "VISION"):
        made.env[f"OPENROUTER_{role}_MODEL"] = "rehearsal"
    made.notes["model"] = "a rehearsal; set OPENROUTER_API_KEY for a real one"


def _functions(settings: Settings, known: dict[str, str], made: Plan) -> None:
    lambda_port = settings.port_for("lambda")
    functions = f"http://127.0.0.1:{lambda_port}"
    log = settings.logs / "runner.log"
    runner = LocalRunner(settings.home / "runner" / "executions.db", functions, settings.port_for("runner"), log=log)
    defaults = {
        "ALADDIN_STAGE": "local",
        "ALLOWED_ORIGINS": f"{settings.url},http://127.0.0.1:{settings.port}",
        "AUTH_SECRET": known["AUTH_SECRET"],
        "PUBLIC_URL": settings.url,
        "MAIL_OUTBOX": str(settings.home / "outbox"),
        "CALLBACK_KEYS": known["CALLBACK_KEYS"],
    }
    made.notes["mail"] = f"{settings.url}/outbox"
    made.env = {
        **defaults,
        **made.env,
        "ALADDIN_LAMBDA_PORT": str(lambda_port),
        "ALADDIN_RUNNER_URL": runner.uri,
        "AWS_ENDPOINT_URL_LAMBDA": functions,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
    }
    made.parts += [runner, Gateway(settings.port, made.env, settings.logs / "gateway.log")]
