"""Rounds tell how accounts are; a step may die anywhere, and a turn is told once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from unittest import mock

import pytest

from chalicelib import accounts, audit, matrix, people, units
from chalicelib.actor import SYSTEM, Actor, KnownBy, local
from chalicelib.application import (
    matrix_hand_over,
    matrix_health,
    matrix_list,
    matrix_page,
    matrix_registration,
)
from chalicelib.application.matrix_registration import RegistrationInput
from chalicelib.clock import SHANGHAI
from chalicelib.matrix import AccountHealth, Responsible, SignalName, SignalThreshold
from chalicelib.people import Role
from chalicelib.units import UnitLevel
from tests.cloud.accounts.made import SECRETS, account

NOW = datetime(2026, 11, 30, 10, 0, tzinfo=SHANGHAI)
OPS = local("ops")
GUAN = Actor(person="guan", known_by=KnownBy.SIGN_IN)


@pytest.fixture
def tree(cloud: None) -> Iterator[None]:
    """A province with a city and a county, an account each."""
    for unit, level, above in (
        ("sheng", UnitLevel.PROVINCE, None),
        ("shi", UnitLevel.CITY, "sheng"),
        ("xian", UnitLevel.COUNTY, "shi"),
    ):
        units.add_unit(unit, name=unit, level=level, parent=above)
        given = account(id=unit, name=f"{unit}号", unit=unit, appid=f"wx{unit}12345")
        accounts.add_account(given, SECRETS, by=SYSTEM, now=NOW)
    people.add_staff("guan", "sheng", [Role.CONTROLLER], by=OPS, now=NOW, name="管控")
    for person in ("li", "wang"):
        people.add_staff(person, "shi", [Role.EDITOR], by=OPS, now=NOW, name=person)
    yield


def a_round(now: datetime = NOW, *, whole: bool = True) -> None:
    groups: dict[int, list[str]] = {}
    for one in ("sheng", "shi", "xian"):
        groups.setdefault(matrix.group_of(one), []).append(one)
    for number, listed in groups.items():
        matrix_health.look(number, listed, clock=lambda: now, whole=whole)


def filed(one: str, person: str = "li") -> None:
    given = RegistrationInput(in_charge=Responsible(person=person))
    matrix_registration.register(one, given, running=True, on=date(2026, 1, 4), by=GUAN, now=NOW)


def health(one: str) -> AccountHealth:
    return matrix.store.group(matrix.group_of(one)).rows[one].health


def test_the_page_adds_up_what_lies_below(tree: None) -> None:
    a_round()
    seen = matrix_page.page("sheng", by=GUAN)
    assert (seen.sums.accounts, seen.sums.remind, seen.sums.unregistered) == (3, 3, 3)
    assert [(one.id, one.sums.accounts) for one in seen.below] == [("shi", 2)]
    assert [one.account for one in seen.own] == ["sheng"]


def test_time_alone_turns_an_account_and_it_is_told_once(tree: None) -> None:
    filed("xian")
    a_round()
    assert health("xian") is AccountHealth.GOOD
    later = NOW + timedelta(days=14)
    for _ in range(2):
        a_round(later, whole=False)
    assert health("xian") is AccountHealth.BAD
    [turn] = matrix.store.turns("xian", 9)
    assert (turn.before, turn.after) == (AccountHealth.GOOD, AccountHealth.BAD)


def test_a_step_that_dies_before_its_write_leaves_nothing_and_is_done_again(tree: None) -> None:
    filed("xian")
    a_round()
    later = NOW + timedelta(days=14)
    with (
        mock.patch.object(matrix.store, "save_group", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        a_round(later)
    assert matrix.store.turns("xian", 9) == []
    a_round(later)
    assert len(matrix.store.turns("xian", 9)) == 1


def test_a_change_between_reading_and_writing_is_looked_at_again(tree: None) -> None:
    a_round()
    real, tries = matrix.store.save_group, []

    def slow(before: matrix.Group, *rest: object, **more: object) -> bool:
        if not tries:
            tries.append(1)
            with mock.patch.object(matrix.store, "save_group", real):
                filed("xian")
        return real(before, *rest, **more)  # type: ignore[arg-type]

    with mock.patch.object(matrix.store, "save_group", slow):
        matrix_health.look(matrix.group_of("xian"), ["xian"], clock=lambda: NOW)
    assert health("xian") is AccountHealth.GOOD


def test_an_account_that_is_removed_leaves_the_matrix(tree: None) -> None:
    a_round()
    accounts.remove_account("xian", by=SYSTEM, now=NOW)
    a_round()
    assert matrix_page.page("sheng", by=GUAN).sums.accounts == 2


def test_a_threshold_of_the_city_holds_in_its_county(tree: None) -> None:
    filed("xian")
    matrix.set_threshold("shi", SignalName.NOT_PUBLISHED, SignalThreshold(bad=2), by=GUAN, now=NOW)
    a_round()
    a_round(NOW + timedelta(days=2), whole=False)
    assert health("xian") is AccountHealth.BAD


def test_whoever_works_in_a_city_sees_the_city(tree: None) -> None:
    a_round()
    li = Actor(person="li", known_by=KnownBy.SIGN_IN)
    found = matrix_list.listed("shi", matrix_list.Wanted(), by=li)
    assert {one.account for one in found.accounts} == {"shi", "xian"}
    with pytest.raises(people.PermissionDenied):
        matrix_page.page("sheng", by=li)


def test_a_person_s_accounts_move_in_one_deed(tree: None) -> None:
    for one in ("shi", "xian"):
        filed(one)
    plan = matrix_hand_over.preview("li", "wang", by=GUAN)
    assert [one.account for one in plan.duties] == ["shi", "xian"]
    done = matrix_hand_over.hand_over("li", "wang", roles=False, reason="调离", by=GUAN, now=NOW)
    assert done.accounts == 2
    assert [matrix_hand_over.held_by(one) for one in ("li", "wang")] == [0, 2]
    found = [one for one in audit.of_unit("shi") if one.action == "matrix:person:hand_over"]
    assert [len(one.changes) for one in found] == [2]
    again = matrix_hand_over.hand_over("li", "wang", roles=False, reason="调离", by=GUAN, now=NOW)
    assert again.accounts == 0
