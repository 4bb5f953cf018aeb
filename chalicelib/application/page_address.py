"""Where followers open pages of ours: replies link to them, entries of the menu open them."""

from __future__ import annotations

from chalicelib.settings import settings


def address_of(account: str, service: str = "") -> str:
    """The page of an account's services, or of one of them; empty where followers' pages have no address."""
    base = settings().h5_url
    return f"{base}{account}/{service}" if base else ""
