"""What follows from a schedule, an order and what is out. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Collection as Several
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final

from chalicelib.clock import SHANGHAI
from chalicelib.columns.models import Collection, Out, Rhythm, Schedule, Series
from chalicelib.values import Value

GRACE: Final = timedelta(hours=1)
"""So long after its time an issue is not called late: the finish event of a push needs a while."""
_BACK: Final = timedelta(days=70)
"""How far back the last time is looked for; a month, and one more."""


class DueIssues(Value):
    """When issues of a column are due."""

    upcoming: tuple[datetime, ...]
    """The next ones."""
    done: bool
    """Whether the first of them is out already."""
    late: datetime | None
    """The time that passed without an issue; None: nothing is late."""


def slots(schedule: Schedule, after: datetime) -> Iterator[datetime]:
    """The times at which issues are due, from ``after`` on, without end."""
    day = after.astimezone(SHANGHAI).date()
    while True:
        at = datetime.combine(day, schedule.at, SHANGHAI)
        if at > after and _on(schedule, day):
            yield at
        day += timedelta(days=1)


def _on(schedule: Schedule, day: date) -> bool:
    if schedule.rhythm is Rhythm.WEEKLY:
        return day.isoweekday() in schedule.weekdays
    return day.day == min(schedule.day, calendar.monthrange(day.year, day.month)[1])


def due_issues(
    schedule: Schedule, out: Several[datetime], now: datetime, number: int = 3
) -> DueIssues:
    """When the next issues are due, and which one is late. An issue counts for the time that it is nearest to.

    ``out`` are the moments at which articles of the column came out.
    """
    upcoming = tuple(islice(slots(schedule, now), number + 1))
    since = schedule.since
    past = [
        at
        for at in _until(slots(schedule, now - _BACK), now)
        if since is None or at > since  # what was due before it was set is nobody's omission
    ]
    times = [*past, *upcoming]
    served = {min(times, key=lambda at: abs(at - one)) for one in out}
    last = past[-1] if past else None
    late = last if last and last not in served and now > last + GRACE else None
    done = upcoming[0] in served
    return DueIssues(upcoming=upcoming[:number], done=done, late=late)


def _until(times: Iterator[datetime], end: datetime) -> Iterator[datetime]:
    for at in times:
        if at > end:
            return
        yield at


def shown_out(out: Sequence[Out]) -> dict[str, Out]:
    """Of each article the page that readers are led to: the first that they can open."""
    found: dict[str, Out] = {}
    for one in sorted(out, key=lambda one: one.at):
        if one.open:
            found.setdefault(one.article, one)
    return found


def previous(series: Series, article: str, out: Mapping[str, Out]) -> Out | None:
    """The nearest article before this one that readers can open."""
    entry = series.entry(article)
    at = series.at_place(entry.place) if entry else None
    before = series.entries[:at] if at is not None else ()
    return next((out[one.article] for one in reversed(before) if one.article in out), None)


def following(series: Series, place: int, out: Mapping[str, Out]) -> Out | None:
    """The nearest article after the one at this place that readers can open."""
    at = series.at_place(place)
    after = series.entries[at + 1 :] if at is not None else ()
    return next((out[one.article] for one in after if one.article in out), None)


def numbers_moved(before: Series, after: Series, out: Several[str]) -> list[str]:
    """Articles that are out, and whose number would be another one."""
    held = {one.article: before.label(at) for at, one in enumerate(before.entries)}
    new = {one.article: after.label(at) for at, one in enumerate(after.entries)}
    return [
        article
        for article in held
        if article in out and article in new and held[article] != new[article]
    ]


def collected(collection: Collection, out: Sequence[Out]) -> list[Out]:
    """What readers find in a collection: what was picked, in order, then what the rule brings, the latest first."""
    known = shown_out(out)
    picked = [known[one] for one in collection.picked if one in known]
    held = {*collection.picked, *collection.left}
    brought = [one for one in known.values() if one.article not in held and fits(collection, one)]
    return [*picked, *sorted(brought, key=lambda one: one.at, reverse=True)]


def fits(collection: Collection, one: Out) -> bool:
    """Whether a collection's rule brings an article."""
    rule = collection.rule
    if rule.empty:
        return False
    if rule.columns and one.column not in rule.columns:
        return False
    return not rule.tags or not {*rule.tags}.isdisjoint(one.tags)
