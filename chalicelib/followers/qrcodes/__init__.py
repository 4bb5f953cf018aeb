"""QR codes (二维码) with scenes: made at WeChat, named here, printed on sheets."""

from __future__ import annotations

from chalicelib.followers.qrcodes.models import (
    LONGEST_DAYS,
    MOST_PERMANENT,
    QrCode,
    QrKind,
    QrWanted,
)
from chalicelib.followers.qrcodes.service import change, every, find, make, remove
from chalicelib.followers.qrcodes.sheet import sheet

__all__ = [
    "LONGEST_DAYS",
    "MOST_PERMANENT",
    "QrCode",
    "QrKind",
    "QrWanted",
    "change",
    "every",
    "find",
    "make",
    "remove",
    "sheet",
]
