"""From which figure on a signal counts: the usual, and what units say otherwise, inherited downward."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from chalicelib import audit, people, units
from chalicelib.actor import Actor
from chalicelib.errors import Field
from chalicelib.matrix import store
from chalicelib.matrix.errors import BadThreshold, RegistrationChanged
from chalicelib.matrix.models import SignalName, SignalThreshold, SignalThresholds
from chalicelib.matrix.signals import SIGNALS
from chalicelib.units import OrgUnit
from chalicelib.values import Value

READ: Final = "matrix:account:read"
SET: Final = "matrix:account:set"
MOST: Final = 9999


class ThresholdInForce(Value):
    """The threshold of one signal for a unit, and which unit says so."""

    signal: SignalName
    label: str
    measure: str
    falling: bool
    threshold: SignalThreshold
    unit: str
    """Empty: nobody says otherwise than usual."""
    unit_name: str


def in_force(
    unit: str, own: Mapping[str, SignalThresholds], tree: Mapping[str, OrgUnit]
) -> dict[SignalName, tuple[SignalThreshold, str]]:
    """Of each signal that anybody changed for this unit: its threshold, and the unit that says so. Pure.

    The nearest unit upward that speaks of a signal decides.
    """
    found: dict[SignalName, tuple[SignalThreshold, str]] = {}
    at: str | None = unit
    while at is not None and at in tree:
        for name, threshold in own[at].limits.items() if at in own else ():
            found.setdefault(name, (threshold, at))
        at = tree[at].parent
    return found


def thresholds_of(unit: str, *, by: Actor) -> tuple[tuple[ThresholdInForce, ...], SignalThresholds]:
    """Every signal's threshold for a unit, and what the unit says itself. Raises ``PermissionDenied``, ``UnknownUnit``."""
    people.require(by, READ, unit)
    tree = {one.id: one for one in units.lineage(unit)}
    own = store.thresholds()
    found = in_force(unit, own, tree)
    rows = []
    for name, signal in SIGNALS.items():
        threshold, where = found.get(name, (signal.usual, ""))
        rows.append(
            ThresholdInForce(
                signal=name,
                label=signal.label,
                measure=signal.measure,
                falling=signal.falling,
                threshold=threshold,
                unit=where,
                unit_name=tree[where].name if where else "",
            )
        )
    return tuple(rows), own.get(unit, SignalThresholds(unit=unit))


def set_threshold(
    unit: str,
    signal: SignalName,
    threshold: SignalThreshold | None,
    *,
    base: int | None = None,
    by: Actor,
    now: datetime,
) -> SignalThresholds:
    """Say otherwise for a unit and those below; None: as those above say.

    ``base`` is the version that was seen. Raises ``BadThreshold``, ``RegistrationChanged`` or ``PermissionDenied``.
    """
    people.require(by, SET, unit)
    before = store.thresholds().get(unit, SignalThresholds(unit=unit))
    if base is not None and before.version != base:
        raise RegistrationChanged("有人刚刚改过这些标准，您的修改没有保存。请刷新后再改。")
    limits = dict(before.limits)
    if threshold is None:
        limits.pop(signal, None)
    else:
        _check(signal, threshold)
        limits[signal] = threshold
    if limits == before.limits:
        return before
    after = SignalThresholds(unit=unit, limits=limits, version=before.version + 1)
    entry = audit.entry_of(
        by,
        SET,
        unit=unit,
        at=now,
        object=f"unit:{unit}",
        changes=audit.changes_between(
            {SIGNALS[signal].label: _said(before.limits.get(signal))},
            {SIGNALS[signal].label: _said(threshold)},
        ),
        note="健康标准",
    )
    store.save_thresholds(before, after, entry)
    return after


def _check(signal: SignalName, one: SignalThreshold) -> None:
    for name, value in (("remind", one.remind), ("bad", one.bad)):
        if value is not None and not -1 <= value <= MOST:
            raise BadThreshold(f"标准应在 -1 到 {MOST} 之间。", fields=[Field(name, "超出范围")])
    if one.remind is None or one.bad is None:
        return
    wrong = one.remind < one.bad if SIGNALS[signal].falling else one.remind > one.bad
    if wrong:
        raise BadThreshold(
            f"“{SIGNALS[signal].label}”的提醒应早于异常。",
            fields=[Field("remind", "应早于异常")],
        )


def _said(one: SignalThreshold | None) -> str:
    if one is None:
        return "按上级"
    return f"提醒 {'不设' if one.remind is None else one.remind}，异常 {'不设' if one.bad is None else one.bad}"
