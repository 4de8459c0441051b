"""Who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["user", "producer", "admin"]
Strategy = Literal["local-jwt", "api-key"]


@dataclass(frozen=True, slots=True)
class Principal:
    """An authenticated user. Always derived from credentials, never from a request body."""

    user_id: str
    email: str
    role: Role
    strategy: Strategy = "local-jwt"
    session_id: str | None = None

    @property
    def is_admin(self) -> bool:
        return self.role == "admin"

    @property
    def is_service(self) -> bool:
        """An administrator's API key: another program of whoever runs this one."""
        return self.is_admin and self.strategy == "api-key"
