"""Facts of what WeChat pushed: messages and events, with what was decided for them. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from chalicelib.clock import SHANGHAI
from chalicelib.cloud.items import Item
from chalicelib.conversation import Decision, LinkKind, RecordedPush, Rung, link_target, recorded
from chalicelib.insight.facts.models import Fact, Kind, Outcome, Told
from chalicelib.wechat.events import Event, MenuEvent, ReportLocation, Scan, Subscribe, Unsubscribe
from chalicelib.wechat.messages import Location
from chalicelib.wechat.push import Push
from chalicelib.wechat.text import Message, Text

OUTCOMES: Final = {
    Rung.EXACT: Outcome.ANSWERED,
    Rung.CONTAINS: Outcome.ANSWERED,
    Rung.APPOINTMENT: Outcome.ANSWERED,
    Rung.FOLLOW: Outcome.ANSWERED,
    Rung.SCENE: Outcome.ANSWERED,
    Rung.MENU: Outcome.ANSWERED,
    Rung.SERVICE: Outcome.ANSWERED,
    Rung.FAQ: Outcome.ANSWERED,
    Rung.CLARIFY: Outcome.OFFERED,
    Rung.DEFERRED: Outcome.OFFERED,
    Rung.PERSON: Outcome.HANDED_OVER,
    Rung.WAITING: Outcome.HANDED_OVER,
    Rung.OWNED: Outcome.HANDED_OVER,
    Rung.CALM: Outcome.UNANSWERED,
    Rung.TAPPED: Outcome.NONE,
    Rung.FEEDBACK: Outcome.NONE,
    Rung.TYPE: Outcome.UNANSWERED,
    Rung.DEFAULT: Outcome.UNANSWERED,
    Rung.SILENT: Outcome.UNANSWERED,
}
"""Rung → what came of the message."""

_LONGEST: Final = 200
"""Characters of a key, a scene or an address; a code's scene has 64, a menu's key 128."""
_QR: Final = "qrscene_"


def told_of_push(item: Item) -> Told | None:
    """The fact in an item of ``conversation.inbox``; None where it is none, or could not be read."""
    push = recorded(item)
    if push is None or push.push is None or not push.push.follower:
        return None
    of = push.push
    local = datetime.fromtimestamp(of.created, SHANGHAI)
    fields = _of_message(push, of) if isinstance(of, Message) else _of_event(of)
    fact = Fact(
        id=f"{of.from_user}#{push.key}",
        moment=of.created,
        hour=local.hour,
        **(_of_decision(push.decision) | fields),
    )
    return Told(
        account=push.account_id, day=local.date().isoformat(), openid=of.from_user, fact=fact
    )


def _of_decision(decision: Decision) -> dict[str, Any]:
    called = decision.rung is Rung.SERVICE
    return {
        "rung": decision.rung.value,
        "rule": "" if called else (decision.rule or ""),
        "service": (decision.rule or "") if called else "",
        "entry": decision.entry or "",
        "score": round(decision.score or 0, 4),
        "department": decision.department or "",
        "reason": decision.handover.reason.value if decision.handover else "",
    }


def _of_message(recorded: RecordedPush, push: Message) -> dict[str, Any]:
    rung = recorded.decision.rung
    fields: dict[str, Any] = {
        "kind": Kind.MESSAGE,
        "type": push.msg_type.lower(),
        "outcome": OUTCOMES[rung],
    }
    target = link_target(push.menu_id) if isinstance(push, Text) and push.menu_id else None
    if rung is Rung.FEEDBACK and target is not None and target.kind is LinkKind.HELPFUL:
        fields["vote"] = 1 if target.number else -1
    if target is not None and target.kind is LinkKind.PAGE:
        fields["page"] = target.number
    if isinstance(push, Location):
        fields |= _place(push.latitude, push.longitude)
    return fields


def _of_event(push: Push) -> dict[str, Any]:
    fields: dict[str, Any] = {"kind": Kind.EVENT, "type": push.msg_type.lower()}
    if isinstance(push, Event):
        fields["type"] = push.event.lower()[:_LONGEST]
    match push:
        case Subscribe():
            fields |= {"kind": Kind.FOLLOW, "scene": push.scene[:_LONGEST], "came_by": _way(push)}
        case Unsubscribe():
            fields["kind"] = Kind.UNFOLLOW
        case Scan():
            fields |= {"kind": Kind.SCAN, "scene": push.scene[:_LONGEST]}
        case MenuEvent():
            fields |= {"kind": Kind.MENU, "menu_key": push.event_key[:_LONGEST]}
        case ReportLocation():
            fields |= {"kind": Kind.LOCATION} | _place(push.latitude, push.longitude)
    return fields


def _way(push: Subscribe) -> str:
    if push.event_key.startswith(_QR):
        return "code"
    # After a payment the key is its number.
    return "payment" if push.event_key else "other"


def _place(latitude: float | None, longitude: float | None) -> dict[str, float]:
    """A tenth of a degree is some ten kilometres: enough for a county, too little for a house."""
    return {"latitude": round(latitude or 0, 1), "longitude": round(longitude or 0, 1)}
