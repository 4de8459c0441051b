"""The routes of an account's life, in OpenAPI's words."""

from __future__ import annotations

from typing import Any

from functions.content.schemas import Described, Options

_TEXT = {"type": "string"}
_TIME = {"type": "string", "format": "date-time"}
_EMAIL = {"type": "string", "format": "email", "maxLength": 254}
_PASSWORD = {"type": "string", "format": "password", "minLength": 8, "maxLength": 256, "writeOnly": True}
_TOKEN = {"type": "string", "maxLength": 500, "writeOnly": True}
_SESSION = {
    "type": "object",
    "title": "Session",
    "properties": {
        "id": _TEXT,
        "createdAt": _TIME,
        "expiresAt": _TIME,
        "userAgent": {"type": ["string", "null"], "description": "What the client said of itself."},
        "current": {"type": "boolean", "description": "Whether this request was made in it."},
    },
    "required": ["id", "createdAt", "expiresAt", "userAgent", "current"],
}


class AccountsDescribed(Described):
    """Options of ``add_api_route``, beyond those of signing in."""

    def forgot(self) -> Options:
        return self._route("forgotPassword", "Ask for a new password", _message(), body=_object(email=_EMAIL))

    def reset(self) -> Options:
        answer = _object(message=_TEXT, token=_TEXT, user={"$ref": "#/components/schemas/User"})
        body = _object(token=_TOKEN, password=_PASSWORD)
        return self._route("resetPassword", "Set a new password", answer, body=body)

    def verify(self) -> Options:
        return self._route("verifyEmail", "Verify an address", _message())

    def unlock(self) -> Options:
        return self._route("unlock", "Unlock an address", _message(), body=_object(email=_EMAIL))

    def sessions(self) -> Options:
        answer = _object(docs={"type": "array", "items": _SESSION})
        return self._route("findUserSessions", "List an account's sessions", answer)

    def end_sessions(self) -> Options:
        return self._route("endSessions", "End all of an account's sessions", _message())

    def end_session(self) -> Options:
        return self._route("endSession", "End one of an account's sessions", _message())


def _message() -> dict[str, Any]:
    return _object(message=_TEXT)


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}
