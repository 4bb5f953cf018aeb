"""What is known of accounts in a period and the ones that it is held against. Values only."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime, Field

from chalicelib.reports.models import Period, Place
from chalicelib.values import Value


class Counts(Value):
    """What the archive counted on one day of one account. Sums, so that they add up."""

    messages: int = 0
    answered: int = 0
    offered: int = 0
    handed_over: int = 0
    unanswered: int = 0
    helpful: int = 0
    unhelpful: int = 0
    sessions: int = 0
    served: int = 0
    replied: int = 0
    resolved: int = 0
    escalated: int = 0
    rated: int = 0
    satisfied: int = 0
    wait_seconds: float = 0
    """Of all that were served, together."""
    first_reply_seconds: float = 0
    stars: float = 0
    pushes: int = 0
    failed_pushes: int = 0


class FollowersOf(Value):
    """What WeChat said of one account's followers on one day."""

    day: date
    came: int | None
    """None: WeChat has said nothing of who came and left."""
    left: int | None
    total: int | None
    sources: dict[str, int] = Field(default_factory=dict)
    """Who came, by source."""
    delayed: bool = False
    observed_at: AwareDatetime | None = None


class ReadersOf(Value):
    """What WeChat said of all articles of one account on one day."""

    day: date
    read: int | None
    share: int | None = None
    delayed: bool = False
    observed_at: AwareDatetime | None = None


class Counted(Value):
    """What the archive knows of one account's day."""

    day: date
    counts: Counts
    rungs: dict[str, int] = Field(default_factory=dict)
    """Messages by what answered them, as people call it."""
    menu: dict[str, int] = Field(default_factory=dict)
    """Taps by entry of the menu."""


class ArticleOf(Value):
    """One article that was published in a period or the ones it is compared with."""

    title: str
    published: date
    index: int
    """Its place in the push, from 1."""
    column: str = ""
    read: int | None = None
    """Readers until the last day of the period that it was published in."""
    read_in_all: int | None = None
    share_in_all: int | None = None
    observed_at: AwareDatetime | None = None


class QuestionOf(Value):
    """A question without a sure answer that enough people asked alike."""

    text: str
    count: int
    askers: int


class MarkOf(Value):
    """A marked day, and what can be said of its effect on new followers."""

    day: date
    kind: str
    title: str
    verdict: str
    """In people's words."""
    told: bool
    """Whether the numbers below may be said."""
    gained: float | None = None
    low: float | None = None
    high: float | None = None


class AccountKnown(Value):
    """All that is known of one account: of the period, the one before, and the same of the year before."""

    id: str
    name: str
    unit: str
    """Name of its unit."""
    followers: tuple[FollowersOf, ...] = ()
    readers: tuple[ReadersOf, ...] = ()
    counted: tuple[Counted, ...] = ()
    articles: tuple[ArticleOf, ...] = ()
    questions: tuple[QuestionOf, ...] = ()
    marks: tuple[MarkOf, ...] = ()
    problem: str = ""
    """Why the fetching of WeChat's figures has stopped; empty where it has not."""


class Material(Value):
    """What a report is made of."""

    place: Place
    place_name: str
    period: Period
    accounts: tuple[AccountKnown, ...]
    accounts_left_out: int = 0
    questions_hidden: bool = False
    """Who asks may not read questions of followers."""
    at: AwareDatetime
    by: str
    """Who asked for it, as people are called."""
