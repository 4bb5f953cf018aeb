"""坐席台: one session — read, take, reply, note, pass on, end."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from chalicelib import desk
from chalicelib.application import desk_media, desk_page
from chalicelib.application.hand_over import Target, hand_over
from chalicelib.clock import utc_now
from chalicelib.console.binary import binary
from chalicelib.console.caller import actor
from chalicelib.console.once import once
from chalicelib.console.routes.desk import Words
from chalicelib.console.routes.files import bytes_of
from chalicelib.desk import AgentMessage

router = Router()

_TAG = "desk"
Key = Annotated[str, Query(max_length=200, description="消息的编号，往来里有")]
Whole = Annotated[bool, Query(description="往来从头看起；否则从请求人工的前一天起")]


class AgentText(BaseModel):
    """What an agent says; up to several messages of 2,048 bytes."""

    text: str = Field(min_length=1, max_length=10_000)


class AgentPicture(BaseModel):
    """A picture of at most 4 MB: JPG, PNG or GIF."""

    base64: str = Field(min_length=4, max_length=5_700_000)


class Replied(BaseModel):
    """The messages on their way, and how many WeChat still takes."""

    messages: list[AgentMessage]
    left: int


class Noted(BaseModel):
    """The note that was kept."""

    note: AgentMessage


class PassOn(BaseModel):
    """Where a session goes: to an agent; to a team and/or a skill; or to the hotline."""

    agent: str = Field(default="", max_length=40)
    team: str = Field(default="", max_length=40)
    skill: str = Field(default="", max_length=20)
    hotline: bool = False
    note: str = Field(default="", max_length=500)


class SessionEnd(BaseModel):
    """How a session ends."""

    survey: bool = True
    """Whether the follower is asked for a rating, which costs a message."""
    note: str = Field(default="", max_length=500)


class Went(BaseModel):
    """A session after one's deed."""

    session: str
    owner: str
    state: str
    surveyed: bool


@router.get("/desk/<account>/sessions/<session>", tags=[_TAG], summary="一个会话的往来与经过")
def show(account: str, session: str, whole: Whole = False) -> desk_page.SessionSeen:
    """One session with all that helps to answer it."""
    return desk_page.session_seen(actor(), account, session, utc_now(), whole=whole)


@router.get(
    "/desk/<account>/sessions/<session>/suggestions", tags=[_TAG], summary="可以这样答：知识库检索"
)
def suggestions(account: str, session: str, words: Words = "") -> desk_page.Suggested:
    """Released answers to the follower's last words, or to those that the agent looks for."""
    return desk_page.suggested(actor(), account, session, words, utc_now())


@router.get(
    "/desk/<account>/sessions/<session>/media",
    tags=[_TAG],
    summary="粉丝发来的图片、语音、视频",
)
def media(account: str, session: str, key: Key) -> Response[str]:
    """The file of a message, as WeChat keeps it for three days."""
    found = desk_media.media_of(actor(), account, session, key, utc_now())
    headers: dict[str, str | list[str]] = {
        "Cache-Control": "private, max-age=86400",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    if found.kind == "application/octet-stream":
        headers["Content-Disposition"] = "attachment"
    return binary(found.body, found.kind, headers)


@router.post("/desk/<account>/sessions/<session>/take", tags=[_TAG], summary="接入或接管会话")
def take(account: str, session: str) -> Went:
    """Take it; of two who do, the second hears who has it."""
    return _went(desk.take(account, session, by=actor(), now=utc_now()))


@router.post("/desk/<account>/sessions/<session>/reply", tags=[_TAG], summary="答复粉丝")
def reply(account: str, session: str, body: AgentText) -> Replied:
    """Queue a message. With an idempotency key it is sent once, however often the request comes."""

    def say() -> Replied:
        now = utc_now()
        found, queued = desk.reply(account, session, body.text, by=actor(), now=now)
        return Replied(messages=queued, left=desk.budget(account, found.openid).left(now))

    return once(Replied, say)


@router.post("/desk/<account>/sessions/<session>/picture", tags=[_TAG], summary="发图片给粉丝")
def picture(account: str, session: str, body: AgentPicture) -> Replied:
    """Queue a picture. With an idempotency key it is sent once, however often the request comes."""

    def say() -> Replied:
        now = utc_now()
        found, queued = desk_media.send_picture(
            actor(), account, session, bytes_of(body.base64), now
        )
        return Replied(messages=queued, left=desk.budget(account, found.openid).left(now))

    return once(Replied, say)


@router.post("/desk/<account>/sessions/<session>/note", tags=[_TAG], summary="内部备注")
def note(account: str, session: str, body: AgentText) -> Noted:
    """Keep a private note; the follower never sees it."""

    def keep() -> Noted:
        return Noted(note=desk.note(account, session, body.text, by=actor(), now=utc_now()))

    return once(Noted, keep)


@router.post("/desk/<account>/sessions/<session>/transfer", tags=[_TAG], summary="转接")
def transfer(account: str, session: str, body: PassOn) -> Went:
    """Pass it on; its place in the queue and its words stay."""
    to = Target(agent=body.agent, team=body.team, skill=body.skill, hotline=body.hotline)
    passed = hand_over(account, session, to, by=actor(), now=utc_now(), note=body.note.strip())
    return _went(passed)


@router.post("/desk/<account>/sessions/<session>/resolve", tags=[_TAG], summary="结束会话")
def resolve(account: str, session: str, body: SessionEnd) -> Went:
    """End it: the robot speaks again."""
    ended = desk.resolve(
        account, session, by=actor(), now=utc_now(), survey=body.survey, note=body.note.strip()
    )
    return _went(ended)


def _went(session: desk.ServiceSession) -> Went:
    return Went(
        session=session.id,
        owner=session.owner,
        state=session.state,
        surveyed=session.surveyed,
    )
