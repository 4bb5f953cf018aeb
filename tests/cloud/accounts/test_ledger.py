"""The ledger of what is scarce (docs/decisions/0070), as callers and operators see it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from typer.testing import CliRunner

from chalicelib import accounts, units
from chalicelib.accounts import (
    QUOTAS,
    AllowanceUsedUp,
    Claim,
    OfficialAccount,
    Scarce,
    Secrets,
    ledger,
    store,
)
from chalicelib.actor import local
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.settings import settings as ours
from chalicelib.units import UnitLevel
from chalicelib.wechat.errors import ApiRefused
from cli.app import app
from tests.cloud.accounts.made import account
from tests.cloud.racing import one_call_at_a_time
from tests.cloud.wechat.stub import WeChat
from tests.simulator.conftest import running
from wechat_simulator.settings import Settings

NOW = datetime(2026, 12, 1, 0, 0, tzinfo=UTC)
QUOTA = "/cgi-bin/openapi/quota/get"


@pytest.fixture
def province(cloud: None) -> str:
    limits = {"mass": {"count": 3, "per": "day"}, "preview": {"count": 0, "per": "day"}}
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    store.add_account(OfficialAccount.model_validate(account(limits=limits)))
    store.keep_secrets("province", Secrets(app_secret=SecretStr("s"), token=SecretStr("tok")))
    return "province"


def claim(at: datetime = NOW, scarce: Scarce = Scarce.MASS) -> Claim:
    [found] = ledger.claims("province", [scarce], at)
    return found


def reserve(who: str, one: Claim | None = None) -> None:
    table.transact(ledger.exchange_actions("province", reserve=[(one or claim(), who)]))


def commit(who: str, one: Claim | None = None) -> None:
    table.transact([ledger.commit_action("province", (one or claim()).key, who)])


def release(who: str) -> None:
    table.transact(ledger.exchange_actions("province", release=[(claim().key, who)]))


def left(scarce: Scarce) -> int:
    return ledger.line("province", claim(scarce=scarce)).left


def counted(at: datetime = NOW) -> tuple[int, int, int, int]:
    line = ledger.line("province", claim(at))
    return line.reserved, line.committed, line.elsewhere, line.left


def test_reserve_and_commit_use_one_up_and_release_gives_it_back(province: str) -> None:
    reserve("a")
    reserve("b")
    assert counted() == (2, 0, 0, 1)
    commit("a")
    assert counted() == (1, 1, 0, 1)
    release("b")
    assert counted() == (0, 1, 0, 2)


def test_everything_twice_counts_once(province: str) -> None:
    reserve("a")
    reserve("b")
    commit("a")
    release("b")
    for deed in (reserve, commit, release):
        with pytest.raises(ConditionFailed):
            deed("a")
    for deed in (commit, release):
        with pytest.raises(ConditionFailed):
            deed("b")
    assert counted() == (0, 1, 0, 2)


def test_nothing_is_used_that_was_not_set_aside(province: str) -> None:
    with pytest.raises(ConditionFailed):
        commit("a")
    assert counted() == (0, 0, 0, 3)


def test_one_too_many_is_refused(province: str) -> None:
    for holder in "abc":
        reserve(holder)
    with pytest.raises(ConditionFailed):
        reserve("d")
    with pytest.raises(AllowanceUsedUp, match="2026-12-01 当天的群发次数已用完（上限 3 次）"):
        ledger.spend(province, Scarce.MASS, NOW)
    assert counted() == (3, 0, 0, 0)


def test_a_limit_of_none_lets_nothing_through(province: str) -> None:
    with pytest.raises(ConditionFailed):
        reserve("a", claim(scarce=Scarce.PREVIEW))
    with pytest.raises(AllowanceUsedUp):
        ledger.spend(province, Scarce.PREVIEW, NOW)


def test_a_day_ends_at_midnight_in_shanghai(province: str) -> None:
    evening = datetime(2026, 12, 1, 15, 59, tzinfo=UTC)
    reserve("a", claim(evening))
    assert counted(evening) == (1, 0, 0, 2)
    assert counted(evening + timedelta(minutes=1)) == (0, 0, 0, 3)


def test_what_is_plentiful_is_spent_without_a_holder(province: str) -> None:
    ledger.spend(province, Scarce.DRAFT, NOW)
    ledger.spend(province, Scarce.DRAFT, NOW, number=9)
    assert left(Scarce.DRAFT) == 990
    with pytest.raises(AllowanceUsedUp):
        ledger.spend(province, Scarce.DRAFT, NOW, number=991)
    assert left(Scarce.DRAFT) == 990


def test_a_place_is_handed_over_within_a_full_day(province: str) -> None:
    for holder in "abc":
        reserve(holder)
    table.transact(
        ledger.exchange_actions(province, release=[(claim().key, "a")], reserve=[(claim(), "d")])
    )
    assert ledger.line(province, claim()).holders.keys() == {"b", "c", "d"}
    assert counted() == (3, 0, 0, 0)


def test_wechats_count_wins_upward_only(province: str, wechat: WeChat) -> None:
    def told(used: int, limit: int = 100) -> None:
        for _ in range(7):
            wechat.answer(
                QUOTA,
                {"errcode": 0, "quota": {"daily_limit": limit, "used": used, "remain": 0}},
            )
        accounts.sync(province, by=local("li"), now=NOW)

    call = claim(scarce=Scarce.MASS_CALL)
    reserve("a", call)
    commit("a", call)
    told(5)
    assert ledger.line(province, call).taken == 5
    told(0)
    assert ledger.line(province, call).taken == 1
    told(2, limit=20)
    assert left(Scarce.MASS_CALL) == 18
    told(2, limit=20)
    assert left(Scarce.MASS_CALL) == 18


def test_the_simulators_count_is_read_for_every_quota_that_it_tells(
    province: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(Settings()) as url:
        monkeypatch.setenv("RONGMEI_WECHAT_API_URL", url)
        ours.cache_clear()
        known = {"name": "省局", "secret": "s", "token": "tok", "kind": "subscription"}
        httpx.put(f"{url}/_sim/accounts/wx0123456789abcdef", json=known).raise_for_status()
        with pytest.raises(ApiRefused):
            accounts.wechat_client(province).draft.add([])
        told = {
            one.claim.scarce: one
            for one in accounts.sync(province, by=local("li"), now=datetime.now(UTC))
        }
    assert (told[Scarce.DRAFT].claim.limit, told[Scarce.DRAFT].taken) == (1000, 1)
    assert told[Scarce.KF].claim.limit == 500_000
    by_wechat = {scarce for scarce, one in told.items() if one.source == "微信"}
    assert by_wechat == {scarce for scarce, quota in QUOTAS.items() if quota.path} - {
        Scarce.PREVIEW  # the account was given less by hand
    }


def test_a_day_that_wechat_says_is_used_up_takes_no_more(province: str) -> None:
    ledger.see_used(province, Scarce.MASS, 3, NOW)
    with pytest.raises(ConditionFailed):
        reserve("a")


def test_fifty_workers_never_take_more_than_there_is(
    province: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_call_at_a_time(monkeypatch)

    def work(number: int) -> str:
        holder = f"delivery-{number % 10}"  # five workers for each
        try:
            reserve(holder)
        except ConditionFailed:
            return "refused"
        commit(holder)
        return holder

    with ThreadPoolExecutor(50) as workers:
        outcomes = set(workers.map(work, range(50)))
    assert counted() == (0, 3, 0, 0)
    assert len(outcomes - {"refused"}) == 3
    assert ledger.line(province, claim()).holders.keys() == outcomes - {"refused"}


HOLDERS = st.sampled_from("abcdef")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("reserve"), HOLDERS),
        st.tuples(st.just("commit"), HOLDERS),
        st.tuples(st.just("release"), HOLDERS),
        st.tuples(st.just("seen"), st.integers(0, 5).map(str)),
        st.tuples(st.just("hand over"), HOLDERS),
    ),
    max_size=25,
)


class Model:
    """What the ledger should say, in the simplest way."""

    limit = 3

    def __init__(self) -> None:
        self.held: dict[str, str] = {}
        self.elsewhere = 0

    def number(self, state: str) -> int:
        return list(self.held.values()).count(state)

    @property
    def taken(self) -> int:
        return len(self.held) + self.elsewhere

    def reserve(self, who: str) -> None:
        if who not in self.held and self.taken < self.limit:
            self.held[who] = "reserved"

    def commit(self, who: str) -> None:
        if who in self.held:
            self.held[who] = "committed"

    def release(self, who: str) -> None:
        if self.held.get(who) == "reserved":
            del self.held[who]

    def hand_over(self, who: str, to: str) -> None:
        if self.held.get(who) == "reserved" and to not in self.held:
            del self.held[who]
            self.held[to] = "reserved"


@given(STEPS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_ledger_is_what_the_simplest_one_would_be(
    province: str, steps: list[tuple[str, str]]
) -> None:
    table.delete("ALLOWANCE#province", claim().key)
    model = Model()
    for verb, word in steps:
        take(verb, word, model)
        assert counted()[:3] == (
            model.number("reserved"),
            model.number("committed"),
            model.elsewhere,
        )
        assert ledger.line(province, claim()).holders == model.held
        # Only WeChat itself can say that more was used than allowed.
        assert len(model.held) <= model.limit


def take(verb: str, word: str, model: Model) -> None:
    one = claim()
    try:
        if verb == "reserve":
            model.reserve(word)
            reserve(word)
        elif verb == "commit":
            model.commit(word)
            commit(word)
        elif verb == "release":
            model.release(word)
            release(word)
        elif verb == "seen":
            model.elsewhere = max(0, int(word) - model.number("committed"))
            ledger.see_used("province", Scarce.MASS, int(word), NOW)
        else:
            model.hand_over(word, "z")
            table.transact(
                ledger.exchange_actions("province", release=[(one.key, word)], reserve=[(one, "z")])
            )
    except ConditionFailed:
        pass


@pytest.fixture
def run(province: str) -> Iterator[Callable[[str], Any]]:
    yield lambda line: CliRunner().invoke(app, ["account", *line.split()])


def test_limits_and_slots_are_settings(run: Callable[[str], Any]) -> None:
    done = run("set province --limit mass=6/day --limit draft=500/day --slots 20:00,08:00")
    assert done.exit_code == 0, done.output
    kept = accounts.current("province").account
    assert kept.slots == ("08:00", "20:00")
    assert {scarce.value: limit.count for scarce, limit in kept.limits.items()} == {
        "mass": 6,
        "preview": 0,
        "draft": 500,
    }
    assert left(Scarce.MASS) == 6


@pytest.mark.parametrize("given", ["mass=6", "mass=6/week", "letters=6/day", "mass=99999999/day"])
def test_a_limit_that_cannot_be_read_says_how_it_is_written(
    run: Callable[[str], Any], given: str
) -> None:
    refused = run(f"set province --limit {given}")
    assert refused.exit_code == 1
    assert "mass=6/day" in refused.stderr


def test_a_slot_that_is_no_time_is_refused(run: Callable[[str], Any]) -> None:
    refused = run("set province --slots 8点")
    assert refused.exit_code == 1
    assert "推送时段" in refused.stderr


def test_the_allowance_is_shown_with_its_source(run: Callable[[str], Any]) -> None:
    assert run("allowance province --used mass=1").exit_code == 0
    [mass] = [
        one for one in json.loads(run("allowance province --json").stdout) if one["quota"] == "mass"
    ]
    assert (mass["limit"], mass["elsewhere"], mass["left"]) == (3, 1, 2)
    assert mass["source"] == "本号设置"
    assert "默认" in run("allowance province").stdout
    assert run("allowance province --used letters=1").exit_code == 1


def test_an_account_of_before_keeps_its_number_of_sends(cloud: None) -> None:
    before = OfficialAccount.model_validate(account(mass_sends_per_day=6))
    assert before.limits[Scarce.MASS].count == 6
    assert OfficialAccount.model_validate(account(mass_sends_per_day=1)).limits == {}


def test_a_day_s_messages_to_followers_come_to_an_end(province: str) -> None:
    accounts.change_account(
        province,
        {"limits": {Scarce.KF: {"count": 1, "per": "day"}}},
        by=local("li"),
        now=NOW,
    )
    accounts.spend_kf(province, NOW)
    with pytest.raises(AllowanceUsedUp, match="客服消息"):
        accounts.spend_kf(province, NOW)
    assert ledger.line(province, claim(scarce=Scarce.KF)).taken == 1


def test_clearing_wechats_counters_takes_one_of_the_months_ten(
    run: Callable[[str], Any], wechat: WeChat
) -> None:
    assert run("allowance province --clear").exit_code == 1
    assert ledger.line("province", cleared()).taken == 0
    wechat.answer("/cgi-bin/clear_quota", {"errcode": 0})
    done = run("allowance province --clear --yes")
    assert done.exit_code == 0, done.output
    assert ledger.line("province", cleared()).taken == 1
    ledger.spend("province", Scarce.CLEAR_QUOTA, datetime.now(UTC), 9)
    assert "清零接口次数次数已用完" in run("allowance province --clear --yes").stderr


def cleared() -> Claim:
    return claim(datetime.now(UTC), Scarce.CLEAR_QUOTA)


def test_a_correction_and_its_entry_are_one_write(
    province: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    write = table.transact

    def noted(actions: list[dict[str, Any]]) -> None:
        written.append(json.dumps(actions, default=str))
        write(actions)

    monkeypatch.setattr(table, "transact", noted)
    accounts.enter_used(province, Scarce.MASS, 1, by=local("ops"), now=NOW)
    [one] = [text for text in written if "ALLOWANCE#" in text]
    assert "AUDIT#province" in one


def test_a_call_that_is_made_all_the_same_is_counted_beyond_the_limit(province: str) -> None:
    for _ in range(4):
        ledger.note_used(province, Scarce.MASS, NOW)
    assert counted() == (0, 4, 0, 0)


def test_the_scarcest_of_several_is_told_by_one_read(province: str) -> None:
    reserve("a")
    assert ledger.least_left(province, [Scarce.MASS, Scarce.MASS_CALL], NOW) == 2
    ledger.see_limit(province, Scarce.MASS_CALL, 1, NOW)
    assert ledger.least_left(province, [Scarce.MASS, Scarce.MASS_CALL], NOW) == 1
    assert ledger.least_left(province, [], NOW) is None
