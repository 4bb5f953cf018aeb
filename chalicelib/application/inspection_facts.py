"""What is known of an account as a whole, for the indicators that ask about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import islice, pairwise
from typing import Final

from chalicelib import accounts, conversation, distribution, insight, matrix
from chalicelib.accounts import AccountState, Agents
from chalicelib.clock import SHANGHAI
from chalicelib.distribution import Requirement, Standing
from chalicelib.inspection import Activity, Rules
from chalicelib.matrix import LifeState, Registration
from chalicelib.wechat.statistics_calls import StatCall

_LOOK_BACK: Final = timedelta(days=92)
_OFFERS: Final = 60
"""Offers of an account that are looked through, the newest first."""
_ASLEEP: Final = frozenset({LifeState.CLOSING, LifeState.CLOSED})


def activity(
    state: AccountState,
    rules: Rules,
    filed: Registration | None,
    published: Iterable[date],
    originals: tuple[int, int],
    now: datetime,
) -> Activity:
    """What is known of an account now; ``published`` are days that its publications tell, ``originals`` how many of how
    many articles of the quarter were its own.
    """
    account, today = state.account, now.astimezone(SHANGHAI).date()
    first = today - _LOOK_BACK
    told = [one.published for one in insight.wechat_numbers.articles(account.id, first, today)]
    days = tuple(sorted({*told, *published}, reverse=True))
    book = conversation.rules_in_force(account.id)
    asked, unanswered = _questions(account.id, _days_of(rules), today)
    can_write, why_not = _way_in(state)
    return Activity(
        today=today,
        published=days,
        since=_since(account.id, days, filed),
        asleep=filed is not None and filed.state in _ASLEEP,
        can_write=can_write,
        why_not=why_not,
        welcome=book.follow is not None,
        default=book.default is not None or state.account.agents is not Agents.NONE,
        asked=asked,
        unanswered=unanswered,
        late_reprints=_late_reprints(account.id, now),
        registered=filed is not None and filed.state is not LifeState.FILING,
        in_charge=filed is not None and filed.in_charge.known,
        stand_in=filed is not None and filed.stand_in.known,
        publications=originals[1],
        originals=originals[0] if originals[1] else None,
        jumps=_jumps(account.id, today),
    )


def _since(account: str, days: tuple[date, ...], filed: Registration | None) -> date | None:
    """Since when the account can be judged: its first publication, its filing, or when the matrix saw it first."""
    steps = [one.on for one in filed.steps] if filed else []
    row = matrix.store.group(matrix.group_of(account)).rows.get(account)
    seen = [date.fromisoformat(row.facts.since)] if row and row.facts.since else []
    return min([*days, *steps, *seen], default=None)


def _way_in(state: AccountState) -> tuple[bool | None, str]:
    """Whether followers can write in, by the last check-up; without one nothing is said."""
    checked = accounts.last_checkup(state.account.id)
    if checked is None:
        return None, ""
    broken = [one for one in checked.findings if one.state == accounts.checkup.Health.FAIL]
    return (False, "；".join(one.name for one in broken)[:200]) if broken else (True, "")


def _days_of(rules: Rules) -> int:
    return next((one.params.get("days", 5) for one in rules.of_check("unanswered")), 5)


def _questions(account: str, days: int, today: date) -> tuple[int | None, int | None]:
    """Questions of the month before the last ``days``, and how many of them had no answer."""
    first, last = today - timedelta(days=30 + days), today - timedelta(days=days)
    counted = [one for one in insight.day_numbers(account, first, last) if one.messages]
    told = [one.messages for one in counted if one.messages]
    if not told:
        return None, None
    return sum(one.messages for one in told), sum(one.unanswered for one in told)


def _late_reprints(account: str, now: datetime) -> tuple[str, ...]:
    """Articles that had to be taken over and were not in time."""
    found = []
    for offer, stand in islice(distribution.inbox(account, now), _OFFERS):
        if offer.requirement is Requirement.MANDATORY and stand.standing is Standing.LATE:
            found.append(offer.title)
    return tuple(found)


def _jumps(account: str, today: date) -> tuple[tuple[date, int, int], ...]:
    """Days of the last month on which more followers came than a mark explains."""
    first = today - timedelta(days=31)
    days = insight.wechat_numbers.follower_days(
        insight.wechat_numbers.days(account, StatCall.USERS, first, today),
        insight.wechat_numbers.days(account, StatCall.USERS_TOTAL, first, today),
    )
    explained = {one.day for one in insight.growth.marks(account)}
    return tuple(
        (after.day, after.total - before.total, before.total)
        for before, after in pairwise(days)
        if before.total and after.total and after.day not in explained
    )
