"""An account is removed with all that hangs on it, also after a crash half-way."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from chalicelib import accounts, assistant, audit, hotline, publishing, units
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.application.remove_account import PushesPlanned, remove_account
from chalicelib.cloud.clients import ssm
from chalicelib.people import PermissionDenied
from chalicelib.units import UnitLevel
from tests.cloud.accounts.made import SECRETS, account
from tests.cloud.newsroom.people import composed

NOW: Final = datetime(2026, 12, 1, 0, 0, tzinfo=UTC)
LI: Final = local("li")


@pytest.fixture(autouse=True)
def full(cloud: None) -> None:
    """An account with a planned push, a language model and a hotline."""
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    accounts.add_account(account(), SECRETS, by=LI, now=NOW)
    publishing.plan_push(composed(), "province", at=NOW + timedelta(days=2), by=LI, now=NOW)
    model: dict[str, Any] = {"base_url": "http://127.0.0.1/v1", "model": "m"}
    assistant.switch_on("province", model, "sk-secret", by=LI, now=NOW)
    hotline.connect(
        "province",
        base_url="http://127.0.0.1/hotline",
        timeout_seconds=8,
        secret=None,
        by=LI,
        now=NOW,
    )


def nothing_is_left() -> bool:
    [push] = publishing.list_deliveries(["province"])
    return (
        push.state is publishing.DeliveryState.CANCELLED
        and ssm().describe_parameters()["Parameters"] == []
        and list(accounts.states()) == []
    )


def removals() -> int:
    found = audit.of_unit("province")
    return sum(entry.action == "accounts:account:remove" for entry in found)


def test_pushes_model_hotline_and_keys_go_with_the_account() -> None:
    removed = remove_account("province", by=LI, now=NOW, cancel_pushes=True)
    assert len(removed.cancelled) == 1
    assert nothing_is_left()
    assert removals() == 1


def test_a_planned_push_keeps_the_account_until_somebody_decides() -> None:
    with pytest.raises(PushesPlanned, match="还有 1 次群发没有发出") as refused:
        remove_account("province", by=LI, now=NOW)
    assert [one.action for one in refused.value.remedies] == ["push.cancel", "account.remove_all"]
    assert assistant.settings_of("province") is not None
    assert len(ssm().describe_parameters()["Parameters"]) == 3


def test_who_has_no_role_cancels_nothing() -> None:
    stranger = Actor(person="zhao", known_by=KnownBy.SIGN_IN)
    with pytest.raises(PermissionDenied):
        remove_account("province", by=stranger, now=NOW, cancel_pushes=True)
    [push] = publishing.list_deliveries(["province"])
    assert push.state is publishing.DeliveryState.RESERVED


class Crash(BaseException):
    """The process ends."""


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    "step",
    [
        "chalicelib.publishing.cancel",
        "chalicelib.assistant.switch_off",
        "chalicelib.hotline.disconnect",
        "chalicelib.accounts.credentials.forget_token",
        "chalicelib.cloud.parameters.delete",
        "chalicelib.cloud.table.transact",
    ],
)
def test_it_runs_again_after_a_crash(monkeypatch: pytest.MonkeyPatch, step: str, when: str) -> None:
    module, name = step.rsplit(".", 1)

    carry_out = getattr(importlib.import_module(module), name)

    def crash(*args: Any, **more: Any) -> None:
        if when == "after":
            carry_out(*args, **more)
        raise Crash

    with monkeypatch.context() as broken:
        broken.setattr(step, crash)
        with pytest.raises(Crash):
            remove_account("province", by=LI, now=NOW, cancel_pushes=True)
    accounts.forget()
    remove_account("province", by=LI, now=NOW, cancel_pushes=True)
    assert nothing_is_left()
    assert removals() == 1
