"""Which addresses are the public internet's. Everything that is not certainly so is not."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# IANA's registries of special-purpose addresses, each by itself, whatever this Python thinks of them, and
# 168.63.129.16: a cloud's inside at an address that looks public.
_FORBIDDEN4 = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",
        "240.0.0.0/4",
    )
)  # fmt: skip
# Inside 2000::/3, the only block that is handed out: Teredo and the like, documentation, 6to4.
_UNICAST6 = ip_network("2000::/3")
_FORBIDDEN6 = tuple(ip_network(block) for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)  # the upper half of an interface's name that hides an IPv4 address


def is_public(address: str) -> bool:
    """Whether it is one global unicast address, without a zone and with no other address inside."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return parsed.is_global and not any(parsed in block for block in _FORBIDDEN4)
    return _is_public6(parsed)


def _is_public6(address: IPv6Address) -> bool:
    inside = address.scope_id or address.ipv4_mapped or address.sixtofour or address.teredo
    hidden = (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP
    forbidden = any(address in block for block in _FORBIDDEN6)
    return address in _UNICAST6 and address.is_global and not (inside or hidden or forbidden)
