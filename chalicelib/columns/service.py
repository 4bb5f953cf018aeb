"""Columns, series and collections: made, changed, retired, restored. Each deed asks for its permission and is in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from chalicelib import audit, people, units
from chalicelib.actor import Actor
from chalicelib.audit import AuditEntry
from chalicelib.cloud import table
from chalicelib.columns import store
from chalicelib.columns.errors import NAMES, BadColumn, ColumnChanged, NotInUse
from chalicelib.columns.labels import ACTS, FIELD_NAMES, STANDINGS
from chalicelib.columns.models import (
    Act,
    Collection,
    CollectionText,
    Column,
    ColumnText,
    Listed,
    Series,
    SeriesText,
    Standing,
)
from chalicelib.columns.transitions import TABLE, Who
from chalicelib.errors import Field
from chalicelib.values import reason_of

READ: Final = "columns:column:read"
EDIT: Final = "columns:column:edit"
ARRANGE: Final = "columns:series:edit"
L = TypeVar("L", Column, Series, Collection)
Decided = tuple[L, AuditEntry, Sequence[table.Action]]


def permission_for(kind: type[Listed]) -> str:
    """The permission of deeds on columns, or on series and collections."""
    return EDIT if kind is Column else ARRANGE


def new_column(unit: str, text: ColumnText, *, by: Actor, now: datetime) -> Column:
    """Make a column of a unit. Raises ``NameTaken``, ``BadColumn``, ``UnknownUnit`` or ``PermissionDenied``."""
    return _new(Column, unit, _checked(text, unit, now), by, now)


def new_series(unit: str, text: SeriesText, *, by: Actor, now: datetime) -> Series:
    """Make a series of a unit. Raises as ``new_column``."""
    _check_column(text, unit)
    return _new(Series, unit, text, by, now)


def new_collection(unit: str, text: CollectionText, *, by: Actor, now: datetime) -> Collection:
    """Make a collection of a unit. Raises as ``new_column``."""
    return _new(Collection, unit, text, by, now)


def edit_column(column_id: str, text: ColumnText, *, base: int, by: Actor, now: datetime) -> Column:
    """Change what is written of a column. Raises ``ColumnChanged`` where it is not version ``base`` any more."""

    def written(before: Column) -> ColumnText:
        new = _checked(text, before.unit, now)
        same = before.schedule and new.schedule and _times(before) == _times(new)
        return new.model_copy(update={"schedule": before.schedule}) if same else new

    return _edit(Column, column_id, written, base, by, now)


def edit_collection(
    collection_id: str, text: CollectionText, *, base: int, by: Actor, now: datetime
) -> Collection:
    """Change what is written of a collection. Raises as ``edit_column``."""
    return _edit(Collection, collection_id, lambda _: text, base, by, now)


def retire(wanted: str, kind: type[L], *, by: Actor, now: datetime) -> L:
    """Take it out of use: nothing is begun of it, its page stays. Raises ``UnknownColumn`` or ``NotInUse``."""
    return _moved(wanted, kind, Act.RETIRE, by, now)


def restore(wanted: str, kind: type[L], *, by: Actor, now: datetime) -> L:
    """Bring it back into use. Raises ``UnknownColumn`` or ``NotInUse``."""
    return _moved(wanted, kind, Act.RESTORE, by, now)


def one_for(wanted: str, kind: type[L], *, by: Actor) -> L:
    """One that a person may see: of its unit, or of a unit above theirs. Raises ``UnknownColumn`` or ``PermissionDenied``."""
    found = store.get(wanted, kind)
    people.require(by, READ, found.unit)
    return found


def of_unit(unit: str, kind: type[L], *, by: Actor) -> list[L]:
    """All of a unit. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    return store.of_unit(unit, kind)


def columns_for(unit: str) -> list[Column]:
    """The columns that a unit may write: its own, and those above it; of one name the nearest. Raises ``UnknownUnit``."""
    found: dict[str, Column] = {}
    for one in units.lineage(unit):
        for column in reversed(store.of_unit(one.id, Column)):
            if column.state is Standing.ACTIVE:
                found.setdefault(column.name, column)
    return list(found.values())


def series_named(unit: str, name: str) -> Series | None:
    """The series in use that an article of this unit means by a name: the nearest. Raises ``UnknownUnit``."""
    for one in units.lineage(unit):
        known = store.named(one.id, "s", name)
        series = store.get(known, Series) if known else None
        if series is not None and series.state is Standing.ACTIVE:
            return series
    return None


def guard(listed: Listed, act: Act, who: Iterable[Who] = (Who.EDITOR,)) -> None:
    """Raises ``NotInUse`` where the table has no row for this."""
    if TABLE.find(listed, act, who) is None:
        name = f"{NAMES[listed.id[0]]}“{listed.name}”"
        raise NotInUse(
            f"{name}{STANDINGS[listed.state]}，不能{ACTS[act]}。",
            state=listed.state.value,
            possible=[one.value for one in TABLE.possible(listed, who)],
        )


