"""What an error of WeChat's puts off, and until when."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from chalicelib.accounts import AllowanceUsedUp, Claim, Scarce
from chalicelib.clock import SHANGHAI
from chalicelib.insight.wechat_numbers.parking import is_not_ready, parked
from chalicelib.insight.wechat_numbers.schedule import Ask
from chalicelib.wechat.errors import TokenUnavailable, UnknownOutcome, Unreachable, refusal
from chalicelib.wechat.statistics_calls import StatCall

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=SHANGHAI)
MORNING = datetime(2026, 11, 25, 8, 0, tzinfo=SHANGHAI)
SOON, LATER = NOON + timedelta(minutes=25), NOON + timedelta(hours=1)
ASK = Ask(StatCall.USERS, date(2026, 11, 22), date(2026, 11, 23))
DAYS = ("users#2026-11-22", "users#2026-11-23")
WHERE = {"appid": "wx0", "api": "/datacube/getusersummary"}


@pytest.mark.parametrize(
    ("error", "keys", "until"),
    [
        (refusal(61503, "not ready", **WHERE), DAYS, SOON),
        (refusal(-1, "busy", **WHERE), DAYS, SOON),
        (refusal(45011, "too fast", **WHERE), DAYS, SOON),
        (UnknownOutcome("HTTP 502", **WHERE), DAYS, SOON),
        (refusal(61501, "date range", **WHERE), DAYS, MORNING),
        (refusal(61500, "date format", **WHERE), DAYS, MORNING),
        (refusal(45009, "quota", **WHERE), ("users",), MORNING),
        (refusal(48001, "unauthorized", **WHERE), ("users",), MORNING),
        (refusal(40001, "token", **WHERE), ("*",), LATER),
        (refusal(40164, "ip", **WHERE), ("*",), LATER),
        (Unreachable("no address", **WHERE), ("*",), LATER),
        (TokenUnavailable(appid="wx0"), ("*",), LATER),
        (AllowanceUsedUp("city", Claim(Scarce.NUMBERS, "2026-11-24", 500)), ("*",), MORNING),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_an_error_puts_off_what_it_is_about(
    error: Exception, keys: tuple[str, ...], until: datetime
) -> None:
    off = parked(error, ASK, NOON)
    assert (off.keys, off.until) == (keys, until)
    assert off.why == str(error)


def test_a_night_before_eight_is_parked_until_the_next_days_morning() -> None:
    night = NOON.replace(hour=1)
    off = parked(refusal(45009, "quota", **WHERE), ASK, night)
    assert off.until == MORNING


def test_only_61503_says_that_a_day_is_not_counted_yet() -> None:
    assert is_not_ready(refusal(61503, "", **WHERE))
    assert not is_not_ready(refusal(61501, "", **WHERE))
    assert not is_not_ready(UnknownOutcome("", **WHERE))
