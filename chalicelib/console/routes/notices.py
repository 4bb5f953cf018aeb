"""订阅通知: templates, purposes, consents, and notices to many."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel, Field

from chalicelib.application import notice_lists as sending
from chalicelib.application import notice_page as page
from chalicelib.application import notice_setup as setup
from chalicelib.application import policy_alerts
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.once import once
from chalicelib.console.routes.notice_views import (
    NoticeEstimateSeen,
    NoticeKeywordSeen,
    NoticeListSeen,
    NoticesSeen,
    NoticeTitleSeen,
    estimate_seen,
    list_seen,
    notices_seen,
)
from chalicelib.console.routes.staff_names import StaffNames
from chalicelib.notices import Purpose

router = Router()
ListId = Annotated[str, Path(pattern=r"^L\d{13}-[0-9a-f]{8}$")]
TemplateId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Words = Annotated[str, Field(max_length=200)]


class NoticeTemplateTyped(BaseModel):
    """A template that is to be made of a public title."""

    tid: Annotated[str, Field(pattern=r"^\d{1,12}$")]
    keywords: Annotated[list[int], Field(min_length=2, max_length=5)]
    scene: Annotated[str, Field(max_length=15)] = ""


class NoticePurposeTyped(BaseModel):
    """What serves a purpose."""

    template: Annotated[str, Field(max_length=64)]
    lines: dict[str, Words]
    page: Annotated[str, Field(max_length=1024)] = ""


class NoticeDraftTyped(BaseModel):
    """What is to be sent, and to whom."""

    template: Annotated[str, Field(max_length=64)]
    data: dict[str, Words]
    page: Annotated[str, Field(max_length=1024)] = ""
    receivers: Annotated[str, Field(max_length=650_000)] = ""
    """Openids, one a line; empty: everybody who consents."""
    note: Annotated[str, Field(max_length=200)] = ""


class NoticeConfirmTyped(BaseModel):
    """The number that the person has read."""

    receivers: Annotated[int, Field(ge=1)]


class NoticeTitles(BaseModel):
    """NoticeTitles to choose from."""

    titles: list[NoticeTitleSeen]


class NoticeKeywords(BaseModel):
    """Lines to choose from."""

    keywords: list[NoticeKeywordSeen]


class NoticeLists(BaseModel):
    """NoticeLists, the newest first."""

    lists: list[NoticeListSeen]
    next: str
    """The id after which the next ones come; empty: there are no more."""


_PAGE = 20


@router.get("/notices/<account>", tags=["notices"], summary="订阅通知")
def seen(account: str) -> NoticesSeen:
    """Templates with the consents to them, and which serves which purpose."""
    return notices_seen(page.page(account, by=actor(), now=utc_now()), StaffNames())


@router.post("/notices/<account>/templates/fetch", tags=["notices"], summary="重新读取模板")
def fetch(account: str) -> NoticesSeen:
    """Ask WeChat for the account's templates."""
    setup.fetch(account, by=actor(), now=utc_now())
    return seen(account)


@router.get("/notices/<account>/titles", tags=["notices"], summary="可选的模板标题")
def titles(account: str) -> NoticeTitles:
    """The public titles of the account's categories, asked of WeChat."""
    found = setup.titles(account, by=actor())
    return NoticeTitles(titles=[NoticeTitleSeen.of(one) for one in found])


@router.get("/notices/<account>/titles/<tid>", tags=["notices"], summary="标题下可选的字段")
def keywords(account: str, tid: Annotated[str, Path(pattern=r"^\d{1,12}$")]) -> NoticeKeywords:
    """The lines that a template of a title may have."""
    found = setup.keywords(account, tid, by=actor())
    return NoticeKeywords(keywords=[NoticeKeywordSeen(**one._asdict()) for one in found])


@router.post("/notices/<account>/templates", tags=["notices"], summary="新增模板")
def add_template(account: str, typed: NoticeTemplateTyped) -> NoticesSeen:
    """Make a template of a title."""

    def make() -> NoticesSeen:
        setup.add(account, typed.tid, typed.keywords, typed.scene, by=actor(), now=utc_now())
        return seen(account)

    return once(NoticesSeen, make)


@router.delete("/notices/<account>/templates/<template>", tags=["notices"], summary="删除模板")
def delete_template(account: str, template: TemplateId) -> NoticesSeen:
    """Delete a template at WeChat; not one that serves a purpose."""
    setup.delete(account, template, by=actor(), now=utc_now())
    return seen(account)


