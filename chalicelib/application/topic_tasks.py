"""What of topics waits for a person: on a unit's board to be answered, taken, hurried, made; at an account to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from chalicelib import insight, people, topics
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application import production, question_topics
from chalicelib.application.task import Task, TaskKind
from chalicelib.topics import Duties, Topic

_NAMED = 3
"""Late products that are named in a line."""


def of_person(by: Actor, unit: str, now: datetime) -> Iterator[Task]:
    """The tasks of a person on a unit's board; none where they see nothing of it."""
    reads = people.may(by, "topics:topic:read", unit)
    answers = people.may(by, "topics:inquiry:answer", unit)
    if not (reads or answers):
        return
    duties = topics.duties_of(unit)
    mine = duties.departments_of(by.person) if answers else frozenset()
    every = list(topics.of_unit(unit))
    if people.may(by, production.OVERSEE, unit):
        yield from _late(every, unit, by, now)
    for topic in every:
        if topic.state in topics.rules.OFF:
            continue
        if topic.inquiry and topic.inquiry.waits and topic.inquiry.department in mine:
            yield _asked(topic)
        elif reads:
            yield from _followed(topic, duties, by)
        yield from _made(topic, by, now)


def of_account(by: Actor, account: OfficialAccount, now: datetime) -> Iterator[Task]:
    """Topics of questions that rose in the last day, until somebody sets one aside or lists it on a board."""
    if not people.may(by, question_topics.DECIDE, account.unit):
        return
    found = insight.topics.recent_spikes(account.id, now - question_topics.SPIKES_SHOWN)
    if not found:
        return
    listed = topics.of_clusters(account.id)
    open_ = [one for one in found if one.topic not in listed]
    names = insight.topics.names_of(account.id, [one.topic for one in open_])
    for one in open_:
        yield Task(
            kind=TaskKind.SPIKE,
            what=names[one.topic],
            detail=f"{account.name}：{one.minutes} 分钟内 {one.people} 人在问",
            unit=account.unit,
            path=f"/numbers/question-topics/{account.id}/{one.topic}",
            since=one.began,
        )


def _asked(topic: Topic) -> Task:
    inquiry = topic.inquiry
    late = inquiry is not None and inquiry.escalated
    return Task(
        kind=TaskKind.LATE if late else TaskKind.ANSWER,
        what=topic.title,
        detail=inquiry.remark if inquiry else "",
        unit=topic.unit,
        path=f"/board/asked/{topic.id}",
        until=inquiry.due_at if inquiry else None,
    )


def _followed(topic: Topic, duties: Duties, by: Actor) -> Iterator[Task]:
    """What the editor who asked, or the department's lead, has to look at."""
    inquiry = topic.inquiry
    if inquiry is None:
        return
    department = duties.department(inquiry.department)
    name = department.name if department else inquiry.department
    path = f"/board/topics/{topic.id}"
    if topics.inquiries.waiting_for(topic) and inquiry.asked_by == by.person:
        state = topics.labels.INQUIRY_STATES[inquiry.state]
        yield Task(
            kind=TaskKind.ANSWERED,
            what=topic.title,
            detail=f"{name}：{state}",
            unit=topic.unit,
            path=path,
            since=topic.updated_at,
        )
    lead = department.lead if department else None
    if inquiry.waits and inquiry.escalated and by.person in (inquiry.asked_by, lead):
        yield Task(
            kind=TaskKind.LATE,
            what=topic.title,
            detail=name,
            unit=topic.unit,
            path=path,
            until=inquiry.due_at,
        )


def _late(every: list[Topic], unit: str, by: Actor, now: datetime) -> Iterator[Task]:
    """What others of the unit are late with, in one line; one's own stands by itself."""
    late = [
        (topic, one)
        for topic in every
        if topic.state not in topics.rules.OFF
        for one in topic.assignments
        if one.late(now) and one.person != by.person
    ]
    if not late:
        return
    named = [f"{topic.title}（{topics.labels.FORMS[one.form]}）" for topic, one in late[:_NAMED]]
    yield Task(
        kind=TaskKind.PRODUCTS_LATE,
        what=f"{len(late)} 件产品已超期",
        detail="、".join(named) + ("等" if len(late) > _NAMED else ""),
        unit=unit,
        path=f"/production?unit={unit}&late=1",
        until=min(one.due_at for _, one in late),
    )


def _made(topic: Topic, by: Actor, now: datetime) -> Iterator[Task]:
    for one in topic.assignments:
        if one.person == by.person and not one.reviewed:
            form, when = topics.labels.FORMS[one.form], production.in_words(one, now)
            reminded = "，有人提醒" if one.reminded_at else ""
            yield Task(
                kind=TaskKind.MAKING_LATE if one.late(now) else TaskKind.MAKING,
                what=topic.title,
                detail=f"{form}，{when}{reminded}",
                unit=topic.unit,
                path=f"/board/topics/{topic.id}",
                until=one.due_at,
            )
