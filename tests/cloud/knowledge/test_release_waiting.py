"""What waits for a release: told to whoever may release it, with who handed it in and since when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from botocore.client import BaseClient

from chalicelib import accounts, people
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.application.knowledge_release import Waiting, release_waiting
from chalicelib.cloud import clients
from chalicelib.knowledge.versions import service, store
from chalicelib.people import Role
from tests.cloud.knowledge.test_versions import INSURANCE, INVOICE, NOW, add, released


def waiting(person: str = "老李", known_by: KnownBy = KnownBy.LOCAL) -> Waiting | None:
    by = Actor(person=person, known_by=known_by)
    return release_waiting(accounts.state("city").account, by=by)


def hand_in(number: int, by: str = "小王", minutes: int = 0) -> None:
    at = NOW + timedelta(minutes=minutes)
    service.submit("city", number, by=local(by), now=at, note="请看第二条")


def test_nothing_waits_before_a_draft_is_handed_in_nor_after_its_release() -> None:
    assert waiting() is None
    add(INVOICE)
    assert waiting() is None
    hand_in(1)
    assert waiting() is not None
    service.send_back("city", 1, by=local("老李"), now=NOW, remark="数字有误")
    assert waiting() is None
    released(INSURANCE)
    assert waiting() is None


def test_who_handed_it_in_since_when_and_what_it_holds() -> None:
    released(INVOICE)
    add(INSURANCE)
    hand_in(2, by="小陈", minutes=5)
    assert waiting() == Waiting(
        2, "小陈", NOW + timedelta(minutes=5), "请看第二条", 2, 0, ("小陈", "小王"), False
    )


def test_who_had_a_hand_in_it_has_no_task() -> None:
    add(INVOICE, by="小张")
    add(INSURANCE, by="小王")
    hand_in(2, by="小陈")
    assert [waiting(one) for one in ("小张", "小王", " 小陈 ")] == [None, None, None]
    assert waiting("老李") is not None


def test_who_goes_on_editing_takes_nothing_away_from_what_was_handed_in() -> None:
    add(INVOICE)
    hand_in(1)
    add(INSURANCE, by="老李")
    found = waiting()
    assert found is not None
    assert found.version == 1


def test_who_may_not_release_there_has_no_task() -> None:
    add(INVOICE)
    hand_in(1)
    people.add_staff("zuo", "city", [Role.AGENT], by=local("ops"), now=NOW)
    people.add_staff("zong", "city", [Role.CHIEF], by=local("ops"), now=NOW)
    assert waiting("zuo", KnownBy.SIGN_IN) is None
    assert waiting("zong", KnownBy.SIGN_IN) is not None


def test_a_release_that_broke_off_waits_for_anybody() -> None:
    add(INVOICE)
    hand_in(1)
    store.claim("city", 1, seen=store.head("city"))
    found = waiting("小王")
    assert found is not None
    assert found.again


@pytest.fixture
def calls(account: str) -> Iterator[list[str]]:
    made: list[str] = []

    def note(model: object, **_: object) -> None:
        made.append(str(getattr(model, "name", "")))

    client: BaseClient = clients.dynamodb()
    client.meta.events.register("before-call", note)
    yield made
    client.meta.events.unregister("before-call", note)


def test_it_costs_one_call_where_nothing_waits_and_two_where_something_does(
    calls: list[str],
) -> None:
    for _ in range(12):
        add(INVOICE)
        add(INVOICE.model_copy(update={"answer": "到大厅办理"}))
    asked = accounts.state("city").account
    released(INSURANCE)
    for expected in (1, 2):
        calls.clear()
        release_waiting(asked, by=local("老李"))
        reads = [one for one in calls if one in ("GetItem", "Query")]
        assert len(reads) - _of_permission(calls, asked.unit) == expected
        made = add(INVOICE.model_copy(update={"answer": f"改 {expected}"}))
        hand_in(made.version)


def _of_permission(calls: list[str], unit: str) -> int:
    before = len(calls)
    people.may(local("老李"), "knowledge:version:release", unit)
    return len([one for one in calls[before:] if one in ("GetItem", "Query")])
