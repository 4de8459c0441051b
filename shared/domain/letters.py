"""A mail to one person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """``id`` stays the same however often the letter is sent: who receives it twice can tell."""

    id: str
    to: str
    subject: str
    text: str
    html: str
