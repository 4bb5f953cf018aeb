"""A conversation handed to a hotline (12366 热线), and what goes to and fro (contract: docs/hotline.yaml)."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from chalicelib.addresses import private_address
from chalicelib.values import Value

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]


class When(StrEnum):
    """Which conversations go to the hotline."""

    MANUAL = "manual"
    """Those that an agent passes on."""
    CLOSED = "closed"
    """Those too that come while nobody is at the desk."""
    ALWAYS = "always"
    """All of them."""


class HotlineSettings(Value):
    """Where an account's hotline answers, and what it is asked."""

    base_url: ServiceAddress
    """What the contract's paths are appended to."""
    timeout_seconds: int = Field(default=8, ge=1, le=20)
    when: When = When.MANUAL


class TranscriptLine(Value):
    """One thing said."""

    at: AwareDatetime
    who: Literal["follower", "robot", "agent"]
    text: str


class HandOver(Value):
    """What the hotline gets to know of a conversation: no openid, a mark that only says "the same person"."""

    account: str
    account_name: str
    follower: str
    ticket: str
    """The number that the follower was told."""
    reason: str
    skill: str
    opened_at: AwareDatetime
    summary: str
    transcript: tuple[TranscriptLine, ...]


class Message(Value):
    """What the follower wrote since."""

    at: AwareDatetime
    text: str


FateStatus = Literal["waiting", "refused"]


class Fate(Value):
    """What became of an answer that did not reach the follower: it waits for their next word, or can't be sent."""

    status: FateStatus
    reason: str


class Closed(Value):
    """It is over on this side."""

    status: Literal["closed"] = "closed"
    reason: str


class CaseState(StrEnum):
    """Where a conversation stands, as far as the hotline is concerned."""

    WAITING = "waiting"
    """Not handed over yet."""
    ACCEPTED = "accepted"
    """The hotline has it."""
    ANSWERING = "answering"
    """Somebody there is at it."""
    RESOLVED = "resolved"
    REFUSED = "refused"
    """The hotline does not take it: it is the desk's again."""
    CLOSED = "closed"
    """It ended on this side, and the hotline is told."""


OVER = frozenset({CaseState.RESOLVED, CaseState.REFUSED, CaseState.CLOSED})

NAMES = {
    CaseState.WAITING: "待移交",
    CaseState.ACCEPTED: "热线已受理",
    CaseState.ANSWERING: "热线处理中",
    CaseState.RESOLVED: "已办结",
    CaseState.REFUSED: "热线未受理",
    CaseState.CLOSED: "本方已结束",
}


class Case(Value):
    """One conversation at the hotline."""

    account: str
    session: str
    state: CaseState = CaseState.WAITING
    hotline_ticket: str = ""
    """The hotline's own number."""
    failures: int = 0
    """Calls in a row that it did not take."""
    waiting_since: AwareDatetime | None = None
    """When a call was first not taken, until one is."""
    told: bool = False
    """Whether the follower was told that the hotline can't be reached."""
    problem: str = ""
    seq: int = 0
    """Counts up with every write of the case, its inbox and its outbox."""
    due_at: AwareDatetime | None = None
    """When somebody has to look at it next."""


class Call(Value):
    """One call to be made; making it twice is harmless, because its path names what it is about."""

    method: Literal["PUT"] = "PUT"
    path: str
    body: str
    """JSON."""


class Event(Value):
    """What the hotline says (docs/hotline.yaml, ``Event``)."""

    event_id: Id
    session_id: Id
    at: AwareDatetime
    type: Literal["reply", "status", "ticket"]
    text: str = Field(default="", max_length=4000)
    agent: str = Field(default="", max_length=40)
    status: Literal["", "answering", "resolved", "refused"] = ""
    ticket: str = Field(default="", max_length=64)


OPENS_AFTER: Final = 5
"""Failures in a row."""
PAUSES: Final = tuple(timedelta(seconds=s) for s in (30, 60, 120, 300))
"""How long it stays open, longer each time a trial fails; the last one for all that follow."""


class Breaker(Value):
    """How the last calls of one hotline went.

    A hotline that is down is left alone for a while, instead of being called for every follower.
    """

    failures: int = 0
    open_until: AwareDatetime | None = None

    def waits_until(self, now: datetime) -> datetime | None:
        """When the next call may be made; None: now."""
        return self.open_until if self.open_until is not None and now < self.open_until else None

    def after_failure(self, now: datetime) -> Breaker:
        """One more call was not taken; a trial's failure opens it again at once."""
        failures = self.failures + 1
        if failures < OPENS_AFTER:
            return Breaker(failures=failures)
        pause = PAUSES[min(failures - OPENS_AFTER, len(PAUSES) - 1)]
        return Breaker(failures=failures, open_until=now + pause)
