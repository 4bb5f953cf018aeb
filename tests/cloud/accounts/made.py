"""One account and its secrets, as a person gives them."""

from __future__ import annotations

from typing import Any

AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
OTHER_KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
SECRETS = {"app_secret": "PLANTED-SECRET", "token": "PLANTEDTOKEN", "aes_key": AES_KEY}


def account(**details: Any) -> dict[str, Any]:
    """The fields of an account, with ``details`` in the place of the usual ones."""
    return {
        "id": "province",
        "name": "省税务局",
        "unit": "province",
        "kind": "subscription",
        "appid": "wx0123456789abcdef",
    } | details
