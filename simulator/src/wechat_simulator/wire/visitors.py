"""Who may play with the platform: programs of this machine and our own pages, no page of anybody else.

A web page that a developer happens to visit can send requests to any address on this machine. Its `Origin` tells it
from our pages. It can also give its own name our address (DNS rebinding), and then looks like one of our pages; the
`Host` still shows that name.
"""

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

DEFAULT_PORTS = {"http": 80, "https": 443}


class Visitors:
    """ASGI middleware: refuses with 403 what a foreign page sends.

    Args:
        app: what is protected.
        hosts: names and addresses that it is reached by, beside those of this machine. `0.0.0.0` and `::` stand for
            every address, but for no name: a rebound name is no address.
        open_paths: prefixes of paths for everybody, such as the server API: it has access tokens, and a program in
            a container calls it by another name.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str], open_paths: tuple[str, ...]) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)
        self.open_paths = open_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(self.open_paths):
            reason = refusal(scope["headers"], self.hosts)
            if reason:
                await JSONResponse({"error": reason}, 403)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def refusal(headers: Iterable[tuple[bytes, bytes]], hosts: frozenset[str]) -> str:
    """Why a request is refused; empty for one that is taken."""
    sent: dict[str, list[str]] = {"host": [], "origin": []}
    for name, value in headers:
        if (lower := name.decode("latin-1").lower()) in sent:
            sent[lower].append(value.decode("latin-1"))
    if len(sent["host"]) != 1 or not _known(_split(f"//{sent['host'][0]}")[0], hosts):
        return (
            f"Host {', '.join(sent['host']) or '(none)'} is not this machine: "
            "start the simulator with --host or --allow-host"
        )
    if any(not _same(origin, sent["host"][0]) for origin in sent["origin"]):
        return f"Origin {', '.join(sent['origin'])} is not a page of this simulator"
    return ""


def _known(host: str, hosts: frozenset[str]) -> bool:
    if host in hosts or host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or bool(hosts & {"0.0.0.0", "::"})  # noqa: S104


def _same(origin: str, host: str) -> bool:
    scheme = origin.partition("://")[0].lower()
    default = DEFAULT_PORTS.get(scheme)
    if default is None:
        return False
    name, port = _split(origin)
    own_name, own_port = _split(f"//{host}")
    return bool(name) and (name, port or default) == (own_name, own_port or default)


def _split(url: str) -> tuple[str, int | None]:
    """Name and port of an address; an unreadable one has no name."""
    try:
        parts = urlsplit(url)
        name, port = parts.hostname or "", parts.port
    except ValueError:
        return "", None
    return ("", None) if "@" in parts.netloc else (name, port)
