"""HTTP calls to services that are neither WeChat nor AWS, bounded in time and size. Nothing of them is logged.

Whatever a name resolves to is judged before a connection is made (``public_connection``).
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from chalicelib.settings import settings
from chalicelib.web_address import LOOPBACK, InnerAddress, is_public

if TYPE_CHECKING:
    import requests

    from chalicelib.public_connection import Allowed, Network

CONNECT_SECONDS: Final = 3.05
MOST_BYTES: Final = 64 * 1024
MOST_REDIRECTS: Final = 10
_LEAST_SECONDS: Final = 0.05


class NoResponse(Exception):
    """Nothing usable came back; whether the call took effect is not known."""


class Response(NamedTuple):
    """An answer, whatever its status."""

    status: int
    body: bytes


def call(
    method: str,
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    seconds: float,
    clock: Callable[[], float] = time.monotonic,
    network: Network | None = None,
) -> Response:
    """Make one call that takes ``seconds`` at most, or a chunk longer; redirects are not followed.

    ``url`` belongs to a service that an operator has set: it leads to a public address, to one of the networks of
    ``settings().inner_services``, or to this machine where the setting spells it so (not on stage ``prod``).
    Raises ``NoResponse``. What requests raises carries URL, headers and body with it, so ours is raised after
    its ``except`` has ended.
    """
    import requests

    until, failure = clock() + seconds, ""
    try:
        with (
            _session(_for_service(url), network) as session,
            session.request(
                method,
                url,
                data=body,
                headers=dict(headers),
                timeout=(CONNECT_SECONDS, seconds),
                allow_redirects=False,
                stream=True,
            ) as answer,
        ):
            said = b""
            # A read time-out alone would let a body drip for ever.
            for chunk in answer.iter_content(4096):
                said += chunk
                if len(said) > MOST_BYTES:
                    failure = "返回太长"
                    break
                if clock() > until:
                    failure = "没有在限时内答完"
                    break
            else:
                return Response(answer.status_code, said)
    except requests.exceptions.SSLError:
        failure = "的证书有问题"
    except requests.exceptions.Timeout:
        failure = "没有在限时内应答"
    except requests.exceptions.ConnectionError as error:
        failure = "的域名查不到" if "NameResolution" in repr(error) else "连接不上"
    except requests.RequestException:
        failure = "的应答看不懂"
    except InnerAddress:
        failure = "的地址在内部网络，没有连接"
    raise NoResponse(failure)


class Page(NamedTuple):
    """The page that a reader of an address ends at."""

    status: int
    address: str
    """After redirects."""
    text: str
    """Its beginning, with its markup."""


def status(
    method: str,
    address: str,
    *,
    seconds: float,
    clock: Callable[[], float] = time.monotonic,
    network: Network | None = None,
) -> int:
    """The status of an http or https address after redirects, within ``seconds``; no body is read.

    Each redirect is judged like the first address. Raises ``OSError`` with a Chinese phrase where nobody answers, and
    ``InnerAddress`` where the address, or one that it redirects to, is not public.
    """
    return _followed(method, address, seconds, clock, network, read=None).status


def page(
    address: str,
    seconds: float,
    *,
    clock: Callable[[], float] = time.monotonic,
    network: Network | None = None,
) -> Page:
    """The page at an address, after redirects, with its first ``MOST_BYTES``. Raises like ``status``."""
    until = clock() + seconds

    def beginning(answer: requests.Response) -> str:
        return _beginning(answer, until, clock)

    return _followed("GET", address, seconds, clock, network, read=beginning)


class File(NamedTuple):
    """What an address leads to, whole."""

    status: int
    body: bytes


def file(
    address: str,
    seconds: float,
    most: int,
    *,
    clock: Callable[[], float] = time.monotonic,
    network: Network | None = None,
) -> File:
    """The file at an address, after redirects, of ``most`` bytes at most. Raises like ``status``."""
    until = clock() + seconds
    said = b""

    def keep(answer: requests.Response) -> str:
        nonlocal said
        for chunk in answer.iter_content(64 * 1024):
            said += chunk
            if len(said) > most:
                raise OSError(f"超过 {most // 1024 // 1024} MB")
            if clock() > until:
                raise OSError("超时")
        return ""

    found = _followed("GET", address, seconds, clock, network, read=keep)
    return File(found.status, said)


def _followed(
    method: str,
    address: str,
    seconds: float,
    clock: Callable[[], float],
    network: Network | None,
    *,
    read: Callable[[requests.Response], str] | None,
) -> Page:
    import requests

    until, failure = clock() + seconds, ""
    try:
        with _session(is_public, network) as session:
            for _ in range(1 + MOST_REDIRECTS):
                _refuse_odd(address)
                left = max(until - clock(), _LEAST_SECONDS)
                with session.request(
                    method,
                    address,
                    headers={"User-Agent": "Mozilla/5.0"},
                    timeout=left,
                    allow_redirects=False,
                    stream=True,
                ) as answer:
                    target = session.get_redirect_target(answer)
                    if target is None:
                        text = read(answer) if read else ""
                        return Page(answer.status_code, address, text)
                    address = urljoin(address, target)
                if clock() > until:
                    break
            failure = "跳转太多次，或太慢"
    except requests.exceptions.SSLError:
        failure = "证书有问题"
    except requests.exceptions.Timeout:
        failure = "超时"
    except (requests.RequestException, UnicodeError) as error:
        failure = "域名查不到" if "NameResolution" in repr(error) else "连接不上"
    raise OSError(failure)


def _beginning(answer: requests.Response, until: float, clock: Callable[[], float]) -> str:
    """As much of a page as is read, in the encoding that it says or else seems to have."""
    said = b""
    for chunk in answer.iter_content(4096):
        said += chunk
        if len(said) >= MOST_BYTES or clock() > until:
            break
    encodings = ("utf-8", "gb18030") if b"charset" not in said[:2048].lower() else ("utf-8",)
    if b"charset=gb" in said[:2048].lower().replace(b'"', b""):
        encodings = ("gb18030",)
    for encoding in encodings[:-1]:
        try:
            return said.decode(encoding)
        except UnicodeDecodeError:
            continue
    return said.decode(encodings[-1], errors="replace")


def _session(allowed: Allowed, network: Network | None) -> requests.Session:
    # Here, because most commands and all cold starts make no call.
    from chalicelib import public_connection

    return public_connection.session(allowed, network or public_connection.NETWORK)


def _for_service(url: str) -> Allowed:
    known = settings()
    networks = [ipaddress.ip_network(one.strip()) for one in known.inner_services.split(",") if one]
    here = urlsplit(url).hostname in LOOPBACK and known.stage != "prod"

    def allowed(address: str) -> bool:
        found = ipaddress.ip_address(address)
        return (
            is_public(address)
            or (here and found.is_loopback)
            or any(found in network for network in networks)
        )

    return allowed


def _refuse_odd(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise OSError("不是网址")
    if "@" in parts.netloc:
        raise OSError("地址里有用户名或密码，没有访问")
