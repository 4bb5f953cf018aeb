"""Everything that follows from a recorded push and may be late: the desk, the hotline, publishing, insight."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from chalicelib import (
    accounts,
    broadcasts,
    conversation,
    desk,
    hotline,
    insight,
    notices,
    telemetry,
    topics,
)
from chalicelib.application import erase_follower, following, tagging, tell_askers
from chalicelib.clock import utc_now
from chalicelib.conversation import RecordedPush
from chalicelib.wechat.events import (
    MassSendJobFinish,
    PublishJobFinish,
    Subscribe,
    SubscribeMsgChange,
    SubscribeMsgPopup,
    SubscribeMsgSent,
    Unsubscribe,
    UserData,
    Verification,
)
from chalicelib.wechat.text import Message, Text

_LATE: Final = 30
"""Seconds after which the stream looks whether a push was erased meanwhile; an erasure begins two minutes after it."""


def follow(recorded: RecordedPush, now: datetime | None = None) -> None:
    """Carry out everything that follows from a recorded push; nothing, if its follower was erased meanwhile.

    Running it twice is harmless: each part is idempotent by the push's key or time.
    """
    late = (now or utc_now()).timestamp() - recorded.received > _LATE
    if late and conversation.erasure.was_erased(recorded):
        return
    try:
        _act(recorded)
        if recorded.decision.follow_ups:
            conversation.send_follow_ups(recorded, accounts.kf_sender)
    except accounts.UnknownAccount:
        # Removed meanwhile: nothing follows any more, and the records behind this one in the shard must not wait.
        telemetry.logger.warning(
            "push of an unknown account", extra={"account": recorded.account_id}
        )
    else:
        tagging.follow(recorded)
    insight.learn(recorded)
    if recorded.decision.later:
        conversation.second_look.ask_for(recorded)


def _act(recorded: RecordedPush) -> None:
    push, account_id = recorded.push, recorded.account_id
    match push:
        case Subscribe():
            following.followed(account_id, push.from_user, push.created, push.scene)
        case Unsubscribe():
            following.left(account_id, push.from_user, push.created)
        case UserData():
            erase_follower.revoked(account_id, push.openid, push.event, push.created)
            conversation.erasure.forget_person(recorded)
        case MassSendJobFinish():
            from chalicelib import publishing

            publishing.confirm(account_id, push)
        case PublishJobFinish():
            from chalicelib import publishing

            publishing.confirm_publication(account_id, push)
        case SubscribeMsgPopup():
            notices.events.popped_up(account_id, push)
        case SubscribeMsgChange():
            notices.events.changed(account_id, push)
        case SubscribeMsgSent():
            notices.events.ended(account_id, push)
        case Verification() if push.at_risk:
            telemetry.count_verification(account_id, push.event.lower())
        case Message():
            _note_agreement(recorded, push)
            _hand_to_person(recorded, push)


def _note_agreement(recorded: RecordedPush, push: Message) -> None:
    """Note that the follower wants to be told an answer, or that the reply told one."""
    tap = conversation.link_target(push.menu_id or "") if isinstance(push, Text) else None
    if tap is not None and tap.kind is conversation.LinkKind.TELL:
        made = topics.agreements.agree(recorded.account_id, push.from_user, tap.of, push.created)
        if made:
            tell_askers.agreed(recorded.account_id, push.from_user, made)
    if tap is not None and tap.kind is conversation.LinkKind.LIVE:
        _note_wish(recorded.account_id, push.from_user, tap.of)
    if recorded.decision.news:
        topics.agreements.given(recorded.account_id, push.from_user, recorded.decision.news)


def _note_wish(account_id: str, openid: str, product: str) -> None:
    """Note that a follower wants to be reminded of a live stream; of one that is not published, nothing."""
    with suppress(broadcasts.UnknownBroadcast):
        broadcasts.store.wish(account_id, openid, product)


def _hand_to_person(recorded: RecordedPush, push: Message) -> None:
    """Hand the follower to a person; or tell the agent, or the hotline, who has them that they wrote again."""
    menu_id = (push.menu_id or "") if isinstance(push, Text) else ""
    desk.rate(recorded.account_id, push.from_user, menu_id)
    message = desk.FollowerMessage(
        account=recorded.account_id,
        openid=push.from_user,
        key=recorded.key,
        at=datetime.fromtimestamp(push.created, UTC),
        text=desk.shown(push),
        tapped=bool(menu_id),
        spent=len(recorded.decision.follow_ups),
    )
    handover = recorded.decision.handover
    if handover is None:
        session = desk.followup(message)
    else:
        if not handover.skill:
            asked = conversation.department(message.account, message.openid, push.created)
            handover = handover.model_copy(update={"skill": asked})
        session = desk.open_session(message, handover, offer=hotline.offer)
    if session is not None:
        hotline.wrote(session, message.key, message.text, message.at, utc_now())
