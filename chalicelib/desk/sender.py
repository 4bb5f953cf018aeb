"""The worker that speaks with WeChat: queued messages, each at most once (``lines``).

Whatever can fail without WeChat comes before the mark: the way to WeChat with its token, the day's allowance, the
follower's budget. Every mark ends in sent, refused, unknown or put back; one whose sender died is found by the sweep.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from chalicelib.accounts import AllowanceUsedUp, spend_kf
from chalicelib.desk.messages import marks
from chalicelib.desk.messages import store as message_store
from chalicelib.desk.messages.reply_window import corrected, given_back
from chalicelib.desk.models import AgentMessage, MessageKind, MessageState
from chalicelib.desk.sessions import lifecycle, updates
from chalicelib.wechat.error_codes import NO_REPLIES_LEFT, REPLY_WINDOW_CLOSED

Send = Callable[[dict[str, Any]], object]
"""Posts one body to ``/cgi-bin/message/custom/send``."""
SenderFor = Callable[[str], Send]
"""An account's way to its followers, ready to send; what it raises has sent nothing."""

_ARRIVED: Final = (MessageState.SENT, MessageState.UNKNOWN)
_USED_UP: Final = "排队时粉丝又发来消息，先前的条数不再作数，而现在可发的已经用完。"
_GONE: Final = "粉丝已取消关注，没有发。"
_CUT_OFF: Final = "发送时中断，不知道是否送达。请先核对，不要直接重发。"


class TryLater(Exception):
    """WeChat was not reached, or busy; surely nothing was sent. The queue brings the message back."""


def send_messages(
    account_id: str,
    openid: str,
    message_ids: Sequence[str],
    sender_for: SenderFor,
    clock: Callable[[], datetime],
) -> list[AgentMessage]:
    """Send one follower's queued messages in order; returns them as they are afterwards.

    Running it twice, also at the same time, is harmless: only who marks a message sends it, and a marked one
    is never sent again. Raises ``TryLater``, or what ``sender_for`` raises; the rest is still queued then.
    """
    done: list[AgentMessage] = []
    way = cache(lambda: sender_for(account_id))
    for message_id in message_ids:
        message = message_store.find_message(account_id, openid, message_id)
        if message is None:
            continue  # erased with the follower
        if message.state is MessageState.SENDING:
            done.append(_looked_after(message, clock()))
            continue
        if message.state is MessageState.QUEUED:
            if done and done[-1].state is MessageState.REFUSED:
                message = _refuse_queued(message, "前一条没有发出，这一条也没有发。")
            else:
                message = _send(message, way, clock())
        done.append(message)
        _note_answer(message)
    return done


def _looked_after(message: AgentMessage, now: datetime) -> AgentMessage:
    """A marked message that another worker sends, or one whose sender is gone: then that is said."""
    if message.tried_at is not None and now - message.tried_at < marks.CUT_OFF_AFTER:
        return message
    left = marks.record_cut_off(message, _CUT_OFF)
    if left is None:
        return _as_it_is(message)
    _tell_cut_off(left)
    return left


def _send(message: AgentMessage, way: Callable[[], Send], now: datetime) -> AgentMessage:
    from chalicelib.wechat.errors import ApiRefused, WeChatError

    if now - message.at > lifecycle.WINDOW:
        return _refuse_queued(message, "排队超过 48 小时，微信不再接收。")
    heard = message_store.budget(message.account, message.openid).heard
    try:
        # Before the mark: what stops here has sent nothing, and the message is still queued.
        send = way()
        # Killed after this, one too many is counted.
        spend_kf(message.account, now)
    except AllowanceUsedUp as error:
        return _refuse_queued(message, str(error), heard=heard, now=now)
    except ApiRefused as error:
        if error.repeat_after is not None:
            raise _later(error) from error
        return _refuse_queued(message, _turned_down(error), heard=heard, now=now)
    except WeChatError as error:
        raise _later(error) from error
    try:
        if not marks.mark_sending(message, now):
            return _as_it_is(message)
    except (message_store.TooMany, marks.Gone) as error:
        return _refuse_queued(message, _GONE if isinstance(error, marks.Gone) else _USED_UP)
    except message_store.Contested as error:
        raise TryLater("粉丝的额度正被别处更新") from error
    return _posted(message, send, heard, now)


