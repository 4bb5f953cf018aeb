"""Service sessions (人工会话), agents and their messages (docs/glossary.md). Values only."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.values import Value

AgentId = Annotated[
    str, StringConstraints(pattern=r"^[a-zA-Z0-9](?:[a-zA-Z0-9._-]{0,30}[a-zA-Z0-9])?$")
]
"""An agent's id is the id of the person (``people.PersonId``): whoever acts is found as an agent by ``Actor.person``."""
TeamId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$")]
Skill = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]
"""A matter that an agent or a team knows: ``个税``, ``社保``."""

FIRST_TEAM: Final = "desk"
"""The team of an account that has made none."""

EXTERNAL: Final = "hotline"
"""Owner of an external session: the hotline behind the desk has it. No agent may be called so."""


class Span(Value):
    """A stretch of a working day, ``until`` exclusive; Asia/Shanghai."""

    since: time
    until: time


class Hours(Value):
    """When a team works: spans on its weekdays, but for holidays and make-up working days (调休)."""

    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)
    """1 is Monday, 7 Sunday."""
    spans: tuple[Span, ...] = (
        Span(since=time(9), until=time(12)),
        Span(since=time(13, 30), until=time(17, 30)),
    )
    """In order; what lies between is the lunch break."""
    holidays: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()
    """Days of the weekend on which people work all the same."""


class Team(Value):
    """Agents who answer the same questions at the same hours."""

    id: TeamId
    name: str = Field(min_length=1, max_length=40)
    skills: tuple[Skill, ...] = ()
    """Matters that everybody in it can answer; empty: anything."""
    lead: str = ""
    """Id of the agent who may take over and pass on the team's sessions."""
    hours: Hours = Hours()
    escalate_after: int = Field(default=5, ge=1, le=24 * 60)
    """Minutes of working time that a follower waits for an agent, or for an answer, before others are asked."""
    idle_after: int = Field(default=30, ge=1, le=24 * 60)
    """Minutes without a message after which an answered session goes back to the robot."""


class Agent(Value):
    """A person who answers (坐席)."""

    id: AgentId
    name: str = Field(min_length=1, max_length=40)
    team: TeamId = FIRST_TEAM
    skills: tuple[Skill, ...] = ()
    """Matters that this agent can answer, beside the team's."""
    capacity: int = Field(default=5, ge=1, le=50)
    """Sessions at the same time."""


class Presence(Value):
    """An agent, with the state that changes all the time."""

    agent: Agent
    on_duty: bool = False
    load: int = 0
    """Open sessions."""
    idle_since: int = 0
    """Unix milliseconds of the last session given or ended."""
    seen_at: int = 0
    """Unix seconds of the last heartbeat."""
    on_break: bool = False
    """Off duty for a while (小休): no new session comes, those at hand stay."""


class SessionState(StrEnum):
    """Where a session stands; ``transitions.py`` says how it gets there."""

    PENDING = "pending"
    """The follower waits; the robot answers on and tells the position."""
    OPEN = "open"
    """An agent owns the conversation; the robot is silent."""
    RESOLVED = "resolved"


class Ending(StrEnum):
    """How a session was resolved."""

    ANSWERED = "answered"
    IDLE = "idle"
    """Nobody wrote any more; back to the robot."""
    LEFT = "left"
    """The follower stopped following."""
    WITHDRAWN = "withdrawn"
    """Resolved while it was still waiting."""


class Action(StrEnum):
    """A change of a session's state."""

    ASSIGN = "assign"
    TAKE = "take"
    TRANSFER = "transfer"
    """To another agent, who has it at once."""
    REQUEUE = "requeue"
    """Back to the queue, in its old place: to a team, to a skill, or because its agent is absent."""
    ESCALATE = "escalate"
    RESOLVE = "resolve"
    IDLE = "idle"
    LEAVE = "leave"


