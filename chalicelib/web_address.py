"""Web addresses that a stranger writes: what is wrong with one at sight, and which IP addresses are public.

What a name means is known only when it is resolved: ``public_connection`` judges that.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import Final
from urllib.parse import urlsplit

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names of this machine, as the settings of a service may spell it."""

_INNER_NAMES: Final = ("localhost", "localdomain", "local", "lan", "internal", "intranet", "home.arpa")  # fmt: skip
"""Endings of names that no public server has (RFC 6761, 6762, 8375; ICANN)."""
_IN_TEXT: Final = re.compile(r"https?://[^\s\"'<>“”]+", re.IGNORECASE)
_NUMBER: Final = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}", re.IGNORECASE)
_REFUSED: Final = tuple(
    ipaddress.ip_network(one)
    for one in (
        "64:ff9b::/96",  # NAT64: an IPv4 address, which may be an inner one, in other clothes
        "64:ff9b:1::/48",
        "2002::/16",  # 6to4
        "2001::/32",  # Teredo
        "192.88.99.0/24",  # 6to4 relays
        "192.0.0.0/24",  # protocol assignments, of which Python knows a part
    )
)
_UNICAST: Final = ipaddress.ip_network("2000::/3")


class InnerAddress(Exception):
    """A name leads to an address that is not public. No ``OSError``: HTTP libraries would take it for a broken line."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(f"{host} 指向内部网络的地址 {address}，没有访问")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet: no private, shared, loopback, link-local, translated,
    multicast, reserved or unspecified one (RFC 6890, RFC 6598, RFC 6052)."""
    found: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is None:
            return found in _UNICAST and _unicast(found)
        found = found.ipv4_mapped
    return _unicast(found)


def _unicast(found: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return (
        found.is_global
        and not (found.is_multicast or found.is_reserved)
        and not any(found in network for network in _REFUSED)
    )


def ip_of(host: str) -> str | None:
    """The IP address that a host is, in the usual spelling; None for a name. ``0x7f.1`` is 127.0.0.1 to every browser."""
    host = host.rstrip(".")
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    if not _NUMBER.fullmatch(host):
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


def is_inner(host: str) -> bool:
    """Whether a host is an inner one at sight: by its ending or as an IP address, however it is spelled."""
    host = host.rstrip(".").lower()
    found = ip_of(host)
    if found is not None:
        return not is_public(found)
    return any(host == name or host.endswith(f".{name}") for name in _INNER_NAMES)


def fault(address: str) -> str:
    """Why a web address is not for followers: a Chinese phrase, or empty. An address that is none has no fault here."""
    try:
        parts = urlsplit(f"https:{address}" if address.startswith("//") else address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https"):
        return ""
    if "@" in parts.netloc:
        return "里有用户名或密码（@ 之前的部分），会公开给所有人；请去掉"
    if is_inner(host):
        return "是内部网络的，公众打不开"
    return ""


def faults_in(text: str) -> list[str]:
    """What is wrong with the addresses in a text, links or bare ones: one Chinese sentence each, without a full stop."""
    found = dict.fromkeys(_IN_TEXT.findall(text))
    return [f"网址 {one[:80]} {wrong}" for one in found if (wrong := fault(one))]
