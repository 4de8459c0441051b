"""Accounts. The very first is the admin; later ones are plain users unless an admin makes them."""

from __future__ import annotations

from typing import Any

from shared.auth import passwords
from shared.auth.api_keys import ApiKeys
from shared.auth.lockout import FORGIVEN
from shared.content.collection import Access, Collection, Draft, Hooks, admins
from shared.content.fields import Group, Json, Number, Relation, Select, Text, choices
from shared.domain.errors import Conflict
from shared.domain.identity import Principal
from shared.domain.query import EVERYTHING, Index, Not, Query, eq
from shared.ports import Documents

SLUG = "users"
FIRST = {"first": "first"}
"""Exactly one document can have it: the first admin. The unique index decides a race, a crash leaves no half."""

_TIERS = choices("free", "pro", "enterprise")
_ROLES = choices("user", "producer", "admin")


def users(api_key_secret: str, *, allow_registration: bool) -> Collection:
    api_keys = ApiKeys(api_key_secret)

    async def before_change(draft: Draft) -> None:
        await _keep_password(draft)
        _keep_api_key(draft, api_keys)

    def may_create(principal: Principal | None) -> bool:
        return allow_registration or admins(principal)

    return Collection(
        slug=SLUG,
        singular="User",
        plural="Users",
        title="email",
        description="Accounts of people who use the studio.",
        auth=True,
        fields=(
            Text(name="name", required=True, max_length=100),
            Select(name="role", required=True, default="user", options=_ROLES, write=admins),
            Json(name="preferences", shape="object", default=dict, description="User preferences and settings"),
            Relation(
                name="activeProjects",
                to="projects",
                many=True,
                description="Projects user is currently working on",
            ),
            Group(
                name="subscription",
                write=admins,
                fields=(
                    Select(name="tier", default="free", options=_TIERS),
                    Number(name="maxProjects", default=1, minimum=0, maximum=100_000, whole=True),
                    Number(name="maxEpisodesPerProject", default=3, minimum=1, maximum=50, whole=True),
                ),
            ),
        ),
        access=Access(create=may_create, read=_oneself_or_admin, update=_oneself_or_admin, delete=admins),
        hooks=Hooks(before_change=before_change, insert=_insert),
        internal=frozenset({
            "passwordHash", "hash", "salt", "loginAttempts", "lockUntil", "sessions", "apiKeyIndex", "first",
            "resetPasswordToken", "resetPasswordExpiration", "_verificationToken", "rev",
        }),
        indexes=(Index(("first",), unique=True), Index(("apiKeyIndex",), unique=True)),
    )  # fmt: skip


def _oneself_or_admin(principal: Principal | None) -> bool | Query:
    if principal is None:
        return False
    return principal.is_admin or eq("_id", principal.user_id)


async def _keep_password(draft: Draft) -> None:
    """A new password ends every other session of its user."""
    password = draft.data.pop("password", None)
    if draft.operation == "create":
        draft.internal.update(FORGIVEN, sessions=[])
    if password is None or draft.problems:
        return
    draft.internal["passwordHash"] = await passwords.hashed(password)
    if draft.operation == "update":
        draft.internal.update(FORGIVEN)
        own = draft.principal.session_id if draft.principal and draft.principal.user_id == draft.document_id else None
        draft.pulled["sessions"] = Not(eq("id", own))


def _keep_api_key(draft: Draft, api_keys: ApiKeys) -> None:
    """Users make keys for themselves only: a key acts in its user's name. An admin may end any."""
    enable, api_key = draft.data.pop("enableAPIKey", None), draft.data.pop("apiKey", None)
    if draft.operation == "create" or enable is None:
        return
    if enable is False:
        draft.removed.append("apiKeyIndex")
        draft.internal["hasAPIKey"] = False
    elif draft.principal is not None and draft.principal.user_id == draft.document_id:
        api_key = api_key or api_keys.make()
        draft.internal.update(apiKeyIndex=api_keys.index(api_key), hasAPIKey=True)
        draft.once.update(enableAPIKey=True, apiKey=api_key)


async def _insert(documents: Documents, document: dict[str, Any], draft: Draft) -> dict[str, Any]:
    """Whoever registers first is the admin, whichever way they come."""
    if "first" not in document and not admins(draft.principal) and not await any_user(documents):
        first = {**document, **FIRST, "role": "admin"}
        try:
            await documents.insert(SLUG, first)
        except Conflict:
            pass  # somebody else was first
        else:
            return first
    await documents.insert(SLUG, document)
    return document


async def any_user(documents: Documents) -> bool:
    return await documents.find_one(SLUG, EVERYTHING, fields=("_id",)) is not None
