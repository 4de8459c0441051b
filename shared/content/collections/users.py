"""Accounts. The very first is the admin; later ones are plain users unless an admin makes them. There is always one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shared.auth import passwords
from shared.auth.admins import dispensable
from shared.auth.api_keys import ApiKeys
from shared.auth.desk import Desk
from shared.content.collection import Access, Collection, Draft, Hooks, admins
from shared.content.fields import Checkbox, Group, Json, Number, Relation, Select, Text, choices
from shared.domain.errors import Conflict
from shared.domain.identity import Principal
from shared.domain.query import EVERYTHING, Index, Not, Query, by_id, eq, every
from shared.ports import Documents

SLUG = "users"
FIRST = {"first": "first"}
"""Exactly one document can have it: the first admin. The unique index decides a race, a crash leaves no half."""

_KEYS = ("first", "apiKeyIndex", "resetPasswordToken", "_verificationToken")
_TIERS = choices("free", "pro", "enterprise")
_ROLES = choices("user", "producer", "admin")


RESET = ("resetPasswordToken", "resetPasswordExpiration")
"""What an outstanding letter with a reset token left in its account."""


def users(api_key_secret: str, *, allow_registration: bool, desk_of: Callable[[], Desk] | None = None) -> Collection:
    """``desk_of`` is asked when there is something to do, so that a declaration alone connects to nothing.

    It may be left out where the declaration alone is wanted: nobody can be registered then by mail.
    """
    api_keys = ApiKeys(api_key_secret)

    async def before_change(draft: Draft) -> None:
        desk = desk_of() if desk_of else None
        if desk is not None and draft.operation == "create" and draft.principal is None:
            await desk.admit("register")
        await _keep_password(draft, desk)
        await _keep_api_key(draft, api_keys)
        await _keep_address(draft, desk)
        await _keep_an_admin(draft)

    async def insert(documents: Documents, document: dict[str, Any], draft: Draft) -> dict[str, Any]:
        desk = desk_of() if desk_of else None
        if desk is None or not desk.require_verified:
            return await _insert(documents, document, draft)
        verified = document.get("_verified") is True or "first" in document
        if not verified:
            document["_verificationToken"] = await desk.queue(documents, "verify", document["email"], document["_id"])
        stored = await _insert(documents, {**document, "_verified": verified}, draft)
        if not verified:
            await desk.hurry()
        return stored

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
            Checkbox(
                name="_verified",
                label="Verified",
                write=admins,
                description="Whether the address is known to be the person's own; absent where nobody asked.",
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
        hooks=Hooks(before_change=before_change, insert=insert, delete=_delete),
        internal=frozenset({
            "passwordHash", "hash", "salt", "loginAttempts", "lockUntil", "sessions", "apiKeyIndex", "first",
            "resetPasswordToken", "resetPasswordExpiration", "resetLetter", "_verificationToken", "seat", "rev",
        }),
        indexes=tuple(Index((path,), unique=True) for path in _KEYS),
    )  # fmt: skip


def _oneself_or_admin(principal: Principal | None) -> bool | Query:
    if principal is None:
        return False
    return principal.is_admin or eq("_id", principal.user_id)


async def _keep_password(draft: Draft, desk: Desk | None) -> None:
    """A new password ends every other session of its user, the lock of the address, and what was mailed to reset it."""
    password = draft.data.pop("password", None)
    if draft.operation == "create":
        draft.internal["sessions"] = []
    if password is None or draft.problems:
        return
    draft.internal["passwordHash"] = await passwords.hashed(password)
    if draft.original is None:
        return
    own = draft.principal.session_id if draft.principal and draft.principal.user_id == draft.document_id else None
    draft.pulled["sessions"] = Not(eq("id", own))
    draft.removed += RESET
    if desk is not None:
        await desk.lockout.forgive(draft.original["email"])


async def _keep_api_key(draft: Draft, api_keys: ApiKeys) -> None:
    """Users make keys for themselves only: a key acts in its user's name. An admin may end any.

    As in Payload, a key alone replaces the one there is, and null ends it."""
    enable, api_key = draft.data.pop("enableAPIKey", None), draft.data.pop("apiKey", None)
    if draft.original is None:
        return
    if enable is None and "apiKey" in draft.given:
        enable = bool(draft.original.get("hasAPIKey")) if api_key is not None else False
    if enable is False:
        draft.removed.append("apiKeyIndex")
        draft.internal["hasAPIKey"] = False
    elif enable and draft.principal is not None and draft.principal.user_id == draft.document_id:
        api_key = api_key or api_keys.make()
        index = api_keys.index(api_key)
        if await draft.documents.find_one(SLUG, every(eq("apiKeyIndex", index), Not(by_id(draft.document_id)))):
            draft.problems.add("apiKey", "API Key", "Value must be unique")
        draft.internal.update(apiKeyIndex=index, hasAPIKey=True)
        draft.once.update(enableAPIKey=True, apiKey=api_key)


async def _keep_address(draft: Draft, desk: Desk | None) -> None:
    """Of a new address nothing is known that was proved of the old one."""
    if draft.original is None:
        return
    if draft.data.get("_verified") is True:
        draft.removed.append("_verificationToken")
    email = draft.data.get("email")
    if email is None or email == draft.original["email"]:
        return
    draft.removed += [path for path in RESET if path not in draft.removed]
    if desk is not None and desk.require_verified and not admins(draft.principal) and not draft.problems:
        await desk.admit("register")
        if desk.gate is not None:
            await desk.gate.admit_address(email)
        token = await desk.queue(draft.documents, "verify", email, draft.document_id)
        draft.data["_verified"] = False
        draft.internal["_verificationToken"] = token


async def _keep_an_admin(draft: Draft) -> None:
    if draft.original is not None and draft.data.get("role", "admin") != "admin" and not draft.problems:
        draft.condition = every(draft.condition, await dispensable(draft.documents, draft.document_id))


async def _delete(documents: Documents, where: Query) -> dict[str, Any] | None:
    while found := await documents.find_one(SLUG, where, fields=("_id",)):
        deleted = await documents.delete(SLUG, every(where, await dispensable(documents, found["_id"])))
        if deleted is not None:
            return deleted
    return None


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
