"""The board as people see it: cards in columns, a topic with its way, and what this person may do now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from pydantic import AwareDatetime

from chalicelib import accounts, insight, newsroom, people, topics
from chalicelib.accounts import UnknownAccount
from chalicelib.actor import Actor, KnownBy
from chalicelib.application import answer_products
from chalicelib.application.account_reach import account_for
from chalicelib.application.deeds import deed, denied
from chalicelib.errors import Field
from chalicelib.topics import (
    BOARD,
    INQUIRY,
    BadTopic,
    BoardAction,
    InquiryAction,
    InquiryState,
    Origin,
    ProductForm,
    Topic,
    TopicState,
    TopicText,
    Who,
)
from chalicelib.transitions import Deed
from chalicelib.values import Value

EDIT: Final = "topics:topic:edit"
ANSWER: Final = "topics:inquiry:answer"
MOST_CARDS: Final = 100
"""Of a column."""
COLUMNS: Final = tuple(one for one in TopicState if one is not TopicState.DROPPED)


class Move(Value):
    """An action of the board: where it leads, and whether this person may take it."""

    deed: Deed
    target: str
    """The column; empty where the topic stays."""
    reason: bool
    """Whether a reason has to be given."""


class Card(Value):
    """A topic on the board."""

    id: str
    title: str
    matter: str
    state: str
    state_name: str
    origin: str
    origin_name: str
    account: str
    people: tuple[str, ...]
    """Ids of those who make something of it."""
    forms: tuple[str, ...]
    """Names of what is made of it."""
    department: str
    """Name of the department that is asked; empty: none is."""
    inquiry: str
    """How far its answer is, in words."""
    due_at: AwareDatetime | None
    """The nearest time by which somebody has to be done."""
    late: bool
    updated_at: AwareDatetime
    version: int
    moves: tuple[Move, ...]


class Column(Value):
    """One column."""

    state: str
    name: str
    number: int
    """All of it; the page shows ``MOST_CARDS``."""
    cards: tuple[Card, ...]


class TopicBoard(Value):
    """A unit's board."""

    unit: str
    columns: tuple[Column, ...]
    matters: tuple[str, ...]
    add: Deed
    set_duties: Deed


class TopicView(Value):
    """One topic with everything about it."""

    topic: Topic
    card: Card
    department: str
    """Name of the department that is asked."""
    inquiry: tuple[Deed, ...]
    """What this person may do with the department's answer."""
    edit: Deed
    departments: tuple[tuple[str, str], ...]
    """Id and name of each department that may be asked."""
    questions: tuple[str, ...]
    """Questions of followers, masked."""
    asked_today: int | None


def board(unit: str, *, by: Actor, now: datetime, dropped: bool = False) -> TopicBoard:
    """A unit's board. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    found = topics.board(unit, by=by)
    duties = topics.duties_of(unit)
    names = {one.id: one.name for one in duties.departments}
    no_edit = denied(by, EDIT, unit)
    shown = (*COLUMNS, TopicState.DROPPED) if dropped else COLUMNS
    columns = []
    for state in shown:
        of = [one for one in found if one.state is state]
        of.sort(key=lambda one: _due(one) or one.updated_at)
        cards = tuple(_card(one, names, no_edit, now) for one in of[:MOST_CARDS])
        columns.append(
            Column(state=state.value, name=topics.labels.STATES[state], number=len(of), cards=cards)
        )
    return TopicBoard(
        unit=unit,
        columns=tuple(columns),
        matters=tuple(one.matter for one in duties.duties),
        add=deed("new", "新建选题", no_edit),
        set_duties=deed("set_duties", "修改责任分工", denied(by, "topics:duty:set", unit)),
    )


def topic_view(topic_id: str, *, by: Actor, now: datetime) -> TopicView:
    """One topic of the board. Raises ``UnknownTopic`` or ``PermissionDenied``."""
    topic = topics.topic_for(topic_id, by=by)
    no_edit = denied(by, EDIT, topic.unit)
    return _view(topic, Who.EDITOR, no_edit, now, _questions(topic))


def asked_view(topic_id: str, *, by: Actor, now: datetime) -> TopicView:
    """One topic that the person's department is asked.

    Raises ``UnknownTopic``, ``NotYourTopic`` or ``PermissionDenied``.
    """
    topic = topics.asked_for(topic_id, by=by)
    return _view(topic, Who.DEPARTMENT, denied(by, EDIT, topic.unit), now, _questions(topic))


def asked_cards(unit: str, *, by: Actor, now: datetime) -> tuple[Card, ...]:
    """What the person's departments are asked, those first that wait for them. Raises like ``topics.asked_of``."""
    found = topics.asked_of(unit, by=by)
    names = {one.id: one.name for one in topics.duties_of(unit).departments}
    found.sort(key=lambda one: (not _waits(one), _due(one) or one.updated_at))
    refused = denied(by, EDIT, unit)
    return tuple(_card(one, names, refused, now) for one in found)


