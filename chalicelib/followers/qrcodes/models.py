"""A QR code: its scene, what it is for, and what WeChat gave for it. Values only."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final

from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.values import Value

MOST_PERMANENT: Final = 100_000
"""Permanent codes of an account, as WeChat allows (sheet §2.6)."""
LONGEST_DAYS: Final = 30
"""Of a temporary code."""

Scene = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_\-]{1,64}$")]
"""A scene as it comes back in ``subscribe`` and ``SCAN``, and as reply rules name it."""


class QrKind(StrEnum):
    """How long a code works."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"


class QrWanted(Value):
    """A code as somebody asks for it."""

    scene: Scene
    kind: QrKind = QrKind.PERMANENT
    days: Annotated[int, Field(ge=1, le=LONGEST_DAYS)] = LONGEST_DAYS
    """Of a temporary one."""
    name: Annotated[str, Field(min_length=1, max_length=40)]
    purpose: Annotated[str, Field(max_length=120)] = ""
    hall: Annotated[str, Field(max_length=40)] = ""
    campaign: Annotated[str, Field(max_length=40)] = ""


class QrCode(Value):
    """A code of an account."""

    scene: str
    kind: QrKind
    name: str
    purpose: str = ""
    hall: str = ""
    campaign: str = ""
    unit: str
    by: str
    made_at: AwareDatetime
    url: str
    """What the code says: WeChat's own address."""
    ticket: str
    expires_at: AwareDatetime | None = None
    """None: never."""
