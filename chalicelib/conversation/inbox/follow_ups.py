"""The rest of a rule that gives all its replies, as customer-service messages (sheet §2.7).

| pk | sk | attributes |
|---|---|---|
| ``FOLLOWER#{account}#{openid}`` | ``OUT#{key}#{n}`` | mark of a further reply that was sent, ``expires_at`` |
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from chalicelib.accounts import AllowanceUsedUp, spend_kf
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.conversation.inbox.store import RecordedPush
from chalicelib.followers import partition
from chalicelib.wechat.customer_messages import custom_message

Send = Callable[[dict[str, Any]], object]
"""Posts one body to ``/cgi-bin/message/custom/send``."""


def send_follow_ups(recorded: RecordedPush, send: Send) -> int:
    """Send the further replies of a decision; returns how many messages went out now.

    WeChat gives these messages no idempotency key, so each is marked before it is sent: run twice, or killed in
    between, it is sent once or not at all, never twice. A message
    that WeChat refuses, or that the day has no customer-service messages left for, is therefore not tried again: it
    is counted and passed over. Trying again would hold up everybody behind it in the stream, to no purpose.
    """
    # Here, because the callback loads this module and never calls WeChat.
    from chalicelib.wechat.errors import UserUnreachable, WeChatError

    push = recorded.push
    if push is None:
        return 0
    sent = 0
    for number, reply in enumerate(recorded.decision.follow_ups):
        mark: table.Item = {
            "pk": partition(recorded.account_id, push.from_user),
            "sk": f"OUT#{recorded.key}#{number}",
            "expires_at": push.created + 7 * 86400,
        }
        try:
            table.put(mark, only_new=True)
        except ConditionFailed:
            continue
        message = custom_message(push.from_user, reply)
        if message is None:
            continue
        try:
            spend_kf(recorded.account_id, datetime.fromtimestamp(recorded.received, UTC))
            send(message)
        except (WeChatError, AllowanceUsedUp) as error:
            _count_lost(recorded.account_id, error)
            if isinstance(error, UserUnreachable | AllowanceUsedUp):
                break
        else:
            sent += 1
    return sent


def _count_lost(account_id: str, error: Exception) -> None:
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    reason = type(error).__name__
    telemetry.logger.warning(
        "follow-up not sent", extra={"account": account_id, "reason": reason, "error": str(error)}
    )
    telemetry.count(Metric.FOLLOW_UP_LOST, Reason=reason)
