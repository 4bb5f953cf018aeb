"""The worker that speaks with WeChat: queued notices, each at most once (docs/decisions/0271).

Whatever can fail without WeChat comes before the mark: the way to WeChat with its token, and the day's allowance. Every
mark ends in sent, refused, unknown or queued again; one whose sender died is found by the sweep.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from chalicelib import accounts
from chalicelib.accounts import AllowanceUsedUp, Scarce
from chalicelib.clock import SHANGHAI
from chalicelib.notices import consents, outcomes, sending_store
from chalicelib.notices.models import Sending, SendingState
from chalicelib.wechat.error_codes import NOTICE_REFUSED

Send = Callable[[dict[str, Any]], Mapping[str, Any]]
"""Posts one body to ``/cgi-bin/message/subscribe/bizsend`` and returns WeChat's answer."""
Way = Callable[[], Send]
"""An account's way to WeChat, ready to send; what it raises has sent nothing."""
Spend = Callable[[datetime], None]
"""Takes one of the day's notices. Raises ``AllowanceUsedUp``."""

_CUT_OFF: Final = "发送时中断，不知道是否送达，没有重发"
_TOO_LATE: Final = "排到时已过了时限，没有发"
_AFTER_MIDNIGHT: Final = timedelta(minutes=1)


class TryLater(Exception):
    """WeChat was not reached, or busy, or takes no more today; surely nothing was sent. The notice is queued still."""

    def __init__(self, why: str, at: datetime, *, today: bool = True) -> None:
        super().__init__(why)
        self.at: Final = at
        """When it may be tried again."""
        self.today: Final = today
        """Whether a try today may help."""


def send_one(one: Sending, way: Way, spend: Spend, clock: Callable[[], datetime]) -> Sending:
    """Send a notice that is queued; returns it as it is afterwards. Raises ``TryLater``.

    Running it twice, also at the same time, is harmless: only who marks a notice sends it, and a marked one is never
    sent again.
    """
    now = clock()
    if one.state is SendingState.SENDING:
        return _looked_after(one, now)
    if one.state is not SendingState.QUEUED:
        return one
    if one.until is not None and now > one.until:
        return _refused_unsent(one, _TOO_LATE)
    send = _ready(one, way, spend, now)
    if isinstance(send, Sending):
        return send
    if not sending_store.mark_sending(one, now):
        return _as_it_is(one)
    marked = one.model_copy(update={"state": SendingState.SENDING, "tried": int(now.timestamp())})
    return _posted(marked, send, now)


def tomorrow(now: datetime) -> datetime:
    """When the next day's allowance can be used."""
    local = now.astimezone(SHANGHAI)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return midnight + _AFTER_MIDNIGHT


def spend_one(account_id: str) -> Spend:
    """Takes one of the account's notices of the day. Who is killed after it has counted one too many."""
    return lambda now: accounts.ledger.spend(account_id, Scarce.NOTICE, now)


def body_of(one: Sending) -> dict[str, Any]:
    """As ``/cgi-bin/message/subscribe/bizsend`` takes it (sheet §2.10)."""
    body: dict[str, Any] = {
        "touser": one.openid,
        "template_id": one.template,
        "data": {name: {"value": words} for name, words in one.data.items()},
    }
    return body | ({"page": one.page} if one.page else {})


def _ready(one: Sending, way: Way, spend: Spend, now: datetime) -> Send | Sending:
    """The way to send, with the day's allowance taken; or the notice, where WeChat surely takes none."""
    from chalicelib.wechat.errors import ApiRefused, WeChatError

    try:
        send = way()
        spend(now)
    except AllowanceUsedUp as error:
        raise _next_day(one, str(error), now) from error
    except ApiRefused as error:
        if error.repeat_after is None:
            return _refused_unsent(one, _turned_down(error), error.errcode)
        raise _later(one, error, now) from error
    except WeChatError as error:
        raise _later(one, error, now) from error
    return send


def _posted(one: Sending, send: Send, now: datetime) -> Sending:
    """Send a notice that is marked."""
    from chalicelib.wechat.errors import (
        ApiRefused,
        TokenRejected,
        TokenUnavailable,
        UnknownOutcome,
        Unreachable,
    )

    try:
        answer = send(body_of(one))
    except UnknownOutcome as error:
        return _settled(one, SendingState.UNKNOWN, problem=error.what)
    except (Unreachable, TokenUnavailable, TokenRejected) as error:
        sending_store.put_back(one, now + sending_store.RETRY_AFTER)
        raise _later(one, error, now) from error
    except ApiRefused as error:
        return _refused(one, error, now)
    except Exception:
        # A fault of ours, before or after the call: nobody can tell.
        _settled(one, SendingState.UNKNOWN, problem=_CUT_OFF)
        raise
    return _settled(one, SendingState.SENT, msg_id=_msg_id(answer))


