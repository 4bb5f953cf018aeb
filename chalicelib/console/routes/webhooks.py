"""对外接口：事件推送，其他系统由此得知发生了什么。"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel, Field

from chalicelib import webhooks
from chalicelib.application.deeds import deed, denied
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.console.cursors import Cursor, Limit
from chalicelib.transitions import Deed
from chalicelib.webhooks import KINDS, Sending, SendingState, Webhook

router = Router()
Unit = Annotated[str, Query(max_length=40)]
HookId = Annotated[str, Path(max_length=40)]
SendingId = Annotated[str, Path(max_length=60, pattern=r"^[0-9a-f-]+$")]
_STATES = {
    SendingState.PENDING: "等待重试",
    SendingState.TAKEN: "已送达",
    SendingState.GIVEN_UP: "已放弃",
}


class NewWebhook(BaseModel):
    """A webhook to be set up."""

    unit: str
    name: str = Field(max_length=40)
    url: str = Field(max_length=400)
    kinds: list[str] = Field(max_length=100)


class WebhookEdit(BaseModel):
    """What to change; what is left out stays."""

    name: str | None = Field(default=None, max_length=40)
    url: str | None = Field(default=None, max_length=400)
    kinds: list[str] | None = Field(default=None, max_length=100)
    active: bool | None = None


class WebhookSeen(BaseModel):
    """A webhook without its secret."""

    id: str
    unit: str
    name: str
    url: str
    kinds: list[Choice]
    active: bool
    made_by: str
    made_at: datetime
    version: int
    actions: list[Deed]


class WebhookMade(BaseModel):
    """A webhook with a new secret."""

    webhook: WebhookSeen
    secret: str
    """It is shown this once."""


class Webhooks(BaseModel):
    """The webhooks of a unit, and what can be asked for."""

    webhooks: list[WebhookSeen]
    kinds: list[Choice]
    actions: list[Deed]


class SendingSeen(BaseModel):
    """One event on its way to a webhook."""

    id: str
    event: str
    kind: str
    kind_name: str
    subject: str
    at: datetime
    state: SendingState
    state_name: str
    tries: int
    status: int
    problem: str
    tried_at: datetime | None
    due_at: datetime | None
    body: str
    actions: list[Deed]


class Sendings(BaseModel):
    """What was sent to a webhook, newest first."""

    sendings: list[SendingSeen]
    next: str
    """The cursor of the next page; empty at the end."""


class WebhookRemoved(BaseModel):
    """A webhook that is no more."""

    id: str


@router.get("/webhooks", tags=["integrations"], summary="一个单位的事件推送")
def mine(unit: Unit) -> Webhooks:
    """The webhooks of just this unit, and the kinds of events."""
    by = actor()
    found = webhooks.webhooks_of(unit, by=by)
    why = denied(by, webhooks.SET, unit)
    return Webhooks(
        webhooks=[_seen(one, why) for one in found],
        kinds=[
            Choice(value=kind, label=one.label)
            for kind, one in KINDS.items()
            if kind != webhooks.TEST
        ],
        actions=[deed("make", "新建推送", why)],
    )


@router.post("/webhooks", tags=["integrations"], summary="新建事件推送")
def make(new: NewWebhook) -> WebhookMade:
    """Tell an address of events. Its secret is in this answer alone, so a repeated request makes another one."""
    made = webhooks.make(new.name, new.unit, new.url, new.kinds, by=actor(), now=utc_now())
    return WebhookMade(webhook=_seen(made.webhook), secret=made.secret)


@router.patch("/webhooks/<hook_id>", tags=["integrations"], summary="修改事件推送")
def change(hook_id: HookId, edit: WebhookEdit) -> WebhookSeen:
    """Change name, address, kinds, or switch it off and on."""
    after = webhooks.change(
        hook_id,
        name=edit.name,
        url=edit.url,
        kinds=edit.kinds,
        active=edit.active,
        by=actor(),
        now=utc_now(),
    )
    return _seen(after)


@router.delete("/webhooks/<hook_id>", tags=["integrations"], summary="移除事件推送")
def remove(hook_id: HookId) -> WebhookRemoved:
    """Forget a webhook; what is on its way to it is given up."""
    webhooks.remove(hook_id, by=actor(), now=utc_now())
    return WebhookRemoved(id=hook_id)


@router.post("/webhooks/<hook_id>/rotate", tags=["integrations"], summary="更换推送的密钥")
def rotate(hook_id: HookId) -> WebhookMade:
    """Make a new secret; the old one signs too for a day."""
    made = webhooks.rotate(hook_id, by=actor(), now=utc_now())
    return WebhookMade(webhook=_seen(made.webhook), secret=made.secret)


@router.post("/webhooks/<hook_id>/test", tags=["integrations"], summary="测试推送")
def try_out(hook_id: HookId) -> SendingSeen:
    """Tell a webhook of nothing but a test, at once, and say what came of it."""
    return _sending(webhooks.test(hook_id, by=actor(), now=utc_now()))


@router.get("/webhooks/<hook_id>/sendings", tags=["integrations"], summary="推送记录")
def sendings(hook_id: HookId, cursor: Cursor = "", limit: Limit = cursors.LIMIT) -> Sendings:
    """What was sent within a fortnight, newest first: taken, waiting for another try, given up."""
    found = webhooks.sendings_of(hook_id, by=actor(), after=cursors.after(cursor))
    shown, after = cursors.page(found, limit, lambda one: one.id)
    return Sendings(sendings=[_sending(one) for one in shown], next=after)


@router.post(
    "/webhooks/<hook_id>/sendings/<sending_id>/again", tags=["integrations"], summary="再投一次"
)
def again(hook_id: HookId, sending_id: SendingId) -> SendingSeen:
    """Send an event again that was taken or given up, with the same id and the same bytes."""
    return _sending(webhooks.send_again(hook_id, sending_id, by=actor(), now=utc_now()))


def _seen(webhook: Webhook, why: str | None = None) -> WebhookSeen:
    refused = denied(actor(), webhooks.SET, webhook.unit) if why is None else why
    off = "" if webhook.active else "已停用"
    return WebhookSeen(
        **webhook.model_dump(exclude={"kinds"}),
        kinds=[
            Choice(value=one, label=KINDS[one].label if one in KINDS else one)
            for one in webhook.kinds
        ],
        actions=[
            deed("test", "测试", refused, off),
            deed("change", "修改", refused),
            deed("rotate", "更换密钥", refused),
            deed("remove", "移除", refused),
        ],
    )


def _sending(sending: Sending) -> SendingSeen:
    waits = "正在推送" if sending.state is SendingState.PENDING else ""
    return SendingSeen(
        **sending.model_dump(exclude={"webhook"}),
        kind_name=KINDS[sending.kind].label if sending.kind in KINDS else sending.kind,
        state_name="等待推送"
        if sending.state is SendingState.PENDING and not sending.tries
        else _STATES[sending.state],
        actions=[deed("again", "再投一次", waits)],
    )
