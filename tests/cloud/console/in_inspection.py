"""A unit whose account was inspected: a run by hand, a finding of a person, and a list of indicators of its own."""

from __future__ import annotations

from chalicelib import inspection
from chalicelib.actor import local
from chalicelib.application import inspection_runs
from chalicelib.clock import utc_now
from chalicelib.inspection import Place, PlaceKind, UnitIndicators

OPS = local("ops")


def fill(unit: str, mark: str) -> dict[str, str]:
    """Make it; returns the ids of its things by the names that routes give them."""
    now = utc_now()
    run = inspection_runs.start(unit, by=OPS, now=now)
    place = Place(kind=PlaceKind.ARTICLE, id="1", label=f"{mark}通知", url="https://x.cn/a")
    finding = inspection.add_finding(
        unit, "silent", place, f"{mark}：两周没有更新", by=OPS, now=now, evidence=["https://x.cn/a"]
    )
    [silent] = (one for one in inspection.built_in() if one.id == "silent")
    mine = UnitIndicators(
        unit=unit,
        indicators=(silent.model_copy(update={"params": {"days": 12}}),),
        reason=f"{mark}的要求",
    )
    inspection.set_indicators(mine, base=0, by=OPS, now=now)
    return {"inspection_run": run.id, "finding": finding.id}
