"""问题话题: what followers ask about, day by day, and putting it in order."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel, Field

from chalicelib import insight
from chalicelib.application import question_topics as use
from chalicelib.application import topic_decisions as decisions
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.caller import actor
from chalicelib.console.cursors import Cursor, Limit
from chalicelib.console.routes.question_topic_views import (
    QuestionTopicList,
    QuestionTopicSeen,
    TopicQuestions,
    list_of,
    questions_of,
    seen_of,
)

router = Router()
_TAG = "question-topics"
_AT = "/numbers/<account>/question-topics"
Account = Annotated[str, Path(max_length=40)]
Topic = Annotated[str, Path(max_length=40)]
Day = Annotated[date | None, Query(description="哪一天；不写为最近一天")]


class TopicName(BaseModel):
    """A name, or an empty one: the topic is then called as its questions are."""

    name: str = Field(max_length=200)


class TopicMerge(BaseModel):
    """The topic that another is put into."""

    into: str = Field(min_length=1, max_length=40)


class TopicSplit(BaseModel):
    """Questions that become a topic of their own."""

    questions: list[str] = Field(max_length=500)
    """Their places, of one day."""
    day: date
    name: str = Field(default="", max_length=200)


class TopicDecided(BaseModel):
    """The topic that it now is: another one after a merge, a new one after a split."""

    id: str


class CountOrdered(BaseModel):
    """An account is counted soon."""

    account: str


@router.get(_AT, tags=[_TAG], summary="大家在问：一天的话题")
def question_topics(
    account: Account,
    day: Annotated[date | None, Query(description="哪一天；不写为今天")] = None,
    only: Annotated[use.OnlyTopics | None, Query(description="只看哪些")] = None,
    sort: Annotated[use.TopicOrder, Query(description="哪些在前")] = use.TopicOrder.PEOPLE,
    q: Annotated[str, Query(max_length=100)] = "",
    cursor: Cursor = "",
    limit: Limit = cursors.LIMIT,
) -> QuestionTopicList:
    """The topics of a day that three people or more asked about, and the spikes of the last day."""
    found = use.topics_for(
        account,
        by=actor(),
        now=utc_now(),
        day=day,
        only=only,
        order=sort,
        words=q,
        after=cursors.after(cursor) if cursor else "",
        limit=limit,
    )
    last = found.topics[-1].id if found.more and found.topics else ""
    return list_of(found, cursors.cursor_at(last) if last else "")


@router.post(f"{_AT}/run", tags=[_TAG], summary="立即统计话题", status_code=202)
def run(account: Account) -> Response[CountOrdered]:
    """Have an account's questions of today counted now instead of at the next round."""
    decisions.run_now(account, by=actor())
    body = CountOrdered(account=account)
    return Response(status_code=202, content_type="application/json", body=body)


@router.get(f"{_AT}/<topic>", tags=[_TAG], summary="一个问题话题")
def question_topic(account: Account, topic: Topic, day: Day = None) -> QuestionTopicSeen:
    """One topic. The id of a topic that was merged leads to the one that it was put into."""
    now = utc_now()
    return seen_of(use.topic_for(account, topic, by=actor(), now=now, day=day), now)


@router.get(f"{_AT}/<topic>/questions", tags=[_TAG], summary="话题一天的提问，已遮盖")
def questions(
    account: Account,
    topic: Topic,
    day: Day = None,
    cursor: Cursor = "",
    limit: Limit = cursors.LIMIT,
) -> TopicQuestions:
    """What followers wrote on a day, masked, the newest first."""
    found = use.questions_for(
        account,
        topic,
        by=actor(),
        day=day,
        after=cursors.after(cursor) if cursor else "",
        limit=limit,
    )
    more = found.more and found.questions
    last = insight.topics.place_of(found.questions[-1]) if more else ""
    return questions_of(found, cursors.cursor_at(last) if last else "")


@router.put(f"{_AT}/<topic>/name", tags=[_TAG], summary="给话题改名")
def rename(account: Account, topic: Topic, given: TopicName) -> TopicDecided:
    """Give a topic a name, or take it away."""
    decisions.rename(account, topic, given.name, by=actor(), now=utc_now())
    return TopicDecided(id=topic)


@router.post(f"{_AT}/<topic>/merge", tags=[_TAG], summary="并入另一个话题")
def merge(account: Account, topic: Topic, given: TopicMerge) -> TopicDecided:
    """Put a topic into another one, for good or until it is parted."""
    return TopicDecided(id=decisions.merge(account, topic, given.into, by=actor(), now=utc_now()))


@router.post(f"{_AT}/<topic>/part", tags=[_TAG], summary="恢复为单独的话题")
def part(account: Account, topic: Topic) -> TopicDecided:
    """Take a merged topic out again."""
    decisions.part(account, topic, by=actor(), now=utc_now())
    return TopicDecided(id=topic)


@router.post(f"{_AT}/<topic>/split", tags=[_TAG], summary="拆出一部分提问")
def split(account: Account, topic: Topic, given: TopicSplit) -> TopicDecided:
    """Make a topic of its own of some questions of a day. A merge into the old topic takes it back."""
    new = decisions.split(
        account,
        topic,
        given.questions,
        name=given.name,
        day=given.day,
        by=actor(),
        now=utc_now(),
    )
    return TopicDecided(id=new)


@router.post(f"{_AT}/<topic>/ignore", tags=[_TAG], summary="忽略话题")
def ignore(account: Account, topic: Topic) -> TopicDecided:
    """Set a topic aside: it stands in no list and rings no alarm."""
    decisions.ignore(account, topic, ignored=True, by=actor(), now=utc_now())
    return TopicDecided(id=topic)


@router.post(f"{_AT}/<topic>/restore", tags=[_TAG], summary="不再忽略话题")
def restore(account: Account, topic: Topic) -> TopicDecided:
    """Take a topic back that was set aside."""
    decisions.ignore(account, topic, ignored=False, by=actor(), now=utc_now())
    return TopicDecided(id=topic)
