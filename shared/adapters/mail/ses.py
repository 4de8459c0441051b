"""Mail by Amazon SES. boto3 is loaded with the first letter, and called in a thread."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from shared.adapters.mail.composing import ID_HEADER, sender
from shared.domain.letters import Letter
from shared.ports import MailFailed, MailRefused

# What no repetition mends, such as an address that is none. Everything else may be over in a while: throttling, a
# sandbox, an identity that is not verified yet.
_FOR_GOOD = frozenset({"BadRequestException", "InvalidParameterValue"})


class SesMail:
    """``mail_from`` is an address, or one of a domain, that SES has verified."""

    def __init__(self, mail_from: str) -> None:
        self._mail_from = mail_from
        self._client: Any = None

    async def send(self, letter: Letter) -> None:
        await asyncio.to_thread(self._send, letter)

    def _send(self, letter: Letter) -> None:
        from botocore.exceptions import BotoCoreError, ClientError  # pyright: ignore[reportMissingTypeStubs]

        try:
            self._ses().send_email(
                FromEmailAddress=sender(self._mail_from),
                Destination={"ToAddresses": [letter.to]},
                Content={"Simple": content(letter)},
            )
        except ClientError as error:
            code = str(cast("dict[str, Any]", error.response).get("Error", {}).get("Code", ""))
            raise (MailRefused if code in _FOR_GOOD else MailFailed)(f"SES answered {code}") from error
        except BotoCoreError as error:
            raise MailFailed(f"SES was not reached: {type(error).__name__}") from error

    def _ses(self) -> Any:
        if self._client is None:
            import boto3  # pyright: ignore[reportMissingTypeStubs]
            from botocore.config import Config  # pyright: ignore[reportMissingTypeStubs]

            config = Config(connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 2, "mode": "standard"})
            self._client = cast(Any, boto3).client("sesv2", config=config)
        return self._client


def content(letter: Letter) -> dict[str, Any]:
    """SES makes the message itself; it replaces a Message-ID of ours, so the id is in a header of its own."""
    return {
        "Subject": {"Data": letter.subject, "Charset": "UTF-8"},
        "Body": {
            "Text": {"Data": letter.text, "Charset": "UTF-8"},
            "Html": {"Data": letter.html, "Charset": "UTF-8"},
        },
        "Headers": [{"Name": ID_HEADER, "Value": letter.id}, {"Name": "Auto-Submitted", "Value": "auto-generated"}],
    }
