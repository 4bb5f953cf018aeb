"""A fact: one row of the archive. Values only.

The schema is this model: the columns of the Parquet files, of the table in Glue and of docs/insight.md follow from it,
in its order. A column is added at the end, with a default; none is taken away or changes its meaning.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from pydantic import Field

from chalicelib.values import LateValue

SCHEMA: Final = 1
"""Of the rows that are written now."""


class Kind(StrEnum):
    """What a fact tells of."""

    MESSAGE = "message"
    """A follower wrote, or sent a picture, a place, a voice."""
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    SCAN = "scan"
    """Somebody who follows scanned a code."""
    MENU = "menu"
    """An entry of the menu was tapped."""
    LOCATION = "location"
    """WeChat reported where a follower is."""
    EVENT = "event"
    """Any other event."""
    REPLY = "reply"
    """An agent, the hotline or the robot on the desk's behalf wrote in a session."""
    SESSION = "session"
    PUSH = "push"
    """A delivery."""
    SCORE = "score"
    """A supervisor judged a session."""
    APPOINTMENT = "appointment"
    """A follower booked a visit to a hall; its state says what came of it."""
    QUIZ = "quiz"
    """Somebody handed in an attempt at a quiz; nobody knows who."""


class Outcome(StrEnum):
    """What came of a message at once."""

    ANSWERED = "answered"
    """By a rule, a service, an entry, the menu."""
    OFFERED = "offered"
    """Likely questions, or a link to an answer that is looked for."""
    HANDED_OVER = "handed_over"
    """A person has the conversation, or is called."""
    UNANSWERED = "unanswered"
    NONE = "none"
    """Nothing to answer: a vote, a tapped page."""


class Fact(LateValue):
    """One thing that happened, in its last known state."""

    id: str = Field(description="what the thing is: the same however often it is told")
    version: int = Field(default=1, description="of the thing's state; the highest of an id stands")
    kind: str = Field(
        description="message, follow, unfollow, scan, menu, location, event, reply, session, push, score, appointment, quiz"
    )
    moment: int = Field(
        description="Unix seconds; of a session when it was asked for, of a push its slot, of an appointment when it was made, of an attempt at a quiz when it began"
    )
    hour: int = Field(description="hour in Asia/Shanghai, 0 to 23")
    follower: str = Field(default="", description="pseudonym; empty where nobody is meant")
    type: str = Field(
        default="", description="of a message or event, as WeChat calls it, in lower case"
    )
    outcome: str = Field(
        default="", description="of a message: answered, offered, handed_over, unanswered, none"
    )
    rung: str = Field(
        default="", description="of a message or event: the rung of the answer ladder that spoke"
    )
    rule: str = Field(default="", description="name of the rule that spoke")
    entry: str = Field(
        default="",
        description="entry or document that answered, or that was voted on; the quiz of an attempt",
    )
    score: float = Field(default=0, description="how sure the knowledge base was, 0 to 1")
    department: str = Field(
        default="", description="owner of the entry that answers, or is offered first"
    )
    service: str = Field(default="", description="service that was called, or booked")
    vote: int = Field(default=0, description="of a message: 1 an answer helped, -1 it did not")
    menu_key: str = Field(default="", description="key or address of the menu's entry")
    scene: str = Field(default="", description="scene of the code by which somebody came")
    came_by: str = Field(default="", description="of a follow: code, payment, other")
    latitude: float = Field(
        default=0, description="rounded to a tenth of a degree; 0 where there is none"
    )
    longitude: float = Field(default=0, description="the same")
    session: str = Field(default="", description="session of a reply, a session or a score")
    state: str = Field(
        default="",
        description="of a session, reply, push or appointment; of a quiz: passed, failed",
    )
    reason: str = Field(default="", description="why a session was asked for")
    skill: str = Field(default="", description="matter of a session")
    team: str = Field(default="", description="team of a session")
    agent: str = Field(default="", description="who has or had the session, or wrote the reply")
    ending: str = Field(default="", description="how a session ended")
    wait_seconds: int = Field(
        default=-1, description="of a session until an agent had it; -1 not yet"
    )
    first_reply_seconds: int = Field(
        default=-1, description="of a session until the first reply; -1 not yet"
    )
    resolve_seconds: int = Field(
        default=-1,
        description="of a session until it was resolved, of a quiz until it was handed in; -1 not yet",
    )
    escalated: int = Field(
        default=0, description="0 no, 1 others were asked, 2 WeChat's window passed"
    )
    rating: int = Field(default=0, description="stars of a session, 1 to 5; 0 none")
    points: int = Field(default=-1, description="of a score, of 100; of a quiz as it counts them")
    way: str = Field(default="", description="of a push: mass, publish")
    articles: int = Field(default=0, description="of a push")
    audience: int = Field(default=-1, description="of a push: followers it is for; -1 not known")
    reached: int = Field(default=-1, description="of a push: followers left after WeChat's filters")
    sent: int = Field(default=-1, description="of a push")
    failed: int = Field(default=-1, description="of a push")
    schema_version: int = Field(default=SCHEMA, description="of this table")
    hall: str = Field(default="", description="hall of an appointment")
    days_ahead: int = Field(
        default=-1, description="of an appointment: days from when it was made to the visit"
    )
    page: int = Field(
        default=0, description="of a message: the page of an answer that was turned to; 0 none"
    )


class Told(LateValue):
    """A fact as the stream tells it: of an account, on a day, of a person who is still named."""

    account: str
    day: str
    """``2026-11-28``, Asia/Shanghai: the thing's, whenever it is told."""
    openid: str = ""
    """The person, until the archive puts the pseudonym in its place."""
    fact: Fact