def _refused(one: Sending, error: Any, now: datetime) -> Sending:
    """WeChat answered, and did not take it."""
    from chalicelib.wechat.errors import QuotaUsedUp

    if not error.treatment.proves_nothing_done:
        return _settled(one, SendingState.UNKNOWN, problem=error.treatment.meaning)
    if isinstance(error, QuotaUsedUp):
        sending_store.put_back(one, tomorrow(now))
        raise TryLater(str(error), tomorrow(now), today=False) from error
    if error.repeat_after is not None:
        sending_store.put_back(one, now + sending_store.RETRY_AFTER)
        raise _later(one, error, now) from error
    return _settled(
        one,
        SendingState.REFUSED,
        problem=_turned_down(error),
        code=error.errcode,
        consent=_consent_after(one, error.errcode == NOTICE_REFUSED),
    )


def _consent_after(one: Sending, none_there: bool) -> Callable[[Any], Any] | None:
    """What follows for the consent where WeChat took nothing: it has none, or one may be used again."""
    if none_there:
        return lambda before: consents.found_refused(before, one.tried or int(one.at.timestamp()))
    if one.one_time:
        return lambda before: consents.given_back(before, int(one.at.timestamp()))
    return None


def _looked_after(one: Sending, now: datetime) -> Sending:
    """A marked notice that another worker sends, or one whose sender is gone: then that is said."""
    if one.tried_at is not None and now - one.tried_at < sending_store.CUT_OFF_AFTER:
        raise TryLater("正由别的函数发送", one.tried_at + sending_store.CUT_OFF_AFTER)
    left = sending_store.settle(
        one, SendingState.UNKNOWN, was=SendingState.SENDING, problem=_CUT_OFF
    )
    if left is None:
        return _as_it_is(one)
    _tell_cut_off(left)
    return _joined(left)


def _refused_unsent(one: Sending, problem: str, code: int = 0) -> Sending:
    """Refuse a notice that nobody has marked; what it would have used is given back."""
    done = sending_store.settle(
        one,
        SendingState.REFUSED,
        was=SendingState.QUEUED,
        problem=problem,
        code=code,
        consent=_consent_after(one, none_there=False),
    )
    if done is None:
        return _as_it_is(one)
    _count(SendingState.REFUSED.value)
    return done


def _settled(
    one: Sending,
    state: SendingState,
    *,
    msg_id: str = "",
    problem: str = "",
    code: int = 0,
    consent: Callable[[Any], Any] | None = None,
) -> Sending:
    """Record what came of a notice that was marked."""
    _count(state.value)
    done = sending_store.settle(
        one,
        state,
        was=SendingState.SENDING,
        msg_id=msg_id,
        problem=problem,
        code=code,
        consent=consent,
    )
    return _joined(done) if done else _as_it_is(one)


def _joined(one: Sending) -> Sending:
    """The notice, with WeChat's last word where that was here before its first."""
    if one.state is SendingState.REFUSED:
        return one
    if one.msg_id and not sending_store.has_end(one.account, one.openid, one.msg_id):
        return one
    return _as_it_is(one) if outcomes.join(one.account, one.openid) else one


def _next_day(one: Sending, why: str, now: datetime) -> TryLater:
    sending_store.postpone(one, tomorrow(now))
    return TryLater(why, tomorrow(now), today=False)


def _later(one: Sending, error: Exception, now: datetime) -> TryLater:
    _count("put_back")
    return TryLater(str(error), now + sending_store.RETRY_AFTER)


def _as_it_is(one: Sending) -> Sending:
    return sending_store.find(one.account, one.openid, one.id) or one


def _msg_id(answer: Mapping[str, Any]) -> str:
    """WeChat's number of the message; the sheet does not say that every answer has one."""
    found = answer.get("msgid", answer.get("msg_id", ""))
    return str(found) if isinstance(found, (int, str)) and not isinstance(found, bool) else ""


def _turned_down(error: Any) -> str:
    treatment = error.treatment
    return f"微信拒收（{error.errcode}）：{treatment.meaning}。{treatment.advice}"


def _count(outcome: str) -> None:
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    telemetry.count(Metric.NOTICE, Outcome=outcome)


def _tell_cut_off(one: Sending) -> None:
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    telemetry.logger.warning("notice cut off", extra={"account": one.account, "notice": one.id})
    telemetry.count(Metric.SENDING_CUT_OFF)
