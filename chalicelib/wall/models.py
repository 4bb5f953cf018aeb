"""Rows of a day on the wall, and a screen that waits to be paired. Values only."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime

from chalicelib.values import LateValue

TITLE_CHARS: Final = 60


class PushRow(LateValue):
    """One push of a day, as it stands."""

    delivery: str
    account: str
    at: AwareDatetime
    """Its slot."""
    state: str
    """A ``DeliveryState``; this package knows no more of it than its name."""
    title: str


class AlarmKind(StrEnum):
    """What an alarm tells of."""

    PUSH = "push"
    SPIKE = "spike"
    HEALTH = "health"
    ORDER = "order"
    FINDING = "finding"


class Grade(StrEnum):
    """How bad it is."""

    BAD = "bad"
    WARN = "warn"


class Alarm(LateValue):
    """One line of the wall's alarms. It names accounts and things, and no person."""

    id: str
    kind: AlarmKind
    grade: Grade
    unit: str
    account: str = ""
    what: str
    at: AwareDatetime
    path: str = ""
    """Where the console deals with it."""


class Pairing(LateValue):
    """A screen that shows a code and waits for a person to let it in."""

    code: str
    digest: str
    """SHA-256 of the secret that the screen made for itself: nobody else ever has it."""
    began_at: AwareDatetime
    ends_at: AwareDatetime
    address: str = ""
    """Where its request came from, so that who lets it in can tell it from another."""
    agent: str = ""
    """The browser, as it calls itself."""
