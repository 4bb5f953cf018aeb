"""The production board (生产进度): every product that is ordered of topics, how far it is, and its one next step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime

from chalicelib import newsroom, people, products, topics, units
from chalicelib.actor import Actor
from chalicelib.application.deeds import deed, denied
from chalicelib.clock import SHANGHAI
from chalicelib.cloud.at_once import side_by_side
from chalicelib.errors import NotFound
from chalicelib.newsroom import ArticleState
from chalicelib.topics import Assignment, ProductForm, Topic, TopicState
from chalicelib.transitions import Deed
from chalicelib.values import Value

READ: Final = "topics:topic:read"
EDIT: Final = "topics:topic:edit"
OVERSEE: Final = "topics:production:oversee"
OUT_SHOWN: Final = timedelta(days=14)
"""A product that is out stays on the board for so long."""
MOST_UNITS: Final = 60
AS_PRODUCTS: Final = {
    ProductForm.EBOOK: products.Form.EBOOK,
    ProductForm.MINDMAP: products.Form.MINDMAP,
    ProductForm.POSTER: products.Form.POSTER,
    ProductForm.QUIZ: products.Form.QUIZ,
    ProductForm.LIVE: products.Form.LIVE,
}
"""Forms that are made as products; the others are written as articles, or said to be done."""


class ProductionState(StrEnum):
    """How far a product is."""

    TODO = "todo"
    MAKING = "making"
    RETURNED = "returned"
    REVIEWING = "reviewing"
    APPROVED = "approved"
    OUT = "out"


STATES: Final = {
    ProductionState.TODO: "待开始",
    ProductionState.MAKING: "制作中",
    ProductionState.RETURNED: "被退回",
    ProductionState.REVIEWING: "审核中",
    ProductionState.APPROVED: "已审定",
    ProductionState.OUT: "已完成",
}


class ProductionThing(Value):
    """One product that is ordered."""

    topic: str
    topic_title: str
    unit: str
    unit_name: str
    assignment: str
    person: str
    form: str
    form_name: str
    due_at: AwareDatetime
    note: str
    state: ProductionState
    state_name: str
    late: bool
    when: str
    """How it stands with its time, in words: ``超期 2 天``, ``今天 18:00 前``, ``还有 3 天``; empty where it is done."""
    thing: str
    """Id of the article or product; empty while there is none."""
    path: str
    """Where it is made or looked at."""
    step: Deed
    """The one next step: ``start``, ``open`` or ``remind``."""
    finish: Deed
    """Saying that it is done, for what is neither an article nor a product."""
    reminded_at: AwareDatetime | None
    mine: bool


class ProductionBoard(Value):
    """Everything that is in the making in a unit."""

    unit: str
    rows: tuple[ProductionThing, ...]
    late: int
    today: int
    """Due today, and not late yet."""
    week: int
    """Due until the end of this week, and not late."""
    people: tuple[str, ...]
    """Ids of all who make something, whatever is asked for."""
    order: Deed


class Wanted(Value):
    """What of the board somebody wants to see; empty: everything."""

    person: str = ""
    form: str = ""
    state: str = ""
    late: bool = False
    since: date | None = None
    until: date | None = None
    """The first and the last day on which it is due, in Beijing."""
    topic: str = ""
    words: str = ""


EVERYTHING: Final = Wanted()


def board(
    unit: str, *, by: Actor, now: datetime, wanted: Wanted = EVERYTHING, below: bool = False
) -> ProductionBoard:
    """The board of a unit, and of those below it where asked. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    several = [unit, *(_below(unit, by) if below else ())]
    rows = sorted(_rows(several, by, now), key=lambda one: (one.due_at, one.topic, one.assignment))
    today, sunday = _day(now), _week_end(now)
    waiting = [one for one in rows if one.when and not one.late]
    return ProductionBoard(
        unit=unit,
        rows=tuple(one for one in rows if _fits(one, wanted)),
        late=sum(one.late for one in rows),
        today=sum(_day(one.due_at) == today for one in waiting),
        week=sum(_day(one.due_at) <= sunday for one in waiting),
        people=tuple(sorted({one.person for one in rows})),
        order=deed("order", "成套派发", denied(by, EDIT, unit)),
    )


def rows_of(topic: Topic, *, by: Actor, now: datetime) -> list[ProductionThing]:
    """The products of one topic, those that are due first at the top."""
    names = {one.id: one.name for one in units.units()}
    made = _made_of(topic.assignments)
    refused = denied(by, EDIT, topic.unit)
    found = [_row(topic, one, made, names, refused, by, now) for one in topic.assignments]
    return sorted(found, key=lambda one: (one.state is ProductionState.OUT, one.due_at))


def late_of(unit: str, now: datetime) -> list[tuple[Topic, Assignment]]:
    """What a unit is late with, the longest first."""
    found = [
        (topic, one)
        for topic in topics.of_unit(unit)
        if topic.state not in topics.rules.OFF
        for one in topic.assignments
        if one.late(now)
    ]
    return sorted(found, key=lambda pair: pair[1].due_at)


def in_words(one: Assignment, now: datetime) -> str:
    """How an assignment stands with its time; empty where it is done."""
    if one.reviewed:
        return ""
    due, today = _day(one.due_at), _day(now)
    days = (due - today).days
    clock = one.due_at.astimezone(SHANGHAI).strftime("%H:%M")
    if one.late(now):
        return f"超期 {-days} 天" if days else f"已过今天 {clock}"
    return {0: f"今天 {clock} 前", 1: f"明天 {clock} 前"}.get(days, f"还有 {days} 天")


