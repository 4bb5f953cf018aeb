"""系统管理员, 安全管理员, 审计员: what each may, that none can do another's, and that nobody holds two of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib import audit, people, units
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.people import (
    PERMISSIONS,
    SYSTEM_ROLES,
    NotSeparable,
    PermissionDenied,
    Role,
    RolesExclude,
    StaffChanged,
    store,
)
from chalicelib.people.permissions import WITHDRAWN
from chalicelib.units import UnitLevel

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
OPS = local("ops")
READS = {"units:unit:read", "people:staff:read", "audit:log:read"}
"""What more than one of the three sees: nothing is changed by it."""


def signed_in(person: str) -> Actor:
    return Actor(person=person, known_by=KnownBy.SIGN_IN, identity=f"sub-{person}")


YUN, AN, SHEN = (signed_in(one) for one in ("yun", "an", "shen"))


@pytest.fixture(autouse=True)
def tree(cloud: None) -> None:
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    units.add_unit("city", name="市局", level=UnitLevel.CITY, parent="province")
    for person, role in (("yun", Role.OPERATOR), ("an", Role.SECURITY), ("shen", Role.AUDITOR)):
        people.add_staff(person, "province", [role], by=OPS, now=NOW)


@pytest.mark.parametrize("separated", [False, True])
def test_every_permission_is_held_by_just_the_roles_of_its_row(separated: bool) -> None:
    for role in Role:
        people.add_staff(f"as.{role}".replace("_", "."), "city", [role], by=OPS, now=NOW)
    if separated:
        people.begin_separation(by=AN, now=NOW)
    for role in Role:
        who = signed_in(f"as.{role}".replace("_", "."))
        held = people.permissions_of(who, "city")
        reach = people.reach(who)
        for name, row in PERMISSIONS.items():
            able = set(row.roles)
            if separated and name in WITHDRAWN:
                able.discard(Role.OPERATOR)
            assert (name in held) == (role in able), (role, name)
            assert people.may(who, name, "city") == (role in able), (role, name)
            assert reach.may(name, "city") == (role in able), (role, name)


def test_where_they_are_separated_none_of_the_three_can_do_anothers_work() -> None:
    people.begin_separation(by=AN, now=NOW)
    held = {one: people.permissions_of(signed_in(one), "province") for one in ("yun", "an", "shen")}
    common = {"people:separation:set"}  # of which each has half
    assert held["yun"] & held["an"] - READS == common
    assert held["yun"] & held["shen"] <= READS
    assert held["an"] & held["shen"] <= READS
    assert held["shen"] - READS == {"audit:log:export", "audit:chain:verify"}


def test_an_auditor_changes_nothing() -> None:
    changing = {
        name for name in PERMISSIONS if name.split(":")[2] not in ("read", "export", "verify")
    }
    assert not people.permissions_of(SHEN, "province") & changing


def test_an_operator_no_longer_gives_roles_nor_does_a_shell() -> None:
    people.begin_separation(by=YUN, now=NOW)
    for who in (YUN, local("anybody")):
        with pytest.raises(PermissionDenied, match="安全管理"):
            people.add_staff("li", "city", [Role.AGENT], by=who, now=NOW)
        with pytest.raises(PermissionDenied):
            people.link_identity("li", "arn:aws:iam::1:user/li", by=who, now=NOW, unit="city")
    assert people.add_staff("li", "city", [Role.AGENT], by=AN, now=NOW).roles == (Role.AGENT,)
    assert people.add_staff("wu", "city", [Role.AGENT], by=local("an"), now=NOW)


@pytest.mark.parametrize("other", sorted(SYSTEM_ROLES))
def test_nobody_holds_two_of_the_three_in_whatever_units(other: Role) -> None:
    people.begin_separation(by=AN, now=NOW)
    for person in ("yun", "an", "shen"):
        [own] = people.person_for(person, "province").roles
        if own is other:
            continue
        for unit in ("province", "city"):
            with pytest.raises(RolesExclude, match="不能同时有"):
                people.add_staff(person, unit, [other], by=AN, now=NOW)
            with pytest.raises(RolesExclude):
                held = (own,) if unit == "province" else ()
                people.set_roles(person, unit, {*held, other}, instead_of=held, by=AN, now=NOW)


def test_it_begins_only_where_each_is_somebody_else() -> None:
    people.add_staff("yun", "city", [Role.AUDITOR], by=OPS, now=NOW)
    with pytest.raises(NotSeparable, match="yun"):
        people.begin_separation(by=AN, now=NOW)
    people.remove_staff("yun", "city", by=OPS, now=NOW)
    people.remove_staff("shen", "province", by=OPS, now=NOW)
    with pytest.raises(NotSeparable, match="审计"):
        people.begin_separation(by=AN, now=NOW)


def test_it_ends_when_one_asks_and_one_of_the_other_role_agrees() -> None:
    people.begin_separation(by=AN, now=NOW)
    assert people.end_separation(by=AN, now=NOW) is False
    assert people.end_separation(by=AN, now=NOW) is False  # asking twice is not agreeing
    people.add_staff("an2", "province", [Role.SECURITY], by=AN, now=NOW)
    assert people.end_separation(by=signed_in("an2"), now=NOW) is False  # nor is the same role
    late = NOW + timedelta(days=2)
    assert people.end_separation(by=YUN, now=late) is False  # a day later it is asked anew
    assert people.end_separation(by=AN, now=late) is True
    assert not people.separation().on
    with pytest.raises(PermissionDenied):
        people.end_separation(by=SHEN, now=NOW)
    told = [one.note for one in audit.of_unit("province") if one.action == "people:separation:set"]
    assert {"启用三员分立", "同意 yun 停用三员分立"} <= set(told)


def test_the_last_of_security_and_audit_stays() -> None:
    people.begin_separation(by=AN, now=NOW)
    for person in ("an", "shen"):
        with pytest.raises(RolesExclude, match="最后一位"):
            people.remove_staff(person, "province", by=AN, now=NOW)
    people.add_staff("shen2", "province", [Role.AUDITOR], by=AN, now=NOW)
    people.remove_staff("shen", "province", by=AN, now=NOW)


def test_two_grants_at_once_leave_nobody_with_two(monkeypatch: pytest.MonkeyPatch) -> None:
    people.begin_separation(by=AN, now=NOW)
    real, raced = store.separation_action, []

    def late(*arguments: Any) -> Any:
        if not raced:
            raced.append(True)
            people.add_staff("li", "city", [Role.AUDITOR], by=AN, now=NOW)  # in between
        return real(*arguments)

    monkeypatch.setattr(store, "separation_action", late)
    with pytest.raises(StaffChanged):
        people.add_staff("li", "province", [Role.OPERATOR], by=AN, now=NOW)
    assert people.person_for("li", "province").roles == frozenset()


def test_without_it_all_is_as_before() -> None:
    people.add_staff("all", "province", list(Role), by=YUN, now=NOW)
    assert people.permissions_of(YUN, "province") >= WITHDRAWN
