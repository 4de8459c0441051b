"""What we write to people. Nothing in it was chosen by whoever caused it: no name, no text, no host of a request."""

from __future__ import annotations

from html import escape

from shared.domain.letters import Letter

_PAGE = """<!doctype html>
<html lang="en"><body style="font-family: sans-serif; line-height: 1.5; max-width: 34em">
<p>{before}</p>
<p><a href="{link}">{action}</a></p>
<p>Or copy this address into your browser:<br><a href="{link}">{link}</a></p>
<p>{after}</p>
</body></html>
"""


def reset_letter(letter_id: str, to: str, link: str) -> Letter:
    return _letter(
        letter_id,
        to,
        "Reset your password",
        before="You, or somebody else, asked for a new password for your Aladdin account. "
        "This link is good for one hour and can be used once:",
        action="Choose a new password",
        link=link,
        after="If it was not you, ignore this mail: your password remains as it is.",
    )


def verification_letter(letter_id: str, to: str, link: str) -> Letter:
    return _letter(
        letter_id,
        to,
        "Verify your email",
        before="An Aladdin account was made with this address. Please verify that it is yours; then you can log in:",
        action="Verify your email",
        link=link,
        after="If it was not you, ignore this mail.",
    )


def _letter(letter_id: str, to: str, subject: str, *, before: str, action: str, link: str, after: str) -> Letter:
    text = f"{before}\n\n{link}\n\n{after}\n"
    page = _PAGE.format(before=escape(before), action=escape(action), link=escape(link), after=escape(after))
    return Letter(letter_id, to, subject, text, page)
