"""Who puts a finding right: assigned by a chief or controller, passed on when a person leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib import audit, inspection, people
from chalicelib.actor import local
from chalicelib.application import inspection_page, matrix_hand_over
from chalicelib.inspection import BadFinding, Finding, FindingAction, FindingChanged, WrongState
from chalicelib.people import PermissionDenied, Role
from tests.cloud.inspection.conftest import GUAN, LI, NOW, WANG
from tests.cloud.inspection.test_findings import LEAK, look, only

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def finding(matrix: None) -> Finding:
    people.add_staff("sun", "xian", [Role.EDITOR], by=local("ops"), now=NOW, name="孙编辑")
    look(LEAK)
    return only()


def test_a_finding_is_assigned_and_the_step_is_logged(finding: Finding) -> None:
    inspection.assign(finding.id, "sun", "请今天处理", by=WANG, now=LATER)
    seen = inspection_page.finding_detail(WANG, finding.id, LATER)
    assert (seen.finding.owner, seen.owner_name) == ("sun", "孙编辑")
    assert (seen.steps[-1].what_name, seen.steps[-1].note) == (
        "分派",
        "没有负责人 → sun：请今天处理",
    )
    assert [one.id for one in seen.assignees if one.unit_name == "示例县税务局"] == [
        "li",
        "sun",
        "wang",
    ]
    entries = [one for one in audit.of_unit("xian") if one.action == inspection.ASSIGN]
    assert [one.object for one in entries] == [f"finding:{finding.id}"]


def test_the_same_person_again_is_no_step(finding: Finding) -> None:
    first = inspection.assign(finding.id, "sun", by=GUAN, now=LATER)
    assert inspection.assign(finding.id, "sun", by=GUAN, now=LATER) == first


def test_only_who_may_put_it_right_gets_it_and_only_who_may_assign_gives_it(
    finding: Finding,
) -> None:
    people.add_staff("fu", "xian", [Role.REVIEWER2], by=local("ops"), now=NOW)
    for nobody in ("fu", "unknown"):
        with pytest.raises(BadFinding):
            inspection.assign(finding.id, nobody, by=GUAN, now=LATER)
    with pytest.raises(PermissionDenied):
        inspection.assign(finding.id, "sun", by=LI, now=LATER)
    assert inspection_page.finding_detail(LI, finding.id, LATER).assignees == ()


def test_what_waits_for_a_decision_is_assigned_to_nobody(finding: Finding) -> None:
    inspection.act(finding.id, FindingAction.RECTIFY, "已修改", by=LI, now=LATER, proofs=["截图 1"])
    with pytest.raises(WrongState):
        inspection.assign(finding.id, "sun", by=GUAN, now=LATER)


def test_of_two_who_change_it_at_once_one_is_told(finding: Finding) -> None:
    inspection.assign(finding.id, "sun", by=GUAN, now=LATER)
    with pytest.raises(FindingChanged):
        inspection.pass_on([finding], "li", "移交", inspection.ASSIGN, by=GUAN, now=LATER)


def test_a_hand_over_passes_on_what_is_to_be_put_right(finding: Finding) -> None:
    inspection.assign(finding.id, "sun", by=GUAN, now=LATER)
    assert matrix_hand_over.preview("sun", "", by=GUAN).findings == 1
    for moved in (1, 0):  # twice is once
        done = matrix_hand_over.hand_over(
            "sun", "li", roles=False, reason="调离", by=GUAN, now=LATER
        )
        assert done.findings == moved
    assert only().owner == "li"
    assert only().steps[-1].note == "sun → li：移交：调离"
