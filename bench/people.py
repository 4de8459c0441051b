"""Somebody who may ask our functions, written straight into the documents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from bson import ObjectId
from pymongo import MongoClient

from shared.auth.tokens import LIFETIME, Tokens


def sign_in(env: Mapping[str, str]) -> str:
    """The ``Authorization`` header of a new user with one session."""
    now = datetime.now(UTC)
    user_id, session_id, email = str(ObjectId()), str(ObjectId()), "bench@example.org"
    session = {"id": session_id, "createdAt": now, "expiresAt": now + LIFETIME}
    user = {"_id": user_id, "email": email, "name": "Bench", "role": "user", "sessions": [session]}
    user |= {"loginAttempts": 0, "lockUntil": None, "createdAt": now, "updatedAt": now}
    client: MongoClient[dict] = MongoClient(env["MONGODB_URI"])
    try:
        client.get_default_database()["users"].insert_one(user)
    finally:
        client.close()
    tokens = Tokens(env["AUTH_SECRET"])
    return "JWT " + tokens.issue(
        user_id=user_id, email=email, session_id=session_id, now=now, expires=session["expiresAt"]
    )
