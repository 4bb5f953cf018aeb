"""期: one push as editors plan it. Every edit starts from a version that the person has seen."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import publishing
from chalicelib.application import issues as reading
from chalicelib.clock import utc_now
from chalicelib.console.binary import binary, files
from chalicelib.console.caller import actor
from chalicelib.console.once import once
from chalicelib.console.versions import require_match, tagged
from chalicelib.publishing import Way

router = Router()

_TAG = "issues"
Articles = Annotated[list[str], Field(min_length=1, max_length=8)]
Note = Annotated[str, Field(max_length=500)]


class NewIssue(BaseModel):
    """An intention."""

    account: str = Field(max_length=80)
    at: AwareDatetime
    title: str = Field(default="", max_length=64)
    articles: list[str] = Field(default=[], max_length=8)
    way: Way = Way.MASS
    tag_id: int | None = None
    off_slot: bool = False


class Made(BaseModel):
    """The id of what was made."""

    id: str


class IssueFields(BaseModel):
    """What can be changed of an intention beside its articles and time."""

    title: str = Field(min_length=1, max_length=64)
    way: Way
    tag_id: int | None = None


class Added(BaseModel):
    """Articles to put in."""

    articles: Articles
    position: int | None = Field(default=None, ge=1, le=8)


class Listed(BaseModel):
    """Articles of the issue."""

    articles: Articles


class Scheduling(BaseModel):
    """A time to be fixed: this one, the next free slot, or by default the planned one."""

    at: AwareDatetime | None = None
    next_slot: bool = False
    off_slot: bool = False
    again: bool = False
    """Somebody has looked: a delivery that failed after it was handed to WeChat was not sent."""


class Moving(BaseModel):
    """Another time."""

    at: AwareDatetime
    off_slot: bool = False
    again: bool = False


class Swapping(BaseModel):
    """The issue to change places with."""

    other: str = Field(max_length=120)


class Reason(BaseModel):
    """Why."""

    note: Note = ""


@router.post("/issues", tags=[_TAG], summary="计划一期")
def plan(body: NewIssue) -> Made:
    """Enter an intention in the calendar; nothing is set aside, nothing will be sent."""

    def make() -> Made:
        made = publishing.plan_issue(
            body.account,
            at=body.at,
            by=actor(),
            now=utc_now(),
            title=body.title.strip(),
            article_ids=body.articles,
            way=body.way,
            tag_id=body.tag_id,
            off_slot=body.off_slot,
        )
        return Made(id=made.id)

    return once(Made, make)


@router.get("/issues/<issue_id>", tags=[_TAG], summary="一期：稿件、时间、投递、经过")
def show(issue_id: str) -> Response[reading.IssueSeen]:
    """One issue with what this person may do."""
    return _seen(issue_id)


@router.get(
    "/issues/<issue_id>/covers/<number>",
    tags=[_TAG],
    summary="第几篇的封面图",
    responses=files("image/png", "image/jpeg", "image/gif"),
)
def cover(issue_id: str, number: int) -> Response[str]:
    """The picture of a card."""
    body, kind = reading.cover(actor(), issue_id, number)
    return binary(body, kind, {"Cache-Control": "private, max-age=300"})


@router.put("/issues/<issue_id>", tags=[_TAG], summary="改名称、方式、对象")
def change(issue_id: str, body: IssueFields) -> Response[reading.IssueSeen]:
    """Change an intention."""
    _from_seen(issue_id)
    publishing.change_issue(
        issue_id,
        by=actor(),
        now=utc_now(),
        title=body.title.strip(),
        way=body.way,
        tag_id=body.tag_id,
    )
    return _seen(issue_id)


@router.post("/issues/<issue_id>/add", tags=[_TAG], summary="加入稿件")
def add(issue_id: str, body: Added) -> Response[reading.IssueSeen]:
    """Put articles in."""
    _from_seen(issue_id)
    publishing.add_articles(
        issue_id, body.articles, by=actor(), now=utc_now(), position=body.position
    )
    return _seen(issue_id)


@router.post("/issues/<issue_id>/remove", tags=[_TAG], summary="移出稿件")
def remove(issue_id: str, body: Listed) -> Response[reading.IssueSeen]:
    """Take articles out."""
    _from_seen(issue_id)
    publishing.remove_articles(issue_id, body.articles, by=actor(), now=utc_now())
    return _seen(issue_id)


@router.post("/issues/<issue_id>/reorder", tags=[_TAG], summary="按新的顺序重排稿件")
def reorder(issue_id: str, body: Listed) -> Response[reading.IssueSeen]:
    """Put the articles in this order; the first is the headline."""
    _from_seen(issue_id)
    publishing.reorder(issue_id, body.articles, by=actor(), now=utc_now())
    return _seen(issue_id)


@router.post("/issues/<issue_id>/schedule", tags=[_TAG], summary="排期：锁定稿件、时间与配额")
def schedule(issue_id: str, body: Scheduling) -> Response[reading.IssueSeen]:
    """Fix the time."""
    _from_seen(issue_id)
    publishing.schedule(
        issue_id,
        by=actor(),
        now=utc_now(),
        at=body.at,
        next_slot=body.next_slot,
        off_slot=body.off_slot,
        again=body.again,
    )
    return _seen(issue_id)


@router.post("/issues/<issue_id>/move", tags=[_TAG], summary="改时间")
def move(issue_id: str, body: Moving) -> Response[reading.IssueSeen]:
    """Give it another time."""
    _from_seen(issue_id)
    publishing.move_issue(
        issue_id,
        body.at,
        by=actor(),
        now=utc_now(),
        off_slot=body.off_slot,
        again=body.again,
    )
    return _seen(issue_id)


@router.post("/issues/<issue_id>/swap", tags=[_TAG], summary="与另一期对调时间")
def swap(issue_id: str, body: Swapping) -> Response[reading.IssueSeen]:
    """Two issues of one account exchange their times."""
    _from_seen(issue_id)
    publishing.swap(issue_id, body.other, by=actor(), now=utc_now())
    return _seen(issue_id)


@router.post("/issues/<issue_id>/unschedule", tags=[_TAG], summary="撤回排期，退回“计划”")
def unschedule(issue_id: str, body: Reason) -> Response[reading.IssueSeen]:
    """Make it an intention again."""
    _from_seen(issue_id)
    publishing.unschedule(issue_id, by=actor(), now=utc_now(), note=body.note.strip())
    return _seen(issue_id)


@router.post("/issues/<issue_id>/cancel", tags=[_TAG], summary="取消一期")
def cancel(issue_id: str, body: Reason) -> Response[reading.IssueSeen]:
    """Call it off for good."""
    _from_seen(issue_id)
    publishing.cancel_issue(issue_id, by=actor(), now=utc_now(), note=body.note.strip())
    return _seen(issue_id)


def _from_seen(issue_id: str) -> None:
    """Refuse an edit of an issue that changed since the person saw it."""
    now = reading.issue_for(actor(), issue_id)
    require_match(now.version, now.history[-1].by if now.history else "")


def _seen(issue_id: str) -> Response[reading.IssueSeen]:
    seen = reading.issue_seen(actor(), issue_id, utc_now())
    return tagged(seen, seen.version)
