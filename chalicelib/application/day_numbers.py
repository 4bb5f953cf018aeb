"""The numbers of the day (今日数字) of a unit and below: pushes, answers, the desk, the newsroom.

They are counted when somebody looks, from what the account's own partitions hold; numbers over longer times come from
the archive.
"""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import Final

from chalicelib import accounts, desk, knowledge, newsroom, people, publishing
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application.account_reach import readable
from chalicelib.clock import SHANGHAI
from chalicelib.cloud.at_once import side_by_side
from chalicelib.newsroom import ArticleState
from chalicelib.publishing import DeliveryState
from chalicelib.values import Value

MOST_ACCOUNTS: Final = 20
"""The day of so many accounts is counted; the control centre has the rest."""
_LOOKED_AT: Final = 300
"""Articles of a unit that are looked through, the newest first."""
_OUT: Final = (DeliveryState.CONFIRMED, DeliveryState.PARTIALLY_SENT, DeliveryState.RECALLED)


class PushNumbers(Value):
    """Pushes whose time is today (Asia/Shanghai)."""

    planned: int
    out: int
    """Confirmed by WeChat, whole or in part; taken back later or not."""
    readers: int
    """Followers who were sent one, added up over the pushes, as WeChat said."""


class AnswerNumbers(Value):
    """Answers of the knowledge base today."""

    hits: int
    helpful: int
    unhelpful: int


class DeskNumbers(Value):
    """The desk now and today."""

    waiting: int
    """Followers in the queue now."""
    open: int
    """Sessions that an agent has now."""
    resolved: int
    """Sessions that were asked for today and are resolved."""


class ArticleNumbers(Value):
    """The unit's own articles now, among the newest."""

    in_review: int
    returned: int


class DayNumbers(Value):
    """The numbers of the day; a group is None where the person may not see it."""

    pushes: PushNumbers | None
    answers: AnswerNumbers | None
    desk: DeskNumbers | None
    articles: ArticleNumbers | None
    accounts: int
    """Accounts that were counted."""
    accounts_left_out: int


def day_numbers(by: Actor, unit: str, now: datetime) -> DayNumbers:
    """The day so far, of a unit and below. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    under = readable(by, "units:unit:read", unit, "")
    counted = under[:MOST_ACCOUNTS]
    reads_pushes = people.may(by, "publishing:calendar:read", unit)
    reads_articles = people.may(by, "newsroom:article:read", unit)
    answers = any(
        people.may(by, one, unit) for one in ("knowledge:entry:edit", "conversation:rules:import")
    )
    at_desk = any(people.may(by, one, unit) for one in ("desk:session:take", "desk:setup:edit"))
    return DayNumbers(
        pushes=_pushes(counted, now) if reads_pushes else None,
        answers=_answers(counted, now) if answers else None,
        desk=_desk(counted, now) if at_desk else None,
        articles=_articles(unit) if reads_articles else None,
        accounts=len(counted),
        accounts_left_out=len(under) - len(counted),
    )


def _pushes(counted: list[OfficialAccount], now: datetime) -> PushNumbers:
    today = now.astimezone(SHANGHAI).date()

    def of(account: OfficialAccount) -> list[publishing.Delivery]:
        found = []
        for one in publishing.list_deliveries([account.id]):  # latest slot first
            day = one.at.astimezone(SHANGHAI).date()
            if day < today:
                break
            if day == today:
                found.append(one)
        return found

    of_today = [one for found in side_by_side(of, counted) for one in found]
    out = [one for one in of_today if one.state in _OUT]
    return PushNumbers(
        planned=sum(one.state is not DeliveryState.CANCELLED for one in of_today),
        out=len(out),
        readers=sum(one.counts.sent for one in out if one.counts),
    )


def _answers(counted: list[OfficialAccount], now: datetime) -> AnswerNumbers:
    found = [
        tally
        for tallies in side_by_side(
            lambda account: knowledge.quality.tallies(account.id, now, now), counted
        )
        for tally in tallies.values()
    ]
    return AnswerNumbers(
        hits=sum(one.hits for one in found),
        helpful=sum(one.helpful for one in found),
        unhelpful=sum(one.unhelpful for one in found),
    )


def _desk(counted: list[OfficialAccount], now: datetime) -> DeskNumbers:
    today = now.astimezone(SHANGHAI).date()
    # Where no queue number was ever given out, nobody has ever asked.
    used = [one for one in counted if accounts.state(one.id).desk.issued]

    def of(account: OfficialAccount) -> DeskNumbers:
        states = [one.state for one in desk.live_sessions(account.id)]
        return DeskNumbers(
            waiting=states.count(desk.SessionState.PENDING),
            open=states.count(desk.SessionState.OPEN),
            resolved=sum(1 for _ in desk.sessions_of_day(account.id, today)),
        )

    found = side_by_side(of, used)
    return DeskNumbers(
        waiting=sum(one.waiting for one in found),
        open=sum(one.open for one in found),
        resolved=sum(one.resolved for one in found),
    )


def _articles(unit: str) -> ArticleNumbers:
    states = [one.state for one in islice(newsroom.list_articles(unit), _LOOKED_AT)]
    return ArticleNumbers(
        in_review=states.count(ArticleState.IN_REVIEW),
        returned=states.count(ArticleState.RETURNED),
    )
