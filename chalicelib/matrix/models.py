"""Registrations (备案) of accounts, their life cycle, and how an account is. Values only."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime, Field

from chalicelib.roles import PersonId
from chalicelib.values import Slug, Value

PURPOSE_CHARS: Final = 200
REMARK_CHARS: Final = 300
REASON_CHARS: Final = 500
MOST_STEPS: Final = 200
"""Of an account's life; the log of the unit has all."""


class LifeState(StrEnum):
    """Where an account stands in its life; ``transitions`` says how it gets there."""

    FILING = "filing"
    RUNNING = "running"
    CHANGING = "changing"
    CLOSING = "closing"
    CLOSED = "closed"


class LifeAction(StrEnum):
    """A step of an account's life."""

    RUN = "run"
    """The filing is granted."""
    CHANGE = "change"
    """A change of name, unit or purpose is filed."""
    CHANGED = "changed"
    """That filing is granted."""
    ANNOUNCE = "announce"
    """停更: the closing is decided and its announcement written."""
    PUBLISH = "publish"
    """The announcement is out: where people can read it."""
    CLOSE = "close"
    """注销: the account is gone and its filing withdrawn."""
    UNDO = "undo"
    """The last step was a mistake."""


class Responsible(Value):
    """A person who answers for an account, as far as is known."""

    person: PersonId | None = None
    """Their id, where they are registered here."""
    name: str = Field(default="", max_length=40)
    phone: str = Field(default="", max_length=40)

    @property
    def known(self) -> bool:
        """Whether anybody is named at all."""
        return bool(self.person or self.name)


class LifeStep(Value):
    """One step of an account's life."""

    action: str
    """A ``LifeAction``, or ``open`` for the first."""
    before: LifeState
    after: LifeState
    on: date
    """The day that the paper says."""
    filing_number: str = Field(default="", max_length=60)
    reason: str = Field(default="", max_length=REASON_CHARS)
    evidence: str = Field(default="", max_length=500)
    """Address of what proves it."""
    by: str
    at: AwareDatetime
    """When it was entered."""


class Registration(Value):
    """What is on file of an account."""

    account: Slug
    state: LifeState = LifeState.FILING
    purpose: str = Field(default="", max_length=PURPOSE_CHARS)
    in_charge: Responsible = Responsible()
    """负责人"""
    stand_in: Responsible = Responsible()
    """代理人"""
    verified_until: date | None = None
    """认证到期"""
    name_remark: str = Field(default="", max_length=REMARK_CHARS)
    """What a check of the account's name found; empty where it is proper."""
    avatar_remark: str = Field(default="", max_length=REMARK_CHARS)
    filing_number: str = Field(default="", max_length=60)
    """备案号, of the last filing that was granted."""
    announcement: str = Field(default="", max_length=500)
    """Where the announcement of the closing can be read; empty while it is not out."""
    steps: tuple[LifeStep, ...] = ()
    version: int = 0
    """0 where nothing is on file yet."""


class AccountHealth(StrEnum):
    """How an account is: 正常, 提醒 or 异常."""

    GOOD = "good"
    REMIND = "remind"
    BAD = "bad"


RANK: Final = {AccountHealth.GOOD: 0, AccountHealth.REMIND: 1, AccountHealth.BAD: 2}


class SignalName(StrEnum):
    """What an account's health is told from; ``signals.SIGNALS`` has the rest of each."""

    CALLBACK_SILENT = "callback_silent"
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - the name of a signal
    CHECK_FAILED = "check_failed"
    NOT_PUBLISHED = "not_published"
    UNANSWERED = "unanswered"
    DEAD_LINKS = "dead_links"
    VETO_FINDINGS = "veto_findings"
    LATE_FINDINGS = "late_findings"
    OPEN_FINDINGS = "open_findings"
    LATE_ORDERS = "late_orders"
    VERIFICATION = "verification"
    UNREGISTERED = "unregistered"
    NOBODY = "nobody"
    NO_STAND_IN = "no_stand_in"
    PERSON_LEFT = "person_left"


class SignalThreshold(Value):
    """From which figure on a signal is a 提醒, and from which on it is 异常; None: never."""

    remind: int | None = None
    bad: int | None = None


class SignalThresholds(Value):
    """What a unit says otherwise than the units above it."""

    unit: Slug
    limits: dict[SignalName, SignalThreshold] = Field(default_factory=dict)
    version: int = 0
    """0 where a unit says nothing of its own."""
