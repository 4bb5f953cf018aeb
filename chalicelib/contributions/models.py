"""Contributions (报送) of a unit to a unit above it, calls for them (约稿), and a receiver's rules. Values only."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final, Literal, NewType

from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.values import Slug, Value

ContributionId = NewType("ContributionId", str)
"""``bs-20261123100000-7f3k``: when it was begun (Asia/Shanghai) and four random characters; sorts by time."""

TITLE_CHARS: Final = 60
TEXT_CHARS: Final = 5000
NOTE_CHARS: Final = 500
MOST_AT_ONCE: Final = 50
"""Contributions that are declined in one go."""

Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Level = Literal["province", "city", "county", "township", "direct"]
"""Values of ``units.UnitLevel``."""


class ContributionKind(StrEnum):
    """What is sent up."""

    LEAD = "lead"
    """线索: what happens, told in words; the receiver makes something of it."""
    ARTICLE = "article"
    """稿件: an article of the sender's newsroom, at one revision."""


class ContributionState(StrEnum):
    """Where a contribution stands; ``transitions.py`` says how it gets there."""

    DRAFT = "draft"
    SENT = "sent"
    RECEIVED = "received"
    RETURNED = "returned"
    ADOPTED = "adopted"
    MERGED = "merged"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ContributionAction(StrEnum):
    """What persons do with a contribution."""

    EDIT = "edit"
    SEND = "send"
    WITHDRAW = "withdraw"
    RECEIVE = "receive"
    """阅: the receiver has begun to look at it."""
    ADOPT = "adopt"
    MERGE = "merge"
    DECLINE = "decline"
    RETURN = "return"
    UNDO = "undo"
    ACKNOWLEDGE = "acknowledge"
    """知悉: the sender has seen the answer."""


class Contact(Value):
    """Whom of the sending unit the receiver may ask."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=30)] = ""
    phone: Annotated[
        str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9+() -]{0,30}$")
    ] = ""


class Written(Value):
    """What a person of the sending unit writes."""

    kind: ContributionKind
    title: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TITLE_CHARS)
    ]
    text: Annotated[str, StringConstraints(max_length=TEXT_CHARS)] = ""
    when: Short = ""
    """When it happened, or will happen, in words."""
    where: Short = ""
    matter: Annotated[str, StringConstraints(strip_whitespace=True, max_length=20)] = ""
    """领域, as the board of topics has it."""
    contact: Contact = Contact()
    article: str = ""
    """Of 稿件: an article of the sender's newsroom."""
    revision: int = 0
    order: str = ""
    """The order of kind 报送 that it answers."""
    call: str = ""
    """The call that it answers."""


class Step(Value):
    """One step of its way."""

    action: str
    by: str
    at: AwareDatetime
    note: str = ""


class Answer(Value):
    """The receiver's decision, as the sender reads it."""

    by: str
    at: AwareDatetime
    reason: str = ""
    """Of 未采用: one of the receiver's list."""
    words: str = ""
    into: str = ""
    """Of 并入: id of the contribution that it was merged into."""
    topic: str = ""
    """Of 采用: the topic on the receiver's board."""
    article: str = ""
    """Of 采用: the copy in the receiver's newsroom; empty until it is made."""
    undo_until: AwareDatetime


class Publication(Value):
    """One publication of what was made of it."""

    account: str
    delivery: str
    at: AwareDatetime
    place: int
    """Of the push, from 1: the first is the headline."""
    title: str = ""
    url: str = ""
    taken_down: bool = False


class Contribution(Value):
    """One contribution."""

    id: ContributionId
    unit: Slug
    """Who sends."""
    to: Slug
    """Who receives."""
    written: Written
    state: ContributionState = ContributionState.DRAFT
    by: str
    """Who wrote it, and is credited with it."""
    at: AwareDatetime
    sent_by: str = ""
    sent_at: AwareDatetime | None = None
    answer_by: AwareDatetime | None = None
    """By when the receiver has to decide."""
    received_at: AwareDatetime | None = None
    answer: Answer | None = None
    remark: str = ""
    """Why it was returned."""
    known: bool = True
    """Whether the sender has seen the answer."""
    pending: bool = False
    """Whether something that follows is still to be carried out: a copy, a report to an order."""
    problem: str = ""
    """What stands in the way of it."""
    reported: bool = False
    """Whether the order that it answers was reported to."""
    publications: tuple[Publication, ...] = ()
    steps: tuple[Step, ...] = ()
    version: int = 1

    @property
    def decided(self) -> bool:
        """Whether the sender has an answer."""
        return self.state in DECIDED

    @property
    def open(self) -> bool:
        """Whether the receiver has to decide."""
        return self.state in (ContributionState.SENT, ContributionState.RECEIVED)

    @property
    def published(self) -> tuple[Publication, ...]:
        """What of it is out now."""
        return tuple(one for one in self.publications if not one.taken_down)

    def stepped(self, step: Step, **changes: object) -> Contribution:
        """It after a step."""
        return self.model_copy(update={**changes, "steps": (*self.steps, step)[-_STEPS:]})


_STEPS: Final = 60
DECIDED: Final = frozenset(
    {ContributionState.ADOPTED, ContributionState.MERGED, ContributionState.DECLINED}
)


class CallState(StrEnum):
    """Whether a call takes contributions."""

    OPEN = "open"
    CLOSED = "closed"


class CallText(Value):
    """What a receiving unit asks for (约稿)."""

    title: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TITLE_CHARS)
    ]
    text: Annotated[str, StringConstraints(max_length=2000)] = ""
    wants: ContributionKind | None = None
    """None: either."""
    number: int = Field(default=0, ge=0, le=1000)
    """How many are wanted; 0: any number."""
    until: AwareDatetime
    levels: tuple[Level, ...] = ()
    """Empty: every unit below."""


class Call(Value):
    """A call for contributions."""

    id: str
    unit: Slug
    text: CallText
    state: CallState = CallState.OPEN
    by: str
    at: AwareDatetime
    version: int = 1


class Counting(StrEnum):
    """How the points of one contribution add up."""

    HIGHEST = "highest"
    """取高: what is more replaces what was less; a month gets what the others have not."""
    SUM = "sum"
    """累加."""


class PointRules(Value):
    """What a contribution is worth, from a month on."""

    since: Month
    lead_adopted: int = Field(default=2, ge=0, le=1000)
    article_adopted: int = Field(default=5, ge=0, le=1000)
    merged: int = Field(default=1, ge=0, le=1000)
    published: int = Field(default=10, ge=0, le=1000)
    headline: int = Field(default=15, ge=0, le=1000)
    counting: Counting = Counting.HIGHEST
    each_account: bool = False
    """Whether every account that publishes it counts; otherwise the best of them, once."""


class DeclineReason(Value):
    """A reason to decline, with words to begin from."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""


class ReceiverSettings(Value):
    """How a unit receives."""

    unit: Slug
    direct_levels: tuple[Level, ...] = ()
    """Levels further below that may send to it directly; units right below it always may."""
    days: int = Field(default=3, ge=1, le=60)
    """Working days to an answer."""
    undo_hours: int = Field(default=24, ge=0, le=240)
    """For how long a decision may be taken back."""
    reasons: tuple[DeclineReason, ...] = Field(default=(), min_length=1, max_length=20)
    points: tuple[PointRules, ...] = Field(default=(), min_length=1, max_length=60)
    """By the month from which they hold, the oldest first."""
    version: int = 0
    updated_by: str = ""
    updated_at: AwareDatetime | None = None
