"""The product's collections, each declared once in a file of its own."""

from __future__ import annotations

from collections.abc import Callable

from shared.auth.desk import Desk
from shared.content.collections.conversations import CONVERSATIONS
from shared.content.collections.departments import AGENTS, DEPARTMENTS
from shared.content.collections.gather import CONFLICTS, GATHER_ITEMS
from shared.content.collections.media import MEDIA
from shared.content.collections.messages import MESSAGES
from shared.content.collections.projects import PROJECTS
from shared.content.collections.runs import RUNS, USAGE
from shared.content.collections.scripts import SCRIPTS
from shared.content.collections.sessions import SESSIONS
from shared.content.collections.users import users
from shared.content.collections.work import AUDIT_EVENTS, NOTES, TASKS
from shared.content.registry import Registry


def product_collections(
    *, api_key_secret: str, allow_registration: bool = True, desk_of: Callable[[], Desk] | None = None
) -> Registry:
    """``allow_registration``: whether anybody may create an account, once there is an admin."""
    accounts = users(api_key_secret, allow_registration=allow_registration, desk_of=desk_of)
    return Registry([accounts, *_OF_PROJECTS, DEPARTMENTS, AGENTS, *_OF_THE_STUDIO])


_OF_PROJECTS = (PROJECTS, SESSIONS, CONVERSATIONS, MESSAGES, MEDIA, SCRIPTS)
_OF_THE_STUDIO = (TASKS, RUNS, GATHER_ITEMS, CONFLICTS, NOTES, AUDIT_EVENTS, USAGE)
