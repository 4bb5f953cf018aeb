"""Effect (选题成效): what a topic changed. Its questions before and after, how many were answered, who read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from chalicelib import insight, people, topics
from chalicelib.actor import Actor
from chalicelib.application.article_numbers import articles_of
from chalicelib.application.wechat_numbers import Span
from chalicelib.clock import SHANGHAI
from chalicelib.errors import Field, Invalid
from chalicelib.topics import InquiryState, Origin, Topic
from chalicelib.values import Value

READ: Final = "topics:topic:read"
DAYS: Final = 7
"""Before and after the day on which followers got the answer; the day itself is neither."""
_READ_DAYS: Final = 31


class Effect(Value):
    """What a topic changed, as far as it can be told by now."""

    day: date | None
    """When followers got the answer, or the article; None while they have neither."""
    before: int | None
    """People who asked in the days before; None where the topic does not come from a cluster of questions."""
    after: int | None
    """People who asked in the days after, so far."""
    days_after: int
    """Full days after that are over, up to seven."""
    answered_before: float | None
    """Share (0 to 1) of those who got a sure answer; None where nobody asked."""
    answered_after: float | None
    course: tuple[int, ...]
    """People a day, from seven days before to the last day after; empty where that is not known."""
    told: int
    """Followers who wanted to be told the answer, and were."""
    reads: int | None
    """Readers of the articles, as WeChat counts them; None while it has not said."""


class DepartmentMonth(Value):
    """One department's month, by the day on which it was asked."""

    month: str
    """``2026-11``."""
    department: str
    name: str
    asked: int
    answered: int
    """Answers that an editor took."""
    late: int
    """Of the questions, those answered after their deadline, or not yet though it has passed."""
    hours: float | None
    """From the question to the answer, on average; None where there is no answer."""
    published: int
    before: int
    after: int
    told: int
    reads: int


def effect_for(topic_id: str, *, by: Actor, now: datetime) -> Effect:
    """The effect of one topic. Raises ``UnknownTopic`` or ``PermissionDenied``."""
    topic = topics.topic_for(topic_id, by=by)
    return effect_of(topic, now, _reads([topic], by))


def months_for(unit: str, month: str, *, by: Actor, now: datetime) -> list[DepartmentMonth]:
    """Each department of a unit in a month (``2026-11``), or in every month where it is empty; the newest first.

    Raises ``Invalid``, ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, READ, unit)
    if month:
        _check_month(month)
    groups: dict[tuple[str, str], list[Topic]] = {}
    for topic in topics.of_unit(unit):
        if topic.inquiry is not None:
            key = (_month(topic.inquiry.asked_at), topic.inquiry.department)
            if month in ("", key[0]):
                groups.setdefault(key, []).append(topic)
    names = {one.id: one.name for one in topics.duties_of(unit).departments}
    reads = _reads([one for group in groups.values() for one in group], by)
    return [
        _month_of(key, names.get(key[1], key[1]), group, now, reads)
        for key, group in sorted(
            groups.items(), key=lambda item: (item[0][0], item[0][1]), reverse=True
        )
    ]


def effect_of(topic: Topic, now: datetime, reads: Counter[str]) -> Effect:
    """The effect of a topic, with the readers of each article."""
    day = _day(topic)
    course, before, after = _asked(topic, day, now) if day else ((), None, None)
    articles = _articles(topic)
    return Effect(
        day=day,
        before=before[0] if before else None,
        after=after[0] if after else None,
        days_after=_days_after(day, now) if day else 0,
        answered_before=_share(before),
        answered_after=_share(after),
        course=course,
        told=topics.agreements.number_told(topic.id),
        reads=sum(reads[one] for one in articles)
        if any(one in reads for one in articles)
        else None,
    )


def _asked(
    topic: Topic, day: date, now: datetime
) -> tuple[tuple[int, ...], tuple[int, int] | None, tuple[int, int] | None]:
    """People a day, and (people, those without an answer) before and after."""
    if topic.origin is not Origin.QUESTIONS or not topic.of or not topic.account:
        return (), None, None
    last = day + timedelta(days=_days_after(day, now))
    found = insight.topics.asked_by_day(topic.account, topic.of, day - timedelta(days=DAYS), last)
    before = [one for on, one in found.items() if on < day]
    after = [one for on, one in found.items() if on > day]
    return (
        tuple(found[on].people for on in sorted(found)),
        (sum(one.people for one in before), sum(one.unanswered for one in before)),
        (sum(one.people for one in after), sum(one.unanswered for one in after)),
    )


def _share(counts: tuple[int, int] | None) -> float | None:
    return (counts[0] - counts[1]) / counts[0] if counts and counts[0] else None


def _days_after(day: date, now: datetime) -> int:
    """Full days after a day that are over."""
    return max(0, min(DAYS, (now.astimezone(SHANGHAI).date() - day).days - 1))


def _day(topic: Topic) -> date | None:
    released = topic.made.entry_released_at if topic.made else None
    at = released or topic.published_at
    return at.astimezone(SHANGHAI).date() if at else None


def _articles(topic: Topic) -> set[str]:
    found = {one.article for one in topic.assignments if one.published_at}
    if topic.made and topic.made.article_published_at:
        found.add(topic.made.article)
    return found


def _reads(of: Iterable[Topic], by: Actor) -> Counter[str]:
    """Readers by article, of those that are out. Nothing where the person may not see numbers."""
    days: dict[str, list[date]] = {}
    for topic in of:
        times = [one.published_at for one in topic.assignments if one.published_at]
        if topic.made and topic.made.article_published_at:
            times.append(topic.made.article_published_at)
        days.setdefault(topic.unit, []).extend(at.astimezone(SHANGHAI).date() for at in times)
    found: Counter[str] = Counter()
    for unit, known in days.items():
        if not known or not people.may(by, "insight:numbers:read", unit):
            continue
        span = Span(since=min(known) - timedelta(days=1), until=max(known) + timedelta(days=1))
        for one in articles_of(unit, span, by=by):
            if one.push and one.push.article and one.numbers.total.read is not None:
                found[one.push.article] += one.numbers.total.read
    return found


def _month_of(
    key: tuple[str, str], name: str, of: list[Topic], now: datetime, reads: Counter[str]
) -> DepartmentMonth:
    effects = [effect_of(one, now, reads) for one in of]
    inquiries = [one.inquiry for one in of if one.inquiry]
    answers = [(one, one.answer.at) for one in inquiries if one.answer]
    waits = [one for one in inquiries if one.waits and one.due_at < now]
    hours = [(at - one.asked_at).total_seconds() / 3600 for one, at in answers]
    return DepartmentMonth(
        month=key[0],
        department=key[1],
        name=name,
        asked=len(of),
        answered=sum(one.state is InquiryState.SETTLED for one in inquiries),
        late=len(waits) + sum(at > one.due_at for one, at in answers if not one.waits),
        hours=round(sum(hours) / len(hours), 1) if hours else None,
        published=sum(one.day is not None for one in effects),
        before=sum(one.before or 0 for one in effects),
        after=sum(one.after or 0 for one in effects),
        told=sum(one.told for one in effects),
        reads=sum(one.reads or 0 for one in effects),
    )


def _month(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m}"


def _check_month(month: str) -> None:
    try:
        datetime.strptime(month, "%Y-%m")  # noqa: DTZ007 - a month, not a time
    except ValueError:
        raise Invalid("月份要写成 2026-11。", fields=[Field("month", "写法不对")]) from None
