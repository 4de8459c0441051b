"""The letters that the laptop would have sent, as pages at ``/outbox``: a list, and each one's text with its links."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape
from pathlib import Path

from infra.local.gateway.messages import Headers, Request, Response

PATH = "/outbox"
_LETTER = re.compile(PATH + r"/([0-9A-Z]{26})(\.eml)?")
_LINK = re.compile(r"https?://[^\s<>\"']+")
# Letters hold tokens: a name that only another machine's DNS leads here is no name of ours.
_OURS = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?", re.IGNORECASE)
_MOST = 100
_HEADERS: Headers = [
    ("content-type", "text/html; charset=utf-8"),
    ("cache-control", "no-store"),
    ("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
]
_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 44em; margin: 2em auto; padding: 0 1em }}
pre {{ white-space: pre-wrap; overflow-wrap: anywhere; font: inherit }} li {{ margin: .5em 0 }}
@media (prefers-color-scheme: dark) {{ body {{ background: #16161a; color: #eee }} a {{ color: #8ab4f8 }} }}</style>
<h1>{title}</h1>
{body}
</html>
"""


class OutboxPages:
    """``folder`` is where the functions leave their letters; it need not exist yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def serves(self, path: str) -> bool:
        return path == PATH or path.startswith(PATH + "/")

    def serve(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return Response(405, [("allow", "GET, HEAD"), *_HEADERS])
        if not _OURS.fullmatch(request.header("host") or ""):
            return _not_found()
        if request.raw_path.rstrip("/") == PATH:
            return self._list()
        named = _LETTER.fullmatch(request.raw_path)
        file = self._folder / f"{named[1]}.eml" if named else None
        if named is None or file is None or not file.is_file():
            return _not_found()
        content = file.read_bytes()
        if named[2]:
            headers = [("content-type", "message/rfc822"), *_HEADERS[1:]]
            return Response(200, headers, content)
        return _letter(_read(content), named[1])

    def _list(self) -> Response:
        files = sorted(self._folder.glob("*.eml"), key=lambda file: file.name, reverse=True)[:_MOST]
        rows = [_row(file.stem, _read(file.read_bytes())) for file in files]
        return _page("Outbox", f"<ul>{''.join(rows)}</ul>" if rows else "<p>No letter has been sent yet.</p>")


def _row(name: str, message: EmailMessage) -> str:
    return f'<li><a href="{PATH}/{name}">{escape(message["Subject"])}</a> to {escape(message["To"])}</li>'


def _letter(message: EmailMessage, name: str) -> Response:
    plain = message.get_body(("plain",))
    text = str(plain.get_content()) if plain else ""
    linked, end = [], 0
    for link in _LINK.finditer(text):
        linked.append(escape(text[end : link.start()]))
        linked.append(f'<a href="{escape(link[0])}">{escape(link[0])}</a>')
        end = link.end()
    linked.append(escape(text[end:]))
    ways = f'<a href="{PATH}/{name}.eml">As a file</a>, <a href="{PATH}">all letters</a>'
    about = f"<p>To {escape(message['To'])}. {ways}</p>"
    return _page(str(message["Subject"]), f"{about}<pre>{''.join(linked)}</pre>")


def _read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _page(title: str, body: str, status: int = 200) -> Response:
    return Response(status, list(_HEADERS), _PAGE.format(title=escape(title), body=body).encode())


def _not_found() -> Response:
    return _page("Not found", "<p>There is no such letter.</p>", 404)
