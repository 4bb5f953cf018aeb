"""Question topics (问题话题): values only.

A topic is a cluster of followers' questions of one account. It holds no words of its own: its name and its examples are
read from the archive of questions when somebody looks, and are gone with the messages that they stand in.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, NamedTuple

from pydantic import Field

from chalicelib.values import Value

NAME_CHARS: Final = 40
"""Of a name that an editor gives."""
LOOKED_BACK: Final = 28
"""Days of which a topic's course is known: ``QuestionTopic.course``."""


class QuestionTopic(Value):
    """A question topic as it stands at the end of one day, or by now where the day is today.

    All counts are of people: one who asks the same thing five times in a day counts once on that day.
    """

    id: str
    """``t`` and ten characters; the same from day to day."""
    account_id: str
    day: date
    """The day (Asia/Shanghai) that the figures are of."""
    name: str
    """An editor's name; else the most central question, masked; else the keywords."""
    named_by_hand: bool
    keywords: tuple[str, ...]
    """Up to five words that tell this topic from the others, the strongest first; each used by three people or more."""
    asked_today: int
    """People who asked on ``day``."""
    mean_7: float
    """People a day, mean of the seven days before ``day``; a day before the topic was first met counts 0."""
    mean_28: float
    """The same of the 28 days before."""
    share_unanswered: float
    """0 to 1: share of the day's questions that got no sure answer; 0 without a question."""
    regions: dict[str, int]
    """People of ``day`` by the place that is known of them: the unit of the account below the province, or else the one
    place that their question names. Those of whom none is known stand nowhere."""
    examples: tuple[str, ...]
    """Up to five questions as they were asked, masked, the newest first."""
    course: tuple[int, ...]
    """People of each of the ``LOOKED_BACK`` days before ``day`` and of ``day`` itself, oldest first."""
    first_day: date
    """When it was first met."""
    spiking: bool
    """Whether it is asked five times as often as usual right now."""
    ignored: bool
    """Whether an editor said that this is no topic; such a one rings no alarm and stands in no list that was not asked for it."""
    merged: tuple[str, ...] = ()
    """Ids of topics that were merged into this one; each of them leads here."""

    @property
    def growth_7(self) -> float | None:
        """``asked_today`` as a multiple of ``mean_7``; None where there was nobody before."""
        return self.asked_today / self.mean_7 if self.mean_7 else None

    @property
    def growth_28(self) -> float | None:
        """``asked_today`` as a multiple of ``mean_28``; None where there was nobody before."""
        return self.asked_today / self.mean_28 if self.mean_28 else None


class Asker(NamedTuple):
    """One person who asked, with their newest question of the time."""

    openid: str
    asked_at: datetime
    """Aware, UTC."""
    question: str
    """As it was written, not masked: it is shown to nobody but the person."""


class AskedOfDay(NamedTuple):
    """How many people asked about a topic on one day."""

    people: int
    unanswered: int
    """Those of them who got no sure answer to any of their questions of that day."""


class Figures(Value):
    """What was counted of one topic on one day. No words but those that three people or more have used."""

    id: str
    day: date
    keywords: tuple[str, ...] = ()
    questions: int = Field(ge=0)
    """Messages of the day."""
    unanswered: int = Field(ge=0)
    """Those of them without a sure answer."""
    people: int = Field(ge=0)
    course: tuple[int, ...]
    """People of the ``LOOKED_BACK`` days before, oldest first."""
    first_day: date
    regions: dict[str, int] = Field(default_factory=dict)
    shown: tuple[str, ...]
    """Messages, ``{day}/{sort key in the archive}``, the most central first: the name is the first that is still there."""


class HotTopic(Value):
    """One of the most asked topics of an account's day. It holds no follower's words: an editor's name, or keywords."""

    id: str
    name: str
    people: int
    unanswered: int
    """Messages without a sure answer."""


class HotTopics(Value):
    """An account's most asked topics of a day, the most first."""

    account: str
    topics: tuple[HotTopic, ...]
    at: datetime
    """When they were counted."""


class Known(Value):
    """What is remembered of a topic."""

    first: date
    """When it was first met."""
    days: dict[str, int] = Field(default_factory=dict)
    """People by day, of the days on which anybody asked."""
    words: tuple[str, ...] = ()
    """Places of messages by which it is known again: the first ones, and the most central of the last day."""
    before: tuple[str, ...] = ()
    """``words`` as they were before ``words_of``: that day, counted again, is counted by these."""
    words_of: date | None = None
    """The last day that ``words`` were taken from."""


class Memory(Value):
    """What is remembered of an account's topics from run to run. It points at messages and holds none of their words."""

    topics: dict[str, Known] = Field(default_factory=dict)
    loose: tuple[str, ...] = ()
    """Places of the last days' questions that nothing was like: the beginning of a topic that is asked once a day."""
    hours: dict[str, tuple[int, ...]] = Field(default_factory=dict)
    """Questions of each hour (Asia/Shanghai), by day."""
    closed: date | None = None
    """The last day that was counted after its end."""


class Decided(Value):
    """What editors decided of a topic. It holds at every later run."""

    topic: str
    name: str = Field(default="", max_length=NAME_CHARS)
    into: str = ""
    """The topic that this one was merged into."""
    ignored: bool = False
    split_from: str = ""
    """The topic that this one was split off; the two are never joined by themselves again."""
    words: tuple[str, ...] = ()
    """Places of the messages that were split off: this topic is known by them at first."""
    by: str
    at: datetime


class Spike(Value):
    """That a topic was asked far more often than usual for the time of day (突增)."""

    topic: str
    account: str
    began: datetime
    """When it was seen first."""
    last_seen: datetime
    people: int
    """Most people in a window."""
    minutes: int
    """Length of that window."""
    usual: float
    """People who ask in such a window on a usual day."""