@router.put("/notices/<account>/purposes/<purpose>", tags=["notices"], summary="选定用途的模板")
def serve(account: str, purpose: Purpose, typed: NoticePurposeTyped) -> NoticesSeen:
    """Have a template serve a purpose."""
    setup.serve(
        account,
        purpose,
        typed.template,
        typed.lines,
        page=typed.page,
        by=actor(),
        now=utc_now(),
    )
    return seen(account)


@router.delete("/notices/<account>/purposes/<purpose>", tags=["notices"], summary="停用用途")
def stop_purpose(account: str, purpose: Purpose) -> NoticesSeen:
    """Have nothing serve a purpose."""
    setup.stop(account, purpose, by=actor(), now=utc_now())
    return seen(account)


@router.post("/notices/<account>/estimate", tags=["notices"], summary="预览与估算")
def estimate(account: str, typed: NoticeDraftTyped) -> NoticeEstimateSeen:
    """What a notice would look like, and how many it would reach; writes nothing."""
    return estimate_seen(sending.estimate(account, _draft(typed), by=actor(), now=utc_now()))


@router.get("/notices/<account>/lists", tags=["notices"], summary="发送记录")
def lists(account: str, after: Annotated[str, Query(pattern=r"^(L\d{13}-[0-9a-f]{8})?$")] = "") -> NoticeLists:  # fmt: skip
    """Notices to many, with what came of each."""
    found = sending.listed(account, by=actor(), after=after, limit=_PAGE)
    names = StaffNames()
    more = found[-1].one.id if len(found) == _PAGE else ""
    return NoticeLists(lists=[list_seen(one, names, by=actor()) for one in found], next=more)


@router.post("/notices/<account>/lists", tags=["notices"], summary="准备发送")
def prepare(account: str, typed: NoticeDraftTyped) -> NoticeListSeen:
    """Keep a notice to many, which waits for its confirmation."""

    def make() -> NoticeListSeen:
        made = sending.prepare(account, _draft(typed), by=actor(), now=utc_now())
        return _seen(account, made.id)

    return once(NoticeListSeen, make)


@router.post("/notices/<account>/alerts/<policy>", tags=["notices"], summary="准备政策提醒")
def alert(account: str, policy: Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")]) -> NoticeListSeen:  # fmt: skip
    """Keep the alert of a policy document in force; a document has one."""

    def make() -> NoticeListSeen:
        made = policy_alerts.prepare(account, policy, by=actor(), now=utc_now())
        return _seen(account, made.id)

    return once(NoticeListSeen, make)


@router.get("/notices/<account>/lists/<list>", tags=["notices"], summary="一次发送")
def one_list(account: str, list: ListId) -> NoticeListSeen:
    """One notice to many, with what came of it."""
    return _seen(account, list)


@router.post("/notices/<account>/lists/<list>/confirm", tags=["notices"], summary="确认发送")
def confirm(account: str, list: ListId, typed: NoticeConfirmTyped) -> NoticeListSeen:
    """Begin it; ``receivers`` is the number that was read."""
    sending.confirm(account, list, receivers=typed.receivers, by=actor(), now=utc_now())
    return _seen(account, list)


@router.post("/notices/<account>/lists/<list>/stop", tags=["notices"], summary="停止")
def stop(account: str, list: ListId) -> NoticeListSeen:
    """Send no more of it."""
    sending.stop(account, list, by=actor(), now=utc_now())
    return _seen(account, list)


@router.post("/notices/<account>/lists/<list>/resume", tags=["notices"], summary="继续")
def resume(account: str, list: ListId) -> NoticeListSeen:
    """Go on; whoever was told is not told again."""
    sending.resume(account, list, by=actor(), now=utc_now())
    return _seen(account, list)


@router.post("/notices/<account>/lists/<list>/drop", tags=["notices"], summary="放弃")
def drop(account: str, list: ListId) -> NoticeListSeen:
    """Give it up before it began."""
    sending.drop(account, list, by=actor(), now=utc_now())
    return _seen(account, list)


def _seen(account: str, list_id: str) -> NoticeListSeen:
    return list_seen(sending.view(account, list_id, by=actor()), StaffNames(), by=actor())


def _draft(typed: NoticeDraftTyped) -> sending.Draft:
    return sending.Draft(
        template=typed.template,
        data=typed.data,
        page=typed.page,
        receivers=sending.openids(typed.receivers),
        note=typed.note,
    )