def new_topic(unit: str, text: TopicText, *, by: Actor, now: datetime) -> Topic:
    """Put a lead on the board; of a cluster of questions, the cluster has to be there.

    Raises ``BadTopic``, ``UnknownAccount``, ``NoSuchTopic``, ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, EDIT, unit)
    if text.account:
        owner = accounts.state(text.account).account.unit
        people.require(by, EDIT, owner)
    if text.origin is Origin.QUESTIONS:
        if not text.account:
            raise BadTopic("请选择粉丝提问的公众号。", fields=[Field("account", "没有选择")])
        if text.of:
            account_for(by, EDIT, text.account)
            insight.topics.question_topic(text.account, text.of)
    return topics.new_topic(unit, text, by=by, now=now)


def take(topic_id: str, forms: Sequence[ProductForm] = (), *, by: Actor, now: datetime) -> Topic:
    """The editor takes the answer; entry and article are drafted at once, or soon where that is not possible now.

    Raises like ``topics.inquiries.take``.
    """
    if by.known_by is KnownBy.TOKEN:
        raise topics.NotYourTopic("采用答复要由编辑本人来做：稿件要有作者。", permission=EDIT)
    topic = topics.inquiries.take(topic_id, forms, by=by, now=now)
    return answer_products.make(topic.id, now)


def attach(topic_id: str, assignment: str, article: str, *, by: Actor, now: datetime) -> Topic:
    """Say which article is made of an assignment. Raises ``UnknownArticle``, ``BadTopic`` or ``PermissionDenied``."""
    topic = topics.topic_for(topic_id, by=by)
    known = newsroom.get_article(article)
    if known.unit != topic.unit:
        raise BadTopic("稿件不是这个单位的。", fields=[Field("article", "别的单位的稿件")])
    newsroom.check_reader(known, by)
    return topics.attach(topic_id, assignment, article, by=by, now=now)


def _view(
    topic: Topic, who: Who, no_edit: str, now: datetime, asked: tuple[tuple[str, ...], int | None]
) -> TopicView:
    departments = topics.duties_of(topic.unit).departments
    names = {one.id: one.name for one in departments}
    return TopicView(
        topic=topic,
        card=_card(topic, names, no_edit, now),
        department=names.get(topic.inquiry.department, "") if topic.inquiry else "",
        inquiry=_inquiry_deeds(topic, who, no_edit if who is Who.EDITOR else ""),
        edit=deed("edit", "修改", no_edit),
        departments=tuple(names.items()),
        questions=asked[0],
        asked_today=asked[1],
    )


def _inquiry_deeds(topic: Topic, who: Who, refused: str) -> tuple[Deed, ...]:
    inquiry, over = topic.inquiry, topic.state in topics.rules.OFF
    able: list[InquiryAction] = []
    if inquiry is not None and not over:
        able = INQUIRY.possible(inquiry, [who])
    free = inquiry is None or inquiry.state is InquiryState.SETTLED
    if who is Who.EDITOR and free and not over and topic.made is None:
        able = [InquiryAction.ASK, *able]
    return tuple(deed(one.value, topics.labels.INQUIRY_ACTIONS[one], refused) for one in able)


def _card(topic: Topic, names: dict[str, str], no_edit: str, now: datetime) -> Card:
    due = _due(topic)
    inquiry = topic.inquiry
    return Card(
        id=topic.id,
        title=topic.title,
        matter=topic.matter,
        state=topic.state.value,
        state_name=topics.labels.STATES[topic.state],
        origin=topic.origin.value,
        origin_name=topics.labels.ORIGINS[topic.origin],
        account=topic.account,
        people=tuple(dict.fromkeys(one.person for one in topic.assignments)),
        forms=tuple(dict.fromkeys(topics.labels.FORMS[one.form] for one in topic.assignments)),
        department=names.get(inquiry.department, inquiry.department) if inquiry else "",
        inquiry=topics.labels.INQUIRY_STATES[inquiry.state] if inquiry else "",
        due_at=due,
        late=due is not None and due < now,
        updated_at=topic.updated_at,
        version=topic.version,
        moves=_moves(topic, no_edit),
    )


def _moves(topic: Topic, no_edit: str) -> tuple[Move, ...]:
    made = []
    for action in BOARD.possible(topic, [Who.EDITOR]):
        row = BOARD.find(topic, action, [Who.EDITOR])
        target = row.target if row else None
        made.append(
            Move(
                deed=deed(action.value, topics.labels.BOARD_ACTIONS[action], no_edit),
                target=target.value if target else "",
                reason=action in (BoardAction.DROP, BoardAction.BACK),
            )
        )
    return tuple(made)


def _due(topic: Topic) -> datetime | None:
    times = [one.due_at for one in topic.assignments if not one.reviewed]
    if topic.inquiry is not None and topic.inquiry.waits:
        times.append(topic.inquiry.due_at)
    return min(times, default=None) if topic.state not in topics.rules.OFF else None


def _waits(topic: Topic) -> bool:
    return topic.inquiry is not None and topic.inquiry.waits


def _questions(topic: Topic) -> tuple[tuple[str, ...], int | None]:
    """Examples of the cluster that a topic comes from, masked, and how many asked on its newest day."""
    if topic.origin is not Origin.QUESTIONS or not topic.of or not topic.account:
        return (), None
    try:
        found = insight.topics.question_topic(topic.account, topic.of)
    except (insight.topics.NoSuchTopic, UnknownAccount):
        return (), None
    return found.examples, found.asked_today
