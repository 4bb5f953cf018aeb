"""The indicators of units: read, edited, compared, restored; and what a unit may publish although a check finds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from chalicelib import audit, newsroom, people, units
from chalicelib.actor import Actor
from chalicelib.cloud import table
from chalicelib.errors import Field
from chalicelib.inspection import indicator_store as store
from chalicelib.inspection.errors import BadIndicators, IndicatorsChanged
from chalicelib.inspection.faults import CHECK_NAMES
from chalicelib.inspection.indicators import check_list, difference, rules_for
from chalicelib.inspection.models import Permitted, Rules, UnitIndicators
from chalicelib.inspection.texts import words_for_drafts

READ: Final = "inspection:finding:read"
SET: Final = "inspection:indicator:set"
_MOST_BYTES: Final = 390_000
"""An item of the table has 400 KB."""
_VALUE_CHARS: Final = 2, 300
_REASON_CHARS: Final = 2


class Known(NamedTuple):
    """All that units have set, read once for many accounts."""

    lists: Mapping[str, UnitIndicators]
    permitted: Sequence[Permitted]

    def rules(self, lineage: Sequence[str]) -> Rules:
        """What counts for a unit; ``lineage`` is it and the units above, nearest first."""
        found = [self.lists[one] for one in reversed(lineage) if one in self.lists]
        return rules_for(lineage[0], found)

    def permits(self, lineage: Sequence[str]) -> list[Permitted]:
        """What a unit may publish although a check finds it: its own and what units above allow."""
        return [one for one in self.permitted if one.unit in lineage]


def known() -> Known:
    """Read what all units have set, with two queries."""
    return Known(store.lists(), store.permitted())


def rules_of(unit: str) -> Rules:
    """The indicators that count for a unit. Raises ``UnknownUnit``."""
    return known().rules([one.id for one in units.lineage(unit)])


def words_of(unit: str) -> newsroom.UnitWords:
    """What a unit and those above it say of words, for drafts: read for its own line alone. Raises ``UnknownUnit``."""
    lineage = [one.id for one in units.lineage(unit)]
    lists = [store.current(one) for one in reversed(lineage)]
    allowed = (one for above in lineage for one in store.permitted_of(above))
    return words_for_drafts(rules_for(unit, lists).words, allowed)


def rules_above(unit: str) -> tuple[Rules, bool]:
    """The indicators that count without the unit's own, and whether no unit stands above it. Raises ``UnknownUnit``."""
    lineage = [one.id for one in units.lineage(unit)]
    found = store.lists()
    lists = [found[one] for one in reversed(lineage[1:]) if one in found]
    return rules_for(unit, lists), len(lineage) == 1


def set_indicators(mine: UnitIndicators, *, base: int, by: Actor, now: datetime) -> UnitIndicators:
    """Make a new version of a unit's own list; ``base`` is the version that it starts from.

    Raises ``BadIndicators``, ``IndicatorsChanged``, ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, SET, mine.unit)
    above, is_top = rules_above(mine.unit)
    check_list(mine, above, is_top=is_top, checks=CHECK_NAMES)
    before = store.current(mine.unit)
    if before.version != base:
        raise IndicatorsChanged("刚刚有人改过本单位的指标，您的修改还没有保存。请对照后再保存。")
    reason = mine.reason.strip()
    if not reason:
        raise BadIndicators("请写明修改的原因。", fields=[Field("reason", "没有填写")])
    made = {"version": base + 1, "by": by.person, "at": now, "reason": reason}
    after = mine.model_copy(update=made)
    if len(after.model_dump_json().encode(errors="replace")) > _MOST_BYTES:
        raise BadIndicators(
            "指标、词语和说明太多，一个单位存不下。请减少词语，或写短说明。",
            fields=[Field("words", "太多或太长")],
        )
    changes = difference(before, after)
    if not changes:
        return before
    entry = audit.entry_of(
        by,
        SET,
        unit=mine.unit,
        at=now,
        object=f"indicators:{mine.unit}",
        changes=changes,
        note=f"第 {after.version} 版：{reason}",
    )
    store.save(after, [audit.write_action(entry)])
    return after


def restore(
    unit: str, number: int, reason: str, *, base: int, by: Actor, now: datetime
) -> UnitIndicators:
    """Make an old version the newest one. Raises like ``set_indicators``, and ``UnknownIndicator``."""
    old = store.version(unit, number)
    wanted = old.model_copy(update={"reason": f"恢复第 {number} 版：{reason.strip()}"})
    return set_indicators(wanted, base=base, by=by, now=now)


def compare(unit: str, older: int, newer: int, *, by: Actor) -> tuple[audit.Change, ...]:
    """What differs between two versions of a unit's list. Raises ``UnknownIndicator``, ``PermissionDenied``."""
    people.require(by, READ, unit)
    return difference(store.version(unit, older), store.version(unit, newer))


def permit(one: Permitted, *, by: Actor, now: datetime) -> Permitted:
    """Let a unit and those below publish something although a check finds it.

    Raises ``BadIndicators`` or ``PermissionDenied``.
    """
    people.require(by, SET, one.unit)
    value, reason = _plain(one), one.reason.strip()
    least, most = _VALUE_CHARS
    if not least <= len(value) <= most:
        what = "字母和数字" if one.kind == "number" else "字"
        raise BadIndicators(
            f"允许公开的内容要有 {least} 到 {most} 个{what}。",
            fields=[Field("value", f"要有 {least} 到 {most} 个{what}")],
        )
    if len(reason) < _REASON_CHARS:
        raise BadIndicators("请写明允许公开的原因。", fields=[Field("reason", "没有填写")])
    made = {"value": value, "reason": reason, "by": by.person, "at": now}
    after = one.model_copy(update=made)
    table.transact(store.permit_actions(after, [_entry(after, by, now, "允许")]))
    return after


def forbid(one: Permitted, *, by: Actor, now: datetime) -> None:
    """Let it be published no more; twice is once. Raises ``PermissionDenied``."""
    people.require(by, SET, one.unit)
    plain = one.model_copy(update={"value": _plain(one)})
    table.transact(store.forbid_actions(plain, [_entry(plain, by, now, "不再允许")]))


def permitted_for(unit: str, *, by: Actor) -> list[Permitted]:
    """What counts as permitted in a unit. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    lineage = [one.id for one in units.lineage(unit)]
    return [one for one in store.permitted() if one.unit in lineage]


def _plain(one: Permitted) -> str:
    if one.kind != "number":
        return one.value.strip()
    return "".join(char for char in one.value.upper() if char.isalnum())


def _entry(one: Permitted, by: Actor, now: datetime, what: str) -> table.Action:
    return audit.write_action(
        audit.entry_of(
            by,
            SET,
            unit=one.unit,
            at=now,
            object=f"indicators:{one.unit}",
            changes=[audit.Change(field=f"permitted:{one.kind}", after=_shown(one))],
            note=f"{what}：{one.reason.strip()}",
        )
    )


def _shown(one: Permitted) -> str:
    """A number is logged masked: the log is kept longer than the permission."""
    value = one.value
    return (
        value if one.kind != "number" else f"{value[:4]}{'*' * max(0, len(value) - 8)}{value[-4:]}"
    )
