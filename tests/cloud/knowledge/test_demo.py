"""The demo's knowledge comes into force, once."""

from __future__ import annotations

import pytest

from chalicelib import accounts, units
from chalicelib.accounts import AccountKind, OfficialAccount
from chalicelib.actor import local
from chalicelib.clock import utc_now
from chalicelib.knowledge import files, versions
from chalicelib.knowledge.versions import changes, service
from chalicelib.units import UnitLevel
from demo import knowledge
from demo.accounts import CITY, PROVINCE


@pytest.fixture(autouse=True)
def province(account: str) -> None:
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    accounts.store.add_account(
        OfficialAccount(
            id="province",
            name="省局",
            unit="province",
            kind=AccountKind.SUBSCRIPTION,
            appid="wx00prov",
        )
    )


def test_seeding_twice_releases_once() -> None:
    assert knowledge.release(PROVINCE) == "63 questions and 12 documents released"
    assert knowledge.release(PROVINCE) == "questions unchanged"
    assert knowledge.release(CITY) == "no questions"
    assert service.in_force("province").number == 1


def test_a_seeding_that_stopped_half_way_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(versions, "submit", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            knowledge.release(PROVINCE)
    assert "released" in knowledge.release(PROVINCE)


def test_what_a_person_is_editing_is_left_alone() -> None:
    knowledge.release(PROVINCE)
    entry = files.entry_of({"question": "新问题", "answer": "新答案"})
    made = service.edit(
        "province",
        lambda known: changes.with_entries(known, [entry], replace=False),
        by=local("小王"),
        source="faq add",
        now=utc_now(),
    )
    assert made is not None
    assert knowledge.release(PROVINCE) == "questions unchanged"
    assert service.working("province").number == made.version
