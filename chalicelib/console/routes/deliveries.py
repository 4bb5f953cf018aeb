"""群发与发布: deliveries, what became of them, and what a person does where one went wrong."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from chalicelib import publishing
from chalicelib.application import deliveries as reading
from chalicelib.application.delivery_export import start_delivery_export
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.accepted import JobSeen, accepted, seen
from chalicelib.console.caller import actor
from chalicelib.console.cursors import LIMIT, Cursor, Limit
from chalicelib.console.once import once
from chalicelib.console.versions import require_match, tagged
from chalicelib.errors import Field as Wrong
from chalicelib.errors import Invalid
from chalicelib.publishing import DeliveryState
from chalicelib.sheets.exports import Form
from chalicelib.transitions import Deed

router = Router()

_TAG = "deliveries"
Id = Annotated[str, Query(max_length=80)]
States = Annotated[str, Query(max_length=200, description="状态，用逗号分开；空为全部")]


class Deliveries(BaseModel):
    """A page of deliveries, latest slot first."""

    deliveries: list[reading.DeliveryRow]
    next: str
    left_out: int
    restore: Deed


class StateName(BaseModel):
    """A state and its name."""

    state: str
    name: str


class StateNames(BaseModel):
    """The states that a list can be narrowed to."""

    states: list[StateName]


class Note(BaseModel):
    """Why, if there is something to say."""

    note: str = Field(default="", max_length=500)


class Recalling(BaseModel):
    """An order to take pages down. ``confirm`` repeats the first title: nobody does it by a slip."""

    reason: str = Field(min_length=1, max_length=500)
    article: int = Field(default=0, ge=0, le=8)
    """Counted from 1; 0: all."""
    confirm: str = Field(max_length=200)


class DeliveryExport(BaseModel):
    """Which deliveries to export, and why."""

    unit: str = Field(default="", max_length=40)
    account: str = Field(default="", max_length=40)
    state: str = Field(default="", max_length=200)
    """Several with commas between; empty: all."""
    reason: str
    form: Form = Form.XLSX


class BroughtBack(BaseModel):
    """Deliveries whose messages are in the queue again."""

    deliveries: list[str]


@router.get("/deliveries", tags=[_TAG], summary="群发与发布的记录，时间最晚的在前")
def deliveries(
    unit: Id = "",
    account: Id = "",
    state: States = "",
    cursor: Cursor = "",
    limit: Limit = LIMIT,
) -> Deliveries:
    """A page of the list."""
    found = reading.deliveries(
        actor(), unit, account, _states(state), after=cursors.after(cursor), limit=limit
    )
    return Deliveries(
        deliveries=list(found.deliveries),
        next=cursors.cursor_at(found.place),
        left_out=found.left_out,
        restore=found.restore,
    )


@router.get("/delivery-states", tags=[_TAG], summary="投递的状态和名称")
def states() -> StateNames:
    """For the filter of the list."""
    named = publishing.labels.STATES.items()
    return StateNames(states=[StateName(state=one.value, name=name) for one, name in named])


@router.post("/deliveries/export", tags=[_TAG], summary="导出群发与发布的记录", status_code=202)
def export(wanted: DeliveryExport) -> Response[JobSeen]:
    """The list as a file, made by a job; the export itself stands in the log, with its reason."""

    def make() -> JobSeen:
        return seen(
            start_delivery_export(
                wanted.unit,
                wanted.account,
                _states(wanted.state),
                wanted.reason,
                wanted.form,
                by=actor(),
                now=utc_now(),
            )
        )

    return accepted(once(JobSeen, make))


@router.post("/deliveries/restore", tags=[_TAG], summary="把队列放弃的消息全部放回")
def restore() -> BroughtBack:
    """Put back every message that the queue gave up."""
    return BroughtBack(deliveries=publishing.retry_given_up(by=actor(), now=utc_now()))


@router.get("/deliveries/<delivery_id>", tags=[_TAG], summary="一次群发的全部经过")
def show(delivery_id: str) -> Response[reading.DeliverySeen]:
    """One delivery with what this person may do."""
    return _seen(delivery_id)


@router.post("/deliveries/<delivery_id>/retry", tags=[_TAG], summary="重新提交，或立即检查")
def retry(delivery_id: str, body: Note) -> Response[reading.DeliverySeen]:
    """Try one anew that never reached WeChat; look at once at one under way."""
    publishing.retry(delivery_id, by=actor(), now=utc_now(), note=body.note.strip())
    return _seen(delivery_id)


@router.post("/deliveries/<delivery_id>/cancel", tags=[_TAG], summary="取消还没有提交的群发")
def cancel(delivery_id: str, body: Note) -> Response[reading.DeliverySeen]:
    """Call it off before it is handed to WeChat."""
    require_match(reading.delivery_for(actor(), delivery_id).version)
    publishing.cancel(delivery_id, by=actor(), now=utc_now(), note=body.note.strip())
    return _seen(delivery_id)


@router.post("/deliveries/<delivery_id>/recall", tags=[_TAG], summary="撤回：删除已发出的文章页面")
def recall(delivery_id: str, body: Recalling) -> Response[reading.DeliverySeen]:
    """Order pages to be taken down."""
    one = reading.delivery_for(actor(), delivery_id)
    require_match(one.version)
    number = max(1, min(body.article, len(one.pieces)))
    title = one.pieces[number - 1].title
    if body.confirm.strip() != title.strip():
        raise Invalid(
            f"确认的标题不符，没有撤回。请照原样输入“{title}”。",
            fields=[Wrong("confirm", "与标题不符")],
        )
    if not body.reason.strip():
        raise Invalid("请写明撤回的原因。", fields=[Wrong("reason", "没有填写")])
    publishing.recall(
        delivery_id, by=actor(), reason=body.reason.strip(), now=utc_now(), article=body.article
    )
    return _seen(delivery_id)


def _states(text: str) -> list[DeliveryState]:
    try:
        return [DeliveryState(one) for one in text.split(",") if one]
    except ValueError as error:
        raise Invalid("没有这种状态。", fields=[Wrong("state", "不是可选的值")]) from error


def _seen(delivery_id: str) -> Response[reading.DeliverySeen]:
    seen = reading.delivery_seen(actor(), delivery_id, utc_now())
    return tagged(seen, seen.version)
