"""An address as a person wrote it, taken apart once. The request is built from the parts, so that no second parser can
see another host in it. What one parser could read differently from another is refused, not repaired."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, urljoin

LONGEST = 2_048
PORTS = frozenset({80, 443})
"""The web's own. 8080 and 8443 are where consoles and proxies live."""
_DEFAULTS = {"http": 80, "https": 443}
_URL = re.compile(r"(?P<scheme>https?)://(?P<authority>[^/?#]+)(?P<rest>[^#]*)(?:#.*)?", re.IGNORECASE)
_SIX = re.compile(r"\[(?P<host>[0-9a-fA-F:.]{2,45})\](?::(?P<port>[0-9]{1,5}))?")
_PLAIN = re.compile(r"(?P<host>[^:@\[\]%]{1,253})(?::(?P<port>[0-9]{1,5}))?", re.DOTALL)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_LAST = re.compile(r"[a-z](?:[a-z0-9-]*[a-z0-9])?|xn--[a-z0-9-]*[a-z0-9]")
_INSIDE = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "arpa", "onion", "alt")
_KEPT = "/%:?[]@!$&'()*+,;=~-._"


class NotAnAddress(Exception):
    """It is not a plain address of the web. Nothing was asked of anybody."""


@dataclass(frozen=True, slots=True)
class Target:
    """``host`` is a name in lower-case ASCII, or an address (without brackets) when ``literal``. ``path`` begins with a
    slash and has the query in it."""

    scheme: str
    host: str
    port: int
    path: str
    literal: bool = False

    @property
    def authority(self) -> str:
        """For the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def parse(url: str) -> Target:
    """Raises ``NotAnAddress``."""
    url = url.strip(" \r\n")
    if len(url) > LONGEST or any(ord(sign) <= 0x20 or 0x7F <= ord(sign) <= 0xA0 or sign == "\\" for sign in url):
        raise NotAnAddress
    match = _URL.fullmatch(url)
    if match is None:
        raise NotAnAddress
    scheme = match["scheme"].lower()
    host, port, literal = _authority(match["authority"], scheme)
    rest = match["rest"]
    path = quote(rest if rest.startswith("/") else f"/{rest}", safe=_KEPT)
    return Target(scheme, host, port, path, literal)


def redirected(before: Target, location: str) -> Target:
    """Where a redirect leads. Raises ``NotAnAddress``, also for leaving https."""
    if any(ord(sign) <= 0x20 or ord(sign) == 0x7F or sign == "\\" for sign in location):
        raise NotAnAddress
    try:
        after = parse(urljoin(before.url, location))
    except ValueError as error:
        raise NotAnAddress from error
    if before.scheme == "https" and after.scheme != "https":
        raise NotAnAddress
    return after


def _authority(authority: str, scheme: str) -> tuple[str, int, bool]:
    six = _SIX.fullmatch(authority)
    match = six or _PLAIN.fullmatch(authority)
    if match is None:
        raise NotAnAddress
    port = int(match["port"] or _DEFAULTS[scheme])
    if port not in PORTS:
        raise NotAnAddress
    try:
        if six:
            return str(IPv6Address(match["host"])), port, True
        host = _ascii(match["host"])
        if _looks_like_numbers(host):
            return str(IPv4Address(host)), port, True
    except AddressValueError as error:
        raise NotAnAddress from error
    return _name(host), port, False


def _ascii(host: str) -> str:
    if host.isascii():
        return host.lower()
    import idna

    try:
        return idna.encode(host, uts46=True, std3_rules=True).decode().lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise NotAnAddress from error


def _looks_like_numbers(host: str) -> bool:
    """Whatever any parser could take for an IPv4 address: its last part is a number, in any notation."""
    last = host.rstrip(".").rpartition(".")[2]
    return last.isdigit() or last.startswith("0x")


def _name(host: str) -> str:
    labels = host.split(".")
    whole = len(host) <= 253 and len(labels) >= 2 and all(_LABEL.fullmatch(label) for label in labels)
    if not whole or not _LAST.fullmatch(labels[-1]) or labels[-1] in _INSIDE:
        raise NotAnAddress
    return host
