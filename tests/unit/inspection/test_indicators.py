"""Indicators: the product's list, what units add or tighten, and the table of a finding."""

from __future__ import annotations

import pytest

from chalicelib import inspection
from chalicelib.inspection import FindingSeverity, Indicator, IndicatorGroup, Method, UnitIndicators
from chalicelib.inspection.indicators import built_in, check_list, difference, rules_for
from chalicelib.inspection.models import Finding, FindingAction, FindingState
from chalicelib.inspection.transitions import FINDING, Who

CHECKS = inspection.CHECK_NAMES


def _mine(*indicators: Indicator) -> UnitIndicators:
    return UnitIndicators(unit="shi00", version=1, indicators=indicators)


def _one(id: str, **changes: object) -> Indicator:
    found = next(one for one in built_in() if one.id == id)
    return found.model_copy(update=changes)


def test_every_group_has_an_indicator_and_every_check_exists() -> None:
    assert {one.group for one in built_in()} == set(IndicatorGroup)
    assert all((one.check in CHECKS) == (one.method is Method.AUTOMATIC) for one in built_in())


def test_a_unit_without_a_list_has_the_products_own() -> None:
    rules = rules_for("shi00", [])
    assert (rules.version, rules.indicators) == ("0", built_in())


def test_a_unit_below_may_tighten_a_threshold_and_its_version_is_named() -> None:
    week = _mine(_one("silent", params={"days": 7}))
    check_list(week, rules_for("shi00", []), is_top=False, checks=CHECKS)
    rules = rules_for("shi00", [UnitIndicators(unit="sheng", version=3), week])
    assert rules.version == "sheng.3+shi00.1"
    assert {one.id: one.params for one in rules.indicators}["silent"] == {"days": 7}


@pytest.mark.parametrize(
    "changed",
    [
        _one("silent", params={"days": 21}),
        _one("silent", params={}),
        _one("silent", severity=FindingSeverity.DEDUCTION, points=3),
        _one("privacy", points=1),
        _one("privacy", off=True),
        _one("privacy", days=30),
        _one("privacy", check="words"),
        _one("few", params={"per_month": 1}),
    ],
)
def test_a_unit_below_may_not_ask_less(changed: Indicator) -> None:
    with pytest.raises(inspection.BadIndicators):
        check_list(_mine(changed), rules_for("shi00", []), is_top=False, checks=CHECKS)


def test_the_highest_unit_may_change_everything() -> None:
    changed = _mine(_one("silent", params={"days": 21}), _one("privacy", off=True))
    check_list(changed, rules_for("sheng", []), is_top=True, checks=CHECKS)


def test_an_unknown_check_or_threshold_is_refused() -> None:
    for wrong in (_one("silent", check="magic"), _one("silent", params={"weeks": 2})):
        with pytest.raises(inspection.BadIndicators):
            check_list(_mine(wrong), rules_for("sheng", []), is_top=True, checks=CHECKS)


def test_a_difference_names_each_indicator() -> None:
    before, after = _mine(_one("silent")), _mine(_one("silent", params={"days": 7}))
    (change,) = difference(before, after)
    assert change.field == "indicator:silent"
    assert "days 14" in change.before
    assert "days 7" in change.after


def test_what_was_revoked_is_found_no_more() -> None:
    finding = Finding.model_construct(state=FindingState.REVOKED, method=Method.AUTOMATIC)
    assert not FINDING.possible(finding, list(Who))


def test_a_check_does_not_judge_what_a_person_found() -> None:
    finding = Finding.model_construct(state=FindingState.RECTIFIED, method=Method.PERSON)
    assert FINDING.find(finding, FindingAction.CLOSE, [Who.CHECK]) is None
    assert FINDING.find(finding, FindingAction.CLOSE, [Who.CONTROLLER]) is not None
