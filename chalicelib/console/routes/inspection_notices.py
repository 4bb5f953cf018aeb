"""通报和自查报告: words, preview, making, files; and the overview of inspection."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel, Field

from chalicelib import inspection_notices, reports
from chalicelib.application import inspection_notices as use
from chalicelib.application import inspection_orders as ordering_of
from chalicelib.application import inspection_overview as overviewing
from chalicelib.application.deeds import deed, denied
from chalicelib.application.inspection_notice_material import Wanted
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.accepted import JobSeen, accepted, seen
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.console.cursors import LIMIT, Cursor, Limit
from chalicelib.console.once import once
from chalicelib.console.routes.report_views import BlockSeen, block_of
from chalicelib.inspection_notices import (
    METHODS,
    NAMES,
    Body,
    CheckMethod,
    Made,
    NoticeTexts,
    PaperKind,
)
from chalicelib.transitions import Deed

router = Router()
_TAG = "inspection"
Unit = Annotated[str, Query(max_length=80)]
Id = Annotated[str, Path(max_length=160)]
SomeKind = Annotated[PaperKind | None, Query(description="只看通报或自查报告")]
OneKind = Annotated[PaperKind, Query(description="通报或自查报告")]


class NoticeMade(BaseModel):
    """A paper without its content."""

    id: str
    unit: str
    kind: PaperKind
    kind_name: str
    title: str
    period: str
    """As people call it: 2026年第三季度."""
    method_name: str
    share: str
    """Share of the accounts that there are."""
    seed: str
    made_at: datetime
    by: str
    summary: str
    existing: int
    checked: int
    passed: int
    rate: str
    vetoed: int
    findings: int


class NoticesListed(BaseModel):
    """A page of papers, the latest period first."""

    notices: list[NoticeMade]
    next: str
    kinds: list[Choice]
    methods: list[Choice]
    periods: list[Choice]
    """Quarters that one may ask for, the latest that is over first."""
    make: Deed


class PaperFact(BaseModel):
    """One line of the overview."""

    name: str
    label: str
    value: str


class PaperPart(BaseModel):
    """What stands below one heading of the second level."""

    heading: str
    blocks: list[BlockSeen]


class PaperSection(BaseModel):
    """One heading of the first level."""

    heading: str
    parts: list[PaperPart]


class AnnexSeen(BaseModel):
    """附件."""

    title: str
    blocks: list[BlockSeen]


class Paper(BaseModel):
    """A paper as it reads."""

    title: str
    to: str
    opening: list[str]
    sections: list[PaperSection]
    annexes: list[AnnexSeen]
    signed: str
    signed_on: date
    facts: list[PaperFact]
    summary: str


class NoticeSeen(BaseModel):
    """One paper with its content."""

    made: NoticeMade
    paper: Paper
    actions: list[Deed]


class WantedNotice(BaseModel):
    """A paper to be made, or looked at before."""

    unit: str = Field(max_length=80)
    kind: PaperKind = PaperKind.NOTICE
    period: str = Field(default="", max_length=40)
    """2026-Q3 or 2026-07-01..2026-08-15; empty: the latest quarter that is over."""
    method: CheckMethod = CheckMethod.ALL
    share: float = Field(default=100, gt=0, le=100)
    """Per cent of the accounts that are drawn."""
    seed: str = Field(default="", max_length=40)
    """What the draw begins with; empty: a new one."""


class Previewed(BaseModel):
    """A paper as it would be now. Nothing is kept."""

    paper: Paper
    seed: str
    """Of the draw: the same one makes the same paper."""


class NoticeFile(BaseModel):
    """Where the browser saves a file from, for some minutes."""

    name: str
    url: str


class WantedForm(BaseModel):
    """Which of the two files."""

    form: Literal["docx", "xlsx"] = "docx"


class NoticeRemoved(BaseModel):
    """The paper that is gone."""

    id: str


class RectificationDrafted(BaseModel):
    """The draft of an order that was made of a notice."""

    id: str


class TextsSeen(BaseModel):
    """The words for the next paper."""

    texts: NoticeTexts
    version: int
    edit: Deed


class NewTexts(BaseModel):
    """The words for the next paper, as they shall be."""

    unit: str = Field(max_length=80)
    kind: PaperKind
    version: int = Field(ge=0)
    """The version that the edit starts from."""
    texts: NoticeTexts


@router.get("/inspection/overview", tags=[_TAG], summary="巡检概览：合格、问题、逾期、变化和排名")
def overview(unit: Unit) -> overviewing.InspectionOverview:
    """How a unit and those below stand."""
    return overviewing.overview(unit, by=actor(), now=utc_now())


@router.get("/inspection/notices", tags=[_TAG], summary="做过的通报和自查报告")
def listed(
    unit: Unit, kind: SomeKind = None, cursor: Cursor = "", limit: Limit = LIMIT
) -> NoticesListed:
    """Of one unit."""
    after = cursors.after(cursor)
    found = use.notices_of(unit, by=actor(), kind=kind, after=after, limit=limit)
    return NoticesListed(
        notices=[_made(one) for one in found.notices],
        next=cursors.cursor_at(found.next) if found.next else "",
        kinds=[Choice(value=one.value, label=name) for one, name in NAMES.items()],
        methods=[Choice(value=one.value, label=name) for one, name in METHODS.items()],
        periods=[Choice(value=key, label=name) for key, name in use.periods(utc_now())],
        make=deed("make", "制作", denied(actor(), use.MAKE, unit)),
    )


@router.post("/inspection/notices/preview", tags=[_TAG], summary="先看通报会是怎样")
def preview(wanted: WantedNotice) -> Previewed:
    """The paper as it would be now; nothing is kept."""
    now = utc_now()
    asked = _wanted(wanted, now)
    return Previewed(paper=_paper(use.preview(asked, by=actor(), now=now)), seed=asked.choice.seed)


@router.post("/inspection/notices", tags=[_TAG], summary="制作一份通报或自查报告", status_code=202)
def make(wanted: WantedNotice) -> Response[JobSeen]:
    """Have a paper made by a job; an older one of the same period stays."""

    def begin() -> JobSeen:
        now = utc_now()
        return seen(use.start_notice(_wanted(wanted, now), by=actor(), now=now))

    return accepted(once(JobSeen, begin))


@router.get("/inspection/notices/<notice>", tags=[_TAG], summary="一份通报的全部文字和数据")
def one_notice(notice: Id, unit: Unit) -> NoticeSeen:
    """One paper."""
    made, kept = use.notice_for(unit, notice, by=actor())
    return NoticeSeen(made=_made(made), paper=_paper(kept.body), actions=_may(made))


@router.post(
    "/inspection/notices/<notice>/files", tags=[_TAG], summary="下载通报的 Word 文档或表格"
)
def file(notice: Id, unit: Unit, wanted: WantedForm) -> NoticeFile:
    """Where the file is; that it was taken stands in the log."""
    made, url = use.link_for(unit, notice, wanted.form, by=actor(), now=utc_now())
    return NoticeFile(name=made.file_name(f".{wanted.form}"), url=url)


@router.post("/inspection/notices/<notice>/order", tags=[_TAG], summary="把通报变成整改指令的草稿")
def order(notice: Id, unit: Unit) -> RectificationDrafted:
    """A draft to the units that did not pass; it is read over and issued as any other."""

    def drafted() -> RectificationDrafted:
        made = ordering_of.draft_order(unit, notice, by=actor(), now=utc_now())
        return RectificationDrafted(id=made.id)

    return once(RectificationDrafted, drafted)


@router.delete("/inspection/notices/<notice>", tags=[_TAG], summary="删除一份通报")
def remove(
    notice: Id, unit: Unit, reason: Annotated[str, Query(min_length=1, max_length=400)]
) -> NoticeRemoved:
    """Take a paper away for good."""
    return NoticeRemoved(id=use.remove_notice(unit, notice, reason, by=actor(), now=utc_now()).id)


@router.get("/inspection/notice-texts", tags=[_TAG], summary="下一份通报的文字")
def texts(unit: Unit, kind: OneKind) -> TextsSeen:
    """The words for the next paper."""
    words, version = use.texts_for(unit, kind, by=actor())
    return TextsSeen(
        texts=words,
        version=version,
        edit=deed("edit", "修改文字", denied(actor(), use.MAKE, unit)),
    )


@router.put("/inspection/notice-texts", tags=[_TAG], summary="修改下一份通报的文字")
def set_texts(new: NewTexts) -> TextsSeen:
    """Keep the words for the next paper."""
    use.set_texts(new.unit, new.kind, new.texts, new.version, by=actor(), now=utc_now())
    return texts(new.unit, new.kind)


def _wanted(wanted: WantedNotice, now: datetime) -> Wanted:
    return use.wanted_of(
        wanted.kind,
        wanted.unit,
        wanted.period,
        wanted.method,
        wanted.share,
        wanted.seed,
        now=now,
    )


def _may(made: Made) -> list[Deed]:
    read, making = (denied(actor(), one, made.unit) for one in (use.READ, use.MAKE))
    ordering = denied(actor(), ordering_of.DRAFT, made.unit)
    none = "" if ordering_of.failed_below(made) else "没有不合格的下级单位"
    return [
        deed("order", "下发整改指令", ordering, none),
        deed("docx", "下载 Word", read),
        deed("xlsx", "下载表格", read),
        deed("remove", "删除", making),
    ]


def _made(one: Made) -> NoticeMade:
    told = one.model_dump(include=set(NoticeMade.model_fields) & set(Made.model_fields) - {"by"})
    return NoticeMade(
        **told,
        kind_name=NAMES[one.kind],
        period=one.period_name,
        method_name=METHODS[one.choice.method],
        share=inspection_notices.share(one.checked, one.existing),
        seed=one.choice.seed,
        made_at=one.at,
        by=one.by_name,
        rate=inspection_notices.share(one.passed, one.checked),
    )


def _paper(body: Body) -> Paper:
    return Paper(
        title=body.title,
        to=body.to,
        opening=list(body.opening),
        sections=[
            PaperSection(
                heading=f"{reports.wording.numeral(number)}、{section.heading}",
                parts=[
                    PaperPart(heading=one.heading, blocks=[block_of(each) for each in one.blocks])
                    for one in section.parts
                ],
            )
            for number, section in enumerate(body.sections, 1)
        ],
        annexes=[
            AnnexSeen(title=one.title, blocks=[block_of(each) for each in one.blocks])
            for one in body.annexes
        ],
        signed=body.signed,
        signed_on=body.signed_on,
        facts=[PaperFact(**one.model_dump()) for one in body.facts],
        summary=body.summary,
    )
