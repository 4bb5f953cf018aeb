"""The worker that speaks with WeChat: queued messages, each at most once (``lines``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from chalicelib.accounts import AllowanceUsedUp, spend_kf
from chalicelib.desk.messages import store as message_store
from chalicelib.desk.messages.reply_window import corrected, given_back
from chalicelib.desk.models import Line, LineKind, LineState
from chalicelib.desk.sessions import lifecycle, updates
from chalicelib.wechat.error_codes import NO_REPLIES_LEFT, REPLY_WINDOW_CLOSED

Send = Callable[[dict[str, Any]], object]
"""Posts one body to ``/cgi-bin/message/custom/send``."""

_ARRIVED: Final = (LineState.SENT, LineState.UNKNOWN)


class TryLater(Exception):
    """WeChat was not reached, or busy; surely nothing was sent. The queue brings the message back."""


def send_lines(
    account_id: str, openid: str, line_ids: Sequence[str], send: Send, clock: Callable[[], datetime]
) -> list[Line]:
    """Send one follower's queued messages in order; returns them as they are afterwards.

    Running it twice, also at the same time, is harmless: only who marks a message sends it, and a marked one
    is never sent again. Raises ``TryLater``; the rest is still queued then.
    """
    done: list[Line] = []
    for line_id in line_ids:
        line = message_store.line(account_id, openid, line_id)
        if line is None:
            continue  # erased with the follower
        if line.state is LineState.QUEUED:
            if done and done[-1].state is LineState.REFUSED:
                line = _refuse(line, "前一条没有发出，这一条也没有发。")
            else:
                line = _send(line, send, clock())
        done.append(line)
        _note_answer(line)
    return done


def _send(line: Line, send: Send, now: datetime) -> Line:
    if now - line.at > lifecycle.WINDOW:
        return _refuse(line, "排队超过 48 小时，微信不再接收。")
    heard = message_store.budget(line.account, line.openid).heard
    try:
        # Before the mark: killed in between, the message is still queued, and one too many is counted.
        spend_kf(line.account, now)
    except AllowanceUsedUp as error:
        message_store.change_budget(
            line.account, line.openid, lambda held: given_back(held, heard), now
        )
        return _refuse(line, str(error))
    try:
        if not message_store.mark(line, now):
            return message_store.line(line.account, line.openid, line.id) or line
    except message_store.TooMany:
        return _refuse(line, "排队时粉丝又发来消息，先前的条数不再作数，而现在可发的已经用完。")
    except message_store.Contested as error:
        raise TryLater("粉丝的额度正被别处更新") from error
    return _posted(line, send, heard, now)


def _posted(line: Line, send: Send, heard: str, now: datetime) -> Line:
    """Send a message that is marked."""
    from chalicelib.wechat.errors import (
        ApiRefused,
        TokenUnavailable,
        UnknownOutcome,
        Unreachable,
    )

    try:
        send({"touser": line.openid, "msgtype": "text", "text": {"content": line.text}})
    except UnknownOutcome as error:
        _count("unknown")
        return message_store.settle(line, LineState.UNKNOWN, error.what)
    except (Unreachable, TokenUnavailable) as error:
        message_store.put_back(line, now)
        raise TryLater(str(error)) from error
    except ApiRefused as error:
        return _refused(line, error, heard, now)
    _count("sent")
    return message_store.settle(line, LineState.SENT)


def _refused(line: Line, error: Any, heard: str, now: datetime) -> Line:
    """WeChat answered, and did not take it."""
    if not error.treatment.proves_nothing_done:
        _count("unknown")
        return message_store.settle(line, LineState.UNKNOWN, error.treatment.meaning)
    if error.repeat_after is not None:
        message_store.put_back(line, now)
        raise TryLater(str(error)) from error
    if error.errcode in (REPLY_WINDOW_CLOSED, NO_REPLIES_LEFT):
        message_store.change_budget(
            line.account,
            line.openid,
            # A word that came meanwhile gives its right after all.
            lambda held: held if held.heard != heard else corrected(held, error.errcode),
            now,
        )
    else:
        message_store.change_budget(
            line.account, line.openid, lambda held: given_back(held, heard), now
        )
    treatment = error.treatment
    return _refuse(line, f"微信拒收（{error.errcode}）：{treatment.meaning}。{treatment.advice}")


def _refuse(line: Line, problem: str) -> Line:
    _count("refused")
    return message_store.settle(line, LineState.REFUSED, problem)


def _note_answer(line: Line) -> None:
    """Tell the session that its follower was answered; again after a crash, which changes nothing then."""
    if line.kind is not LineKind.REPLY or line.state not in _ARRIVED:
        return
    updates.change(
        line.account, line.session, lambda before: lifecycle.answered(before, line.at), line.at
    )


def _count(outcome: str) -> None:
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    telemetry.count(Metric.KF_MESSAGE, Outcome=outcome)
