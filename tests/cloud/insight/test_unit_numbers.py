"""Numbers of units: those of all accounts below, counted from below upward, whatever stops in between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib import accounts, units
from chalicelib.actor import SYSTEM, local
from chalicelib.application import archive_numbers
from chalicelib.application.wechat_numbers import Span
from chalicelib.cloud import table
from chalicelib.insight import Day, unit_days
from chalicelib.insight.archive import numbers, unit_numbers
from chalicelib.insight.archive.sums import added_up, sums_of
from chalicelib.units import UnitLevel
from tests.cloud.accounts.made import SECRETS, account
from tests.cloud.insight import counted

pytestmark = pytest.mark.usefixtures("cloud")
NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
DAY, BEFORE = date(2026, 11, 27), date(2026, 11, 26)
SPAN = Span(since=BEFORE, until=DAY)
PLACES = {
    "top": ("", UnitLevel.PROVINCE),
    "east": ("top", UnitLevel.CITY),
    "west": ("top", UnitLevel.CITY),
    "east-1": ("east", UnitLevel.COUNTY),
}


@pytest.fixture(autouse=True)
def matrix(cloud: None) -> None:
    for one, (above, level) in PLACES.items():
        units.add_unit(one, name=one, level=level, parent=above or None)
        made = account(id=one, name=one, unit=one, appid=f"wx{one:0<10}".replace("-", "0"))
        accounts.add_account(made, SECRETS, by=SYSTEM, now=NOW)


def tell(of: str, written: int, day: date = DAY) -> None:
    """An account's day is counted, and the units above it are."""
    before = table.get(f"NUMBERS#{of}", day.isoformat(), consistent=True)
    generation = int(before["generation"]) + 1 if before else 1
    numbers.keep(counted._archived(of, day, written), generation)
    unit_numbers.recount([Day(of, day.isoformat())])


def messages(unit: str, day: date = DAY) -> int:
    [found] = unit_days(unit, day, day)
    return found.messages.messages


def test_a_province_is_the_sum_of_all_below() -> None:
    for of, written in (("top", 100), ("east", 20), ("east-1", 30), ("west", 50)):
        tell(of, written)
    assert [messages(one) for one in PLACES] == [200, 50, 50, 30]
    tell("east-1", 70)
    tell("east-1", 70)
    assert [messages(one) for one in PLACES] == [240, 90, 50, 70]
    assert list(unit_days("top", BEFORE, BEFORE)) == []


def test_sums_of_sums_are_those_that_a_page_adds_up_of_accounts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for n, of in enumerate(PLACES):
        for day in (DAY, BEFORE):
            tell(of, 40 + 13 * n, day)
    one_by_one = archive_numbers.message_numbers("top", SPAN, by=local("ops"))
    monkeypatch.setattr(archive_numbers, "MOST_READ", 2)
    calls: list[str] = []
    monkeypatch.setattr(numbers.table, "between", _noted(calls))
    whole = archive_numbers.message_numbers("top", SPAN, by=local("ops"))
    assert calls == ["UNITNUMBERS#top"], "one question, however many accounts there are"
    assert _rounded(whole) == _rounded(one_by_one)
    assert whole.messages.messages == 2 * (40 + 53 + 66 + 79)
    assert whole.sessions.stars == 4.5


def _rounded(found: archive_numbers.MessageNumbers) -> dict[str, Any]:
    told = found.model_dump()
    for sessions in (told["sessions"], *(day["sessions"] for day in told["days"])):
        for name, value in sessions.items():
            sessions[name] = round(value, 6) if isinstance(value, float) else value
    return told


def _noted(calls: list[str]) -> Any:
    real = table.between

    def between(pk: str, first: str, last: str) -> Iterator[table.Item]:
        calls.append(pk)
        return real(pk, first, last)

    return between


def test_of_two_counts_at_once_the_later_one_has_all(monkeypatch: pytest.MonkeyPatch) -> None:
    tell("east", 10)
    real, once = unit_numbers.batches.get_all, [True]

    def overtaken(keys: Any) -> Any:
        found = real(keys)
        if once.pop() if once else False:
            tell("east", 25)  # another run, between this one's read and its write
        return found

    numbers.keep(counted._archived("east", DAY, 20), 2)
    monkeypatch.setattr(unit_numbers.batches, "get_all", overtaken)
    unit_numbers.recount([Day("east", DAY.isoformat())])
    assert (messages("east"), messages("top")) == (25, 25)


def test_in_any_order_the_sum_is_the_same() -> None:
    parts = [sums_of(counted._archived(one, DAY, 10 * n + 40)) for n, one in enumerate("abcd")]
    whole = added_up(DAY, parts)
    for halves in ((parts[2:], parts[:2]), (parts[:1], parts[1:])):
        again = added_up(DAY, [added_up(DAY, one) for one in halves])
        assert (again.messages, again.types, again.menu) == (
            whole.messages,
            whole.types,
            whole.menu,
        )
        assert again.sessions.wait_seconds == pytest.approx(whole.sessions.wait_seconds)
    assert added_up(DAY, []).sessions.stars is None


def test_an_account_that_is_gone_or_of_no_unit_stops_nobody() -> None:
    assert unit_numbers.recount([Day("nobody", DAY.isoformat())]) == 0
