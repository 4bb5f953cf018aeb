"""Roles in units: given, inherited, required, logged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import audit, people, units
from chalicelib.actor import SYSTEM, Actor, KnownBy, local
from chalicelib.people import BadStaff, PermissionDenied, Role, UnknownPerson
from chalicelib.units import UnitLevel, UnknownUnit

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OPS = local("ops")


def signed_in(person: str) -> Actor:
    return Actor(person=person, known_by=KnownBy.SIGN_IN, identity=f"sub-{person}", request="r-1")


@pytest.fixture(autouse=True)
def tree(cloud: None) -> None:
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    units.add_unit("city", name="市局", level=UnitLevel.CITY, parent="province")
    units.add_unit("county", name="县局", level=UnitLevel.COUNTY, parent="city")


def test_a_role_holds_in_its_unit_and_below() -> None:
    people.add_staff("li", "city", [Role.CHIEF], by=OPS, now=NOW)
    li = signed_in("li")
    assert people.may(li, "publishing:issue:edit", "city")
    assert people.may(li, "publishing:issue:edit", "county")
    assert not people.may(li, "publishing:issue:edit", "province")


def test_a_refusal_names_roles_unit_and_permission() -> None:
    people.add_staff("li", "city", [Role.EDITOR], by=OPS, now=NOW)
    with pytest.raises(PermissionDenied, match="li 在单位“city”没有“总编”的角色") as refused:
        people.require(signed_in("li"), "publishing:push:plan", "city")
    assert refused.value.kind == "not_permitted"
    assert refused.value.permission == "publishing:push:plan"
    assert [one.action for one in refused.value.remedies] == ["staff.add"]


def test_a_refusal_without_a_unit_names_none() -> None:
    with pytest.raises(PermissionDenied, match=r"^li 没有“运维”的角色") as refused:
        people.require(signed_in("li"), "units:unit:add", "")
    assert refused.value.remedies == ()


def test_a_shell_has_an_operators_permissions_and_a_page_has_not() -> None:
    for known_by in (KnownBy.LOCAL, KnownBy.AWS):
        assert people.may(Actor(person="x", known_by=known_by), "accounts:account:set", "city")
    for known_by in (KnownBy.SIGN_IN, KnownBy.TOKEN):
        assert not people.may(Actor(person="x", known_by=known_by), "accounts:account:set", "city")
    assert people.may(SYSTEM, "publishing:push:recall", "city")


def test_the_calendar_is_open_to_a_shell_until_somebody_is_registered() -> None:
    assert people.may(OPS, "publishing:issue:edit", "city")
    assert not people.may(signed_in("li"), "publishing:issue:edit", "city")
    people.add_staff("zhao", "province", [Role.CHIEF], by=OPS, now=NOW)
    assert not people.may(OPS, "publishing:issue:edit", "city")


def test_a_chief_staffs_the_newsroom_and_gives_out_no_operators_role() -> None:
    people.add_staff("zhao", "city", [Role.CHIEF], by=OPS, now=NOW)
    people.add_staff("li", "city", [Role.EDITOR], by=signed_in("zhao"), now=NOW)
    with pytest.raises(PermissionDenied):
        people.add_staff("li", "city", [Role.OPERATOR], by=signed_in("zhao"), now=NOW)
    with pytest.raises(PermissionDenied):
        people.add_staff("li", "province", [Role.EDITOR], by=signed_in("zhao"), now=NOW)
    assert people.person_for("li", "city").roles == {Role.EDITOR}


def test_who_gave_and_took_a_role_stands_in_the_log() -> None:
    people.add_staff("zhao", "city", [Role.CHIEF], by=OPS, now=NOW)
    people.add_staff("li", "city", [Role.EDITOR], by=signed_in("zhao"), now=NOW + MINUTE)
    people.remove_staff("li", "city", by=signed_in("zhao"), now=NOW + 2 * MINUTE)
    given, taken = list(audit.of_unit("city"))[-2:]
    assert (given.by, given.known_by, given.identity, given.request) == (
        "zhao",
        KnownBy.SIGN_IN,
        "sub-zhao",
        "r-1",
    )
    assert given.object == taken.object == "person:li"
    assert [(one.field, one.before, one.after) for one in given.changes] == [("roles", "", "采编")]
    assert [(one.before, one.after) for one in taken.changes] == [("采编", "")]


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(UnknownUnit):
        people.add_staff("li", "nowhere", [Role.EDITOR], by=OPS, now=NOW)
    with pytest.raises(BadStaff):
        people.add_staff("李明", "city", [Role.EDITOR], by=OPS, now=NOW)
    with pytest.raises(UnknownPerson):
        people.remove_staff("li", "city", by=OPS, now=NOW)


def test_an_identity_belongs_to_the_person_it_was_last_linked_to() -> None:
    arn = "arn:aws:sts::123456789012:assumed-role/Ops/li@example.cn"
    for person in ("li", "zhao", "zhao"):
        people.link_identity(person, arn, by=OPS, now=NOW)
    assert people.person_of(arn) == "zhao"
    with pytest.raises(PermissionDenied):
        people.link_identity("zhao", arn, by=signed_in("zhao"), now=NOW)
    with pytest.raises(BadStaff):
        people.link_identity("zhao", " ", by=OPS, now=NOW)
