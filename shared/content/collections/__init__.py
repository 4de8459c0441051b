"""The product's collections, each declared once in a file of its own."""

from __future__ import annotations

from shared.auth.desk import Desk
from shared.content.collections.conversations import CONVERSATIONS
from shared.content.collections.media import MEDIA
from shared.content.collections.messages import MESSAGES
from shared.content.collections.projects import PROJECTS
from shared.content.collections.users import users
from shared.content.registry import Registry


def product_collections(*, api_key_secret: str, allow_registration: bool = True, desk: Desk | None = None) -> Registry:
    """``allow_registration``: whether anybody may create an account, once there is an admin."""
    accounts = users(api_key_secret, allow_registration=allow_registration, desk=desk)
    return Registry([accounts, PROJECTS, CONVERSATIONS, MESSAGES, MEDIA])
