"""Which days are asked about when."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.clock import SHANGHAI
from chalicelib.insight.wechat_numbers.schedule import (
    AGAIN,
    Ask,
    Known,
    Seen,
    clear_until,
    is_final,
    last_ready,
    next_look,
    plan,
    start_of,
)
from chalicelib.wechat.statistics_calls import CALLS, StatCall

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)
TODAY = NINE.date()
YESTERDAY = TODAY - timedelta(days=1)
FIRST = TODAY - timedelta(days=30)


def back(days: int) -> date:
    return TODAY - timedelta(days=days)


def after(
    asks: tuple[Ask, ...], on: date, known: Known | None = None, *, empty: bool = False
) -> Known:
    """What is known after these calls were answered."""
    found = {call: dict(seen) for call, seen in (known or {}).items()}
    for ask in asks:
        found.setdefault(ask.call, {}).update(
            {day: Seen(on, empty=empty, delayed=False) for day in ask.days}
        )
    return found


def test_yesterday_is_asked_from_eight_oclock_on() -> None:
    before = NINE.replace(hour=7, minute=59)
    assert last_ready(before) == back(2)
    assert last_ready(before + timedelta(minutes=1)) == back(1)
    # 23:30 UTC is 07:30 in Shanghai, on the next day.
    assert last_ready(datetime(2026, 11, 23, 23, 30, tzinfo=SHANGHAI)) == back(2)


def test_a_new_account_asks_for_everything_newest_days_first_in_spans() -> None:
    asks = plan({}, FIRST, NINE)
    assert [ask.end for ask in asks] == sorted((ask.end for ask in asks), reverse=True)
    for call in StatCall:
        mine = [ask for ask in asks if ask.call is call]
        days = [day for ask in mine for day in ask.days]
        assert sorted(days) == [FIRST + timedelta(days=n) for n in range(30)]
        assert len(days) == len(set(days))
        assert all(len(ask.days) <= CALLS[call].longest for ask in mine)
    assert len([ask for ask in asks if ask.call is StatCall.USERS]) == 5
    assert len([ask for ask in asks if ask.call is StatCall.ACCOUNT]) == 1


def test_what_was_seen_today_is_not_asked_again_today() -> None:
    known = after(plan({}, FIRST, NINE), TODAY)
    assert plan(known, FIRST, NINE.replace(hour=23)) == ()


def test_the_next_day_brings_yesterday_and_what_wechat_still_changes() -> None:
    known = after(plan({}, FIRST, NINE), TODAY)
    asks = plan(known, FIRST, NINE + timedelta(days=1))
    by_call = {c: sorted(d for a in asks if a.call is c for d in a.days) for c in StatCall}
    assert by_call[StatCall.USERS] == [back(2), back(1), back(0)]
    assert len(by_call[StatCall.ARTICLES]) == 31
    assert [len(a.days) for a in asks if a.call is StatCall.USERS] == [3]


def test_a_day_without_articles_is_looked_at_three_times_and_no_more() -> None:
    known: Known = {}
    looks = 0
    for n in range(10):
        now = NINE + timedelta(days=n)
        asks = plan(known, YESTERDAY, now)
        looks += Ask(StatCall.ARTICLES, YESTERDAY, YESTERDAY) in asks
        known = after(asks, now.date(), known, empty=True)
    assert looks == AGAIN[StatCall.ARTICLES].empty


def test_an_article_is_looked_at_until_its_thirty_days_are_over() -> None:
    known: Known = {}
    looks = []
    for n in range(40):
        now = NINE + timedelta(days=n)
        asks = plan(known, YESTERDAY, now)
        if Ask(StatCall.ARTICLES, YESTERDAY, YESTERDAY) in asks:
            looks.append((now.date() - YESTERDAY).days)
        known = after(asks, now.date(), known)
    assert looks == list(range(1, 32))


def test_after_an_outage_a_day_gets_the_look_that_makes_it_final() -> None:
    known = {StatCall.ARTICLES: {YESTERDAY: Seen(TODAY, empty=False, delayed=False)}}
    late = NINE + timedelta(days=60)
    mine = [ask for ask in plan(known, YESTERDAY, late) if YESTERDAY in ask.days]
    assert Ask(StatCall.ARTICLES, YESTERDAY, YESTERDAY) in mine
    known = after(tuple(mine), late.date(), known)
    later = plan(known, YESTERDAY, late + timedelta(days=1))
    assert not [a for a in later if a.call is StatCall.ARTICLES and YESTERDAY in a.days]


def test_a_delayed_day_is_asked_longer_but_not_for_ever() -> None:
    enough = AGAIN[StatCall.READS].days
    assert is_final(StatCall.READS, back(enough), Seen(TODAY, empty=False, delayed=False))
    assert not is_final(StatCall.READS, back(enough), Seen(TODAY, empty=False, delayed=True))
    assert is_final(StatCall.READS, back(enough + 7), Seen(TODAY, empty=False, delayed=True))


def test_a_hole_splits_a_span() -> None:
    seen = {back(n): Seen(TODAY, empty=False, delayed=False) for n in (1, 2, 5)}
    asks = [a for a in plan({StatCall.USERS: seen}, back(8), NINE) if a.call is StatCall.USERS]
    assert asks == [
        Ask(StatCall.USERS, back(4), back(3)),
        Ask(StatCall.USERS, back(8), back(6)),
    ]


def test_what_is_parked_waits_and_the_rest_does_not() -> None:
    soon = NINE + timedelta(hours=1)
    parked = {"articles": soon, f"users#{YESTERDAY}": soon}
    asks = plan({}, back(3), NINE, parked=parked)
    assert not [ask for ask in asks if ask.call is StatCall.ARTICLES]
    assert [ask.end for ask in asks if ask.call is StatCall.USERS] == [back(2)]
    assert plan({}, back(3), NINE, parked={"*": soon}) == ()
    assert plan({}, back(3), soon, parked=parked | {"*": soon}) == plan({}, back(3), soon)


def test_calls_of_2025_are_not_asked_for_days_before() -> None:
    asks = plan({}, date(2025, 10, 1), datetime(2025, 11, 3, 9, tzinfo=SHANGHAI))
    assert min(a.begin for a in asks if a.call is StatCall.READS) == date(2025, 11, 1)
    assert min(a.begin for a in asks if a.call is StatCall.USERS) == date(2025, 10, 1)


def test_final_days_are_cleared_up_to_the_first_that_is_not() -> None:
    seen = {back(n): Seen(TODAY, empty=False, delayed=False) for n in range(1, 11)}
    start = start_of(StatCall.USERS, back(10))
    assert clear_until(StatCall.USERS, seen, start, NINE) == back(3)
    del seen[back(9)]
    assert clear_until(StatCall.USERS, seen, start, NINE) == back(10)
    assert clear_until(StatCall.USERS, {}, start, NINE) == back(11)
    assert start_of(StatCall.USERS, back(10), {StatCall.USERS: back(3)}) == back(2)


def test_the_next_look_is_at_the_first_parked_thing_or_the_next_morning() -> None:
    morning = (NINE + timedelta(days=1)).replace(hour=8)
    assert next_look({}, NINE) == morning
    assert next_look({"users": NINE + timedelta(minutes=25)}, NINE) == NINE + timedelta(minutes=25)
    assert next_look({"users": NINE - timedelta(minutes=1)}, NINE) == morning
    assert next_look({}, NINE.replace(hour=3)) == NINE.replace(hour=8)


def test_what_was_never_seen_goes_before_what_is_seen_again() -> None:
    known = {StatCall.ARTICLES: {back(2): Seen(back(1), empty=False, delayed=False)}}
    mine = [a.end for a in plan(known, back(4), NINE) if a.call is StatCall.ARTICLES]
    assert mine == [back(1), back(3), back(4), back(2)]


def test_with_half_the_calls_that_it_needs_every_day_still_becomes_final() -> None:
    known: Known = {}
    for n in range(120):
        now = NINE + timedelta(days=n)
        known = after(plan(known, FIRST, now)[:22], now.date(), known)
    last = last_ready(now)
    for call in StatCall:
        for age in range(50, 100):
            day = last - timedelta(days=age)
            assert is_final(call, day, known[call][day]), (call, age)


@given(
    seed=st.lists(st.integers(0, 12), min_size=1, max_size=60),
    quota=st.integers(1, 25),
)
def test_with_any_quota_and_any_days_off_nothing_is_lost_and_nothing_asked_twice_a_day(
    seed: list[int], quota: int
) -> None:
    """Days pass, on some of them nobody asks (0); on others only so many calls are made."""
    known: Known = {}
    for n, mood in enumerate(seed):
        if mood == 0:
            continue
        now = NINE + timedelta(days=n)
        asked: set[tuple[StatCall, date]] = set()
        for _ in range(2):
            asks = plan(known, FIRST, now)[: min(quota, mood)]
            new = [(ask.call, day) for ask in asks for day in ask.days]
            assert not asked & set(new)
            asked |= set(new)
            known = after(asks, now.date(), known)
    end = NINE + timedelta(days=len(seed) + 40)
    while asks := plan(known, FIRST, end):
        known = after(asks, end.date(), known)
    for call in StatCall:
        day = FIRST
        while day <= last_ready(end):
            assert day in known[call], (call, day)
            day += timedelta(days=1)


@pytest.mark.parametrize("call", StatCall)
def test_every_call_says_how_long_it_is_asked_again(call: StatCall) -> None:
    assert AGAIN[call].days >= AGAIN[call].empty >= 1
