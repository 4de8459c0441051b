"""Addresses that lead inside, in every disguise that is known: targets × notations × tricks."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address

# Who must never be reached, by what makes each special.
PRIVATE4 = (
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.0.0.5", "10.255.255.254", "172.16.0.1", "172.31.255.254", "192.168.0.1",
    "192.168.178.1", "169.254.169.254", "169.254.170.2", "100.64.0.1", "100.100.100.200", "198.18.0.1", "192.0.0.192",
    "168.63.129.16", "224.0.0.1", "239.255.255.250", "255.255.255.255", "240.0.0.1", "192.0.2.7", "198.51.100.7",
    "203.0.113.7", "192.88.99.1",
)  # fmt: skip
PRIVATE6 = (
    "::1", "::", "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254", "fd12:3456::1", "ff02::1", "2001:db8::1", "3fff::1",
    "2001::1", "2001:2::1", "2001:10::1", "100::1", "5f00::1", "64:ff9b:1::1",
)  # fmt: skip


def notations(text: str) -> Iterator[str]:
    """An IPv4 address as hosts have been known to write it."""
    value = int(IPv4Address(text))
    parts = [int(part) for part in text.split(".")]
    a, b, c, d = parts
    yield text
    yield f"{text}."
    yield str(value)
    yield hex(value)
    yield hex(value).upper().replace("0X", "0x")
    yield f"0{value:o}"
    yield f"00000{value:o}"
    yield ".".join(f"0{part:o}" for part in parts)
    yield ".".join(f"000{part:o}" for part in parts)
    yield ".".join(hex(part) for part in parts)
    yield f"{hex(a)}.{b}.0{c:o}.{d}"
    yield f"{a}.{b << 16 | c << 8 | d}"
    yield f"{a}.{b}.{c << 8 | d}"
    yield f"{hex(a)}.{b << 16 | c << 8 | d}"
    yield f"{a:03}.{b:03}.{c:03}.{d:03}"
    yield text.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    yield text.replace(".", "。")
    yield text.replace(".", "．")
    yield text.translate({ord("1") + digit: 0x2460 + digit for digit in range(9)})
    yield "".join(f"%{ord(sign):02x}" for sign in text)
    yield text.replace(".", "%2e")
    yield f"[::ffff:{text}]"
    yield f"[::ffff:{a:02x}{b:02x}:{c:02x}{d:02x}]"
    yield f"[::{text}]"
    yield f"[64:ff9b::{text}]"
    yield f"[2002:{a:02x}{b:02x}:{c:02x}{d:02x}::1]"
    yield f"[fe80::5efe:{text}]"
    yield f"[2606:4700::5efe:{a:02x}{b:02x}:{c:02x}{d:02x}]"
    yield f"[2001:0:{a:02x}{b:02x}:{c:02x}{d:02x}::1]"


def notations6(text: str) -> Iterator[str]:
    address = IPv6Address(text)
    yield f"[{text}]"
    yield f"[{address.exploded}]"
    yield f"[{address.exploded.upper()}]"
    yield f"[{text}%25eth0]"
    yield f"[{text}%eth0]"
    yield text
    yield f"{text.replace(':', '-')}.ipv6-literal.net"


def tricks(host: str) -> Iterator[str]:
    """One host inside everything that makes two parsers see two hosts."""
    yield f"http://{host}/"
    yield f"https://{host}/latest/meta-data/"
    yield f"http://films.test@{host}/"
    yield f"http://user:secret@{host}/"
    yield f"http://{host}#@films.test/"
    yield f"http://films.test#@{host}/"
    yield f"http://films.test\\@{host}/"
    yield f"http://{host}\\@films.test/"
    yield f"http://films.test:80@{host}:80/"
    yield f"http://films.test%20@{host}/"
    yield f"http://films.test&@{host}#@films.test/"
    yield f"http:\\\\{host}\\"
    yield f"http:/{host}/"
    yield f"http:{host}"
    yield f"http:///{host}/"
    yield f"http:////{host}/"
    yield f"//{host}/"
    yield f"\thttp://{host}/"
    yield f"http://\t{host}/"
    yield f"ht\ntp://{host}/"
    yield f"http://{host[:2]}\r\n{host[2:]}/"
    yield f"http://{host}\x00.films.test/"
    yield f"http://{host}%00.films.test/"
    yield f"http://{host} films.test/"
    yield f"http://films.test /@{host}/"
    yield f"http://{host}?@films.test/"
    yield f"http://{host};films.test/"
    yield f"http://{host}:8080/"
    yield f"http://{host}:22/"
    yield f"http://{host}:/"
    yield f"http://{host}:80:80/"
    yield f"http://{host}:+80/"
    yield f"http://{host}:080000000/"
    yield f"http://\u00ad{host}/"
    yield f"http://{host}\u3002/"
    yield f"http://\u202e{host}/"
    yield f"HTTP://{host}/"
    yield f"url:http://{host}/"
    yield f"http://http://{host}/"
    yield f"http://[{host}]/"
    yield f"http://{host}/\r\nHost: films.test"


SCHEMES = (
    "file:///etc/passwd", "file://127.0.0.1/etc/passwd", "gopher://127.0.0.1:6379/_INFO", "ftp://127.0.0.1/",
    "dict://127.0.0.1:11211/stat", "ldap://127.0.0.1/", "jar:http://127.0.0.1!/", "netdoc:///etc/passwd",
    "data:text/plain,secret", "javascript:alert(1)", "ws://127.0.0.1/", "sftp://127.0.0.1/", "tftp://127.0.0.1/x",
    "http+unix://%2Fvar%2Frun%2Fdocker.sock/info", "unix:/var/run/docker.sock", "about:blank", "blob:http://127.0.0.1/",
    "mailto:root@localhost", "", " ", "http://", "https://", "http:", "http://:80/", "http://@/", "http://./",
    "http://../",
)  # fmt: skip
NAMES = (
    "localhost", "localhost.", "LOCALHOST", "LocalHost", "localhost.localdomain", "foo.localhost", "ip6-localhost",
    "metadata", "metadata.google.internal", "instance-data.ec2.internal", "kubernetes.default.svc.cluster.local",
    "router.lan", "printer.home", "intranet", "mongodb", "wiki.corp", "127.0.0.1.in-addr.arpa", "lo\u0131calhost.local",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "ｌｏｃａｌｈｏｓｔ", "ⓛocalhost.local", "loc%61lhost", "-films.test", "films-.test", "films..test",
    ".films.test", "films.test..", "a" * 64 + ".test", "xn--.test", "0", "1", "0x7f", "127", "017700000001", "0x7f.1",
    "1.1", "127.1", "127.0.1", "films.test.0x7f000001", "films.test.127", "[]", "[:]", "[v1.films]", "[::1", "::1]",
)  # fmt: skip
RESOLVED = (
    *PRIVATE4,
    *PRIVATE6,
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:a00:1::1",
    "fe80::1%eth0",
    "not an address",
)
"""What a public-looking name may resolve to."""


def all_forms() -> list[str]:
    """Without repetition, in a fixed order."""
    found: dict[str, None] = dict.fromkeys(SCHEMES)
    found |= dict.fromkeys(f"{scheme}://{name}/" for name in NAMES for scheme in ("http", "https"))
    hosts = [host for text in PRIVATE4 for host in notations(text)] + [
        host for text in PRIVATE6 for host in notations6(text)
    ]
    found |= dict.fromkeys(f"http://{host}/" for host in hosts)
    for text in ("127.0.0.1", "169.254.169.254", "2130706433", "[::1]", "localhost"):
        found |= dict.fromkeys(tricks(text))
    return list(found)
