"""没答好的问题: what followers asked without a sure answer, and its way into the knowledge base."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import conversation, insight
from chalicelib.application import open_questions as asked
from chalicelib.application.entry_text import EntryText
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.caller import actor
from chalicelib.console.cursors import Cursor, Limit
from chalicelib.console.once import once
from chalicelib.transitions import Deed

router = Router()
Days = Annotated[int, Query(ge=1, le=30, description="最近几天")]


class Came(BaseModel):
    """What followers got, and how often."""

    name: str
    times: int


class QuestionSeen(BaseModel):
    """A question, asked in the same words."""

    key: str
    text: str
    """As followers typed it: to be shown as text, nothing else."""
    examples: list[str]
    count: int
    askers: int
    first: AwareDatetime
    last: AwareDatetime
    days: dict[str, int]
    """How often on which day."""
    came: list[Came]
    chosen: str
    """The entry that askers tapped most after being offered some; empty: none."""
    handled: str
    entry: str
    rule: str
    may_copy: bool


class QuestionList(BaseModel):
    """One page of questions, the most frequent first."""

    questions: list[QuestionSeen]
    next: str
    kinds: int
    """All different questions of the time."""
    messages: int
    cut: bool
    """Whether the busiest accounts' older days were left out."""
    actions: list[Deed]


class QuestionAnswer(BaseModel):
    """An answer, typed in one step."""

    text: EntryText
    entry: str = Field(default="", max_length=40)
    """An entry that is there and is changed instead; empty: a new one."""
    seen: int = 0
    """The content of that entry as it was when it was opened (its ``ETag``)."""
    submit: bool = False
    note: str = Field(default="", max_length=500)


class QuestionAnswered(BaseModel):
    """The entry that it has become."""

    entry: str
    version: int
    """0: the knowledge base said so already."""
    state: str


@router.get("/questions/<account>", tags=["questions"], summary="没答好的问题")
def questions(
    account: str,
    days: Days = 7,
    handled: Annotated[str, Query(max_length=20)] = "",
    q: Annotated[str, Query(max_length=100)] = "",
    cursor: Cursor = "",
    limit: Limit = cursors.LIMIT,
) -> QuestionList:
    """Questions of the last days without a sure answer. ``handled``: ``open``, ``drafted`` or ``answered``."""
    found = asked.questions_for(
        account,
        by=actor(),
        now=utc_now(),
        days=days,
        handled=next((one for one in asked.Handled if one.value == handled), None),
        words=q,
        after=cursors.after(cursor) if cursor else "",
        limit=limit,
    )
    last = found.questions[-1].question.key if found.more else ""
    return QuestionList(
        questions=[_seen(one) for one in found.questions],
        next=cursors.cursor_at(last) if last else "",
        kinds=found.kinds,
        messages=found.messages,
        cut=found.cut,
        actions=list(found.deeds),
    )


@router.get("/questions/<account>/<key>", tags=["questions"], summary="一个问题")
def question(account: str, key: str, days: Days = 30) -> QuestionSeen:
    """One question, and whether it is answered by now."""
    return _seen(asked.question_for(account, key, by=actor(), now=utc_now(), days=days))


@router.post("/questions/<account>/<key>/answer", tags=["questions"], summary="写答复")
def answer(account: str, key: str, given: QuestionAnswer) -> QuestionAnswered:
    """Answer, draft and, with ``submit``, hand in at once; another person releases it."""

    def make() -> QuestionAnswered:
        done = asked.answer_question(
            account,
            key,
            given.text,
            entry_id=given.entry,
            seen=given.seen,
            submit=given.submit,
            note=given.note,
            by=actor(),
            now=utc_now(),
        )
        version = done.version
        return QuestionAnswered(
            entry=done.entry,
            version=version.version if version else 0,
            state=version.state if version else "",
        )

    return once(QuestionAnswered, make)


def _seen(one: asked.Seen) -> QuestionSeen:
    question: insight.Question = one.question
    return QuestionSeen(
        key=question.key,
        text=question.text,
        examples=list(question.examples),
        count=question.count,
        askers=question.askers,
        first=question.first,
        last=question.last,
        days=question.days,
        came=[
            Came(name=conversation.labels.RUNGS[rung], times=times)
            for rung, times in question.rungs.items()
        ],
        chosen=question.chosen,
        handled=one.handled,
        entry=one.entry,
        rule=one.rule,
        may_copy=one.may_copy,
    )
