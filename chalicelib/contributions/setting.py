"""How a unit receives: time to an answer, reasons, who may send directly, points. Whoever sets it needs the permission."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import ValidationError

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.contributions import logged, rules, store
from chalicelib.contributions.errors import BadContribution, ContributionChanged
from chalicelib.contributions.models import PointRules, ReceiverSettings
from chalicelib.errors import Field
from chalicelib.values import reason_of


def settings_of(unit: str) -> ReceiverSettings:
    """How a unit receives: its own settings, else the usual ones."""
    return store.settings(unit) or rules.default_settings(unit)


def set_settings(
    unit: str, changes: dict[str, Any], *, base: int, by: Actor, now: datetime
) -> ReceiverSettings:
    """Change how a unit receives; ``base`` is the version that it was edited from, 0 for none of its own.

    Rules of points may be added or changed from the present month on: a month that is over keeps what it was
    counted by. Raises ``BadContribution``, ``ContributionChanged``, ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, logged.SET, unit)
    before = settings_of(unit)
    if before.version != base:
        raise ContributionChanged("有人刚刚改过报送设置，您的修改没有保存。请对照后再保存。")
    try:
        after = ReceiverSettings.model_validate({**before.model_dump(), **changes, "unit": unit})
    except ValidationError as error:
        found = error.errors(include_input=False)
        fields = [Field(".".join(map(str, one["loc"])), reason_of(one)) for one in found]
        raise BadContribution(
            f"设置有误：{'；'.join(one.problem for one in fields)}。", fields=fields
        ) from None
    ordered = tuple(sorted(after.points, key=lambda one: one.since))
    _check_points(before, ordered, now)
    if len({one.name for one in after.reasons}) < len(after.reasons):
        raise BadContribution("原因重复。", fields=[Field("reasons", "重复")])
    after = after.model_copy(
        update={
            "points": ordered,
            "version": before.version + 1,
            "updated_by": by.person,
            "updated_at": now,
        }
    )
    entry = logged.entry(
        by,
        logged.SET,
        unit,
        f"unit:{unit}",
        at=now,
        before=_facts(before),
        after=_facts(after),
    )
    store.save_settings(after, entry)
    return after


def _check_points(before: ReceiverSettings, after: tuple[PointRules, ...], now: datetime) -> None:
    this = rules.month_of(now)
    if len({one.since for one in after}) < len(after):
        raise BadContribution("同一个月只能有一版计分规则。", fields=[Field("points", "月份重复")])
    past = [one for one in before.points if one.since < this]
    if [one for one in after if one.since < this] != past:
        raise BadContribution(
            f"已经过去的月份不再改计分规则；新规则从 {this} 或以后起。",
            fields=[Field("points", "月份已过")],
        )


def _facts(settings: ReceiverSettings) -> dict[str, object]:
    return {
        "days": str(settings.days),
        "undo_hours": str(settings.undo_hours),
        "direct_levels": "、".join(settings.direct_levels),
        "reasons": "、".join(one.name for one in settings.reasons),
        "points": "；".join(
            f"{one.since} 线索 {one.lead_adopted} 稿件 {one.article_adopted} 并入 {one.merged} "
            f"刊发 {one.published} 头条 {one.headline} {one.counting.value}"
            f"{' 每号计' if one.each_account else ''}"
            for one in settings.points[-3:]
        ),
    }
