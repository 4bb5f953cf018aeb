"""Sessions and sign-ins under way. Values only."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime

from chalicelib.values import Value

IDLE: Final = timedelta(minutes=30)
"""A session ends after so long without a request."""
LONGEST: Final = timedelta(hours=12)
"""A session ends so long after the sign-in, whatever happens."""
TOUCH: Final = timedelta(minutes=1)
"""A session's last request is noted at most so often: a write a minute, not one a request."""
BEGUN: Final = timedelta(minutes=10)
"""A sign-in that was begun is forgotten after so long."""
SKEW: Final = 60
"""Seconds by which the provider's clock may differ."""


class Claim(StrEnum):
    """The claim of an ID token that says, the first time, which person it is."""

    PREFERRED_USERNAME = "preferred_username"
    EMAIL = "email"
    PHONE_NUMBER = "phone_number"


class Begun(Value):
    """A sign-in that waits for its browser to come back."""

    nonce: str
    verifier: str
    """The secret behind the code challenge (RFC 7636)."""
    ticket: str
    """SHA-256 of the cookie that the same browser must bring back."""
    return_to: str = ""
    ends_at: AwareDatetime


class Session(Value):
    """One person's signed-in browser."""

    person: str
    name: str = ""
    """As the provider says it."""
    identity: str
    """Issuer and subject of the ID token."""
    methods: tuple[str, ...] = ()
    """How the person proved it, as the token's ``amr`` and ``acr`` say: ``pwd``, ``otp``, ``mfa`` …"""
    began_at: AwareDatetime
    seen_at: AwareDatetime
    ends_at: AwareDatetime
    """At the latest."""

    def alive(self, now: datetime) -> bool:
        """Whether it still holds at ``now``."""
        return now < self.ends_at and now < self.seen_at + IDLE


class SignedIn(Value):
    """A sign-in that was completed: the session, and the id that the cookie carries."""

    id: str
    session: Session
    return_to: str = ""
