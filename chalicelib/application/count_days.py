"""WeChat's days of accounts, added up for their units, so that a province of many accounts opens at once.

A day of which WeChat says something new is marked. A round adds up what is marked: the days of the accounts first, then
those of the units above, from below upward. Only units of many accounts have days of their own; of few the accounts
themselves are read (docs/decisions/0216).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from chalicelib import accounts, insight
from chalicelib.accounts import OfficialAccount
from chalicelib.application.account_reach import MOST_READ
from chalicelib.application.pushed_articles import pushed_articles
from chalicelib.clock import utc_now
from chalicelib.cloud import queues
from chalicelib.cloud.at_once import side_by_side
from chalicelib.settings import settings
from chalicelib.wechat.statistics_calls import StatCall
from chalicelib.wechat.statistics_rows import figures

ORDER: Final = "+"
"""The message of the statistics' queue that begins a round of adding up."""
TURN: Final = timedelta(seconds=30)
"""A round that needs longer gets another turn; the function's own time is 60 s."""
_AT_ONCE: Final = 300
"""Accounts of one day that are added up before their marks are removed: some seconds."""
_MINUTES: Final = 10


class Tree:
    """The units with their accounts, as they are added up."""

    def __init__(self, known: insight.Matrix, found: Iterable[OfficialAccount]) -> None:
        self._known = known
        self.accounts = {one.id: one for one in found}
        self._under: dict[str, list[str]] = {}
        for unit in sorted(known.depth, key=lambda one: -known.depth[one]):
            own = list(known.accounts.get(unit, ()))
            below = [one for child in known.below.get(unit, ()) for one in self._under[child]]
            self._under[unit] = own + below

    def under(self, unit: str) -> list[str]:
        """The accounts of a unit and below."""
        return self._under[unit]

    def is_large(self, unit: str) -> bool:
        """Whether a unit has days of its own."""
        return len(self._under[unit]) > MOST_READ

    def large_above(self, changed: Iterable[str]) -> list[str]:
        """The units with days of their own that these accounts count for, from below upward."""
        found = set()
        for account in changed:
            unit = self._known.unit.get(account, "")
            while unit in self._known.depth:
                found.add(unit)
                unit = self._known.above.get(unit, "")
        large = (one for one in found if self.is_large(one))
        return sorted(large, key=lambda one: (-self._known.depth[one], one))

    def parts(self, unit: str) -> tuple[list[str], list[str]]:
        """What a unit's day is added up from: accounts, and units with days of their own."""
        single, large = list(self._known.accounts.get(unit, ())), list[str]()
        for child in self._known.below.get(unit, ()):
            if self.is_large(child):
                large.append(child)
            else:
                single += self._under[child]
        return single, large


def tree() -> Tree:
    """Read the units and all accounts."""
    return Tree(insight.matrix(), (state.account for state in accounts.states()))


def sweep(now: datetime) -> int:
    """Begin a round where something is marked; returns the messages queued. Running it twice is harmless."""
    if now.minute % _MINUTES or not insight.wechat_numbers.due_days(now, 1):
        return 0
    queues.send(settings().numbers_queue_url, ORDER)
    return 1


def carry_out(*, clock: Callable[[], datetime] = utc_now) -> None:
    """Do a round, and order the next one where marks are left."""
    if count_marked(until=clock() + TURN, clock=clock):
        queues.send(settings().numbers_queue_url, ORDER)


def count_marked(*, until: datetime | None = None, clock: Callable[[], datetime] = utc_now) -> bool:
    """Add up all marked days anew; returns whether any are left for lack of time.

    One function does it at a time; another one that comes meanwhile does nothing. Stopped anywhere, the marks of what it
    had not finished are still there. Twice is once.
    """
    if not insight.wechat_numbers.claim_days(clock()):
        return False
    known = tree()
    while found := insight.wechat_numbers.due_days(clock(), _AT_ONCE):
        if until is not None and clock() >= until:
            insight.wechat_numbers.let_days_go()
            return True
        count_day(known, found[0].day, [one.account for one in found])
        for one in found:
            insight.wechat_numbers.day_done(one)
        insight.wechat_numbers.claim_days_again(clock())
    insight.wechat_numbers.let_days_go()
    return False


def count_day(known: Tree, day: date, changed: Sequence[str]) -> int:
    """Add up one day of these accounts, and of the units above them; returns how many units were."""
    there = [known.accounts[one] for one in changed if one in known.accounts]
    for one, told in zip(there, side_by_side(lambda one: _day_of(one, day), there), strict=True):
        insight.wechat_numbers.keep_account_day(one.id, told)
    above = known.large_above(one.id for one in there)
    for unit in above:
        single, large = known.parts(unit)
        insight.wechat_numbers.keep_unit_day(
            unit, insight.wechat_numbers.add_stat_days(day, _parts(known, day, single, large))
        )
    return len(above)


def _parts(
    known: Tree, day: date, single: Sequence[str], large: Sequence[str]
) -> Iterator[insight.wechat_numbers.StatDay]:
    counted = insight.wechat_numbers.account_days(single, day)
    for account in single:
        yield counted.get(account) or insight.wechat_numbers.stat_day(account, day, None, None, ())
    for unit in large:
        whole = insight.wechat_numbers.unit_day(unit, day)
        yield whole or insight.wechat_numbers.add_stat_days(
            day,
            (
                insight.wechat_numbers.stat_day(one, day, None, None, ())
                for one in known.under(unit)
            ),
        )


def _day_of(account: OfficialAccount, day: date) -> insight.wechat_numbers.StatDay:
    """The day of one account, read anew."""
    followers = insight.wechat_numbers.follower_days(
        insight.wechat_numbers.days(account.id, StatCall.USERS, day, day),
        insight.wechat_numbers.days(account.id, StatCall.USERS_TOTAL, day, day),
    )
    told = [
        row
        for one in insight.wechat_numbers.days(account.id, StatCall.ACCOUNT, day, day)
        for row in (one.rows or ())[:1]
    ]
    articles = list(insight.wechat_numbers.articles(account.id, day, day))
    pushes = pushed_articles(account, day, day) if articles else ()
    return insight.wechat_numbers.stat_day(
        account.id,
        day,
        followers[0] if followers else None,
        figures(told[0]).read if told else None,
        insight.wechat_numbers.joined(articles, pushes),
    )
