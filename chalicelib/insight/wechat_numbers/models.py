"""What WeChat said about days and articles, and how far the fetching is. Values only."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import AwareDatetime, Field

from chalicelib.values import Value
from chalicelib.wechat.statistics_calls import StatCall


class Observation(Value):
    """WeChat's statistics of one day, as they were from ``at`` until ``until``: seen at both, and the same each time between."""

    at: AwareDatetime
    until: AwareDatetime
    digest: str
    """Of the rows: what is the same has the same one, and lies in one object."""
    rows: int
    delayed: bool = False
    """WeChat called the answer that they came with not final (``is_delay``): one about this day alone (``turn``)."""


class DayRecord(Value):
    """All that WeChat ever said about one day by one call, oldest first."""

    call: StatCall
    day: date
    observations: tuple[Observation, ...]
    rows: tuple[dict[str, Any], ...] | None = None
    """The latest rows, as WeChat gave them; None where they are too many to stand here and lie in their object alone."""

    @property
    def latest(self) -> Observation:
        """What WeChat said last."""
        return self.observations[-1]


class ArticleFigures(Value):
    """Sums of one article since its publication; None for what WeChat did not tell."""

    read: int | None = None
    share: int | None = None
    zaikan: int | None = None
    like: int | None = None
    comment: int | None = None
    collect: int | None = None


class ArticleDay(ArticleFigures):
    """Sums of one article to the end of a day."""

    day: date


class ArticleNumbers(Value):
    """One published article, as WeChat counted it last."""

    account: str
    msg_data_id: int
    index: int
    """Its place in the push, from 1; 1 is the headline (头条)."""
    published: date
    title: str = ""
    url: str = ""
    notified: bool | None = None
    """Whether followers were notified: 群发, not 发布. None where WeChat does not say."""
    days: tuple[ArticleDay, ...] = ()
    """Sums since publication, by day, oldest first."""
    sources: dict[str, int] = Field(default_factory=dict)
    """Readers by where they came from, in WeChat's words."""
    observed_at: AwareDatetime

    @property
    def msgid(self) -> str:
        """As WeChat writes it."""
        return f"{self.msg_data_id}_{self.index}"

    @property
    def total(self) -> ArticleFigures:
        """The sums of the last day that WeChat told, 30 days after publication at most."""
        return self.days[-1] if self.days else ArticleFigures()


class Progress(Value):
    """How far the fetching of one account is."""

    connected: date
    """The first day on which it was fetched (Asia/Shanghai)."""
    first: date
    """The first day that is fetched: some weeks before, or as far back as somebody asked for."""
    clear_until: dict[StatCall, date] = Field(default_factory=dict)
    """All days up to this one are final, so that nobody looks them up."""
    parked: dict[str, AwareDatetime] = Field(default_factory=dict)
    """What is not asked before a time: a call (``articles``), one day of it (``articles#2026-11-23``), or ``*``."""
    next_at: AwareDatetime | None = None
    """When something is to be asked again; None: now."""
    last_at: AwareDatetime | None = None
    """When WeChat last answered."""
    problem: str = ""
    """Why something is parked, in Chinese."""
    planned: int = 0
    """Days of calls that were due when the fetching began that is still going on."""
    left: int = 0
    """Those of them that are still to be asked for; 0 once all were."""
