"""A session handed over to a hotline (12366 热线), and the calls of both sides (contract: docs/hotline.yaml). Values only."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.values import ServiceAddress, Value

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]


class When(StrEnum):
    """Which sessions go to the hotline."""

    MANUAL = "manual"
    """Those that an agent passes on."""
    CLOSED = "closed"
    """Those too that come while nobody is at the desk."""
    ALWAYS = "always"
    """All of them."""


class HotlineSettings(Value):
    """The address of an account's hotline, and when sessions go there."""

    base_url: ServiceAddress
    """The contract's paths are appended to it."""
    timeout_seconds: int = Field(default=8, ge=1, le=20)
    when: When = When.MANUAL


class TranscriptLine(Value):
    """One message of the transcript."""

    at: AwareDatetime
    who: Literal["follower", "robot", "agent"]
    text: str


class HandOver(Value):
    """A session as the hotline gets it: no openid, but a mark that only says "the same person"."""

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
    """A later message of the follower."""

    at: AwareDatetime
    text: str


FateStatus = Literal["waiting", "refused", "unknown"]


class Fate(Value):
    """The fate of an answer that did not reach the follower: it waits for their next message, or can't be sent.

    Or nobody knows whether it did.
    """

    status: FateStatus
    reason: str


class Closed(Value):
    """The session is over on this side."""

    status: Literal["closed"] = "closed"
    reason: str
    erase: bool = False
    """The hotline erases what it keeps of it."""


class CaseState(StrEnum):
    """The state of a session at the hotline."""

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


class Case(Value):
    """One session at the hotline."""

    account: str
    session: str
    number: int = 1
    """How often the session was handed over, this time included."""
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
    taken: bool = False
    """Whether the hotline has taken a call of it."""
    erased: bool = False
    """Nothing of its person is left here; it goes as soon as the hotline was told."""
    seq: int = 0
    """Counts up with every write of the case, its inbox and its outbox."""
    due_at: AwareDatetime | None = None
    """When it has to be checked next."""

    @property
    def id(self) -> str:
        """The hotline's ``session_id``: a session that is handed over again is another conversation there."""
        return self.session if self.number == 1 else f"{self.session}-{self.number}"


class Call(Value):
    """One call to be made; making it twice is harmless, because its path names its subject."""

    method: Literal["PUT"] = "PUT"
    path: str
    body: str
    """JSON."""


class Event(Value):
    """An event that the hotline reports (docs/hotline.yaml, ``Event``)."""

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