def _posted(message: AgentMessage, send: Send, heard: str, now: datetime) -> AgentMessage:
    """Send a message that is marked."""
    from chalicelib.wechat.errors import (
        ApiRefused,
        TokenRejected,
        TokenUnavailable,
        UnknownOutcome,
        Unreachable,
    )

    try:
        send(_body(message))
    except UnknownOutcome as error:
        return _settled(message, MessageState.UNKNOWN, error.what)
    except (Unreachable, TokenUnavailable, TokenRejected) as error:
        marks.put_back(message, now)
        raise _later(error) from error
    except ApiRefused as error:
        return _refused(message, error, heard, now)
    except Exception:
        # A fault of ours, before or after the call: nobody can tell.
        _settled(message, MessageState.UNKNOWN, _CUT_OFF)
        raise
    return _settled(message, MessageState.SENT)


def _body(message: AgentMessage) -> dict[str, Any]:
    """As ``/cgi-bin/message/custom/send`` takes it (sheet §2.7)."""
    if message.media:
        kind, content = "image", {"media_id": message.media}
    else:
        kind, content = "text", {"content": message.text}
    return {"touser": message.openid, "msgtype": kind, kind: content}


def _refused(message: AgentMessage, error: Any, heard: str, now: datetime) -> AgentMessage:
    """WeChat answered, and did not take it."""
    if not error.treatment.proves_nothing_done:
        return _settled(message, MessageState.UNKNOWN, error.treatment.meaning)
    if error.repeat_after is not None:
        marks.put_back(message, now)
        raise _later(error) from error
    refused = _settled(message, MessageState.REFUSED, _turned_down(error))
    if error.errcode in (REPLY_WINDOW_CLOSED, NO_REPLIES_LEFT):
        message_store.change_budget(
            message.account,
            message.openid,
            # A word that came meanwhile gives its right after all.
            lambda held: held if held.heard != heard else corrected(held, error.errcode),
            now,
        )
    else:
        _give_back(message, heard, now)
    return refused


def _turned_down(error: Any) -> str:
    treatment = error.treatment
    return f"微信拒收（{error.errcode}）：{treatment.meaning}。{treatment.advice}"


def _refuse_queued(
    message: AgentMessage, problem: str, *, heard: str | None = None, now: datetime | None = None
) -> AgentMessage:
    """Refuse a message that nobody has marked; with ``heard`` and ``now`` what was counted for it is given back."""
    refused = marks.refuse_queued(message, problem)
    if refused is None:
        return _as_it_is(message)
    _count("refused")
    if heard is not None and now is not None:
        _give_back(message, heard, now)
    return refused


def _give_back(message: AgentMessage, heard: str, now: datetime) -> None:
    message_store.change_budget(
        message.account, message.openid, lambda held: given_back(held, heard), now
    )


def _settled(message: AgentMessage, state: MessageState, problem: str = "") -> AgentMessage:
    """Record what came of a message that was marked."""
    _count(state.value)
    return marks.record_result(message, state, problem)


def _as_it_is(message: AgentMessage) -> AgentMessage:
    return message_store.find_message(message.account, message.openid, message.id) or message


def _note_answer(message: AgentMessage) -> None:
    """Tell the session that its follower was answered; again after a crash, which changes nothing then."""
    if message.kind is not MessageKind.REPLY or message.state not in _ARRIVED:
        return
    if message.problem == _CUT_OFF:
        return  # a follower who may have no answer still waits for one
    updates.change(
        message.account,
        message.session,
        lambda before: lifecycle.answered(before, message.at),
        message.at,
    )


def _later(error: Exception) -> TryLater:
    _count("put_back")
    return TryLater(str(error))


def _count(outcome: str) -> None:
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    telemetry.count(Metric.KF_MESSAGE, Outcome=outcome)


def _tell_cut_off(message: AgentMessage) -> None:
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    telemetry.logger.warning(
        "message cut off", extra={"account": message.account, "session": message.session}
    )
    telemetry.count(Metric.SENDING_CUT_OFF)
