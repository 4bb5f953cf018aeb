"""Adding, rotating and removing official accounts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import responses

from chalicelib import accounts, audit, people, units
from chalicelib.accounts import (
    AccountChanged,
    AccountExists,
    InvalidInput,
    Limit,
    Period,
    Scarce,
    SecretsMissing,
    UnknownAccount,
    live,
    store,
    wechat_client,
)
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.cloud import table
from chalicelib.people import PermissionDenied, Role
from chalicelib.units import UnitLevel, UnknownUnit
from chalicelib.wechat.error_codes import TOKEN_API
from chalicelib.wechat.transport import WECHAT
from tests.cloud.accounts.made import AES_KEY, OTHER_KEY, SECRETS, account

NOW = datetime(2026, 12, 1, tzinfo=UTC)
BY: dict[str, Any] = {"by": local("li"), "now": NOW}

pytestmark = pytest.mark.usefixtures("cloud")


@pytest.fixture(autouse=True)
def unit(cloud: None) -> None:
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)


def held(account_id: str = "province") -> dict[str, str | None]:
    kept = store.secrets(account_id)
    return {
        name: value.get_secret_value() if (value := getattr(kept, name)) else None
        for name in type(kept).model_fields
    }


def test_an_account_is_added_with_its_secrets() -> None:
    accounts.add_account(account(), SECRETS, **BY)
    assert [state.account.id for state in list(accounts.states())] == ["province"]
    assert accounts.held_secrets("province") == ["app_secret", "token", "aes_key"]


def test_secrets_are_not_in_the_table() -> None:
    accounts.add_account(account(), SECRETS, **BY)
    written = repr(list(table.query("ACCOUNTS")) + list(table.query("APPIDS")))
    assert not [value for value in SECRETS.values() if value in written]


def test_id_and_appid_are_taken_once() -> None:
    accounts.add_account(account(), SECRETS, **BY)
    with pytest.raises(AccountExists, match="province"):
        accounts.add_account(account(appid="wxother123"), SECRETS, **BY)
    with pytest.raises(AccountExists, match="AppID"):
        accounts.add_account(account(id="other"), SECRETS, **BY)


def test_the_unit_must_exist() -> None:
    with pytest.raises(UnknownUnit, match="nowhere"):
        accounts.add_account(account(unit="nowhere"), SECRETS, **BY)


@pytest.mark.parametrize(
    ("details", "secrets", "word"),
    [
        ({"id": "No"}, {}, "短名"),
        ({"appid": "x y"}, {}, "AppID"),
        ({"retention_days": 0}, {}, "保留天数"),
        ({"erase_after_days": -1}, {}, "取消关注后保留天数"),
        ({}, {"aes_key": "PLANTED"}, "EncodingAESKey"),
        ({}, {"aes_key": "PLANTED" + "!" * 36}, "EncodingAESKey"),
        ({}, {"token": "P" * 33}, "Token"),
        ({}, {"app_secret": ""}, "AppSecret"),
        ({}, {"aes_key": None}, "EncodingAESKey"),
    ],
)
def test_what_is_wrong_is_named_and_no_secret_is_shown(
    details: dict[str, Any], secrets: dict[str, Any], word: str
) -> None:
    with pytest.raises(InvalidInput, match=word) as refused:
        accounts.add_account(account(**details), SECRETS | secrets, **BY)
    assert "PLANTED" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert list(accounts.states()) == []


def test_plain_mode_needs_no_key() -> None:
    accounts.add_account(account(mode="plain"), SECRETS | {"aes_key": None}, **BY)
    assert accounts.held_secrets("province") == ["app_secret", "token"]


def test_the_key_before_a_rotation_stays_as_the_previous_one() -> None:
    accounts.add_account(account(), SECRETS, **BY)
    before = accounts.current("province").secrets_version
    assert accounts.rotate("province", {"aes_key": OTHER_KEY}, **BY) == ["aes_key"]
    assert (held()["aes_key"], held()["previous_aes_key"]) == (OTHER_KEY, AES_KEY)
    assert accounts.current("province").secrets_version == before + 1


def test_token_and_secret_are_replaced_without_touching_the_key() -> None:
    accounts.add_account(account(), SECRETS, **BY)
    changed = accounts.rotate(
        "province", {"token": "newtoken", "app_secret": "new", "aes_key": ""}, **BY
    )
    assert changed == ["app_secret", "token"]
    assert held() == {
        "app_secret": "new",
        "token": "newtoken",
        "aes_key": AES_KEY,
        "previous_aes_key": None,
    }


def test_the_same_key_again_does_not_push_out_the_previous_one() -> None:
    accounts.add_account(account(), SECRETS, **BY)
    accounts.rotate("province", {"aes_key": OTHER_KEY}, **BY)
    with pytest.raises(InvalidInput, match="没有变化"):
        accounts.rotate("province", {"aes_key": OTHER_KEY}, **BY)
    assert held()["previous_aes_key"] == AES_KEY


def test_lost_secrets_can_be_entered_again() -> None:
    store.add_account(accounts.OfficialAccount.model_validate(account()))
    with pytest.raises(SecretsMissing):
        store.secrets("province")
    with pytest.raises(InvalidInput, match="AppSecret"):
        accounts.rotate("province", {"token": "newtoken"}, **BY)
    accounts.rotate("province", SECRETS, **BY)
    assert held()["aes_key"] == AES_KEY


def test_a_random_key_is_one_that_wechat_takes() -> None:
    keys = {accounts.random_aes_key() for _ in range(20)}
    assert len(keys) == 20
    assert all(len(key) == 43 and key.isalnum() for key in keys)


def test_removing_forgets_secrets_token_and_appid() -> None:
    accounts.add_account(account(), SECRETS, **BY)
    table.put({"pk": f"TOKEN#{account()['appid']}", "sk": "TOKEN", "token": "T"})
    accounts.remove_account("province", **BY)
    assert list(accounts.states()) == []
    assert table.get(f"TOKEN#{account()['appid']}", "TOKEN") is None
    with pytest.raises(SecretsMissing):
        store.secrets("province")
    with pytest.raises(UnknownAccount):
        accounts.remove_account("province", **BY)
    accounts.add_account(account(), SECRETS, **BY)


def test_one_client_is_kept_until_the_secrets_change() -> None:
    accounts.add_account(account(), SECRETS, **BY)
    client = wechat_client("province")
    assert wechat_client("province") is client
    accounts.rotate("province", {"app_secret": "new"}, **BY)
    assert wechat_client("province") is not client


def test_an_account_added_again_is_answered_with_its_new_secrets_at_the_next_look() -> None:
    accounts.add_account(account(), SECRETS, **BY)
    clock = iter([0.0, 20.0, 40.0])
    assert (
        live("province", lambda: next(clock)).secrets.token.get_secret_value() == SECRETS["token"]
    )
    accounts.remove_account("province", **BY)
    with pytest.raises(UnknownAccount):
        live("province", lambda: next(clock))
    accounts.add_account(account(), SECRETS | {"token": "anewtoken"}, **BY)
    assert live("province", lambda: next(clock)).secrets.token.get_secret_value() == "anewtoken"


def test_a_warm_function_that_missed_the_removal_takes_the_new_secrets_too() -> None:
    accounts.add_account(account(), SECRETS, **BY)
    old = live("province", lambda: 0.0)
    store.remove_account(old.state.account)
    accounts.add_account(account(), SECRETS | {"token": "anewtoken"}, **BY)
    assert live("province", lambda: 20.0).secrets.token.get_secret_value() == "anewtoken"


STRANGER = Actor(person="zhao", known_by=KnownBy.SIGN_IN, identity="sub-1", request="r-1")


@pytest.mark.parametrize(
    "deed",
    [
        lambda **by: accounts.add_account(account(id="other", appid="wxother123"), SECRETS, **by),
        lambda **by: accounts.change_account("province", {"name": "省局"}, **by),
        lambda **by: accounts.rotate("province", {"token": "newtoken"}, **by),
        lambda **by: accounts.remove_account("province", **by),
        lambda **by: accounts.enter_used("province", Scarce.MASS, 1, **by),
        lambda **by: accounts.sync("province", **by),
        lambda **by: accounts.clear_quota("province", **by),
    ],
)
def test_who_has_no_role_is_refused(deed: Callable[..., object]) -> None:
    accounts.add_account(account(), SECRETS, **BY)
    before = (list(accounts.states()), held(), logged())
    with pytest.raises(PermissionDenied):
        deed(by=STRANGER, now=NOW)
    assert (list(accounts.states()), held(), logged()) == before


def test_a_role_is_enough_for_who_signs_in() -> None:
    people.add_staff("zhao", "province", [Role.OPERATOR], **BY)
    accounts.add_account(account(), SECRETS, by=STRANGER, now=NOW)
    [entry] = [one for one in logged() if one.action == "accounts:account:add"]
    assert (entry.by, entry.known_by, entry.identity) == ("zhao", KnownBy.SIGN_IN, "sub-1")
    assert (entry.request, entry.at, entry.object) == ("r-1", NOW, "account:province")


def test_what_was_done_to_an_account_is_in_the_log() -> None:
    accounts.add_account(account(), SECRETS, **BY)
    accounts.change_account("province", {"limits": {"mass": {"count": 6, "per": "day"}}}, **BY)
    accounts.change_account("province", {"name": "省税务局"}, **BY)
    accounts.rotate("province", {"token": "newtoken"}, **BY)
    accounts.enter_used("province", Scarce.MASS, 1, **BY)
    accounts.enter_used("province", Scarce.MASS, 1, **BY)
    accounts.remove_account("province", **BY)
    found = {
        entry.action: {change.field: (change.before, change.after) for change in entry.changes}
        for entry in logged()
    }
    assert set(found) == {
        "accounts:account:add",
        "accounts:account:set",
        "accounts:secret:rotate",
        "accounts:allowance:correct",
        "accounts:account:remove",
    }
    assert found["accounts:account:add"]["appid"] == ("", "wx0123456789abcdef")
    assert found["accounts:account:set"] == {"limits": ("", "mass=6/day")}
    assert found["accounts:secret:rotate"] == {"token": ("", "")}
    assert found["accounts:allowance:correct"] == {"mass#2026-12-01": ("0/6", "1/6")}
    assert len(logged()) == 5


def test_the_log_names_secrets_and_holds_none() -> None:
    accounts.add_account(account(), SECRETS, **BY)
    accounts.rotate("province", {"aes_key": OTHER_KEY}, **BY)
    written = repr(list(table.query("AUDIT#province")))
    assert "aes_key" in written
    assert not [value for value in (*SECRETS.values(), OTHER_KEY) if value in written]


def test_limits_are_added_to_those_that_are_known() -> None:
    accounts.add_account(account(limits={"mass": {"count": 6, "per": "day"}}), SECRETS, **BY)
    after = accounts.change_account(
        "province", {"limits": {"draft": {"count": 9, "per": "day"}}}, **BY
    )
    assert {scarce.value: limit.count for scarce, limit in after.limits.items()} == {
        "mass": 6,
        "draft": 9,
    }


def logged() -> list[audit.AuditEntry]:
    return [
        audit.AuditEntry.model_validate_json(str(item["doc"]))
        for item in sorted(table.query("AUDIT#province"), key=lambda item: str(item["sk"]))
    ]


def test_a_change_that_starts_from_older_settings_is_refused_and_nothing_is_lost() -> None:
    accounts.add_account(account(), SECRETS, **BY)
    accounts.change_account("province", {"name": "云岭税务"}, seen=0, **BY)
    with pytest.raises(AccountChanged):
        accounts.change_account("province", {"retention_days": 90}, seen=0, **BY)
    assert accounts.current("province").settings_version == 1
    accounts.change_account("province", {"retention_days": 90}, seen=1, **BY)
    found = accounts.current("province").account
    assert (found.name, found.retention_days) == ("云岭税务", 90)


def test_of_two_changes_at_once_one_is_told_of_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    accounts.add_account(account(), SECRETS, **BY)
    write = store.update_account

    def after_another(*given: Any, **more: Any) -> None:
        monkeypatch.setattr(store, "update_account", write)
        accounts.change_account("province", {"name": "云岭税务"}, **BY)
        write(*given, **more)

    monkeypatch.setattr(store, "update_account", after_another)
    with pytest.raises(AccountChanged):
        accounts.change_account("province", {"retention_days": 90}, **BY)
    assert accounts.current("province").account.name == "云岭税务"


def test_a_limit_of_its_own_is_set_back_to_the_usual() -> None:
    accounts.add_account(account(), SECRETS, **BY)
    own = {Scarce.MASS: Limit(count=6, per=Period.DAY), Scarce.DRAFT: None}
    assert accounts.change_account("province", {"limits": own}, **BY).limits == {
        Scarce.MASS: Limit(count=6, per=Period.DAY)
    }
    after = accounts.change_account("province", {"limits": {Scarce.MASS: None}}, **BY)
    assert after.limits == {}


def test_a_secret_is_read_when_a_token_has_to_be_fetched_and_not_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    accounts.add_account(account(), SECRETS, **BY)
    accounts.forget()
    read: list[str] = []
    real = store.secrets
    monkeypatch.setattr(store, "secrets", lambda one: read.append(one) or real(one))
    token = {"token": "T9", "ends": 4_000_000_000, "fetched": 1, "generation": 3}
    table.put({"pk": f"TOKEN#{account()['appid']}", "sk": "TOKEN", **token})
    client = wechat_client("province")
    assert client.access_token == "T9"
    assert read == []
    client.forget_token()
    with wechat_answers({"access_token": "T1", "expires_in": 7200}) as asked:
        assert client.access_token == "T1"
    assert read == ["province"]
    assert asked == [SECRETS["app_secret"]]


@contextmanager
def wechat_answers(answer: dict[str, Any]) -> Iterator[list[str]]:
    """The secrets with which WeChat was asked for a token."""
    asked: list[str] = []

    def told(request: Any) -> tuple[int, dict[str, str], str]:
        asked.append(json.loads(request.body)["secret"])
        return 200, {}, json.dumps(answer)

    with responses.RequestsMock() as mock:
        mock.add_passthru("http://127.0.0.1")
        mock.add_callback("POST", WECHAT + TOKEN_API, told)
        yield asked