def _rows(several: Sequence[str], by: Actor, now: datetime) -> Iterator[ProductionThing]:
    names = {one.id: one.name for one in units.units()}
    open_ = [
        topic
        for unit in several
        for topic in topics.of_unit(unit)
        if topic.assignments and _shown(topic, now)
    ]
    made = _made_of([one for topic in open_ for one in topic.assignments])
    refused = {unit: denied(by, EDIT, unit) for unit in several}
    for topic in open_:
        for one in topic.assignments:
            yield _row(topic, one, made, names, refused[topic.unit], by, now)


def _shown(topic: Topic, now: datetime) -> bool:
    if topic.state is TopicState.DROPPED:
        return False
    return topic.published_at is None or now - topic.published_at < OUT_SHOWN


def _made_of(several: Iterable[Assignment]) -> dict[str, ArticleState]:
    """State of the review of every article and product that is not out yet, by id."""
    wanted = [one.thing for one in several if one.thing and not one.published_at]
    states = side_by_side(_review_state, wanted)
    return {thing: state for thing, state in zip(wanted, states, strict=True) if state is not None}


def _review_state(thing: str) -> ArticleState | None:
    try:
        if thing.startswith("p-"):
            return products.get(thing).state
        return newsroom.get_article(thing).state
    except NotFound:
        return None


def _state(one: Assignment, review: ArticleState | None) -> ProductionState:
    if one.out:
        return ProductionState.OUT
    if not one.thing:
        return ProductionState.TODO
    return {
        ArticleState.IN_REVIEW: ProductionState.REVIEWING,
        ArticleState.RETURNED: ProductionState.RETURNED,
        ArticleState.APPROVED: ProductionState.APPROVED,
    }.get(review or ArticleState.DRAFT, ProductionState.MAKING)


def _row(
    topic: Topic,
    one: Assignment,
    made: dict[str, ArticleState],
    names: dict[str, str],
    refused: str,
    by: Actor,
    now: datetime,
) -> ProductionThing:
    state = _state(one, made.get(one.thing))
    mine = one.person == by.person
    return ProductionThing(
        topic=topic.id,
        topic_title=topic.title,
        unit=topic.unit,
        unit_name=names.get(topic.unit, topic.unit),
        assignment=one.id,
        person=one.person,
        form=one.form.value,
        form_name=topics.labels.FORMS[one.form],
        due_at=one.due_at,
        note=one.note,
        state=state,
        state_name=STATES[state],
        late=one.late(now) and topic.state not in topics.rules.OFF,
        when=in_words(one, now) if topic.state not in topics.rules.OFF else "",
        thing=one.thing,
        path=_path(topic, one, state),
        step=_step(one, state, mine, refused, now),
        finish=deed(
            "finish",
            "标为完成",
            "" if mine else refused,
            "已经完成" if one.done_at else "",
            "有稿件或产品的，发布后自动完成" if one.thing else "",
        ),
        reminded_at=one.reminded_at,
        mine=mine,
    )


def _step(one: Assignment, state: ProductionState, mine: bool, refused: str, now: datetime) -> Deed:
    """The one thing to do next with it."""
    waits = state in (ProductionState.TODO, ProductionState.MAKING, ProductionState.RETURNED)
    if not mine and waits and not refused:
        again = one.reminded_at is not None and now - one.reminded_at < topics.rules.REMINDED_AGAIN
        return deed("remind", "提醒", "一小时内已提醒过" if again else "")
    if state is ProductionState.TODO:
        label = "开始做" if one.form in AS_PRODUCTS else "开始写"
        return deed("start", label, "" if mine else refused)
    return deed("open", _OPENED[state])


_OPENED: Final = {
    ProductionState.MAKING: "继续做",
    ProductionState.RETURNED: "按意见修改",
    ProductionState.REVIEWING: "看审核",
    ProductionState.APPROVED: "去发布",
    ProductionState.OUT: "查看",
}


def _path(topic: Topic, one: Assignment, state: ProductionState) -> str:
    if one.product:
        return f"/products/{one.product}"
    if one.article:
        reviewing = state is ProductionState.REVIEWING
        return f"/{'review' if reviewing else 'articles'}/{one.article}"
    return f"/board/topics/{topic.id}"


def _fits(one: ProductionThing, wanted: Wanted) -> bool:
    day = _day(one.due_at)
    return (
        (not wanted.person or one.person == wanted.person)
        and (not wanted.form or one.form == wanted.form)
        and (not wanted.state or one.state.value == wanted.state)
        and (not wanted.late or one.late)
        and (wanted.since is None or day >= wanted.since)
        and (wanted.until is None or day <= wanted.until)
        and (not wanted.topic or one.topic == wanted.topic)
        and wanted.words.casefold() in f"{one.topic_title}{one.note}".casefold()
    )


def _below(unit: str, by: Actor) -> list[str]:
    within, found = {unit}, []
    for _, one in units.tree():  # a unit comes after the one above it
        if one.parent in within:
            within.add(one.id)
            if people.may(by, READ, one.id):
                found.append(one.id)
    return found[:MOST_UNITS]


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


def _week_end(now: datetime) -> date:
    today = _day(now)
    return today + timedelta(days=6 - today.weekday())
