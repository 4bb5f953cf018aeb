"""The rest of a rule that gives all its replies, as customer-service messages (sheet §2.7).

| pk | sk | attributes |
|---|---|---|
| ``FOLLOWER#{account}#{openid}`` | ``OUT#{key}#{n}`` | mark of a further reply: ``state`` (``sending``, ``sent``, ``lost``), ``expires_at``; in ``GSI1`` under ``FOLLOW_UP`` while sending |

WeChat gives these messages no idempotency key, so each is marked before it is sent: run twice, or killed in between,
it is sent once or not at all, never twice. Whatever can fail without WeChat comes before the mark. Every mark ends
in sent, lost or taken away again; one whose sender died is found by the sweep, and counted as lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from chalicelib.accounts import AllowanceUsedUp, SecretsMissing, UnknownAccount, spend_kf
from chalicelib.clock import stamp, utc_now
from chalicelib.cloud import queues, table
from chalicelib.cloud.errors import FAILURES, ConditionFailed
from chalicelib.conversation.inbox.store import PREFIX, RecordedPush, recorded
from chalicelib.followers import partition
from chalicelib.settings import settings
from chalicelib.wechat.customer_messages import custom_message
from chalicelib.wechat.errors import (
    TokenRejected,
    TokenUnavailable,
    Unreachable,
    UserUnreachable,
    WeChatError,
)

Send = Callable[[dict[str, Any]], object]
"""Posts one body to ``/cgi-bin/message/custom/send``."""
SenderFor = Callable[[str], Send]
"""An account's way to its followers, ready to send; what it raises has sent nothing."""
Clock = Callable[[], datetime]

KIND: Final = "follow_ups"
"""Of the task on the queue."""
PATIENCE: Final = timedelta(minutes=5)
"""So long after the push a further reply that surely was not sent is tried again. Later it would answer nobody."""
AGAIN_SECONDS: Final = 20
CUT_OFF_AFTER: Final = timedelta(minutes=2)
"""A mark this old has no sender any more: longer than a function that sends may run."""
_DUE: Final = "FOLLOW_UP"
_SENT: Final = "sent"
_LOST: Final = "lost"
_TRIES: Final = 5
_KEPT: Final = timedelta(days=7)
_NOT_TRIED: Final = (Unreachable, TokenUnavailable, TokenRejected)
"""What is raised where surely nothing was sent, and another try may go through."""


class _NotSent(Exception):
    """Surely not sent, and so are the ``left`` messages of which it is the first."""

    def __init__(self, why: Exception, left: int) -> None:
        super().__init__(str(why))
        self.why = why
        self.left = left


def send_follow_ups(recorded: RecordedPush, sender_for: SenderFor, clock: Clock = utc_now) -> int:
    """Send the further replies of a decision; returns how many messages went out now.

    Running it twice is harmless. What WeChat refuses, or the day has no customer-service messages left for, is not tried
    again: it is counted and passed over. What surely was not sent waits on the queue of outgoing messages for another
    try (``work``): nobody behind it in the stream waits for it. Raises ``UnknownAccount``.
    """
    try:
        return _send_left(recorded, sender_for, clock)
    except _NotSent as failed:
        if recorded.push is None or clock() - _received(recorded) >= PATIENCE:
            _count_lost(recorded.account_id, failed.why, failed.left)
            return 0
        task = {
            "kind": KIND,
            "account": recorded.account_id,
            "openid": recorded.push.from_user,
            "key": recorded.key,
        }
        url = settings().outgoing_queue_url
        # Raises where the queue fails too: then the stream brings the record back.
        queues.send(url, json.dumps(task), delay_seconds=AGAIN_SECONDS)
        return 0


def is_task(body: str) -> bool:
    """Whether a queue's message is about further replies."""
    task = json.loads(body)
    return isinstance(task, dict) and task.get("kind") == KIND


def work(body: str, sender_for: SenderFor, clock: Clock = utc_now) -> None:
    """Do the task of a queue's message: another try, or the end of a reply whose sender died.

    Running it twice is harmless: a reply is marked before it is sent, and counted as lost once.
    """
    task: dict[str, Any] = json.loads(body)
    pk = partition(task["account"], task["openid"])
    if "mark" in task:
        if _settle(pk, task["mark"], _LOST):
            _count_cut_off(task["account"])
        return
    item = table.get(pk, PREFIX + task["key"], consistent=True)
    found = recorded(item) if item else None
    if found is None:
        return  # erased meanwhile
    with suppress(UnknownAccount):  # removed meanwhile
        send_follow_ups(found, sender_for, clock)


