"""What is changed of a catalogue reaches its accounts: by region, at once, and after a crash."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib import accounts, catalogue
from chalicelib.accounts import AccountKind
from chalicelib.application import register_account, service_spread
from chalicelib.catalogue import ServiceState, store, tending
from chalicelib.catalogue.errors import BadService, NoSuchService, NotRunSo
from tests.cloud.catalogue.made import (
    COLLEAGUE,
    EDITOR,
    HOUSE,
    NOW,
    handed_in,
    released,
    service,
    told,
)


def test_cities_below_share_the_provinces_catalogue_by_region() -> None:
    released(service(), HOUSE.model_copy(update={"region": ("青溪市税务局",)}))
    assert told("city", "deed-tax")
    assert [bool(told(one, "house")) for one in ("province", "city", "county")] == [
        False,
        True,
        True,
    ]


def test_accounts_of_one_region_share_one_object() -> None:
    released(service())
    keys = {accounts.state(one).services for one in ("province", "city", "county")}
    assert len(keys) == 1


def test_a_city_with_a_catalogue_of_its_own_keeps_it() -> None:
    released(service())
    released(HOUSE, unit="city", at=NOW + timedelta(minutes=1))
    released(service(), service("x", name="印花税申报"), at=NOW + timedelta(minutes=2))
    assert [bool(told("county", one)) for one in ("deed-tax", "house", "x")] == [
        False,
        True,
        False,
    ]
    assert told("province", "x")


def test_one_person_sets_maintenance_and_every_account_says_so_at_once() -> None:
    released(service(), HOUSE)
    service_spread.maintain(
        "province", "deed-tax", by=EDITOR, now=NOW, notice="系统升级", instead="house"
    )
    for account in ("province", "city", "county"):
        assert "系统升级" in told(account, "deed-tax")
        assert "可以改用：二手房交易缴税" in told(account, "deed-tax")
    service_spread.resume("province", "deed-tax", by=COLLEAGUE, now=NOW)
    assert "系统升级" not in told("county", "deed-tax")


def test_maintenance_begins_and_ends_by_itself_to_the_second() -> None:
    released(service())
    begin, end = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    service_spread.maintain(
        "province", "deed-tax", by=EDITOR, now=NOW, notice="停机", since=begin, until=end
    )
    second = timedelta(seconds=1)

    def stopped(at: object) -> bool:
        return told("city", "deed-tax", at).startswith("【契税申报缴纳】\n停机")  # type: ignore[arg-type]

    assert [stopped(at) for at in (begin - second, begin, end - second, end)] == [
        False,
        True,
        True,
        False,
    ]
    assert "※" in told("city", "deed-tax", begin - second)


def test_a_service_out_of_service_names_what_replaces_it() -> None:
    released(service(), HOUSE)
    service_spread.retire(
        "province", "deed-tax", by=EDITOR, now=NOW, notice="已并入", instead="house"
    )
    assert "已并入" in told("city", "deed-tax")
    assert "二手房交易缴税" in told("city", "deed-tax")
    with pytest.raises(NotRunSo, match="已经下线"):
        service_spread.maintain("province", "deed-tax", by=EDITOR, now=NOW, notice="x")


def test_faults_of_a_maintenance_come_all_at_once() -> None:
    released(service())
    with pytest.raises(BadService) as refused:
        service_spread.maintain(
            "province",
            "deed-tax",
            by=EDITOR,
            now=NOW,
            notice="",
            until=NOW - timedelta(hours=1),
            instead="deed-tax",
        )
    assert [one.name for one in refused.value.fields] == ["notice", "until", "instead"]


def test_a_service_that_no_follower_knows_is_not_maintained() -> None:
    handed_in(service())
    with pytest.raises(NoSuchService):
        service_spread.maintain("province", "deed-tax", by=EDITOR, now=NOW, notice="x")


def test_content_changes_keep_the_maintenance_that_is_set() -> None:
    released(service())
    service_spread.maintain("province", "deed-tax", by=EDITOR, now=NOW, notice="停机")
    released(service(fees="不收费"), at=NOW + timedelta(minutes=1))
    assert "停机" in told("city", "deed-tax")


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_a_spreading_that_breaks_off_is_done_by_the_sweep(
    monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    number, calls = handed_in(service()), []
    point = accounts.put_services_in_force

    def dies(*arguments: object) -> bool:
        if len(calls) == after:
            raise KeyboardInterrupt
        calls.append(arguments)
        return point(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(service_spread.accounts, "put_services_in_force", dies)
        patch.setattr(
            service_spread, "side_by_side", lambda make, items: [make(one) for one in items]
        )
        if after < 3:
            with pytest.raises(KeyboardInterrupt):
                service_spread.release_catalogue("province", number, by=COLLEAGUE, now=NOW)
        else:
            service_spread.release_catalogue("province", number, by=COLLEAGUE, now=NOW)
    assert store.due(NOW) == ["province"]
    service_spread.tend("province", NOW)
    assert all(told(one, "deed-tax") for one in ("province", "city", "county"))
    assert store.due(NOW) == []


def test_a_change_during_the_tending_stays_due() -> None:
    released(service(), HOUSE)

    def meanwhile(unit: str) -> None:
        service_spread.spread(unit)
        catalogue.operation.maintain(unit, "house", by=EDITOR, now=NOW, notice="停机")

    tending.tend("province", NOW, spread=meanwhile)
    # The first spreading was done when it was released: make it due again.
    catalogue.operation.maintain("province", "deed-tax", by=EDITOR, now=NOW, notice="停机")
    tending.tend("province", NOW, spread=meanwhile)
    assert store.due(NOW) == ["province"]


def test_an_older_change_never_overtakes_a_newer_one() -> None:
    released(service())
    stale = tending.standing("province")
    service_spread.maintain("province", "deed-tax", by=EDITOR, now=NOW, notice="停机")
    service_spread._point("province", stale)
    assert "停机" in told("city", "deed-tax")


def test_a_new_account_answers_with_the_catalogue_above_it() -> None:
    released(service())
    register_account.add_account(
        {
            "id": "branch",
            "name": "分局",
            "unit": "county",
            "kind": AccountKind.SUBSCRIPTION,
            "appid": "wx00branch",
            "mode": "plain",
        },
        {"app_secret": "0" * 32, "token": "abcdefgh"},
        by=EDITOR,
        now=NOW,
    )
    assert told("branch", "deed-tax")


def test_the_state_is_told_at_its_times() -> None:
    released(service())
    made = service_spread.maintain(
        "province", "deed-tax", by=EDITOR, now=NOW, notice="x", until=NOW + timedelta(hours=1)
    )
    assert made.state(NOW) is ServiceState.MAINTENANCE
    assert made.state(NOW + timedelta(hours=1)) is ServiceState.RUNNING
