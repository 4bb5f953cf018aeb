"""The worker that speaks with WeChat: queued messages, each at most once (``lines``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from chalicelib.accounts import AllowanceUsedUp, spend_kf
from chalicelib.desk.messages import store as message_store
from chalicelib.desk.messages.reply_window import corrected, given_back
from chalicelib.desk.models import AgentMessage, MessageKind, MessageState
from chalicelib.desk.sessions import lifecycle, updates
from chalicelib.wechat.error_codes import NO_REPLIES_LEFT, REPLY_WINDOW_CLOSED

Send = Callable[[dict[str, Any]], object]
"""Posts one body to ``/cgi-bin/message/custom/send``."""

_ARRIVED: Final = (MessageState.SENT, MessageState.UNKNOWN)


class TryLater(Exception):
    """WeChat was not reached, or busy; surely nothing was sent. The queue brings the message back."""


def send_messages(
    account_id: str,
    openid: str,
    message_ids: Sequence[str],
    send: Send,
    clock: Callable[[], datetime],
) -> list[AgentMessage]:
    """Send one follower's queued messages in order; returns them as they are afterwards.

    Running it twice, also at the same time, is harmless: only who marks a message sends it, and a marked one
    is never sent again. Raises ``TryLater``; the rest is still queued then.
    """
    done: list[AgentMessage] = []
    for message_id in message_ids:
        message = message_store.find_message(account_id, openid, message_id)
        if message is None:
            continue  # erased with the follower
        if message.state is MessageState.QUEUED:
            if done and done[-1].state is MessageState.REFUSED:
                message = _refuse(message, "前一条没有发出，这一条也没有发。")
            else:
                message = _send(message, send, clock())
        done.append(message)
        _note_answer(message)
    return done


def _send(message: AgentMessage, send: Send, now: datetime) -> AgentMessage:
    if now - message.at > lifecycle.WINDOW:
        return _refuse(message, "排队超过 48 小时，微信不再接收。")
    heard = message_store.budget(message.account, message.openid).heard
    try:
        # Before the mark: killed in between, the message is still queued, and one too many is counted.
        spend_kf(message.account, now)
    except AllowanceUsedUp as error:
        message_store.change_budget(
            message.account, message.openid, lambda held: given_back(held, heard), now
        )
        return _refuse(message, str(error))
    try:
        if not message_store.mark_sending(message, now):
            return (
                message_store.find_message(message.account, message.openid, message.id) or message
            )
    except message_store.TooMany:
        return _refuse(message, "排队时粉丝又发来消息，先前的条数不再作数，而现在可发的已经用完。")
    except message_store.Contested as error:
        raise TryLater("粉丝的额度正被别处更新") from error
    return _posted(message, send, heard, now)


def _posted(message: AgentMessage, send: Send, heard: str, now: datetime) -> AgentMessage:
    """Send a message that is marked."""
    from chalicelib.wechat.errors import (
        ApiRefused,
        TokenUnavailable,
        UnknownOutcome,
        Unreachable,
    )

    try:
        send({"touser": message.openid, "msgtype": "text", "text": {"content": message.text}})
    except UnknownOutcome as error:
        _count("unknown")
        return message_store.record_result(message, MessageState.UNKNOWN, error.what)
    except (Unreachable, TokenUnavailable) as error:
        message_store.put_back(message, now)
        raise TryLater(str(error)) from error
    except ApiRefused as error:
        return _refused(message, error, heard, now)
    _count("sent")
    return message_store.record_result(message, MessageState.SENT)


def _refused(message: AgentMessage, error: Any, heard: str, now: datetime) -> AgentMessage:
    """WeChat answered, and did not take it."""
    if not error.treatment.proves_nothing_done:
        _count("unknown")
        return message_store.record_result(message, MessageState.UNKNOWN, error.treatment.meaning)
    if error.repeat_after is not None:
        message_store.put_back(message, now)
        raise TryLater(str(error)) from error
    if error.errcode in (REPLY_WINDOW_CLOSED, NO_REPLIES_LEFT):
        message_store.change_budget(
            message.account,
            message.openid,
            # A word that came meanwhile gives its right after all.
            lambda held: held if held.heard != heard else corrected(held, error.errcode),
            now,
        )
    else:
        message_store.change_budget(
            message.account, message.openid, lambda held: given_back(held, heard), now
        )
    treatment = error.treatment
    return _refuse(message, f"微信拒收（{error.errcode}）：{treatment.meaning}。{treatment.advice}")


def _refuse(message: AgentMessage, problem: str) -> AgentMessage:
    _count("refused")
    return message_store.record_result(message, MessageState.REFUSED, problem)


def _note_answer(message: AgentMessage) -> None:
    """Tell the session that its follower was answered; again after a crash, which changes nothing then."""
    if message.kind is not MessageKind.REPLY or message.state not in _ARRIVED:
        return
    updates.change(
        message.account,
        message.session,
        lambda before: lifecycle.answered(before, message.at),
        message.at,
    )


def _count(outcome: str) -> None:
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    telemetry.count(Metric.KF_MESSAGE, Outcome=outcome)
