"""Fetching WeChat's statistics from the simulated platform: restatements, missing days, quotas, crashes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from chalicelib import accounts
from chalicelib.accounts import Limit, Period, Scarce
from chalicelib.application import sweep as sweeping
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import clients
from chalicelib.insight import wechat_numbers
from chalicelib.insight.wechat_numbers import rounds, store
from chalicelib.insight.wechat_numbers.schedule import last_ready
from chalicelib.settings import settings
from chalicelib.wechat.statistics_calls import CALLS, StatCall
from tests.cloud.insight.statistics_world import APPID, NOON, Killed, World, counted_by_wechat

PAST = {"days": 40, "followers": 20_000, "readers": 1000}
A_DAY = timedelta(days=1)


@pytest.fixture
def world(cloud: None, simulator: str, monkeypatch: pytest.MonkeyPatch) -> World:
    made = counted_by_wechat(simulator, monkeypatch)
    made.sim("POST", f"/accounts/{APPID}/past", PAST)
    return made


def missing(world: World, first: date) -> list[tuple[StatCall, date]]:
    """Days of which nothing is known."""
    last = last_ready(world.now)
    wanted = {
        (call, first + timedelta(days=n))
        for call in StatCall
        for n in range((last - first).days + 1)
    }
    known = {
        (call, one.day) for call in StatCall for one in store.days("province", call, first, last)
    }
    return sorted(wanted - known)


def limited(count: int) -> None:
    account = accounts.state("province", consistent=True)
    limits = {Scarce.NUMBERS: Limit(count=count, per=Period.DAY)}
    accounts.store.update_account(
        account.account.model_copy(update={"limits": limits}), instead_of=account.settings_version
    )


def test_a_first_fetch_brings_a_month_and_the_second_of_the_day_asks_nothing(world: World) -> None:
    first = world.fetch()
    assert not first.left
    assert missing(world, first.progress.first) == []
    assert first.progress.first == date(2026, 10, 25)
    assert first.days == 8 * 30 == first.news
    assert 100 < first.calls < 130
    assert world.asked[0] == ("getarticletotaldetail", "2026-11-23", "2026-11-23")
    again = world.fetch()
    assert (again.calls, again.left) == (0, False)
    line = accounts.ledger.lines("province", world.now)
    assert {one.claim.scarce: one.taken for one in line}[Scarce.NUMBERS] == first.calls


def test_every_restatement_is_kept_and_asked_for_as_long_as_there_may_be_one(
    world: World,
) -> None:
    world.sim("PUT", f"/accounts/{APPID}", {"statistics": {"late": 0.25}})
    day = date(2026, 11, 23)
    world.begin(day)
    for number in range(5):
        world.to(NOON + number * A_DAY)
        world.fetch()
    # A month later; the other calls are of no interest here, and each of them would take its time.
    for call in set(StatCall) - {StatCall.ARTICLES}:
        world.refuse(CALLS[call].name)
    for number in (32, 33):
        world.to(NOON + number * A_DAY)
        world.fetch()
    [reads, account, articles] = [
        store.day("province", call, day)
        for call in (StatCall.READS, StatCall.ACCOUNT, StatCall.ARTICLES)
    ]
    assert reads and account and articles
    assert [one.delayed for one in reads.observations] == [True, True, True, False]
    told = [store.rows("province", account, o.digest)[0]["read_user"] for o in account.observations]
    assert sorted(set(told)) == list(dict.fromkeys(told)), "late figures grow"
    assert len(set(told)) == 4
    then = wechat_numbers.as_of(account, NOON + 2 * A_DAY)
    assert then == account.observations[2]
    # Sums since publication, of thirty days; the last look is at the age at which nothing changes any more.
    # The 34th day after asks no more: WeChat has called nothing late on the day before.
    [article] = store.articles("province", day, day)
    assert len(article.days) == 30
    readers = [one.read or 0 for one in article.days]
    assert readers == sorted(readers)
    assert article.total.read == readers[-1]
    assert articles.latest.until == NOON + 32 * A_DAY
    cleared = world.fetch().progress.clear_until
    assert cleared[StatCall.ARTICLES] > date(2026, 12, 10), "days without articles are soon final"


def test_only_the_days_that_are_late_are_called_so(world: World) -> None:
    """``is_delay`` is said of an answer about up to thirty days; simulated, each day is late until it is a few days old."""
    world.sim("PUT", f"/accounts/{APPID}", {"statistics": {"late": 0.25}})
    for call in set(StatCall) - {StatCall.ACCOUNT}:
        world.refuse(CALLS[call].name)
    first = date(2026, 11, 4)
    world.begin(first)
    world.fetch()
    found = list(store.days("province", StatCall.ACCOUNT, first, date(2026, 11, 23)))
    assert len(found) == 20
    late = [one.day for one in found if one.latest.delayed]
    assert late and late == [one.day for one in found][-len(late) :]
    for day in (late[0], late[0] - A_DAY):
        alone = world.client("province").datacube.ask("getbizsummary", day, day)
        assert alone["is_delay"] is (day in late)
    asked = [one for one in world.asked if one[0] == "getbizsummary"]
    assert len(asked) <= 2 * len(late) + 2 + 5, "parts, not one call a day"


def test_a_quota_used_up_half_way_is_continued_the_next_day(world: World) -> None:
    quotas = {f"/datacube/{terms.name}": 6 for terms in CALLS.values()}
    world.sim("PUT", f"/accounts/{APPID}", {"quotas": quotas})
    first = date(2026, 11, 14)
    world.begin(first)
    done = world.fetch()
    oldest = [date(2026, 11, 14) + timedelta(days=n) for n in range(4)]
    day_by_day = (StatCall.ARTICLES, StatCall.READS, StatCall.SHARES)
    assert missing(world, first) == sorted((call, day) for call in day_by_day for day in oldest)
    assert set(done.progress.parked) == {call.value for call in day_by_day}
    assert done.progress.next_at == datetime(2026, 11, 25, 8, tzinfo=SHANGHAI)
    before = len(world.asked)
    assert world.fetch().calls == 0, "nobody knocks at a closed door"
    world.to(NOON + A_DAY)
    world.fetch()
    today = world.asked[before:]
    assert len(today) == len(set(today))
    # The day that is new, the four that were left, and one that is seen again; then the quota is used up.
    assert [end for name, _, end in today if name == "getarticletotaldetail"][:5] == [
        "2026-11-24",
        *(str(day) for day in reversed(oldest)),
    ]
    assert missing(world, first) == []


def span_of(world: World) -> tuple[date, date]:
    last = last_ready(world.now)
    return last - timedelta(days=40), last


def test_the_accounts_own_allowance_ends_a_day_and_the_next_one_goes_on(world: World) -> None:
    limited(20)
    first = date(2026, 11, 17)
    world.begin(first)
    done = world.fetch()
    assert (done.calls, len(world.asked), done.left) == (20, 20, False)
    assert "微信统计查询" in done.progress.problem
    assert set(done.progress.parked) == {"*"}
    left = missing(world, first)
    world.to(NOON + A_DAY)
    world.fetch()
    assert world.asked[20] == ("getarticletotaldetail", "2026-11-24", "2026-11-24")
    assert len(world.asked) == 40
    assert left
    assert missing(world, first) == []


def test_a_day_that_is_missing_hides_no_other_and_comes_when_it_is_there(world: World) -> None:
    world.sim("PUT", f"/accounts/{APPID}", {"statistics": {"not_ready": ["2026-11-20"]}})
    world.begin(date(2026, 11, 17))
    done = world.fetch()
    assert missing(world, done.progress.first) == [
        (call, date(2026, 11, 20)) for call in sorted(StatCall)
    ]
    assert set(done.progress.parked) == {f"{call.value}#2026-11-20" for call in StatCall}
    assert done.progress.next_at == NOON + timedelta(minutes=25)
    before = len(world.asked)
    world.to(NOON + timedelta(minutes=30))
    world.fetch()
    assert {call[1:] for call in world.asked[before:]} == {("2026-11-20", "2026-11-20")}
    world.sim("PUT", f"/accounts/{APPID}", {"statistics": {}})
    world.to(NOON + timedelta(hours=1))
    last = world.fetch()
    assert missing(world, done.progress.first) == []
    assert (last.progress.problem, last.progress.parked) == ("", {})


def test_before_eight_oclock_yesterday_is_not_asked(world: World) -> None:
    world.begin(date(2026, 11, 20))
    world.to(NOON.replace(hour=7))
    world.fetch()
    assert max(end for _, _, end in world.asked) == "2026-11-22"
    world.to(NOON.replace(hour=8, minute=15))
    world.asked.clear()
    world.fetch()
    assert {end for _, _, end in world.asked} == {"2026-11-23"}


@pytest.mark.parametrize("die_at", [1, 7, 17])
def test_killed_after_any_call_it_goes_on_and_asks_that_one_alone_again(
    world: World, die_at: int
) -> None:
    world.begin(date(2026, 11, 18))
    world.die_at = die_at
    with pytest.raises(Killed):
        world.fetch()
    world.die_at = None
    with pytest.raises(wechat_numbers.FetchedElsewhere):
        world.fetch()  # its lease still lives
    world.to(world.now + store.LEASE + timedelta(seconds=1))
    done = world.fetch()
    assert missing(world, done.progress.first) == []
    assert list(world.twice().values()) == [2]


def test_a_turn_that_is_over_leaves_the_rest_to_the_next_message(world: World) -> None:
    world.begin(date(2026, 11, 16))
    ticking = world.now

    def clock() -> datetime:
        nonlocal ticking
        ticking += timedelta(seconds=2)
        return ticking

    done = wechat_numbers.fetch(
        "province", until=ticking + rounds.TURN, clock=clock, client=world.client
    )
    assert done.left
    assert done.progress.next_at is None
    world.fetch()
    assert world.twice() == {}
    assert missing(world, done.progress.first) == []


def test_an_account_without_rights_is_not_asked_again_on_that_day(world: World) -> None:
    world.begin(date(2026, 11, 20))
    world.refuse("getusersummary")
    done = world.fetch()
    assert set(done.progress.parked) == {"users"}
    assert {call for call, _ in missing(world, done.progress.first)} == {StatCall.USERS}
    assert [name for name, _, _ in world.asked].count("getusersummary") == 1


@pytest.mark.parametrize("kind", ["drop_before", "busy_before", "drop_after"])
def test_an_answer_that_is_lost_is_asked_for_in_the_next_round(world: World, kind: str) -> None:
    world.begin(date(2026, 11, 20))
    fault = {"kind": kind, "path": "/datacube/getbizsummary"}
    world.sim("POST", f"/accounts/{APPID}/faults", fault)
    done = world.fetch()
    assert {call for call, _ in missing(world, done.progress.first)} == {StatCall.ACCOUNT}
    world.to(NOON + timedelta(minutes=30))
    assert world.fetch().calls == 1
    assert missing(world, done.progress.first) == []


def test_a_wechat_that_does_not_answer_is_left_alone_until_the_next_round(world: World) -> None:
    fault = {"kind": "drop_before", "path": "/datacube/*", "times": None}
    world.sim("POST", f"/accounts/{APPID}/faults", fault)
    done = world.fetch()
    assert done.calls == 3
    assert "*" in done.progress.parked
    assert done.progress.next_at == NOON + timedelta(minutes=25)


def test_one_can_go_further_back_and_the_days_between_are_filled(world: World) -> None:
    world.begin(date(2026, 11, 20))
    world.fetch()
    early = date(2026, 11, 15)
    done = world.fetch(since=early)
    assert done.progress.first == early
    assert missing(world, early) == []
    assert world.fetch(since=date(2026, 11, 18)).calls == 0
    far = wechat_numbers.fetch(
        "province", since=date(2014, 1, 1), until=world.now, clock=lambda: world.now
    )
    assert far.progress.first == date(2014, 12, 1), "WeChat has nothing before"


def queued() -> list[str]:
    url = settings().numbers_queue_url
    found: list[str] = []
    while (
        got := clients.sqs().receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages")
    ):
        for one in got:
            found.append(one["Body"])
            clients.sqs().delete_message(QueueUrl=url, ReceiptHandle=one["ReceiptHandle"])
    return found


def test_rounds_begin_twice_an_hour_from_eight_on(cloud: None) -> None:
    midnight = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)  # in Shanghai
    begun = [
        minute
        for minute in range(24 * 60)
        if wechat_numbers.sweep(midnight + timedelta(minutes=minute))
    ]
    assert begun[:3] == [8 * 60 + 15, 8 * 60 + 45, 9 * 60 + 15]
    assert len(begun) == 32
    assert set(queued()) == {rounds.EVERYBODY}


def test_the_minutes_sweep_begins_a_round(cloud: None) -> None:
    sweeping.queue_due(datetime(2026, 11, 24, 0, 15, tzinfo=UTC))
    assert queued() == [rounds.EVERYBODY]
    sweeping.queue_due(datetime(2026, 11, 24, 0, 16, tzinfo=UTC))
    assert queued() == []


def test_a_round_queues_those_that_have_something_due(world: World) -> None:
    world.carry_out(rounds.EVERYBODY)
    assert queued() == ["province"]
    world.begin(date(2026, 11, 22))
    world.fetch()
    world.carry_out(rounds.EVERYBODY)
    assert queued() == []
    world.to(NOON + A_DAY)
    world.carry_out(rounds.EVERYBODY)
    assert queued() == ["province"]


def test_messages_about_accounts_that_are_gone_or_taken_are_dropped(world: World) -> None:
    world.carry_out("nowhere")
    assert store.claim("province", "somebody", world.now)
    world.carry_out("province")
    assert (world.asked, queued()) == ([], [])


def test_a_wrong_secret_stops_one_account_and_says_why(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.account(secret="another")
    done = world.fetch()
    assert (done.days, set(done.progress.parked)) == (0, {"*"})
    assert "AppSecret" in done.progress.problem
    assert done.progress.next_at == NOON + timedelta(hours=1)


def test_followers_of_a_day_are_those_that_wechat_counts(world: World) -> None:
    world.begin(date(2026, 11, 17))
    world.fetch()
    first, last = date(2026, 11, 17), date(2026, 11, 23)
    days = wechat_numbers.follower_days(
        wechat_numbers.days("province", StatCall.USERS, first, last),
        wechat_numbers.days("province", StatCall.USERS_TOTAL, first, last),
    )
    assert [one.day.day for one in days] == list(range(17, 24))
    for before, after in pairwise(days):
        assert before.total is not None
        assert after.total == before.total + after.net
    assert set(days[-1].new) == {0, 1, 17, 30, 161}


def test_publications_without_notification_count_too(world: World) -> None:
    world.begin(date(2026, 11, 8))
    world.fetch()
    kinds = {one.notified for one in store.articles("province", *span_of(world))}
    assert kinds == {True, False}


def test_an_old_day_is_ordered_and_its_progress_told(world: World) -> None:
    """Ordered with a day, the account's first day is moved there, and what is left to ask is told on the way."""
    for call in set(StatCall) - {StatCall.USERS}:
        world.refuse(CALLS[call].name)
    world.begin(date(2026, 11, 20))
    world.carry_out("province 2026-10-26")
    done = wechat_numbers.progress("province")
    assert done is not None and (done.first, done.left) == (date(2026, 10, 26), 0)
    assert store.day("province", StatCall.USERS, date(2026, 10, 26)) is not None
    world.begin(date(2026, 11, 20))
    limited(done_so_far() + 8)
    half = world.fetch(since=date(2026, 9, 1)).progress
    assert half.first == date(2026, 9, 1)
    assert 0 < half.left < half.planned, "what the day's quota leaves is told"


def done_so_far() -> int:
    """Calls of today."""
    lines = accounts.ledger.lines("province", NOON)
    return next(one.taken for one in lines if one.claim.scarce is Scarce.NUMBERS)
