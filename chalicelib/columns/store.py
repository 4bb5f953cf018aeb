"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``COLUMNS#{unit}`` | column ``c-…``, series ``s-…``, collection ``k-…`` | ``doc`` (Column, Series, Collection), ``version`` |
| ``COLUMNS#{unit}`` | ``NAME#{first letter}#{name}`` | ``id``: a unit has one of each name |
| ``COLUMN#{id}`` | ``UNIT`` | ``unit``: whose it is |
| ``SERIESOF#{article}`` | series | none: that an article stands in a series |
| ``ARTICLESOUT#{account}`` | ``{delivery}#{number}`` | ``doc`` (Out: one article that is out), ``version`` (of its delivery), ``taken_by`` (the takedown that is at it) |
| ``ARTICLESOUT#{account}`` | ``#SINCE`` | none: what was out before this was kept has been looked through |

Every change is one transaction on the thing's version, with its entry of the log.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final, TypeVar

from chalicelib import audit
from chalicelib.audit import AuditEntry
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.columns.errors import ColumnChanged, NameTaken, UnknownColumn
from chalicelib.columns.labels import FIELD_NAMES
from chalicelib.columns.models import (
    MOST_STEPS,
    Collection,
    Column,
    ColumnStep,
    Listed,
    Out,
    Series,
)

L = TypeVar("L", Column, Series, Collection)
KINDS: Final[dict[str, type[Listed]]] = {"c": Column, "s": Series, "k": Collection}
_TRIES: Final = 8
_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_SINCE: Final = "#SINCE"


def new_id(kind: str, now: datetime) -> str:
    """The id of a new one; ``kind`` is its first letter."""
    mark = "".join(secrets.choice(_LETTERS) for _ in range(6))
    return f"{kind}-{now.astimezone(SHANGHAI):%Y%m%d}-{mark}"


def add(listed: Listed, entry: AuditEntry) -> None:
    """Store a new one. Raises ``NameTaken``."""
    listed = listed.model_copy(update={"steps": _steps(listed, entry)})
    try:
        table.transact(
            [
                table.put_action(_name_item(listed), only_new=True),
                table.put_action(_item(listed), only_new=True),
                table.put_action({"pk": f"COLUMN#{listed.id}", "sk": "UNIT", "unit": listed.unit}),
                audit.write_action(entry),
            ]
        )
    except ConditionFailed as error:
        if error.index:
            raise
        raise NameTaken(_kind(listed.id), listed.name) from error


def get(wanted: str, kind: type[L]) -> L:
    """One as it is now. Raises ``UnknownColumn``."""
    known = KINDS.get(_kind(wanted)) is kind
    place = table.get(f"COLUMN#{wanted}", "UNIT", consistent=True) if known else None
    item = place and table.get(_of(str(place["unit"])), wanted, consistent=True)
    if not item:
        raise UnknownColumn(wanted)
    return kind.model_validate_json(str(item["doc"]))


def change(
    wanted: str,
    kind: type[L],
    decide: Callable[[L], tuple[L, AuditEntry, Sequence[table.Action]] | None],
) -> L:
    """Apply ``decide`` to it as it is; where somebody was faster, again on what it became. None: nothing is to do.

    Raises ``UnknownColumn``, ``NameTaken``, ``ColumnChanged`` after many lost races, and the errors of ``decide``.
    """
    for _ in range(_TRIES):
        before = get(wanted, kind)
        decided = decide(before)
        if decided is None:
            return before
        changed = {"version": before.version + 1, "steps": _steps(before, decided[1])}
        after = decided[0].model_copy(update=changed)
        if _written(before, after, decided[1], decided[2]):
            return after
    raise ColumnChanged("正被多人同时修改，没有保存。请稍后重试。")


def _written(
    before: Listed, after: Listed, entry: AuditEntry, more: Sequence[table.Action]
) -> bool:
    """Write a change; False where somebody was faster. Raises ``NameTaken``."""
    renamed = before.name != after.name
    put = table.put_if_action(_item(after), "version = :before", {":before": before.version})
    names = _renamed(before, after) if renamed else []
    try:
        table.transact([put, *names, audit.write_action(entry), *more])
    except ConditionFailed as error:
        if renamed and error.index == 1:
            raise NameTaken(_kind(after.id), after.name) from error
        if error.index:
            raise
        return False
    return True