def sweep(now: datetime) -> int:
    """Queue every further reply whose sender died between mark and result; returns how many. Twice is harmless."""
    tasks = []
    for item in table.due(_DUE, stamp(now)):
        _, account_id, openid = str(item["pk"]).split("#", 2)
        tasks.append({"kind": KIND, "account": account_id, "openid": openid, "mark": item["sk"]})
    queues.send_all(settings().outgoing_queue_url, [json.dumps(task) for task in tasks])
    return len(tasks)


def _send_left(recorded: RecordedPush, sender_for: SenderFor, clock: Clock) -> int:
    """Send what no one has marked yet. Raises ``_NotSent``."""
    account_id, pk, sent = recorded.account_id, _pk(recorded), 0
    pending = _unmarked(recorded)
    for number, (sk, body) in enumerate(pending):
        left = len(pending) - number
        try:
            # Before the mark: what stops here has sent nothing.
            send = sender_for(account_id)
            spend_kf(account_id, clock())
            marked = _mark(recorded, sk, clock())
        except (*_NOT_TRIED, *FAILURES) as error:
            raise _NotSent(error, left) from error
        except (AllowanceUsedUp, SecretsMissing, WeChatError) as error:
            _count_lost(account_id, error, left)
            return sent
        if not marked:
            continue
        try:
            send(body)
        except _NOT_TRIED as error:
            table.delete(pk, sk)
            raise _NotSent(error, left) from error
        except UserUnreachable as error:
            # The others would be refused alike.
            _settle(pk, sk, _LOST)
            _count_lost(account_id, error, left)
            return sent
        except Exception as error:
            _settle(pk, sk, _LOST)
            _count_lost(account_id, error)
            if not isinstance(error, WeChatError):
                raise  # a fault of ours
        else:
            _settle(pk, sk, _SENT)
            sent += 1
    return sent


def _unmarked(recorded: RecordedPush) -> list[tuple[str, dict[str, Any]]]:
    """The further replies that nobody has marked, in order: key of the mark, and body to post."""
    if recorded.push is None or not recorded.decision.follow_ups:
        return []
    messages = (
        (f"{_prefix(recorded)}{number}", custom_message(recorded.push.from_user, reply))
        for number, reply in enumerate(recorded.decision.follow_ups)
    )
    marked = {
        str(item["sk"]) for item in table.query(_pk(recorded), _prefix(recorded), consistent=True)
    }
    return [(sk, body) for sk, body in messages if body is not None and sk not in marked]


def _mark(recorded: RecordedPush, sk: str, now: datetime) -> bool:
    """Mark that a further reply is being sent; False where it was marked before."""
    mark: table.Item = {
        "pk": _pk(recorded),
        "sk": sk,
        "state": "sending",
        "expires_at": int((now + _KEPT).timestamp()),
        "gsi1pk": _DUE,
        "gsi1sk": stamp(now + CUT_OFF_AFTER),
    }
    try:
        table.put(mark, only_new=True)
    except ConditionFailed:
        return False
    return True


def _settle(pk: str, sk: str, state: str) -> bool:
    """Write what came of a marked message; False where that is written already.

    Made again where AWS fails: nobody can learn later what it says. A mark that stays is found by the sweep.
    """
    for attempt in range(_TRIES):
        try:
            table.update(
                pk,
                sk,
                "SET #state = :state REMOVE gsi1pk, gsi1sk",
                {":state": state, ":sending": "sending"},
                condition="#state = :sending",
                names={"#state": "state"},
            )
        except ConditionFailed:
            return attempt > 0  # of a try whose answer was lost
        except FAILURES:
            continue
        return True
    return False


def _prefix(recorded: RecordedPush) -> str:
    return f"OUT#{recorded.key}#"


def _pk(recorded: RecordedPush) -> str:
    openid = recorded.push.from_user if recorded.push is not None else ""
    return partition(recorded.account_id, openid)


def _received(recorded: RecordedPush) -> datetime:
    return datetime.fromtimestamp(recorded.received, UTC)


def _count_lost(account_id: str, error: Exception, number: int = 1) -> None:
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    reason = type(error).__name__
    telemetry.logger.warning(
        "follow-up not sent", extra={"account": account_id, "reason": reason, "error": str(error)}
    )
    telemetry.count(Metric.FOLLOW_UP_LOST, number, Reason=reason)


def _count_cut_off(account_id: str) -> None:
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    telemetry.logger.warning("follow-up cut off", extra={"account": account_id})
    telemetry.count(Metric.FOLLOW_UP_LOST, Reason="CutOff")
    telemetry.count(Metric.SENDING_CUT_OFF)
