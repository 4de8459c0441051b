"""A letter as an Internet message."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import formataddr

from shared.domain.letters import Letter

SENDER_NAME = "Aladdin"
ID_HEADER = "X-Aladdin-Letter"


def sender(address: str) -> str:
    return formataddr((SENDER_NAME, address))


def composed(letter: Letter, mail_from: str) -> EmailMessage:
    """Plain text with HTML beside it; always the same bytes for the same letter.

    Raises ``ValueError`` when a header would hold a line break.
    """
    message = EmailMessage()
    message["From"] = sender(mail_from)
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Message-ID"] = f"<{letter.id}@{mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message[ID_HEADER] = letter.id
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    message.set_boundary(f"=={letter.id}==")
    return message
