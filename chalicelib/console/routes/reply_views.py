"""Replies and try-outs as the API shows them."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel

from chalicelib import conversation
from chalicelib.conversation import Explanation, Step
from chalicelib.wechat.replies import (
    ImageReply,
    MusicReply,
    NewsReply,
    Reply,
    TextReply,
    TransferReply,
    VideoReply,
    VoiceReply,
)


class ReplySeen(BaseModel):
    """A reply, flat: fields that its type has not are empty."""

    type: str
    type_name: str
    content: str
    """Text as WeChat shows it, with ``<a href>``."""
    media_id: str
    title: str
    description: str
    pic_url: str
    url: str
    hq_url: str
    kf_account: str


class RungSeen(BaseModel):
    """One rung of the ladder."""

    rung: str
    name: str
    spoke: bool
    came: str
    """What came of it, as a phrase."""


class NearSeen(BaseModel):
    """An entry that may be meant."""

    entry: str
    question: str
    confidence: float


class CalledSeen(BaseModel):
    """A rule that the text calls."""

    rule: str
    match: str
    keyword: str
    priority: int
    speaks: bool
    came: str


class TriedAnswer(BaseModel):
    """An answer, and why."""

    rung: str
    rung_name: str
    replies: list[ReplySeen]
    """What a follower gets: the answer, then what follows as messages of its own."""
    rule: str
    entry: str
    score: float | None
    zone_name: str
    """What the knowledge base made of it; empty: it was not asked."""
    kf_messages: int
    compared_as: str
    steps: list[RungSeen]
    near: list[NearSeen]
    called: list[CalledSeen]
    documents: list[str]


def reply_seen(reply: Reply) -> ReplySeen:
    """One reply."""
    seen = ReplySeen(
        type=reply.type,
        type_name=conversation.rules_file.type_name(reply.type),
        content="",
        media_id="",
        title="",
        description="",
        pic_url="",
        url="",
        hq_url="",
        kf_account="",
    )
    match reply:
        case TextReply():
            seen.content = reply.content
        case ImageReply() | VoiceReply():
            seen.media_id = reply.media_id
        case VideoReply():
            seen.media_id, seen.title = reply.media_id, reply.title
            seen.description = reply.description
        case MusicReply():
            seen.media_id, seen.title = reply.thumb_media_id, reply.title
            seen.description, seen.url, seen.hq_url = reply.description, reply.url, reply.hq_url
        case NewsReply():
            seen.title, seen.description = reply.title, reply.description
            seen.pic_url, seen.url = reply.pic_url, reply.url
        case TransferReply():
            seen.kf_account = reply.kf_account or ""
    return seen


def tried(said: Explanation) -> TriedAnswer:
    """An answer with its reasons."""
    labels, decision = conversation.labels, said.decision
    given: Sequence[Reply] = [
        *([decision.reply] if decision.reply else []),
        *decision.follow_ups,
    ]
    return TriedAnswer(
        rung=decision.rung,
        rung_name=labels.RUNGS[decision.rung],
        replies=[reply_seen(one) for one in given],
        rule=decision.rule or "",
        entry=decision.entry or "",
        score=decision.score,
        zone_name=labels.ZONES[said.zone] if said.zone else "",
        kf_messages=decision.kf_messages,
        compared_as=said.compared_as,
        steps=[
            RungSeen(rung=one.rung, name=labels.RUNGS[one.rung], spoke=one.spoke, came=_came(one))
            for one in said.steps
        ],
        near=[
            NearSeen(entry=one.entry, question=one.question, confidence=one.confidence)
            for one in said.near
        ],
        called=[
            CalledSeen(
                rule=one.rule,
                match=labels.RUNGS[one.rung],
                keyword=one.keyword,
                priority=one.priority,
                speaks=one.why is conversation.Why.SPEAKS,
                came=labels.WHY[one.why] + (f"：{one.left_to}" if one.left_to else ""),
            )
            for one in said.called
        ],
        documents=list(said.documents),
    )


def _came(step: Step) -> str:
    if step.spoke:
        return "由它回答"
    return conversation.labels.SKIP_REASONS[step.passed] if step.passed else "没有轮到"
