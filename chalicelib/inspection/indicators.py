"""Indicators as data: the product's own list, and what units add to it or tighten. Pure.

Provinces publish lists and thresholds of their own: the unit without another above it may change everything; the units
below may add, and ask more, never less.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from chalicelib.audit import Change
from chalicelib.errors import Field
from chalicelib.inspection.errors import BadIndicators
from chalicelib.inspection.models import FindingSeverity, Indicator, Method, Rules, UnitIndicators

OWN: Final = Path(__file__).with_name("indicators.csv")
PASS_LINE: Final = 60
MORE_IS_STRICTER: Final = frozenset({"per_month"})
"""Thresholds of which a larger number asks more; of all others a smaller one does."""
MOST_OF: Final = {"days": 366, "per_month": 300, "percent": 100, "share": 100, "least": 1_000_000}
"""The thresholds that there are, and their largest values."""


@cache
def built_in() -> tuple[Indicator, ...]:
    """The list that comes with the product, from the national indicators of 2019."""
    with OWN.open(encoding="utf-8", newline="") as file:
        return tuple(_row(one) for one in csv.DictReader(file))


def _row(cells: dict[str, str]) -> Indicator:
    pairs = (one.split("=") for one in cells["params"].split(";") if one)
    return Indicator.model_validate(
        {**cells, "params": {name: int(value) for name, value in pairs}}
    )


def rules_for(unit: str, lists: Sequence[UnitIndicators]) -> Rules:
    """What counts for a unit; ``lists`` are those of the units above and its own, from above."""
    found = {one.id: one for one in built_in()}
    line, words, versions = PASS_LINE, list[object](), []
    for one in lists:
        found |= {indicator.id: indicator for indicator in one.indicators}
        line = line if one.pass_line is None else one.pass_line
        words += one.words
        versions.append(f"{one.unit}.{one.version}")
    return Rules.model_validate(
        {
            "unit": unit,
            "version": "+".join(versions) or "0",
            "indicators": tuple(found.values()),
            "pass_line": line,
            "words": tuple(words),
        }
    )


def check_list(mine: UnitIndicators, above: Rules, *, is_top: bool, checks: Iterable[str]) -> None:
    """Raises ``BadIndicators`` where a list names an unknown check or threshold, or asks less than the one above it."""
    known, inherited = frozenset(checks), {one.id: one for one in above.indicators}
    faults: list[Field] = []
    if len({one.id for one in mine.indicators}) != len(mine.indicators):
        faults.append(Field("indicators", "有两条指标用了同一个编号"))
    for one in mine.indicators:
        told = _fault(one, known) or ("" if is_top else _looser(one, inherited.get(one.id)))
        if told:
            faults.append(Field(f"indicators.{one.id}", f"“{one.name}”{told}"))
    if not is_top and mine.pass_line is not None and mine.pass_line < above.pass_line:
        faults.append(Field("pass_line", f"合格线不能低于上级的 {above.pass_line} 分"))
    if faults:
        raise BadIndicators("；".join(one.problem for one in faults) + "。", fields=faults)


def _fault(one: Indicator, known: frozenset[str]) -> str:
    if one.method is Method.AUTOMATIC and one.check not in known:
        return f"没有叫“{one.check}”的自动检查"
    if one.method is Method.PERSON and one.check:
        return "由人检查的指标不用自动检查"
    for name, value in one.params.items():
        if name not in MOST_OF:
            return f"没有叫“{name}”的阈值"
        if not 0 <= value <= MOST_OF[name]:
            return f"的阈值 {name} 应在 0 和 {MOST_OF[name]} 之间"
    return ""


def _looser(one: Indicator, above: Indicator | None) -> str:
    """What a unit below asks less of than the one above; empty where nothing."""
    if above is None:
        return "新增的指标不能是停用的" if one.off else ""
    told = {
        "上级要检查，不能停用": one.off and not above.off,
        "上级定为单项否决，不能改为扣分": above.severity is FindingSeverity.VETO
        and one.severity is not FindingSeverity.VETO,
        f"扣分不能少于上级的 {above.points} 分": one.severity is FindingSeverity.DEDUCTION
        and one.points < above.points,
        f"整改期限不能长于上级的 {above.days} 个工作日": one.days > above.days,
        "检查的方法由上级决定，不能改": (one.check, one.method) != (above.check, above.method),
    }
    return next((why for why, holds in told.items() if holds), "") or _wider(one, above)


def _wider(one: Indicator, above: Indicator) -> str:
    for name, value in above.params.items():
        asked = one.params.get(name)
        if asked is None:
            return f"不能去掉上级的阈值 {name}"
        floor = name in MORE_IS_STRICTER or (name == "percent" and one.check == "originals")
        if (asked < value) if floor else (asked > value):
            return f"的阈值 {name} 不能比上级的 {value} 宽"
    return ""


def difference(before: UnitIndicators, after: UnitIndicators) -> tuple[Change, ...]:
    """What differs between two versions of a unit's list, a line for each indicator."""
    old = {one.id: one for one in before.indicators}
    new = {one.id: one for one in after.indicators}
    changes = [
        Change(
            field=f"indicator:{id}",
            before=told(old[id]) if id in old else "",
            after=told(new[id]) if id in new else "",
        )
        for id in dict.fromkeys([*old, *new])
        if old.get(id) != new.get(id)
    ]
    if before.pass_line != after.pass_line:
        line = [str(one.pass_line or "") for one in (before, after)]
        changes.append(Change(field="pass_line", before=line[0], after=line[1]))
    if before.words != after.words:
        gone = [one.wrong for one in before.words if one not in after.words]
        come = [one.wrong for one in after.words if one not in before.words]
        changes.append(
            Change(field="words", before="、".join(gone[:50]), after="、".join(come[:50]))
        )
    return tuple(changes)


def told(one: Indicator) -> str:
    """An indicator in one line, for people."""
    weight = "单项否决" if one.severity is FindingSeverity.VETO else f"扣 {one.points} 分"
    params = "，".join(f"{name} {value}" for name, value in one.params.items())
    parts = [one.name, weight, params, f"{one.days} 个工作日内整改", "停用" if one.off else ""]
    return "，".join(filter(None, parts))
