"""Topics of questions as a page gets them: figures, names, what they became, their questions masked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from pydantic import AwareDatetime, BaseModel

from chalicelib import conversation, insight, topics
from chalicelib.application import question_topics as use
from chalicelib.console.routes.staff_names import StaffNames
from chalicelib.transitions import Deed


class BoardPlace(BaseModel):
    """The topic of the board that a topic of questions became."""

    id: str
    title: str
    state_name: str


class QuestionTopicRow(BaseModel):
    """A topic of a day by its figures; all counts are of people."""

    id: str
    name: str
    """Masked; to be shown as text, nothing else."""
    keywords: list[str]
    asked: int
    mean_7: float
    """People a day, of the seven days before."""
    mean_28: float
    growth_7: float | None
    """``asked`` as a multiple of ``mean_7``; null where there was nobody before."""
    growth_28: float | None
    share_unanswered: float
    """0 to 1, of the day's questions."""
    spiking: bool
    new: bool
    """First met on that day."""
    ignored: bool
    on_board: BoardPlace | None


class TopicSpike(BaseModel):
    """A topic that was asked far more often than usual."""

    topic: str
    name: str
    began: AwareDatetime
    """When it was found."""
    last_seen: AwareDatetime
    goes_on: bool
    people: int
    """The most in a window of so many minutes."""
    minutes: int
    usual: float
    """People in such a window on a usual day."""


class QuestionTopicList(BaseModel):
    """One page of topics."""

    day: date
    topics: list[QuestionTopicRow]
    next: str
    number: int
    spikes: list[TopicSpike]
    """Of the last day, the latest first."""
    actions: list[Deed]


class AskedDay(BaseModel):
    """How many people asked on a day."""

    day: date
    people: int


class TopicRef(BaseModel):
    """Another topic, by its name."""

    id: str
    name: str


class TopicDecision(BaseModel):
    """Who put a topic in order last."""

    by: str
    at: AwareDatetime


class QuestionTopicSeen(BaseModel):
    """One topic."""

    row: QuestionTopicRow
    unit: str
    """Of its account."""
    day: date
    """That the figures are of."""
    named_by_hand: bool
    first_day: date
    days: list[AskedDay]
    """The four weeks up to ``day``, oldest first."""
    regions: dict[str, int]
    """People of ``day`` by the place that is known of them."""
    examples: list[str]
    merged: list[TopicRef]
    split_from: TopicRef | None
    decided: TopicDecision | None
    spike: TopicSpike | None
    title: str
    """What a topic of the board may be called at first; empty where nothing may be taken over."""
    actions: list[Deed]


class TopicQuestion(BaseModel):
    """One question of a topic, masked."""

    place: str
    at: AwareDatetime
    text: str
    """To be shown as text, nothing else."""
    came: str
    """What the follower got."""
    unanswered: bool


class TopicQuestions(BaseModel):
    """One page of a topic's questions of a day, the newest first."""

    day: date
    questions: list[TopicQuestion]
    next: str
    number: int


def list_of(found: use.Topics, cursor: str) -> QuestionTopicList:
    """Topics as the page gets them."""
    return QuestionTopicList(
        day=found.day,
        topics=[_row(one, found.on_board.get(one.id)) for one in found.topics],
        next=cursor,
        number=found.number,
        spikes=[_spike(one.spike, one.name, one.goes_on) for one in found.spikes],
        actions=list(found.deeds),
    )


def seen_of(found: use.OneTopic, now: datetime) -> QuestionTopicSeen:
    """A topic as the page gets it."""
    topic, spike, said = found.topic, found.spike, found.decided
    first = topic.day - timedelta(days=len(topic.course) - 1)
    return QuestionTopicSeen(
        row=_row(topic, found.on_board),
        unit=found.account.unit,
        day=topic.day,
        named_by_hand=topic.named_by_hand,
        first_day=topic.first_day,
        days=[
            AskedDay(day=first + timedelta(days=nth), people=people)
            for nth, people in enumerate(topic.course)
        ],
        regions=topic.regions,
        examples=list(topic.examples),
        merged=[TopicRef(id=one, name=name) for one, name in found.merged.items()],
        split_from=TopicRef(id=found.split_from[0], name=found.split_from[1])
        if found.split_from
        else None,
        decided=TopicDecision(by=StaffNames()[said.by], at=said.at) if said else None,
        spike=_spike(spike, topic.name, insight.topics.goes_on(spike, now)) if spike else None,
        title=found.title,
        actions=list(found.deeds),
    )


def questions_of(found: use.Questions, cursor: str) -> TopicQuestions:
    """Questions as the page gets them."""
    return TopicQuestions(
        day=found.day,
        questions=[
            TopicQuestion(
                place=insight.topics.place_of(one),
                at=datetime.fromtimestamp(one.at, UTC),
                text=insight.topics.masked(one.text),
                came=conversation.labels.RUNGS[one.rung],
                unanswered=one.rung in insight.topics.UNANSWERED,
            )
            for one in found.questions
        ],
        next=cursor,
        number=found.number,
    )


def _row(one: insight.topics.QuestionTopic, became: topics.Topic | None) -> QuestionTopicRow:
    place = became and BoardPlace(
        id=became.id, title=became.title, state_name=topics.labels.STATES[became.state]
    )
    return QuestionTopicRow(
        id=one.id,
        name=one.name,
        keywords=list(one.keywords),
        asked=one.asked_today,
        mean_7=one.mean_7,
        mean_28=one.mean_28,
        growth_7=one.growth_7,
        growth_28=one.growth_28,
        share_unanswered=one.share_unanswered,
        spiking=one.spiking,
        new=one.first_day == one.day,
        ignored=one.ignored,
        on_board=place,
    )


def _spike(one: insight.topics.Spike, name: str, goes_on: bool) -> TopicSpike:
    return TopicSpike(
        topic=one.topic,
        name=name,
        began=one.began,
        last_seen=one.last_seen,
        goes_on=goes_on,
        people=one.people,
        minutes=one.minutes,
        usual=one.usual,
    )
