"""坐席台: the desk of an account, presence, and one's own sessions."""

from __future__ import annotations

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from chalicelib import desk
from chalicelib.application import desk_page
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.desk import Board

router = Router()

_TAG = "desk"
Name = Annotated[str, Query(max_length=40, description="快捷回复的名称，不带斜杠")]
Words = Annotated[str, Query(max_length=500, description="按这些话找；空为粉丝最近的话")]


class BoardSeen(BaseModel):
    """The desk, and what can be typed with a slash."""

    board: Board
    hotline: bool
    """Whether a hotline stands behind the desk."""
    canned: dict[str, str]
    """Canned replies by name."""


class PresenceWanted(BaseModel):
    """How one wants to be: on duty, on a break, or gone."""

    presence: Literal["online", "break", "offline"]
    hand_back: bool = False
    """Going offline: one's sessions go back to the queue, in their old places."""


class Took(BaseModel):
    """The session that one has now."""

    session: str


@router.get("/desk/<account>", tags=[_TAG], summary="坐席台：排队、接待与在岗")
def board(account: str) -> BoardSeen:
    """The desk at one look."""
    seen, hotline = desk_page.desk_board(actor(), account, utc_now())
    return BoardSeen(board=seen, hotline=hotline, canned=desk.canned(account))


@router.post("/desk/<account>/presence", tags=[_TAG], summary="上线、小休或离线")
def presence(account: str, body: PresenceWanted) -> BoardSeen:
    """Come on duty, or go."""
    now = utc_now()
    if body.presence == "online":
        desk.go_on_duty(account, by=actor(), now=now)
    else:
        desk.go_off_duty(
            account,
            by=actor(),
            now=now,
            hand_back=body.presence == "offline" and body.hand_back,
            on_break=body.presence == "break",
        )
    return board(account)


@router.post("/desk/<account>/heartbeat", tags=[_TAG], summary="坐席页面仍开着")
def heartbeat(account: str) -> None:
    """A page at which somebody works says so every minute; without it an agent counts as absent after ten."""
    desk.heartbeat(account, by=actor(), now=utc_now())


@router.post("/desk/<account>/next", tags=[_TAG], summary="接入下一个能接的会话")
def take_next(account: str) -> Took:
    """Take the first of the queue that one may have."""
    return Took(session=desk.take(account, None, by=actor(), now=utc_now()).id)


class CannedIn(BaseModel):
    """A canned reply; ``before`` is the text that one saw under this name."""

    name: str = Field(max_length=40)
    text: str = Field(max_length=4000)
    before: str | None = None


class AllCanned(BaseModel):
    """Canned replies by name."""

    canned: dict[str, str]


@router.put("/desk/<account>/canned", tags=[_TAG], summary="新建或修改快捷回复")
def keep_canned(account: str, body: CannedIn) -> AllCanned:
    """Keep one; refused where another text stands under its name by now."""
    kept = desk.keep_canned(account, body.name, body.text, body.before, by=actor(), now=utc_now())
    return AllCanned(canned=kept)


@router.delete("/desk/<account>/canned", tags=[_TAG], summary="删除快捷回复")
def drop_canned(account: str, name: Name) -> AllCanned:
    """Delete one; one that is not there is no error."""
    desk.drop_canned(account, name, by=actor(), now=utc_now())
    return AllCanned(canned=desk.canned(account))
