"""Who may do what, said once more and on purpose not taken from the code: what the matrix holds every route to."""

from __future__ import annotations

from dataclasses import dataclass

from tests.integration.isolation.operations import Operation

EVERYBODY = frozenset({"root", "ada", "olga", "eddy", "vic", "sam", "zoe"})
ADMIN = frozenset({"root"})
MAKER = ADMIN | {"ada"}
EDITORS = MAKER | {"olga", "eddy"}
CREW = EDITORS | {"vic"}
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rule:
    """Of what belongs to Ada's film: who may read, change and delete it. ``create``: who may make one at all."""

    read: frozenset[str]
    update: frozenset[str] = NOBODY
    delete: frozenset[str] = NOBODY
    create: frozenset[str] | None = NOBODY


RULES = {
    "users": Rule(MAKER, MAKER, ADMIN, create=None),  # registering has tests of its own
    "projects": Rule(CREW, EDITORS, MAKER, create=EVERYBODY),
    "conversations": Rule(CREW, MAKER, MAKER, create=EVERYBODY),
    "messages": Rule(CREW),
    "sessions": Rule(MAKER, MAKER, MAKER, create=EVERYBODY),
    "media": Rule(CREW, EDITORS, EDITORS, create=EVERYBODY),
    "departments": Rule(EVERYBODY, ADMIN, ADMIN, create=ADMIN),
    "agents": Rule(EVERYBODY, ADMIN, ADMIN, create=ADMIN),
    "scripts": Rule(CREW, EDITORS, EDITORS, create=EVERYBODY),
    "tasks": Rule(CREW),
    "runs": Rule(CREW),
    "gatherItems": Rule(CREW, delete=EDITORS),
    "conflicts": Rule(CREW),
    "notes": Rule(CREW),
    "auditEvents": Rule(CREW),
    "usage": Rule(CREW),
}

PERSONAL = frozenset({"payload-preferences", "storage-s3-multipart"})
"""Routes whose documents are each one's own under any key: nobody else's rights are to be told."""

ORCHESTRATED = {
    "GET": CREW,
    "POST": MAKER,
    "PATCH": MAKER,
    "DELETE": MAKER,
}
TICKET = CREW
EDIT = frozenset({"ada"})
"""Only who asked a question may ask it differently: not even an admin."""


def rule_of(slug: str) -> Rule:
    assert slug in RULES, f"Who may read, change and delete {slug}? Say it in RULES of {__name__}."
    return RULES[slug]


def allowed(operation: Operation) -> frozenset[str]:
    """Who may do it with what belongs to Ada's film."""
    if operation.path.startswith(("/api/v1/brain/", "/api/v1/orchestrator/data/")):
        return CREW if operation.method == "GET" else EDITORS
    if operation.orchestrates:
        special = {"ticket": TICKET, "edit": EDIT}
        return special.get(operation.path.rpartition("/")[2], ORCHESTRATED[operation.method])
    rule = rule_of(operation.slug)
    if "/sessions" in operation.path and operation.slug == "users":
        return MAKER
    if operation.method == "GET":
        return rule.read
    if operation.method == "DELETE":
        return rule.delete
    if operation.path.endswith("/duplicate"):
        return (
            rule.read & MAKER & (rule.create or NOBODY)
        )  # whether a colleague may copy depends on more than the right to read
    return rule.update


def readers(operation: Operation) -> frozenset[str]:
    return CREW if operation.orchestrates else rule_of(operation.slug).read
