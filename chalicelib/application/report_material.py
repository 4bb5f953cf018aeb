"""What a report is made of: followers, articles, messages, the desk, questions and marks of a period, by account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Final

from chalicelib import insight, people, reports, units
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application.account_reach import readable
from chalicelib.application.archive_numbers import rung_name
from chalicelib.application.growth import Of, growth
from chalicelib.application.open_questions import MOST_MESSAGES
from chalicelib.application.open_questions import READ as READ_QUESTIONS
from chalicelib.application.pushed_articles import pushed_articles
from chalicelib.application.wechat_numbers import Span, followers_by_day, progress_of
from chalicelib.clock import SHANGHAI
from chalicelib.insight import DayNumbers
from chalicelib.reports import (
    AccountKnown,
    ArticleOf,
    Counted,
    Counts,
    FollowersOf,
    MarkOf,
    Material,
    Period,
    Place,
    PlaceKind,
    QuestionOf,
    ReadersOf,
)
from chalicelib.wechat.statistics_calls import StatCall
from chalicelib.wechat.statistics_rows import figures

MOST_ACCOUNTS: Final = 300
"""A report adds up so many accounts; a province has about so many."""
_TOLD: Final = frozenset({"raised", "lowered"})

Told = Callable[[int, int], None]
"""Hears how many of how many accounts are read."""


def material_of(
    place: Place, period: Period, permission: str, *, by: Actor, now: datetime, told: Told
) -> Material:
    """All that is known of an account, or a unit and below, in a period and the two it is held against.

    Raises ``NothingToTell``, ``UnknownAccount``, ``UnknownUnit`` or ``PermissionDenied``.
    """
    is_unit = place.kind is PlaceKind.UNIT
    every = readable(by, permission, place.id if is_unit else "", "" if is_unit else place.id)
    if not every:
        raise reports.NothingToTell("这个单位及以下还没有公众号，没有可写的数据。")
    found = every[:MOST_ACCOUNTS]
    names = {one.id: one.name for _, one in units.tree()}
    at_unit = place.id if is_unit else found[0].unit
    hidden = not people.may(by, READ_QUESTIONS, at_unit)
    known = []
    for number, account in enumerate(found):
        told(number, len(found))
        known.append(
            _account(account, names.get(account.unit, account.unit), period, hidden, by, now)
        )
    return Material(
        place=place,
        place_name=names.get(place.id, place.id) if is_unit else found[0].name,
        period=period,
        accounts=tuple(known),
        accounts_left_out=len(every) - len(found),
        questions_hidden=hidden,
        at=now,
        by=name_of(by, at_unit),
    )


def _account(
    account: OfficialAccount, unit: str, period: Period, hidden: bool, by: Actor, now: datetime
) -> AccountKnown:
    progress = progress_of(account.id, by=by)
    spans = reports.spans_of(period)
    return AccountKnown(
        id=account.id,
        name=account.name,
        unit=unit,
        followers=tuple(one for span in spans for one in _followers(account, span, by)),
        readers=tuple(one for span in spans for one in _readers(account, span)),
        counted=tuple(one for span in spans for one in _counted(account, span)),
        articles=tuple(one for span in spans for one in _articles(account, span, period)),
        questions=() if hidden else tuple(_questions(account, period, now)),
        marks=tuple(_marks(account, period, by, now)),
        problem=progress.problem if progress else "还没有向微信取过数",
    )


def _followers(account: OfficialAccount, span: Period, by: Actor) -> Iterator[FollowersOf]:
    name = insight.wechat_numbers.source_name
    for one in followers_by_day(account.id, Span(since=span.since, until=span.until), by=by):
        sources: Counter[str] = Counter()
        for source, number in one.new.items():
            sources[name(source)] += number
        yield FollowersOf(
            day=one.day,
            came=one.came if one.told else None,
            left=one.left if one.told else None,
            total=one.total,
            sources=dict(sources),
            delayed=one.delayed,
            observed_at=one.observed_at,
        )


def _readers(account: OfficialAccount, span: Period) -> Iterator[ReadersOf]:
    for one in insight.wechat_numbers.days(account.id, StatCall.ACCOUNT, span.since, span.until):
        rows = one.rows or ()
        # A day that WeChat was asked about and has no row of is one without readers.
        told = figures(rows[0]) if rows else None
        yield ReadersOf(
            day=one.day,
            read=told.read if told else 0,
            share=told.share if told else 0,
            delayed=one.latest.delayed,
            observed_at=one.latest.until,
        )


def _counted(account: OfficialAccount, span: Period) -> Iterator[Counted]:
    for one in insight.day_numbers(account.id, span.since, span.until):
        rungs: Counter[str] = Counter()
        for row in one.messages_by_rung:
            rungs[rung_name(row.rung)] += row.messages
        menu: Counter[str] = Counter()
        for entry in one.menu:
            menu[entry.menu_key] += entry.taps
        yield Counted(day=one.day, counts=_counts(one), rungs=dict(rungs), menu=dict(menu))


def _counts(one: DayNumbers) -> Counts:
    found: dict[str, float] = {}
    for part in (one.messages, one.sessions):
        if part is not None:
            told = part.model_dump()
            found |= {name: told[name] for name in Counts.model_fields if name in told}
    if one.sessions is not None:
        # Averages become sums again, so that days and accounts add up.
        for name, of in (("wait_seconds", "served"), ("first_reply_seconds", "replied"), ("stars", "rated")):  # fmt: skip
            found[name] = (found.get(name) or 0) * found[of]
    if one.pushes is not None:
        found["pushes"], found["failed_pushes"] = one.pushes.pushes, one.pushes.failed_pushes
    return Counts.model_validate(found)


def _articles(account: OfficialAccount, span: Period, period: Period) -> Iterator[ArticleOf]:
    known = tuple(insight.wechat_numbers.articles(account.id, span.since, span.until))
    # Of the spans that the period is held against nobody asks for the column.
    pushes = pushed_articles(account, span.since, span.until) if span == period and known else []
    for one in insight.wechat_numbers.joined(known, pushes):
        numbers, push = one.numbers, one.push
        until = [day for day in numbers.days if day.day <= span.until]
        yield ArticleOf(
            title=numbers.title or (push.title if push else ""),
            published=numbers.published,
            index=numbers.index,
            column=push.column if push else "",
            read=until[-1].read if until else None,
            read_in_all=numbers.total.read,
            share_in_all=numbers.total.share,
            observed_at=numbers.observed_at,
        )


def _questions(account: OfficialAccount, period: Period, now: datetime) -> Iterator[QuestionOf]:
    """Such as enough people asked alike, so that the words are nobody's (docs/decisions/0138)."""
    since, until = (_midnight(one) for one in (period.since, period.until + timedelta(days=1)))
    asked = insight.asked_messages(account.id, since, min(until - timedelta(seconds=1), now))
    for one in insight.unanswered(islice(asked, MOST_MESSAGES)):
        if one.askers >= insight.NOBODYS:
            yield QuestionOf(text=one.text, count=one.count, askers=one.askers)


def _marks(account: OfficialAccount, period: Period, by: Actor, now: datetime) -> Iterator[MarkOf]:
    # Four hundred days are read for it: only where there is a mark.
    if not any(period.since <= one.day <= period.until for one in insight.growth.marks(account.id)):
        return
    for one in growth(account.id, Of.NEW, by=by, now=now).marked:
        mark, effect = one.mark, one.effect
        if period.since <= mark.day <= period.until:
            yield MarkOf(
                day=mark.day,
                kind=insight.growth.KINDS[mark.kind],
                title=mark.title,
                verdict=insight.growth.VERDICTS[effect.verdict],
                told=effect.verdict.value in _TOLD,
                gained=effect.gained,
                low=effect.low,
                high=effect.high,
            )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def name_of(by: Actor, unit: str) -> str:
    """A person as the unit or one above calls them."""
    held = (people.staff_member(by.person, one.id) for one in units.lineage(unit))
    return next((one.name for one in held if one and one.name), by.person)
