"""What an answer adds to what is known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from chalicelib.insight.wechat_numbers.models import DayRecord
from chalicelib.insight.wechat_numbers.observe import as_of, digest_of, observed, seen_of
from chalicelib.insight.wechat_numbers.schedule import Seen
from chalicelib.wechat.statistics_calls import StatCall

DAY = date(2026, 11, 23)
FIRST = datetime(2026, 11, 24, 0, 15, tzinfo=UTC)


def said(
    before: DayRecord | None, readers: int, days: int = 0, *, delayed: bool = False
) -> DayRecord:
    rows = [{"ref_date": str(DAY), "read_user": readers}]
    now = FIRST + timedelta(days=days)
    return observed(before, StatCall.ACCOUNT, DAY, rows, delayed=delayed, now=now)


def test_the_same_again_makes_the_observation_longer() -> None:
    record = said(said(said(None, 10), 10, 1), 10, 2)
    [one] = record.observations
    assert (one.at, one.until, one.rows) == (FIRST, FIRST + timedelta(days=2), 1)
    assert record.rows == ({"ref_date": "2026-11-23", "read_user": 10},)


def test_a_restatement_is_a_new_observation_and_the_old_one_stays() -> None:
    record = said(said(said(None, 10), 14, 1), 10, 2)
    assert [one.digest == record.observations[0].digest for one in record.observations] == [
        True,
        False,
        True,
    ]
    assert as_of(record, FIRST + timedelta(hours=30)) == record.observations[1]
    assert as_of(record, FIRST - timedelta(seconds=1)) is None


def test_figures_that_are_no_longer_late_are_news_though_they_are_the_same() -> None:
    record = said(said(None, 10, delayed=True), 10, 1)
    assert [one.delayed for one in record.observations] == [True, False]


def test_the_order_of_rows_and_fields_says_nothing() -> None:
    assert digest_of([{"a": 1, "b": 2}, {"a": 3}]) == digest_of([{"a": 3}, {"b": 2, "a": 1}])
    assert digest_of([{"a": 1}]) != digest_of([{"a": 1}, {"a": 1}])


def test_many_rows_lie_in_their_object_alone() -> None:
    rows = [{"msgid": f"{n}_1", "detail": {"read_user": n}} for n in range(500)]
    record = observed(None, StatCall.READS, DAY, rows, delayed=False, now=FIRST)
    assert record.rows is None
    assert record.latest.rows == 500


def test_the_plan_sees_the_day_of_the_look_in_shanghai() -> None:
    late = datetime(2026, 11, 24, 17, tzinfo=UTC)  # the 25th, one o'clock in Shanghai
    record = observed(None, StatCall.USERS, DAY, [], delayed=False, now=late)
    assert seen_of(record) == Seen(date(2026, 11, 25), empty=True, delayed=False)