class Who(StrEnum):
    """The part that somebody has in a session."""

    OWNER = "owner"
    """The agent who has it."""
    LEAD = "lead"
    """The lead of its team."""
    AGENT = "agent"
    """Any other agent."""
    RESCUER = "rescuer"
    """Any other agent, once the follower of an open session has waited too long for its owner."""
    ROBOT = "robot"


class Moment(Value):
    """One line of a session's history."""

    at: AwareDatetime
    what: str
    by: str
    to: str = ""
    """The agent whom it was given or passed to."""
    note: str = ""


class ServiceSession(Value):
    """One conversation handed to a person."""

    id: str
    """``s-{day}-{digest of account and message key}``."""
    ticket: str
    """The number that the follower was told: ``T1123-7F3K2``."""
    account: str
    openid: str
    key: str
    """The message that asked for a person."""
    state: SessionState = SessionState.PENDING
    version: int = 1
    reason: str = ""
    skill: str = ""
    team: str = FIRST_TEAM
    owner: str = ""
    number: int
    """In the queue (``AccountState.desk``)."""
    summary: str = ""
    """The follower's last message, cut short, for lists."""

    opened_at: AwareDatetime
    waiting_since: AwareDatetime
    """Of the first time it was pending: a session given back keeps its place."""
    due_at: AwareDatetime | None = None
    """When somebody has to look at it next."""
    first_assigned_at: AwareDatetime | None = None
    """When the follower first had an agent: how long they waited ends here."""
    assigned_at: AwareDatetime | None = None
    """When the agent who has it got it."""
    first_reply_at: AwareDatetime | None = None
    replied_at: AwareDatetime | None = None
    heard_at: AwareDatetime
    """The follower's last message."""
    heard: str
    """``{created:012d}#{key}`` of it: a message that the stream repeats changes nothing."""
    unanswered_since: AwareDatetime | None
    """Of the follower's first message that nobody has answered; None while nothing is open."""
    escalated: int = 0
    """0 not, 1 others are asked too, 2 WeChat's window passed unanswered."""
    resolved_at: AwareDatetime | None = None
    ending: Ending | None = None
    surveyed: bool = False
    rating: int = 0
    """Stars, 1 to 5; 0 while the follower has given none."""
    history: tuple[Moment, ...] = ()

    @property
    def live(self) -> bool:
        """Whether it is still going on."""
        return self.state is not SessionState.RESOLVED


class MessageKind(StrEnum):
    """Kinds of messages in a session, beside the follower's messages and the robot's replies."""

    REPLY = "reply"
    """An agent's message."""
    CLOSING = "closing"
    """The robot's: it takes over again, or the agent is absent."""
    NOTE = "note"
    """Private: the follower never sees it."""
    TOLD = "told"
    """The robot's, in no session: an answer that the follower wanted to be told (``wanted``)."""


class MessageState(StrEnum):
    """How far a message has come."""

    KEPT = "kept"
    """A note: it goes nowhere."""
    QUEUED = "queued"
    SENDING = "sending"
    """Marked before it is sent. A message that stays so has an unknown outcome (未确认); it is never sent again."""
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class AgentMessage(Value):
    """One message, or private note, of an agent; or of the robot on the desk's behalf."""

    id: str
    """``SAID#{milliseconds:013d}#{random}``: its sort key among the follower's items."""
    account: str
    openid: str
    session: str
    kind: MessageKind
    by: str
    text: str
    """Of a picture: the word for it, as lists show it."""
    at: AwareDatetime
    state: MessageState
    media: str = ""
    """Of a picture: WeChat's id, good for three days (sheet §2.3)."""
    heard: str = ""
    """The follower's message whose right it was counted against (``Budget.heard``)."""
    tried_at: AwareDatetime | None = None
    problem: str = ""

    def unconfirmed(self, now: datetime) -> bool:
        """Whether it may or may not have arrived."""
        if self.state is MessageState.UNKNOWN:
            return True
        return self.state is MessageState.SENDING and (
            self.tried_at is None or now - self.tried_at >= timedelta(minutes=1)
        )
