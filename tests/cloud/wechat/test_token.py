"""One token per account, shared by all functions."""

from __future__ import annotations

import threading

import pytest
from moto.dynamodb.models import DynamoDBBackend

from chalicelib.cloud import table
from chalicelib.cloud.clients import dynamodb
from chalicelib.cloud.errors import CloudNotFound
from chalicelib.wechat.error_codes import TOKEN_API
from chalicelib.wechat.errors import (
    TokenUnavailable,
    UnknownOutcome,
    WrongCredentials,
    refusal,
)
from chalicelib.wechat.token import (
    FETCH_PAUSE,
    FORCED_A_DAY,
    LEASE_SECONDS,
    REFRESH_LEFT,
    REFUSED_SECONDS,
    Fetched,
    TokenKeeper,
    _Held,
    forget_token,
)
from tests.cloud.wechat.token_world import APPID, World, forced, stored

pytestmark = pytest.mark.usefixtures("cloud")


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def serial_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """DynamoDB makes one write to an item at a time; moto leaves that to the caller."""
    lock, write = threading.Lock(), DynamoDBBackend.update_item

    def one_at_a_time(*args: object, **kwargs: object) -> object:
        with lock:
            return write(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(DynamoDBBackend, "update_item", one_at_a_time)


@pytest.mark.usefixtures("serial_writes")
def test_two_hundred_cold_functions_fetch_once() -> None:
    functions, fetched, got = 200, [], []
    waiting, everybody_waits, stored = [], threading.Event(), threading.Event()

    def sleep(_: float) -> None:
        waiting.append(1)
        if len(waiting) >= functions - 1:
            everybody_waits.set()
        assert stored.wait(60)

    def fetch(force: bool) -> Fetched:
        fetched.append(force)
        # The answer comes only when all the others have found the lease taken.
        assert everybody_waits.wait(60)
        return Fetched("T1", 7200)

    def function() -> None:
        got.append(TokenKeeper(APPID, fetch, sleep=sleep).current())
        stored.set()

    dynamodb()
    threads = [threading.Thread(target=function) for _ in range(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert got == ["T1"] * functions
    assert fetched == [False]


def test_a_cold_function_finds_the_others_token(world: World) -> None:
    assert world.keeper().current() == world.keeper().current() == "T1"
    assert world.calls == [False]


def test_a_warm_function_does_not_even_read(world: World) -> None:
    keeper = world.keeper()
    keeper.current()
    forget_token(APPID)
    world.now += 6000
    assert keeper.current() == "T1"
    assert world.calls == [False]


def test_the_token_is_renewed_in_its_last_five_minutes(world: World) -> None:
    keeper = world.keeper()
    keeper.current()
    world.now += 7200 - REFRESH_LEFT + 1
    assert keeper.current() == "T3"
    assert world.calls == [False, False]


def test_while_one_renews_the_others_use_the_old_one_on(world: World) -> None:
    other, slow = world.keeper(), world.keeper()
    other.current()
    slow.current()
    world.now += 7200 - REFRESH_LEFT + 1
    seen = []

    def renew(force: bool) -> Fetched:
        seen.append(other.current())
        return world.fetch(force)

    assert world.keeper(renew).current() == "T3"
    assert seen == ["T1"]
    assert world.calls == [False, False]


def test_a_holder_that_died_is_replaced_when_its_lease_ends(world: World) -> None:
    class Killed(BaseException):
        pass

    def die(_: bool) -> Fetched:
        raise Killed

    with pytest.raises(Killed):
        world.keeper(die).current()
    started = world.now
    assert world.keeper().current() == "T1"
    assert world.now - started >= LEASE_SECONDS
    assert world.calls == [False]


def test_a_holder_that_comes_late_does_not_overwrite_its_successor(world: World) -> None:
    def late(_: bool) -> Fetched:
        world.now += LEASE_SECONDS + 1
        assert world.keeper().current() == "T1"
        return Fetched("late", 7200)

    assert world.keeper(late).current() == "T1"
    assert world.keeper().current() == "T1"


def test_a_lease_that_ends_this_second_is_not_waited_for(world: World) -> None:
    """Between our look and our write somebody has fetched, and what they fetched is of no use."""
    asked: list[int] = []

    def clock() -> float:
        asked.append(1)
        if len(asked) == 2:
            ended = {"lease": "x", "lease_ends": int(world.now), "generation": 7}
            table.put({"pk": f"TOKEN#{APPID}", "sk": "TOKEN", **ended})
        return world.now

    started = world.now
    keeper = TokenKeeper(APPID, world.fetch, clock=clock, sleep=world.sleep)
    assert keeper.current() == "T1"
    assert world.now == started


def test_a_first_token_that_came_between_look_and_lease_is_taken(world: World) -> None:
    asked: list[int] = []

    def clock() -> float:
        asked.append(1)
        if len(asked) == 2:
            stored(world, generation=1)
        return world.now

    keeper = TokenKeeper(APPID, world.fetch, clock=clock, sleep=world.sleep)
    assert keeper.current() == "T9"
    assert world.calls == []


def test_what_another_function_has_just_written_is_seen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, consistent = table.get, []

    def get(pk: str, sk: str, **how: bool) -> table.Item | None:
        consistent.append(how.get("consistent"))
        return read(pk, sk, **how)

    monkeypatch.setattr(table, "get", get)
    world.keeper().current()
    assert consistent == [True]


def test_nobody_waits_for_ever(world: World) -> None:
    table.put(
        {"pk": f"TOKEN#{APPID}", "sk": "TOKEN", "lease": "x", "lease_ends": int(world.now) + 9999}
    )
    with pytest.raises(TokenUnavailable):
        world.keeper().current()
    assert world.calls == []


def test_a_fetch_without_outcome_gives_the_lease_back(world: World) -> None:
    world.fails = UnknownOutcome("ReadTimeout", appid=APPID, api=TOKEN_API)
    with pytest.raises(UnknownOutcome):
        world.keeper().current()
    world.fails = None
    started = world.now
    assert world.keeper().current() == "T1"
    assert world.now == started


def test_a_wrong_secret_is_asked_about_once_by_all(world: World) -> None:
    world.fails = refusal(40125, "invalid appsecret", appid=APPID, api=TOKEN_API)
    for _ in range(20):
        with pytest.raises(WrongCredentials):
            world.keeper().current()
    assert world.calls == [False]
    world.fails = None
    world.now += REFUSED_SECONDS
    assert world.keeper().current() == "T1"


def test_a_living_token_outlasts_a_refused_renewal(world: World) -> None:
    keeper = world.keeper()
    keeper.current()
    world.now += 7200 - REFRESH_LEFT + 1
    world.fails = refusal(40164, "invalid ip 203.0.113.7", appid=APPID, api=TOKEN_API)
    assert [keeper.current() for _ in range(5)] == ["T1"] * 5
    assert world.calls == [False, False]


def test_after_a_rejection_the_others_newer_token_is_taken(world: World) -> None:
    stale, other = world.keeper(), world.keeper()
    stale.current()
    other.current()
    assert other.after_rejection("T1") == "T3"
    assert stale.after_rejection("T1") == "T3"
    assert world.calls == [False, True]


def test_a_young_token_that_is_rejected_is_replaced_by_force(world: World) -> None:
    keeper = world.keeper()
    used = keeper.current()
    assert keeper.after_rejection(used) != used
    assert world.calls == [False, True]


def test_an_old_token_is_asked_for_normally_before_forcing(world: World) -> None:
    keeper = world.keeper()
    used = keeper.current()
    world.now += 3600
    assert keeper.after_rejection(used) != used
    assert world.calls == [False, False, True]
    assert forced() == [world.now]


def test_force_is_not_used_twice_within_thirty_seconds(world: World) -> None:
    keeper = world.keeper()
    first = keeper.after_rejection(keeper.current())
    assert keeper.after_rejection(first) == first
    world.now += FETCH_PAUSE
    assert keeper.after_rejection(first) != first
    assert world.calls == [False, True, False, True]


def test_force_is_used_twenty_times_a_day_at_most(world: World) -> None:
    keeper = world.keeper()
    used = keeper.current()
    for _ in range(FORCED_A_DAY + 10):
        used = keeper.after_rejection(used)
        world.now += 60
    assert world.calls.count(True) == FORCED_A_DAY
    world.now += 86400
    keeper.after_rejection(keeper.current())
    assert world.calls.count(True) == FORCED_A_DAY + 1


def test_a_refresh_forced_elsewhere_is_fetched_normally(world: World) -> None:
    keeper = world.keeper()
    used = keeper.current()

    def forced_elsewhere(force: bool) -> Fetched:
        world.calls.append(force)
        if force:
            raise refusal(45011, "too fast", appid=APPID, api=TOKEN_API)
        return Fetched("theirs", 7200)

    assert world.keeper(forced_elsewhere).after_rejection(used) == "theirs"
    assert world.calls == [False, True, False]
    assert forced() == []


def test_a_token_is_not_in_any_repr() -> None:
    held = _Held(token="PLANTED")
    assert "PLANTED" not in repr(Fetched("PLANTED", 1)) + repr(held) + repr(World().keeper())


def test_a_secret_that_cannot_be_read_gives_the_lease_back(world: World) -> None:
    def unread(force: bool) -> Fetched:
        raise CloudNotFound("no such parameter")

    with pytest.raises(CloudNotFound):
        world.keeper(unread).current()
    started = world.now
    assert world.keeper().current() == "T1"
    assert world.now == started
