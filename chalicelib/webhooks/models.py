"""Events, the webhooks that want them, and events on their way. Values only."""

from __future__ import annotations

import json
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, Final, NamedTuple

from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.values import ServiceAddress, Value

KEPT: Final = timedelta(days=14)
"""An event on its way is listed so long, whatever came of it."""
BOTH_VALID: Final = timedelta(hours=24)
"""After a change of the secret the old one signs too, for so long."""
BACKOFF: Final = tuple(
    timedelta(seconds=one) for one in (5, 30, 120, 600, 1800, 2 * 3600, 5 * 3600, 10 * 3600)
)
"""After a try that failed; about eighteen hours in all."""
MOST: Final = 20
"""Webhooks of one unit."""


class EventKind(NamedTuple):
    """A kind of event."""

    label: str
    data: str
    """Names of what its ``data`` holds, beside ``unit``."""


_RELAY_STEP: Final = "relay, relay_title, number, title, account, state, due_at"

KINDS: Final[dict[str, EventKind]] = {
    "article.submitted": EventKind("稿件送审", "article, title, revision"),
    "article.approved": EventKind("稿件审核通过", "article, title, revision"),
    "article.returned": EventKind("稿件被退回", "article, title, revision"),
    "push.published": EventKind("推送已发布", "delivery, account, at, titles"),
    "push.partially_sent": EventKind("推送部分送达", "delivery, account, at, titles"),
    "push.failed": EventKind("推送失败", "delivery, account, at, titles"),
    "push.recalled": EventKind("推送已撤回", "delivery, account, at, titles"),
    "push.awaiting_admin": EventKind("推送等待管理员确认", "delivery, account, at, titles"),
    "session.handed_over": EventKind("会话已移交热线", "account, session"),
    "offer.made": EventKind("稿件已向下级分发", "offer, article, title, requirement, deadline"),
    "order.issued": EventKind("指令已签发", "order, label, title, kind, urgency, receivers"),
    "order.closed": EventKind("指令已办结", "order, label, title, kind, urgency, receivers"),
    "order.withdrawn": EventKind("指令已撤销", "order, label, title, kind, urgency, receivers"),
    "order.received": EventKind("收到指令", "order, label, title, kind, urgency, issuer, state"),
    "order.returned": EventKind(
        "指令被退回重办", "order, label, title, kind, urgency, issuer, state"
    ),
    "order.reminded": EventKind(
        "指令逾期提醒", "order, label, title, kind, urgency, issuer, state"
    ),
    "order.supervised": EventKind(
        "指令逾期督办", "order, label, title, kind, urgency, issuer, state"
    ),
    "relay.turn": EventKind("轮到接龙的一棒", _RELAY_STEP),
    "relay.reminded": EventKind("催办接龙的一棒", _RELAY_STEP),
    "relay.late": EventKind("接龙的一棒逾期", _RELAY_STEP),
    "relay.published": EventKind("接龙的一棒已发布", _RELAY_STEP),
    "order.circulated": EventKind(
        "指令逾期通报", "order, label, title, kind, urgency, issuer, state"
    ),
    "inquiry.reminded": EventKind("部门答复将到期", "topic, title, department, due_at"),
    "inquiry.escalated": EventKind("部门答复已超期", "topic, title, department, due_at"),
    "topic.spiked": EventKind("话题突增", "account, topic, people, minutes"),
    "account.abnormal": EventKind("公众号转为异常", "account, name, signs"),
    "webhook.test": EventKind("测试推送", "webhook"),
}
"""Kind → what it is called and holds. No kind holds words of a follower or their openid."""
PREFIX: Final = "rongmei."
"""Stands before a kind in the ``type`` of a CloudEvent."""
TEST: Final = "webhook.test"


class Event(Value):
    """Something that happened."""

    id: str
    """The same for the same happening, however often it is told."""
    kind: str
    unit: str
    subject: str
    """Kind and id of the thing: ``article:ab12``."""
    at: AwareDatetime
    data: dict[str, Any]

    def body(self, source: str) -> str:
        """The event as a CloudEvent 1.0 in JSON; ``source`` is the address of this system."""
        return json.dumps(
            {
                "specversion": "1.0",
                "id": self.id,
                "source": source or "rongmei",
                "type": PREFIX + self.kind,
                "subject": self.subject,
                "time": self.at.isoformat(),
                "datacontenttype": "application/json",
                "data": {"unit": self.unit, **self.data},
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )


class Webhook(Value):
    """An address of another system, and the kinds of events that it wants."""

    id: str
    unit: str
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    url: Annotated[ServiceAddress, Field(max_length=400)]
    kinds: Annotated[tuple[str, ...], Field(min_length=1)]
    active: bool = True
    made_by: str
    made_at: AwareDatetime
    version: int = 1


class MadeWebhook(NamedTuple):
    """A webhook with the secret that is shown this once."""

    webhook: Webhook
    secret: str


class SendingState(StrEnum):
    """What became of an event on its way to one webhook."""

    PENDING = "pending"
    TAKEN = "taken"
    GIVEN_UP = "given_up"


class Sending(Value):
    """One event on its way to one webhook."""

    id: str
    """Sorts by time: Unix seconds, then the event's id."""
    webhook: str
    event: str
    kind: str
    subject: str
    at: AwareDatetime
    body: str
    """The same bytes at every try."""
    state: SendingState = SendingState.PENDING
    tries: int = 0
    status: int = 0
    """Of the last answer; 0: none came."""
    problem: str = ""
    tried_at: AwareDatetime | None = None
    due_at: AwareDatetime | None = None
