"""深入查询: questions to the archive, priced before they are put, and the rows behind a day's number."""

from __future__ import annotations

import base64
from datetime import date, datetime
from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel, Field

from chalicelib import insight
from chalicelib.application import inquiries as use
from chalicelib.application.inquiry_tables import AnswerTable
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.cursors import after, cursor_at
from chalicelib.console.routes.number_choices import Since, Until, asked_span
from chalicelib.sheets.exports import Form

router = Router()
_TAG = "numbers"
SOURCE = "本系统的数据档案"
Id = Annotated[str, Path(max_length=40)]
Named = Annotated[str, Field(max_length=40)]


class InquiryChoices(BaseModel):
    """What may be asked."""

    queries: list[use.Askable]
    row_kinds: dict[str, str]
    """Kinds of rows, by name."""
    most_accounts: int


class InquiryAsked(BaseModel):
    """A question."""

    query: str = Field(max_length=40)
    accounts: list[Named] = Field(max_length=100)
    since: date | None = None
    until: date | None = None


class RowsAsked(BaseModel):
    """Rows behind a day's number."""

    account: Named
    day: date
    kind: str = Field(max_length=40)
    only: dict[Named, Annotated[str, Field(max_length=200)]] = Field(default={}, max_length=5)
    """Values of outcome, rung, type, came_by or menu_key that the rows have."""
    cursor: str = Field(default="", max_length=400)


class InquirySeen(BaseModel):
    """A question as it stands; its rows once it is done."""

    id: str
    source: str
    query: str
    title: str
    accounts: list[str]
    since: date
    until: date
    by: str
    at: datetime
    state: insight.inquiries.InquiryState
    state_name: str
    finished: int
    """Of so many queries, one an account."""
    bytes: int
    """That the files of these days hold."""
    scanned: int
    seconds: float
    dollars: float
    problem: str
    cut: bool
    """Whether there are more rows than are kept."""
    table: AnswerTable | None
    next: str
    """Of rows: the cursor of the next page; empty where there is none."""


class InquiryExport(BaseModel):
    """Why a table is taken away, and as what."""

    reason: str = Field(max_length=500)
    form: Form = Form.XLSX


class InquiryFile(BaseModel):
    """A file that the browser saves."""

    name: str
    content_type: str
    base64: str


@router.get("/numbers/inquiries", tags=[_TAG], summary="可以深入查询什么")
def choices() -> InquiryChoices:
    """Every query by name, whoever asks."""
    return InquiryChoices(
        queries=use.choices(), row_kinds=use.ROW_KINDS, most_accounts=use.MOST_ACCOUNTS
    )


@router.get("/numbers/inquiries/cost", tags=[_TAG], summary="查询之前估计要读多少、花多少")
def cost(
    query: Annotated[str, Query(max_length=40)],
    accounts: Annotated[str, Query(max_length=600, description="公众号，以逗号分开")],
    since: Since = None,
    until: Until = None,
) -> use.InquiryCost:
    """What it would read and cost at most; nothing is begun."""
    wanted = use.inquiry_of(query, accounts.split(","), asked_span(since, until))
    return use.cost_of(wanted, by=actor(), now=utc_now())


@router.post("/numbers/inquiries", tags=[_TAG], summary="深入查询数据档案")
def put(body: InquiryAsked) -> InquirySeen:
    """Begin it, or go on with the one that asks the same: it is paid for once."""
    wanted = use.inquiry_of(body.query, body.accounts, asked_span(body.since, body.until))
    return _seen(use.put(wanted, by=actor(), now=utc_now()))


@router.post("/numbers/inquiries/rows", tags=[_TAG], summary="看一天的数字背后的明细")
def rows(body: RowsAsked) -> InquirySeen:
    """Facts of one kind on one day, the newest first, without any follower; a page is a query of its own."""
    wanted = use.rows_of(
        body.account,
        body.day,
        body.kind,
        body.only,
        after=after(body.cursor) if body.cursor else "",
    )
    return _seen(use.put(wanted, by=actor(), now=utc_now()))


@router.get("/numbers/inquiries/<inquiry>", tags=[_TAG], summary="一次深入查询的进度与结果")
def look(inquiry: Id) -> InquirySeen:
    """How far it is; with its rows once it is done. The address may be shared with whoever may read these accounts."""
    return _seen(use.look(inquiry, by=actor()))


@router.post("/numbers/inquiries/<inquiry>/cancel", tags=[_TAG], summary="取消一次深入查询")
def cancel(inquiry: Id) -> InquirySeen:
    """For all who wait for it; what was read by then is paid for."""
    return _seen(use.cancel(inquiry, by=actor(), now=utc_now()))


@router.post("/numbers/inquiries/<inquiry>/export", tags=[_TAG], summary="导出深入查询的结果")
def export(inquiry: Id, body: InquiryExport) -> InquiryFile:
    """All rows as a file; the export stands in the log with its reason."""
    made = use.export(inquiry, body.reason, body.form, by=actor(), now=utc_now())
    return InquiryFile(
        name=made.name,
        content_type=made.content_type,
        base64=base64.b64encode(made.body).decode(),
    )


def _seen(standing: insight.inquiries.Standing) -> InquirySeen:
    inquiry, wanted = standing.inquiry, standing.inquiry.wanted
    told, place = (
        use.page_of(standing, by=actor())
        if standing.state is insight.inquiries.InquiryState.DONE
        else (None, "")
    )
    return InquirySeen(
        id=inquiry.id,
        source=SOURCE,
        query=wanted.query,
        title=use.title_of(wanted),
        accounts=list(wanted.accounts),
        since=wanted.since,
        until=wanted.until,
        by=inquiry.by,
        at=inquiry.at,
        state=standing.state,
        state_name=insight.labels.INQUIRY_STATES[standing.state],
        finished=standing.finished,
        bytes=inquiry.bytes,
        scanned=standing.scanned,
        seconds=standing.seconds,
        dollars=standing.dollars,
        problem=standing.problem,
        cut=standing.cut,
        table=told,
        next=cursor_at(place) if place else "",
    )
