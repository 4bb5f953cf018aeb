"""A finding from the check to its close: once each, masked, by two people, counted for its account."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib import accounts, audit, inspection
from chalicelib.inspection import Fault, FindingAction, FindingState, Place, PlaceKind, Recorded
from chalicelib.people import PermissionDenied
from tests.cloud.inspection.conftest import GUAN, LI, NOW, WANG, ZONG

PLACE = Place(
    kind=PlaceKind.ARTICLE, id="a1:1", label="办税提醒", url="https://mp.weixin.qq.com/s/1"
)
LEAK = Fault(
    indicator="privacy",
    place=PLACE,
    what="身份证号 11010519491231002X",
    said="身份证号没有打码：11010519491231002X",
    around="张三，身份证号11010519491231002X，电话13800138000",
)
COVERED = {("privacy", PLACE.key)}
LINEAGE = ("xian", "shi", "sheng")


def look(*faults: Fault, days: int = 0, covered: set[tuple[str, str]] | None = None) -> Recorded:
    """One automatic look at the county's account."""
    at = NOW + timedelta(days=days)
    return inspection.record(
        accounts.state("xian").account,
        LINEAGE,
        inspection.rules_of("xian"),
        faults,
        COVERED if covered is None else covered,
        run="r-1",
        began=at,
        now=at,
    )


def only() -> inspection.Finding:
    (found,) = inspection.of_account("xian").values()
    return found


def test_what_is_found_twice_is_one_finding(matrix: None) -> None:
    assert look(LEAK) == Recorded(new=1)
    assert look(LEAK, LEAK, days=1) == Recorded(again=1)
    assert inspection.open_of("xian", NOW).deduction == 1


def test_no_number_of_a_person_is_stored(matrix: None) -> None:
    look(LEAK)
    stored = only().model_dump_json()
    logged = "".join(entry.model_dump_json() for entry in audit.of_unit("xian"))
    for number in ("11010519491231002X", "19491231", "13800138000"):
        assert number not in stored + logged


def test_what_is_gone_is_marked_and_comes_back_as_the_same_finding(matrix: None) -> None:
    look(LEAK)
    assert look(days=1) == Recorded(gone=1)
    assert only().state is FindingState.GONE
    assert inspection.open_of("xian", NOW) == inspection.OpenFindings()
    look(LEAK, days=2)
    assert only().state is FindingState.OPEN
    assert [step.what for step in only().steps] == ["found", "vanish", "reappear"]


def test_what_was_not_looked_for_is_not_gone(matrix: None) -> None:
    look(LEAK)
    assert look(days=1, covered=set()) == Recorded()
    assert only().state is FindingState.OPEN


def test_a_reported_rectification_is_closed_or_sent_back_by_the_next_look(matrix: None) -> None:
    look(LEAK)
    at = NOW + timedelta(hours=1)
    inspection.act(only().id, FindingAction.RECTIFY, "已修改", by=LI, now=at, proofs=["截图 1"])
    look(LEAK, days=1)
    assert only().state is FindingState.RETURNED
    inspection.act(
        only().id,
        FindingAction.RECTIFY,
        "重新修改",
        by=LI,
        now=NOW + timedelta(days=1, hours=1),
        proofs=["截图 2"],
    )
    look(days=2)
    assert only().state is FindingState.CLOSED


def test_a_look_that_began_before_the_report_does_not_judge_it(matrix: None) -> None:
    look(LEAK)
    later = NOW + timedelta(days=1, hours=1)
    inspection.act(only().id, FindingAction.RECTIFY, "已修改", by=LI, now=later, proofs=["截图"])
    look(LEAK, days=1)
    assert only().state is FindingState.RECTIFIED


def test_who_reports_does_not_recheck(matrix: None) -> None:
    look(LEAK)
    inspection.act(only().id, FindingAction.RECTIFY, "已修改", by=WANG, now=NOW, proofs=["截图"])
    with pytest.raises(inspection.WrongState):
        inspection.act(only().id, FindingAction.CLOSE, by=WANG, now=NOW)
    with pytest.raises(PermissionDenied):
        inspection.act(only().id, FindingAction.CLOSE, by=LI, now=NOW)
    inspection.act(only().id, FindingAction.CLOSE, by=GUAN, now=NOW)
    assert only().state is FindingState.CLOSED


def test_an_appeal_that_is_right_revokes_for_good(matrix: None) -> None:
    look(LEAK)
    inspection.act(only().id, FindingAction.APPEAL, "这是虚构的例子", by=LI, now=NOW)
    inspection.act(only().id, FindingAction.UPHOLD, "同意", by=ZONG, now=NOW)
    look(LEAK, days=1)
    assert only().state is FindingState.REVOKED
    assert inspection.open_of("xian", NOW) == inspection.OpenFindings()


def test_a_person_adds_a_finding_with_evidence_once(matrix: None) -> None:
    for _ in range(2):
        found = inspection.add_finding(
            "xian", "harmful", PLACE, "配图不雅", by=GUAN, now=NOW, evidence=["截图 3"]
        )
    assert inspection.open_of("xian", NOW).veto == 1
    assert found.method is inspection.Method.PERSON
    with pytest.raises(inspection.BadFinding):
        inspection.add_finding("xian", "harmful", PLACE, "配图不雅", by=GUAN, now=NOW)


def test_units_above_list_it_and_count_it_when_it_is_late(matrix: None) -> None:
    look(LEAK)
    assert [one.account for one in inspection.findings("sheng")] == ["xian"]
    assert [one.account for one in inspection.findings("shi")] == ["xian"]
    late = inspection.open_by_account(NOW + timedelta(days=9))
    assert late["xian"] == inspection.OpenFindings(veto=0, deduction=1, overdue=1)


def test_a_version_of_a_units_indicators_can_be_restored(matrix: None) -> None:
    silent = next(one for one in inspection.built_in() if one.id == "silent")
    week = silent.model_copy(update={"params": {"days": 7}})
    mine = inspection.UnitIndicators(unit="sheng", indicators=(week,), reason="省里按周检查")
    inspection.set_indicators(mine, base=0, by=ZONG, now=NOW)
    assert inspection.rules_of("xian").version == "sheng.1"
    with pytest.raises(inspection.IndicatorsChanged):
        inspection.set_indicators(mine, base=0, by=ZONG, now=NOW)
    inspection.restore("sheng", 0, "试行结束", base=1, by=ZONG, now=NOW)
    assert inspection.rules_of("xian").version == "sheng.2"
    assert [one.version for one in inspection.versions("sheng")] == [2, 1]
    assert inspection.compare("sheng", 1, 2, by=GUAN)[0].field == "indicator:silent"
