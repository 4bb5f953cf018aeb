"""Calls for contributions (约稿) of a unit to units below it."""

from __future__ import annotations

from datetime import datetime

from chalicelib import people, units
from chalicelib.actor import Actor
from chalicelib.contributions import logged, rules, store
from chalicelib.contributions.errors import BadContribution, ContributionChanged
from chalicelib.contributions.models import Call, CallState, CallText
from chalicelib.errors import Field


def make(unit: str, text: CallText, *, by: Actor, now: datetime) -> Call:
    """Call for contributions. Raises ``BadContribution``, ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, logged.CALL, unit)
    _check(text, now)
    made = Call(id=rules.new_id("yg", now), unit=unit, text=text, by=by.person, at=now)
    entry = logged.entry(
        by, logged.CALL, unit, f"call:{made.id}", at=now, after=_facts(made), note=text.title
    )
    return store.save_call(None, made, entry)


def change(
    call_id: str, text: CallText, *, seen: int | None = None, by: Actor, now: datetime
) -> Call:
    """Change a call, such as its deadline. Raises ``UnknownCall`` and what ``make`` raises."""
    before = store.call(call_id)
    people.require(by, logged.CALL, before.unit)
    if seen is not None and seen != before.version:
        raise ContributionChanged("有人刚刚改过这次约稿，您的修改没有保存。请刷新后再改。")
    _check(text, now)
    return _save(before, before.model_copy(update={"text": text}), by, now)


def close(call_id: str, *, by: Actor, now: datetime) -> Call:
    """End a call. Twice is once. Raises ``UnknownCall`` or ``PermissionDenied``."""
    before = store.call(call_id)
    people.require(by, logged.CALL, before.unit)
    if before.state is CallState.CLOSED:
        return before
    return _save(before, before.model_copy(update={"state": CallState.CLOSED}), by, now)


def meant_for(unit: str, now: datetime) -> list[Call]:
    """Calls of the units above that a unit can answer now, those that end first first. Raises ``UnknownUnit``."""
    own, *above = units.lineage(unit)
    found = [
        one
        for each in above
        for one in store.calls(each.id)
        if one.state is CallState.OPEN
        and one.text.until >= now
        and rules.meant(one, own.level.value)
    ]
    return sorted(found, key=lambda one: one.text.until)


def _save(before: Call, after: Call, by: Actor, now: datetime) -> Call:
    entry = logged.entry(
        by,
        logged.CALL,
        before.unit,
        f"call:{before.id}",
        at=now,
        before=_facts(before),
        after=_facts(after),
        note=after.text.title,
    )
    return store.save_call(before, after, entry)


def _check(text: CallText, now: datetime) -> None:
    if text.until <= now:
        raise BadContribution("截止时间要晚于现在。", fields=[Field("until", "已经过去")])


def _facts(one: Call) -> dict[str, object]:
    return {
        "title": one.text.title,
        "until": one.text.until.isoformat(),
        "number": str(one.text.number or ""),
        "state": one.state.value,
    }
