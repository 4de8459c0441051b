"""From where a request comes, as far as the network vouches for it. No header is believed."""

from __future__ import annotations

import ipaddress
from contextvars import ContextVar
from dataclasses import dataclass

_ONE_HOUSEHOLD = 64


@dataclass(frozen=True, slots=True)
class Visitor:
    """``address`` is the peer's as the gateway saw it, ``user_agent`` what the client says of itself."""

    address: str = ""
    user_agent: str = ""

    @property
    def household(self) -> str | None:
        """What limits are counted for: the address, of IPv6 its network of 64 bits. ``None`` for this machine itself,
        which stands for everybody on a laptop, and for what is no address."""
        try:
            address = ipaddress.ip_address(self.address)
        except ValueError:
            return None
        if address.is_loopback:
            return None
        if address.version == 6:
            return str(ipaddress.ip_network((address, _ONE_HOUSEHOLD), strict=False))
        return str(address)


_visitor: ContextVar[Visitor | None] = ContextVar("visitor", default=None)


def set_visitor(visitor: Visitor) -> None:
    """For the rest of this request; whoever serves requests calls it."""
    _visitor.set(visitor)


def current_visitor() -> Visitor:
    return _visitor.get() or Visitor()