def check_base(listed: Listed, base: int) -> None:
    """Raises ``ColumnChanged`` where it is not version ``base`` any more."""
    if listed.version != base:
        raise ColumnChanged(
            f"{listed.updated_by} 刚刚改过“{listed.name}”，您的修改没有保存。请对照后再保存。",
            by=listed.updated_by,
        )


def entry_of(
    listed: Listed,
    permission: str,
    by: Actor,
    now: datetime,
    *,
    note: str = "",
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> AuditEntry:
    """The entry of a deed on a column, a series or a collection."""
    kind = {"c": "column", "s": "series", "k": "collection"}[listed.id[0]]
    return audit.entry_of(
        by,
        permission,
        unit=listed.unit,
        object=f"{kind}:{listed.id}",
        at=now,
        note=note,
        changes=audit.changes_between(before or {}, after or {}),
    )


def stamped(by: Actor, now: datetime) -> dict[str, Any]:
    """Who changed it last, and when."""
    return {"updated_at": now, "updated_by": by.person}


def _new(
    kind: type[L],
    unit: str,
    text: ColumnText | SeriesText | CollectionText,
    by: Actor,
    now: datetime,
) -> L:
    permission = permission_for(kind)
    people.require(by, permission, unit)
    letter = next(name for name, one in store.KINDS.items() if one is kind)
    made = kind(
        **text.model_dump(),
        id=store.new_id(letter, now),
        unit=unit,
        made_at=now,
        made_by=by.person,
        updated_at=now,
        updated_by=by.person,
    )
    store.add(made, entry_of(made, permission, by, now, note=f"新建{NAMES[letter]}“{made.name}”"))
    return made


def _edit(
    kind: type[L],
    wanted: str,
    written: Callable[[L], ColumnText | SeriesText | CollectionText],
    base: int,
    by: Actor,
    now: datetime,
) -> L:
    permission = permission_for(kind)

    def decide(before: L) -> Decided[L] | None:
        people.require(by, permission, before.unit)
        check_base(before, base)
        guard(before, Act.EDIT)
        text = written(before)
        new = {name: getattr(text, name) for name in type(text).model_fields}
        old = {name: getattr(before, name) for name in new}
        if new == old:
            return None
        after = before.model_copy(update={**new, **stamped(by, now)})
        return after, entry_of(before, permission, by, now, before=old, after=new), ()

    return store.change(wanted, kind, decide)


def edit_series_text(
    series_id: str,
    text: SeriesText,
    base: int,
    check: Callable[[Series, Series], None],
    *,
    by: Actor,
    now: datetime,
) -> Series:
    """Change what is written of a series; ``check`` sees it before and after. For ``arranging``."""

    def written(before: Series) -> SeriesText:
        _check_column(text, before.unit)
        new = {name: getattr(text, name) for name in type(text).model_fields}
        check(before, before.model_copy(update=new))
        return text

    return _edit(Series, series_id, written, base, by, now)


def _moved(wanted: str, kind: type[L], act: Act, by: Actor, now: datetime) -> L:
    permission = permission_for(kind)

    def decide(before: L) -> Decided[L]:
        people.require(by, permission, before.unit)
        guard(before, act)
        target = TABLE.find(before, act, [Who.EDITOR])
        state = target.target if target and target.target else before.state
        after = before.model_copy(update={"state": state, **stamped(by, now)})
        return after, entry_of(before, permission, by, now, note=ACTS[act]), ()

    return store.change(wanted, kind, decide)


def _checked(text: ColumnText, unit: str, now: datetime) -> ColumnText:
    """The text with the moment from which its schedule counts. Raises ``BadColumn``."""
    if text.owner and not people.person_for(text.owner, unit).roles:
        problem = f"{text.owner} 在这个单位没有角色"
        raise BadColumn(f"{problem}，不能负责栏目。", fields=[Field("owner", problem)])
    if text.schedule is None:
        return text
    return text.model_copy(update={"schedule": text.schedule.model_copy(update={"since": now})})


def _check_column(text: SeriesText, unit: str) -> None:
    if text.column and all(one.id != text.column for one in columns_for(unit)):
        problem = "没有这个栏目，或它已停用"
        raise BadColumn(f"系列所属的栏目不对：{problem}。", fields=[Field("column", problem)])


def _times(text: ColumnText) -> Mapping[str, object]:
    return text.schedule.model_dump(exclude={"since"}) if text.schedule else {}


T = TypeVar("T", ColumnText, SeriesText, CollectionText)


def text_of(kind: type[T], given: Mapping[str, Any]) -> T:
    """What a person wrote, checked. Raises ``BadColumn`` with every field that cannot be so."""
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        fields = [
            Field(
                ".".join(str(part) for part in found["loc"]),
                f"{FIELD_NAMES.get(str(found['loc'][0]), str(found['loc'][0]))}{reason_of(found)}",
            )
            for found in error.errors(include_input=False)
        ]
        said = "；".join(one.problem for one in fields)
        raise BadColumn(f"填写有误：{said}。", fields=fields) from None
