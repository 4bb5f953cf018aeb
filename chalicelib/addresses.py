"""Addresses of services that are neither WeChat nor AWS. Pure."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def private_address(url: str) -> str:
    """An address that paths are appended to, without a slash at its end; for pydantic's ``AfterValidator``.

    What followers write goes there: in the clear only where it does not leave the machine. Raises ``ValueError``.
    """
    address = urlsplit(url)
    if not address.hostname or address.username or address.query or address.fragment:
        raise ValueError("an address such as https://service.example/v1")
    if address.scheme != "https" and not (
        address.scheme == "http" and address.hostname in _LOOPBACK
    ):
        raise ValueError("https, or http on this machine")
    return url.rstrip("/")