def _steps(before: Listed, entry: AuditEntry) -> tuple[ColumnStep, ...]:
    """The history with the line of the log that belongs to this change."""
    fields = "、".join(FIELD_NAMES.get(one.field, one.field) for one in entry.changes)
    step = ColumnStep(at=entry.at, by=entry.by, what=entry.note or f"修改{fields}")
    return (*before.steps, step)[-MOST_STEPS:]


def _renamed(before: Listed, after: Listed) -> list[table.Action]:
    """The new name is taken, the old one free."""
    return [
        table.put_action(_name_item(after), only_new=True),
        table.delete_action(_of(before.unit), _name(before)),
    ]


def of_unit(unit: str, kind: type[L]) -> list[L]:
    """All of a unit, the newest first."""
    letter = next(name for name, one in KINDS.items() if one is kind)
    found = table.query(_of(unit), f"{letter}-", newest_first=True, consistent=True)
    return [kind.model_validate_json(str(item["doc"])) for item in found]


def named(unit: str, kind: str, name: str) -> str | None:
    """The id of the unit's own one of this name."""
    item = table.get(_of(unit), f"NAME#{kind}#{name}", consistent=True)
    return str(item["id"]) if item else None


def joined_action(series: str, article: str) -> table.Action:
    """Note with a change that an article stands in a series."""
    return table.put_action({"pk": f"SERIESOF#{article}", "sk": series})


def left_action(series: str, article: str) -> table.Action:
    """Note with a change that it does no more."""
    return table.delete_action(f"SERIESOF#{article}", series)


def series_of(article: str) -> list[str]:
    """Ids of the series that an article stands in."""
    return [str(item["sk"]) for item in table.query(f"SERIESOF#{article}", consistent=True)]


def record_out(one: Out, version: int) -> bool:
    """Keep what a delivery says of one article; False where a later version of it was kept before. Twice is once."""
    try:
        table.update(
            _out(one.account),
            _out_key(one.delivery, one.number),
            "SET doc = :doc, version = :version",
            {":doc": one.model_dump_json(exclude={"hidden"}), ":version": version},
            condition="attribute_not_exists(version) OR version <= :version",
        )
    except ConditionFailed:
        return False
    return True


def hide_out(account: str, delivery: str, number: int, takedown: str) -> None:
    """Say that a takedown is at an article that is out. Twice is once."""
    table.update(
        _out(account),
        _out_key(delivery, number),
        "SET taken_by = :takedown",
        {":takedown": takedown},
    )


def show_out(account: str, delivery: str, number: int, takedown: str) -> None:
    """Say that this takedown gave it back; another one's mark stays. Twice is once."""
    with suppress(ConditionFailed):
        table.update(
            _out(account),
            _out_key(delivery, number),
            "REMOVE taken_by",
            {":takedown": takedown},
            condition="taken_by = :takedown",
        )


def out_at(account: str) -> list[Out]:
    """All that is out at an account, the oldest slot first."""
    return [_read_out(item) for item in table.query(_out(account), "2") if "doc" in item]


def looked_back(account: str) -> bool:
    """Whether what was out before was looked through."""
    return table.get(_out(account), _SINCE) is not None


def note_looked_back(account: str) -> None:
    """Say so. Twice is once."""
    table.put({"pk": _out(account), "sk": _SINCE})


def _read_out(item: table.Item) -> Out:
    one = Out.model_validate_json(str(item["doc"]))
    return one.model_copy(update={"hidden": str(item.get("taken_by", ""))})


def _item(listed: Listed) -> table.Item:
    return {
        "pk": _of(listed.unit),
        "sk": listed.id,
        "doc": listed.model_dump_json(),
        "version": listed.version,
    }


def _name_item(listed: Listed) -> table.Item:
    return {"pk": _of(listed.unit), "sk": _name(listed), "id": listed.id}


def _name(listed: Listed) -> str:
    return f"NAME#{_kind(listed.id)}#{listed.name}"


def _kind(wanted: str) -> str:
    return wanted.partition("-")[0]


def _of(unit: str) -> str:
    return f"COLUMNS#{unit}"


def _out(account: str) -> str:
    return f"ARTICLESOUT#{account}"


def _out_key(delivery: str, number: int) -> str:
    return f"{delivery}#{number}"
