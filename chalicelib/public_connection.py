"""HTTP sessions that connect only to addresses that were judged.

A name is resolved once for a connection, all addresses that come back are judged, and the connection goes to exactly
one of these: between the judgement and the connection nobody can change what the name means. Each redirect is a new
connection. Proxies of the environment are not used: a proxy would resolve the name itself
(docs/decisions/0120).
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from chalicelib.web_address import InnerAddress

Allowed = Callable[[str], bool]
"""Whether a connection may go to an IP address."""


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a name, in the system's order. Raises ``OSError``."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Network(NamedTuple):
    """The two ways in which a session reaches the network."""

    resolve: Callable[[str, int], Sequence[str]] = resolve
    """Host and port → all IP addresses of that name. Raises ``OSError``."""
    dial: Callable[[tuple[str, int], float | None], socket.socket] = socket.create_connection
    """IP address and port, seconds to wait → a connection. Raises ``OSError``."""


NETWORK: Final = Network()


def session(allowed: Allowed, network: Network = NETWORK) -> requests.Session:
    """A session whose requests raise ``InnerAddress`` where a name has an address that is not ``allowed``."""
    made = requests.Session()
    made.trust_env = False
    made.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
    adapter = _Adapter(lambda host, port, seconds: _connect(host, port, seconds, allowed, network))
    made.mount("http://", adapter)
    made.mount("https://", adapter)
    return made


_Connect = Callable[[str, int, float | None], socket.socket]


def _connect(
    host: str, port: int, seconds: float | None, allowed: Allowed, network: Network
) -> socket.socket:
    addresses = list(network.resolve(host, port))
    for address in addresses:
        if not allowed(address):
            raise InnerAddress(host, address)
    failure = OSError(f"{host} has no address")
    for address in addresses:
        try:
            made = network.dial((address, port), seconds)
        except OSError as error:
            failure = error
        else:
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return made
    raise failure


class _Adapter(HTTPAdapter):
    """The adapter of requests over connections that ``connect`` opens."""

    def __init__(self, connect: _Connect) -> None:
        self._connect = connect
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools of connections."""
        super().init_poolmanager(*args, **kwargs)
        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = _pools(self._connect)


def _pools(connect: _Connect) -> dict[str, Any]:
    def opened(connection: Any) -> socket.socket:
        # The errors are those of urllib3's own: requests tells them apart by their classes.
        seconds = connection.timeout if isinstance(connection.timeout, int | float) else None
        host = str(connection._dns_host)
        try:
            return connect(host, int(connection.port), seconds)
        except socket.gaierror as error:
            raise NameResolutionError(host, connection, error) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(connection, f"{host} timed out") from error
        except OSError as error:
            raise NewConnectionError(connection, str(error)) from error

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return opened(self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return opened(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
