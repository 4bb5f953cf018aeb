"""Adding, rotating and removing official accounts."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib import accounts, units
from chalicelib.accounts import (
    AccountExists,
    InvalidInput,
    SecretsMissing,
    UnknownAccount,
    live,
    store,
    wechat_client,
)
from chalicelib.cloud import table
from chalicelib.units import UnitLevel, UnknownUnit
from tests.cloud.accounts.made import AES_KEY, OTHER_KEY, SECRETS, account

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
    accounts.add_account(account(), SECRETS)
    assert [state.account.id for state in list(accounts.states())] == ["province"]
    assert accounts.held_secrets("province") == ["app_secret", "token", "aes_key"]


def test_secrets_are_not_in_the_table() -> None:
    accounts.add_account(account(), SECRETS)
    written = repr(list(table.query("ACCOUNTS")) + list(table.query("APPIDS")))
    assert not [value for value in SECRETS.values() if value in written]


def test_id_and_appid_are_taken_once() -> None:
    accounts.add_account(account(), SECRETS)
    with pytest.raises(AccountExists, match="province"):
        accounts.add_account(account(appid="wxother123"), SECRETS)
    with pytest.raises(AccountExists, match="AppID"):
        accounts.add_account(account(id="other"), SECRETS)


def test_the_unit_must_exist() -> None:
    with pytest.raises(UnknownUnit, match="nowhere"):
        accounts.add_account(account(unit="nowhere"), SECRETS)


@pytest.mark.parametrize(
    ("details", "secrets", "word"),
    [
        ({"id": "No"}, {}, "短名"),
        ({"appid": "x y"}, {}, "AppID"),
        ({"retention_days": 0}, {}, "保留天数"),
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
        accounts.add_account(account(**details), SECRETS | secrets)
    assert "PLANTED" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert list(accounts.states()) == []


def test_plain_mode_needs_no_key() -> None:
    accounts.add_account(account(mode="plain"), SECRETS | {"aes_key": None})
    assert accounts.held_secrets("province") == ["app_secret", "token"]


def test_the_key_before_a_rotation_stays_as_the_previous_one() -> None:
    accounts.add_account(account(), SECRETS)
    before = accounts.current("province").secrets_version
    assert accounts.rotate("province", {"aes_key": OTHER_KEY}) == ["aes_key"]
    assert (held()["aes_key"], held()["previous_aes_key"]) == (OTHER_KEY, AES_KEY)
    assert accounts.current("province").secrets_version == before + 1


def test_token_and_secret_are_replaced_without_touching_the_key() -> None:
    accounts.add_account(account(), SECRETS)
    changed = accounts.rotate("province", {"token": "newtoken", "app_secret": "new", "aes_key": ""})
    assert changed == ["app_secret", "token"]
    assert held() == {
        "app_secret": "new",
        "token": "newtoken",
        "aes_key": AES_KEY,
        "previous_aes_key": None,
    }


def test_the_same_key_again_does_not_push_out_the_previous_one() -> None:
    accounts.add_account(account(), SECRETS)
    accounts.rotate("province", {"aes_key": OTHER_KEY})
    with pytest.raises(InvalidInput, match="没有变化"):
        accounts.rotate("province", {"aes_key": OTHER_KEY})
    assert held()["previous_aes_key"] == AES_KEY


def test_lost_secrets_can_be_entered_again() -> None:
    store.add_account(accounts.OfficialAccount.model_validate(account()))
    with pytest.raises(SecretsMissing):
        store.secrets("province")
    with pytest.raises(InvalidInput, match="AppSecret"):
        accounts.rotate("province", {"token": "newtoken"})
    accounts.rotate("province", SECRETS)
    assert held()["aes_key"] == AES_KEY


def test_a_random_key_is_one_that_wechat_takes() -> None:
    keys = {accounts.random_aes_key() for _ in range(20)}
    assert len(keys) == 20
    assert all(len(key) == 43 and key.isalnum() for key in keys)


def test_removing_forgets_secrets_token_and_appid() -> None:
    accounts.add_account(account(), SECRETS)
    table.put({"pk": f"TOKEN#{account()['appid']}", "sk": "TOKEN", "token": "T"})
    accounts.remove_account("province")
    assert list(accounts.states()) == []
    assert table.get(f"TOKEN#{account()['appid']}", "TOKEN") is None
    with pytest.raises(SecretsMissing):
        store.secrets("province")
    with pytest.raises(UnknownAccount):
        accounts.remove_account("province")
    accounts.add_account(account(), SECRETS)


def test_one_client_is_kept_until_the_secrets_change() -> None:
    accounts.add_account(account(), SECRETS)
    client = wechat_client("province")
    assert wechat_client("province") is client
    accounts.rotate("province", {"app_secret": "new"})
    assert wechat_client("province") is not client


def test_an_account_added_again_is_answered_with_its_new_secrets_at_the_next_look() -> None:
    accounts.add_account(account(), SECRETS)
    clock = iter([0.0, 20.0, 40.0])
    assert (
        live("province", lambda: next(clock)).secrets.token.get_secret_value() == SECRETS["token"]
    )
    accounts.remove_account("province")
    with pytest.raises(UnknownAccount):
        live("province", lambda: next(clock))
    accounts.add_account(account(), SECRETS | {"token": "anewtoken"})
    assert live("province", lambda: next(clock)).secrets.token.get_secret_value() == "anewtoken"


def test_a_warm_function_that_missed_the_removal_takes_the_new_secrets_too() -> None:
    accounts.add_account(account(), SECRETS)
    old = live("province", lambda: 0.0)
    store.remove_account(old.state.account)
    accounts.add_account(account(), SECRETS | {"token": "anewtoken"})
    assert live("province", lambda: 20.0).secrets.token.get_secret_value() == "anewtoken"
