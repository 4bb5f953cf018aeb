"""DynamoDB stream → here: everything that follows from a recorded push and may be late (docs/architecture.md)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from chalice.app import Blueprint

from chalicelib.clock import utc_now

if TYPE_CHECKING:
    from chalicelib.conversation import RecordedPush
    from chalicelib.wechat.messages import Message

blueprint = Blueprint(__name__)

# The stream's ARN is known only to CloudFormation; .chalice/resources.json puts it in.
STREAM = "set by .chalice/resources.json"


@blueprint.on_dynamodb_record(stream_arn=STREAM, name="outbox", batch_size=100)
def outbox(event: Any) -> dict[str, Any]:
    """Carry out what recorded pushes entail.

    Running it twice is harmless: each consumer is idempotent by the push's key or time. A record that fails is
    named, and the stream starts again from it.
    """
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    rungs: Counter[str] = Counter()
    failed: list[dict[str, str]] = []
    for record in event.to_dict()["Records"]:
        try:
            rungs.update(_consume(record))
        except Exception:
            telemetry.logger.exception(
                "outbox record failed", extra={"event_id": record.get("eventID")}
            )
            failed.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
            break
    for rung, number in rungs.items():
        telemetry.count(Metric.PUSHES_ANSWERED, number, Rung=rung)
    return {"batchItemFailures": failed}


def _consume(record: dict[str, Any]) -> list[str]:
    """Follow one stream record; returns the rung of the push that it put on record, if it did."""
    from chalicelib import accounts, conversation, insight, telemetry
    from chalicelib.cloud import table

    if record["eventName"] != "INSERT":
        return []
    recorded = conversation.recorded(table.decode(record["dynamodb"]["NewImage"]))
    if recorded is None:
        return []
    try:
        _follow(recorded)
    except accounts.UnknownAccount:
        # Removed meanwhile: nothing follows any more, and whoever stands behind in the shard must not wait for it.
        telemetry.logger.warning(
            "push of an unknown account", extra={"account": recorded.account_id}
        )
    insight.learn(recorded)
    if recorded.decision.later:
        from chalicelib.conversation import second_look

        second_look.ask_for(recorded)
    return [recorded.decision.rung.value]


def _follow(recorded: RecordedPush) -> None:
    from chalicelib import accounts, conversation, followers
    from chalicelib.wechat.events import (
        MassSendJobFinish,
        PublishJobFinish,
        Subscribe,
        Unsubscribe,
        Verification,
    )
    from chalicelib.wechat.messages import Message

    push, account_id = recorded.push, recorded.account_id
    match push:
        case Subscribe():
            followers.followed(account_id, push.from_user, push.created, push.scene)
        case Unsubscribe():
            from chalicelib import desk

            desk.unfollowed(account_id, push.from_user, datetime.fromtimestamp(push.created, UTC))
            followers.left(account_id, push.from_user, push.created)
        case MassSendJobFinish():
            from chalicelib import publishing

            publishing.confirm(account_id, push)
        case PublishJobFinish():
            from chalicelib import publishing

            publishing.confirm_publication(account_id, push)
        case Verification() if push.at_risk:
            from chalicelib import telemetry

            telemetry.count_verification(account_id, push.event.lower())
        case Message():
            _to_desk(recorded, push)
    if recorded.decision.follow_ups:
        conversation.send_follow_ups(recorded, accounts.kf_sender(account_id))


def _to_desk(recorded: RecordedPush, push: Message) -> None:
    """Hand the follower to a person, or tell the person, or the hotline, who has them that they wrote."""
    from chalicelib import conversation, desk, hotline
    from chalicelib.wechat.messages import Text

    menu_id = (push.menu_id or "") if isinstance(push, Text) else ""
    desk.rate(recorded.account_id, push.from_user, menu_id)
    handover = recorded.decision.handover
    at = datetime.fromtimestamp(push.created, UTC)
    spent = len(recorded.decision.follow_ups)
    who = (recorded.account_id, push.from_user, recorded.key)
    text = desk.shown(push)
    if handover is None:
        session = desk.followup(*who, at, text, tapped=bool(menu_id), spent=spent)
    else:
        skill = handover.skill or conversation.department(*who[:2], push.created)
        session = desk.open_session(
            *who,
            text,
            handover.reason,
            handover.ticket,
            skill,
            at,
            tapped=bool(menu_id),
            spent=spent,
            offer=not hotline.takes_all(recorded.account_id),
        )
        session = session and hotline.opened(session, at)
    if session is not None:
        hotline.wrote(session, recorded.key, text, at, utc_now())
