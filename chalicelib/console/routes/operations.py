"""操作日志 and 健康: what was done, and how the stage is."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AwareDatetime, BaseModel

from chalicelib.application import audit_chain
from chalicelib.application import health as stage_health
from chalicelib.application import operation_log as log
from chalicelib.application.log_export import start_log_export
from chalicelib.audit import Place
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.accepted import JobSeen, accepted, seen
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.console.cursors import Cursor, Limit
from chalicelib.console.once import once
from chalicelib.errors import Field, Invalid
from chalicelib.sheets.exports import Form

router = Router()
Unit = Annotated[str, Query(max_length=40)]
Word = Annotated[str, Query(max_length=100)]


class LogEntries(BaseModel):
    """Some entries, newest first."""

    entries: list[log.EntrySeen]
    next: str
    """The cursor of the next page; empty at the end."""
    looked_back_to: AwareDatetime | None


class LogChoices(BaseModel):
    """What a filter can choose from."""

    kinds: list[Choice]
    actions: list[Choice]


class Export(BaseModel):
    """Which entries to export, and why."""

    unit: str
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    person: str = ""
    kind: str = ""
    object: str = ""
    action: str = ""
    reason: str
    form: Form = Form.XLSX


class Verify(BaseModel):
    """Whose log to verify, and since when."""

    unit: str
    since: AwareDatetime | None = None


@router.get("/audit", tags=["audit"], summary="操作日志")
def entries(
    unit: Unit,
    since: Annotated[datetime | None, Query()] = None,
    until: Annotated[datetime | None, Query()] = None,
    person: Word = "",
    kind: Word = "",
    object: Word = "",
    action: Word = "",
    cursor: Cursor = "",
    limit: Limit = cursors.LIMIT,
) -> LogEntries:
    """What was done in a unit, newest first."""
    wanted = log.Filter(
        since=_aware(since, "since"),
        until=_aware(until, "until"),
        person=person,
        kind=kind,
        object=object,
        action=action,
    )
    page = log.read_log(unit, wanted, after=_place(cursor), limit=limit, by=actor())
    return LogEntries(
        entries=list(page.entries),
        next=_cursor(page.next) if page.next else "",
        looked_back_to=page.looked_back_to,
    )


@router.get("/audit-choices", tags=["audit"], summary="操作日志的筛选项")
def choices() -> LogChoices:
    """Kinds of objects and actions."""
    return LogChoices(
        kinds=[Choice(value=name, label=label) for name, label in log.OBJECT_NAMES.items()],
        actions=[Choice(value=name, label=label) for name, label in log.action_names().items()],
    )


@router.post("/audit/export", tags=["audit"], summary="导出操作日志", status_code=202)
def export(wanted: Export) -> Response[JobSeen]:
    """The same as a file, made by a job; the export itself stands in the log, with its reason."""

    def make() -> JobSeen:
        found = log.Filter.model_validate(wanted.model_dump())
        return seen(
            start_log_export(
                wanted.unit, found, wanted.reason, wanted.form, by=actor(), now=utc_now()
            )
        )

    return accepted(once(JobSeen, make))


@router.get("/audit-chain", tags=["audit"], summary="审计链：到哪里，最后的锚点，上次验证的结果")
def chain(unit: Unit) -> audit_chain.ChainState:
    """How the chain of the audit log stands, and what the last verification of the unit found."""
    return audit_chain.chain_state(unit, by=actor())


@router.post("/audit-chain/verify", tags=["audit"], summary="验证操作日志", status_code=202)
def verify(wanted: Verify) -> Response[JobSeen]:
    """Hold the entries of a unit and below against the chain and its anchors, by a job."""

    def make() -> JobSeen:
        return seen(
            audit_chain.start_verification(wanted.unit, wanted.since, by=actor(), now=utc_now())
        )

    return accepted(once(JobSeen, make))


@router.get("/health", tags=["health"], summary="健康：巡查、队列、报警、版本")
def health(unit: Unit) -> stage_health.StageHealth:
    """The stage as it is now, and the accounts of a unit and below."""
    return stage_health.health(unit, by=actor(), now=utc_now())


def _aware(at: datetime | None, name: str) -> datetime | None:
    if at is not None and at.tzinfo is None:
        raise Invalid("时间要带时区。", fields=[Field(name, "时间要带时区")])
    return at


def _cursor(place: Place) -> str:
    return base64.urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode()


def _place(cursor: str) -> Place | None:
    if not cursor:
        return None
    try:
        time, pk, sk = json.loads(cursors.after(cursor))
        if all(isinstance(one, str) and one for one in (time, pk, sk)):
            return Place(time, pk, sk)
    except (ValueError, TypeError):
        pass
    raise Invalid("页码不对，请从第一页看起。", fields=[Field("cursor", "格式不对")])
