"""Which days are asked about when: the table of calls, and the plan that follows from what is known. Pure.

A day's figures change after it is over: WeChat adds to an article for 30 days, and marks figures that are late
(``is_delay``). So a day is asked about again, once a day, until it has an age at which nothing changes any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from chalicelib.clock import SHANGHAI
from chalicelib.wechat.statistics_calls import CALLS, StatCall

READY_HOUR: Final = 8
"""Yesterday's figures can be asked for from this hour on (sheet §2.8)."""
BACK_DAYS: Final = 30
"""So many days before its first fetch an account begins."""
EARLIEST: Final = min(one.earliest for one in CALLS.values())
"""As far back as somebody may ask for: WeChat has nothing from before (sheet §2.8)."""
_DELAYED_DAYS: Final = 7
"""A day that WeChat keeps calling late is given up so many days after it would have been final."""


class Again(NamedTuple):
    """How long a day is asked about again."""

    days: int
    """A day is final when it was seen at this age or above; 1 is the day after."""
    empty: int
    """The same of a day without rows: an account that publishes seldom costs a call a day, not thirty."""


AGAIN: Final[Mapping[StatCall, Again]] = {
    StatCall.ARTICLES: Again(31, 3),
    StatCall.ACCOUNT: Again(7, 3),
    StatCall.USERS: Again(3, 3),
    StatCall.USERS_TOTAL: Again(3, 3),
    StatCall.READS: Again(3, 3),
    StatCall.SHARES: Again(3, 3),
    StatCall.MESSAGES: Again(3, 3),
    StatCall.CALLBACKS: Again(3, 3),
}


_ORDER: Final = list(StatCall)


class Seen(NamedTuple):
    """What is known of a day: when it was last looked at, and what was seen."""

    on: date
    """The day of the look, Asia/Shanghai."""
    empty: bool
    delayed: bool


class Ask(NamedTuple):
    """One call to make: days ``begin`` to ``end``, both included."""

    call: StatCall
    begin: date
    end: date

    @property
    def days(self) -> list[date]:
        """The days it covers, oldest first."""
        return [self.begin + timedelta(days=n) for n in range((self.end - self.begin).days + 1)]


Known = Mapping[StatCall, Mapping[date, Seen]]


def last_ready(now: datetime) -> date:
    """The last day whose figures can be asked for at ``now`` (aware)."""
    here = now.astimezone(SHANGHAI)
    return here.date() - timedelta(days=1 if here.hour >= READY_HOUR else 2)


def is_final(call: StatCall, day: date, seen: Seen) -> bool:
    """Whether nothing new is expected of a day that was seen so."""
    again = AGAIN[call]
    age, enough = (seen.on - day).days, again.empty if seen.empty else again.days
    return age >= enough + (_DELAYED_DAYS if seen.delayed else 0)


def plan(
    known: Known,
    first: date,
    now: datetime,
    *,
    clear: Mapping[StatCall, date] | None = None,
    parked: Mapping[str, datetime] | None = None,
) -> tuple[Ask, ...]:
    """The calls to make at ``now`` (aware): first days that were never seen, then those not looked at for longest.

    Both newest first: where a quota ends half-way, the days that people ask for are there, and no day waits for ever
    behind younger ones.

    Days from ``first`` on are wanted; of a call those after ``clear`` only, the others being final. ``known`` has
    every such day that was looked at; a day that is missing was not. What is ``parked`` is left out until its time.
    A day is looked at once a day (Asia/Shanghai), however often this is asked.
    """
    today, last = now.astimezone(SHANGHAI).date(), last_ready(now)
    held = {key for key, until in (parked or {}).items() if until > now}
    if "*" in held:
        return ()
    asks: list[Ask] = []
    for call in StatCall:
        if call.value in held:
            continue
        start, seen = start_of(call, first, clear), known.get(call, {})
        due = [
            day
            for day in _backwards(last, start)
            if f"{call.value}#{day}" not in held and _due(call, day, seen.get(day), today)
        ]
        asks += _spans(call, due)
    return tuple(sorted(asks, key=lambda ask: _urgency(ask, known.get(ask.call, {}))))


def start_of(call: StatCall, first: date, clear: Mapping[StatCall, date] | None = None) -> date:
    """The first day of a call that is still to be looked after."""
    start = max(first, CALLS[call].earliest)
    done = (clear or {}).get(call)
    return start if done is None else max(start, done + timedelta(days=1))


def clear_until(call: StatCall, seen: Mapping[date, Seen], start: date, now: datetime) -> date:
    """The last day from ``start`` on before the first one that is not final; the day before ``start`` where none is."""
    day, last = start, last_ready(now)
    while day <= last and day in seen and is_final(call, day, seen[day]):
        day += timedelta(days=1)
    return day - timedelta(days=1)


def next_look(parked: Mapping[str, datetime], now: datetime) -> datetime:
    """When to look again after all was asked that could be: the first parked thing, or the next day's figures."""
    here = now.astimezone(SHANGHAI)
    ready = here.replace(hour=READY_HOUR, minute=0, second=0, microsecond=0)
    if here >= ready:
        ready += timedelta(days=1)
    return min([ready, *(until for until in parked.values() if until > now)])


def _urgency(ask: Ask, seen: Mapping[date, Seen]) -> tuple[date, int, int]:
    looks = (seen[day].on if day in seen else date.min for day in ask.days)
    return min(looks), -ask.end.toordinal(), _ORDER.index(ask.call)


def _due(call: StatCall, day: date, seen: Seen | None, today: date) -> bool:
    return seen is None or (seen.on < today and not is_final(call, day, seen))


def _backwards(last: date, first: date) -> Iterator[date]:
    while last >= first:
        yield last
        last -= timedelta(days=1)


def _spans(call: StatCall, due: list[date]) -> Iterator[Ask]:
    """Days, newest first, as spans that WeChat takes, each without a gap."""
    longest = CALLS[call].longest
    while due:
        end = begin = due.pop(0)
        while due and due[0] == begin - timedelta(days=1) and (end - due[0]).days < longest:
            begin = due.pop(0)
        yield Ask(call, begin, end)
