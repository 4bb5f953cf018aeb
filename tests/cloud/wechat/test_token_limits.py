"""How long a token, its lease and a refusal of it last, to the second."""

from __future__ import annotations

import json

import pytest

from chalicelib.cloud import table
from chalicelib.wechat.error_codes import TOKEN_API
from chalicelib.wechat.errors import (
    TokenUnavailable,
    WeChatError,
    WrongCredentials,
    refusal,
)
from chalicelib.wechat.token import (
    LEASE_SECONDS,
    Fetched,
    TokenKeeper,
    forget_token,
)
from tests.cloud.wechat.token_world import APPID, World, leased, stored

pytestmark = pytest.mark.usefixtures("cloud")


@pytest.fixture
def world() -> World:
    return World()


def test_the_last_five_seconds_of_a_token_are_not_used(world: World) -> None:
    stored(world, ends=int(world.now) + 6, **leased(world))
    assert world.keeper().current() == "T9"
    stored(world, ends=int(world.now) + 5, **leased(world))
    with pytest.raises(TokenUnavailable):
        world.keeper().current()


def test_three_hundred_seconds_before_its_end_a_token_is_renewed(world: World) -> None:
    stored(world, ends=int(world.now) + 301)
    assert world.keeper().current() == "T9"
    stored(world, ends=int(world.now) + 300)
    assert world.keeper().current() == "T1"


def test_a_short_token_is_not_fetched_again_for_thirty_seconds(world: World) -> None:
    stored(world, ends=int(world.now) + 100, fetched=int(world.now) - 29)
    assert world.keeper().current() == "T9"
    stored(world, ends=int(world.now) + 100, fetched=int(world.now) - 30)
    assert world.keeper().current() == "T1"


@pytest.mark.parametrize(("later", "token"), [(0, "T9"), (59, "T9"), (60, "T1"), (-1, "T1")])
def test_a_token_that_was_asked_for_is_in_hand_for_a_minute(
    world: World, later: int, token: str
) -> None:
    """Until somebody else has renewed it, nothing is looked up; a clock that was set back proves nothing."""
    stored(world, ends=int(world.now) + 100, **leased(world))
    keeper = world.keeper()
    assert keeper.current() == "T9"
    forget_token(APPID)
    world.now += later
    assert keeper.current() == token


def test_a_token_after_a_rejection_is_not_in_hand(world: World) -> None:
    stored(world, ends=int(world.now) + 100, **leased(world))
    keeper = world.keeper()
    assert keeper.after_rejection("T8") == "T9"
    forget_token(APPID)
    assert keeper.current() == "T1"


def test_a_token_that_was_forgotten_is_not_in_hand(world: World) -> None:
    stored(world, ends=int(world.now) + 100, **leased(world))
    keeper = world.keeper()
    assert keeper.current() == "T9"
    keeper.forget()
    assert keeper.current() == "T1"


@pytest.mark.parametrize(("age", "calls"), [(299, [True]), (300, [False])])
def test_a_token_is_young_for_three_hundred_seconds(
    world: World, age: int, calls: list[bool]
) -> None:
    stored(world, fetched=int(world.now) - age)
    assert world.keeper().after_rejection("T9") != "T9"
    assert world.calls == calls


def test_a_token_that_died_is_no_better_than_the_one_that_was_refused(world: World) -> None:
    stored(world, token="T8", ends=int(world.now) + 5)
    assert world.keeper().after_rejection("T7") == "T1"
    assert world.calls == [False]


def test_others_are_waited_for_thirty_seconds_longer_each_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("random.uniform", lambda low, high: (low + high) / 2)
    stored(world, token="", **leased(world))
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(round(seconds, 3))
        world.now += 5

    with pytest.raises(TokenUnavailable):
        TokenKeeper(APPID, world.fetch, clock=world.clock, sleep=sleep).current()
    assert waits == [0.1, 0.2, 0.4, 0.8, 1.6, 2.0]


@pytest.mark.parametrize(
    ("ages", "forced"),
    [
        ([86399] * 20, False),
        ([86400] * 20, True),
        ([3600] * 19, True),
        ([100, 29], False),
        ([100, 30], True),
    ],
)
def test_force_has_its_limits(world: World, ages: list[int], forced: bool) -> None:
    now = int(world.now)
    past = json.dumps([now - age for age in ages])
    stored(world, fetched=now, forced=past)
    world.keeper().after_rejection("T9")
    assert world.calls == [forced]


@pytest.mark.parametrize(("after", "asked"), [(0, 1), (29, 1), (30, 2)])
def test_a_refusal_is_believed_for_thirty_seconds(world: World, after: int, asked: int) -> None:
    world.fails = refusal(40125, "invalid appsecret", appid=APPID, api=TOKEN_API)
    for pause in (0, after):
        world.now += pause
        with pytest.raises(WrongCredentials):
            world.keeper().current()
    assert len(world.calls) == asked


@pytest.mark.parametrize(("code", "asked"), [(45009, 1), (-1, 2)])
def test_a_used_up_quota_is_believed_and_a_busy_platform_is_asked_again(
    world: World, code: int, asked: int
) -> None:
    world.fails = refusal(code, "said", appid=APPID, api=TOKEN_API)
    for _ in range(2):
        with pytest.raises(WeChatError):
            world.keeper().current()
    assert len(world.calls) == asked


def test_a_lease_lasts_twenty_seconds_and_the_item_two_days(world: World) -> None:
    seen: list[table.Item] = []

    def fetch(_: bool) -> Fetched:
        seen.append(table.get(f"TOKEN#{APPID}", "TOKEN") or {})
        return Fetched("T1", 7200)

    world.keeper(fetch).current()
    seen.append(table.get(f"TOKEN#{APPID}", "TOKEN") or {})
    assert seen[0]["lease_ends"] == world.now + 20
    assert [one["expires_at"] for one in seen] == [world.now + 2 * 86400] * 2
    assert seen[1]["ends"] == world.now + 7200
    assert seen[1]["generation"] == 1


def test_who_came_late_takes_the_token_of_a_successor_only_while_it_lives(world: World) -> None:
    def late(_: bool) -> Fetched:
        world.now += LEASE_SECONDS + 1
        stored(world, token="T8", ends=int(world.now))
        return Fetched("late", 7200)

    assert world.keeper(late).current() == "late"
