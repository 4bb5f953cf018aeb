"""What an error of WeChat's means for the rest of the fetching: what is left alone, and until when. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chalicelib.accounts import AllowanceUsedUp, SecretsMissing
from chalicelib.clock import SHANGHAI
from chalicelib.insight.wechat_numbers.schedule import READY_HOUR, Ask
from chalicelib.wechat.errors import (
    ApiNotPermitted,
    ApiRefused,
    Busy,
    IpNotAllowed,
    QuotaUsedUp,
    TokenRejected,
    TokenUnavailable,
    Unreachable,
    WeChatError,
    WrongCredentials,
)

NOT_READY: Final = 61503
SOON: Final = timedelta(minutes=25)
"""Until the next round of fetching."""
LATER: Final = timedelta(hours=1)
EVERYTHING: Final = "*"
_ALL: Final = (
    SecretsMissing,
    WrongCredentials,
    IpNotAllowed,
    TokenRejected,
    TokenUnavailable,
    Unreachable,
)
"""No other call would fare better."""


class Parked(NamedTuple):
    """What is not asked before a time, and why."""

    keys: tuple[str, ...]
    """A call, days of it, or everything (``models.Progress.parked``)."""
    until: datetime
    why: str


def is_not_ready(error: Exception) -> bool:
    """Whether WeChat has not counted a day yet."""
    return isinstance(error, ApiRefused) and error.errcode == NOT_READY


def parked(error: Exception, ask: Ask, now: datetime) -> Parked:
    """What an error in answer to ``ask`` puts off. Reading does no harm twice, so that an unknown outcome is a delay only."""
    call, days = ask.call.value, tuple(f"{ask.call.value}#{day}" for day in ask.days)
    why = str(error)
    if isinstance(error, AllowanceUsedUp):
        return Parked((EVERYTHING,), tomorrow(now), why)
    if isinstance(error, _ALL):
        return Parked((EVERYTHING,), now + LATER, why)
    if isinstance(error, QuotaUsedUp | ApiNotPermitted):
        return Parked((call,), tomorrow(now), why)
    if isinstance(error, Busy) or (isinstance(error, WeChatError) and not _refused(error)):
        return Parked(days, now + SOON, why)
    return Parked(days, tomorrow(now), why)


def tomorrow(now: datetime) -> datetime:
    """When quotas have begun anew and the next day's figures are ready."""
    here = now.astimezone(SHANGHAI) + timedelta(days=1)
    return here.replace(hour=READY_HOUR, minute=0, second=0, microsecond=0)


def _refused(error: WeChatError) -> bool:
    return isinstance(error, ApiRefused)
