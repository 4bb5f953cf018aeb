"""A conversation handed to a hotline (12366 热线), and what goes to and fro (contract: docs/hotline.yaml)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.values import ServiceAddress

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class When(StrEnum):
    """Which conversations go to the hotline."""

    MANUAL = "manual"
    """Those that an agent passes on."""
    CLOSED = "closed"
    """Those too that come while nobody is at the desk."""
    ALWAYS = "always"
    """All of them."""


class HotlineSettings(_Value):
    """Where an account's hotline answers, and what it is asked."""

    base_url: ServiceAddress
    """What the contract's paths are appended to."""
    timeout_seconds: int = Field(default=8, ge=1, le=20)
    when: When = When.MANUAL


class Line(_Value):
    """One thing said."""

    at: AwareDatetime
    who: Literal["follower", "robot", "agent"]
    text: str


class HandOver(_Value):
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
    transcript: tuple[Line, ...]


class Message(_Value):
    """What the follower wrote since."""

    at: AwareDatetime
    text: str


FateStatus = Literal["waiting", "refused"]


class Fate(_Value):
    """What became of an answer that did not reach the follower: it waits for their next word, or can't be sent."""

    status: FateStatus
    reason: str


class Closed(_Value):
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


class Case(_Value):
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


class Call(_Value):
    """One call to be made; making it twice is harmless, because its path names what it is about."""

    method: Literal["PUT"] = "PUT"
    path: str
    body: str
    """JSON."""


class Event(_Value):
    """What the hotline says (docs/hotline.yaml, ``Event``)."""

    event_id: Id
    session_id: Id
    at: AwareDatetime
    type: Literal["reply", "status", "ticket"]
    text: str = Field(default="", max_length=4000)
    agent: str = Field(default="", max_length=40)
    status: Literal["", "answering", "resolved", "refused"] = ""
    ticket: str = Field(default="", max_length=64)
