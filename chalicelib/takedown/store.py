"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``TAKEDOWN#{takedown}`` | ``CASE`` | ``doc`` (Takedown), ``version``; while something is to do ``gsi1pk`` = ``TAKEDOWNS``, ``gsi1sk`` = due time |
| ``TAKEDOWN#{takedown}`` | ``SCOPE#{number:05d}`` | ``doc``: a hundred of the units that it reaches over with their accounts, in order |
| ``TAKEDOWN#{takedown}`` | ``SCOPE`` | ``doc``: all of them in one, as the version of before writes and reads it (docs/decisions/0353) |
| ``TAKEDOWN#{takedown}`` | ``AT#{unit}`` | ``doc`` (Checklist: the places of a unit and its accounts, and how far each is), ``version`` |
| ``TAKEDOWN#{takedown}`` | ``PART#{round}#{number:05d}`` | none: this piece of a search is done |
| ``TAKEDOWN#{takedown}`` | ``COUNTS`` | of each state of places how many there are, ``parts{round}``: pieces of a search that are done |
| ``TAKEDOWNS#{unit}`` | takedown | ``title``: what a unit took down |

Every write of a checklist changes ``COUNTS`` in the same transaction, under the condition on the checklist's version: the
counters cannot drift from what they count.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from chalicelib import shapes
from chalicelib.clock import stamp
from chalicelib.cloud import batches, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.settings import settings
from chalicelib.takedown.errors import TakedownChanged, UnknownTakedown
from chalicelib.takedown.models import Checklist, PlaceState, Takedown

_DUE: Final = "TAKEDOWNS"
_CASE: Final = "CASE"
_COUNTS: Final = "COUNTS"
_AT: Final = "AT#"
_WHOLE: Final = "SCOPE"
_WHOLE_UNITS: Final = 2_000
"""Units of a scope in one item at most: with their accounts they stay below DynamoDB's 400 KB."""
_TOGETHER: Final = 100
"""Units of one item of a scope: whoever looks through some of them does not read all of them."""
MOST_UNITS: Final = 9_000
"""Units that a takedown reaches over at most: all of a scope is written with the takedown itself, in one transaction."""
UNDONE: Final = frozenset(
    {
        PlaceState.FOUND,
        PlaceState.WAITING,
        PlaceState.BEGUN,
        PlaceState.AWAITING,
        PlaceState.RESTORING,
    }
)
"""States of places for which a takedown under way still has something to do."""


class Member(NamedTuple):
    """One unit of a scope."""

    unit: str
    accounts: tuple[str, ...]


Scope = tuple[Member, ...]
"""What a takedown reaches over, in the order in which it is looked through."""


class Counts(NamedTuple):
    """How far a takedown is."""

    places: Mapping[PlaceState, int]
    parts: Mapping[int, int]
    """Pieces done, by round."""

    @property
    def undone(self) -> int:
        """Places at which something is still to be done."""
        return sum(number for state, number in self.places.items() if state in UNDONE)

    @property
    def all(self) -> int:
        """All places."""
        return sum(self.places.values())


def add(new: Takedown, scope: Scope, also: Sequence[table.Action] = ()) -> bool:
    """Keep a new takedown, due at once, together with other writes; False if there is one of that id."""
    item: table.Item = {
        **_key(new.id),
        "doc": new.model_dump_json(),
        "version": new.version,
        **_index(new),
    }
    reach: list[table.Item] = [
        {"pk": _pk(new.id), "sk": name, "doc": json.dumps(some)} for name, some in _pieces(scope)
    ]
    pointer: table.Item = {"pk": f"TAKEDOWNS#{new.unit}", "sk": new.id, "title": new.title}
    try:
        table.transact(
            [
                table.put_action(item, only_new=True),
                *map(table.put_action, reach),
                table.put_action(pointer),
                *also,
            ]
        )
    except ConditionFailed:
        return False
    return True


def get(takedown_id: str) -> Takedown:
    """One takedown as it is now. Raises ``UnknownTakedown``."""
    item = table.get(**_key(takedown_id), consistent=True)
    if item is None:
        raise UnknownTakedown(takedown_id)
    return Takedown.model_validate_json(str(item["doc"]))


def members(takedown_id: str, first: int, number: int) -> Scope:
    """So many units of what it reaches over, from ``first`` (from 0) on; fewer at the end."""
    found: list[Member] = []
    for begin in range(first // _TOGETHER * _TOGETHER, first + number, _TOGETHER):
        item = table.get(_pk(takedown_id), _piece(begin))
        if item is None and (whole := table.get(_pk(takedown_id), _WHOLE)):
            return _members(json.loads(str(whole["doc"]))[first : first + number])
        known = json.loads(str(item["doc"])) if item else []
        found += _members(known[max(0, first - begin) : first + number - begin])
    return tuple(found)


def _members(listed: Sequence[tuple[str, Sequence[str]]]) -> Scope:
    return tuple(Member(unit, tuple(held)) for unit, held in listed)


def save(before: Takedown, after: Takedown, also: Sequence[table.Action] = ()) -> Takedown:
    """Write ``after`` where the takedown still is what ``before`` was. Raises ``TakedownChanged``."""
    after = after.model_copy(update={"version": before.version + 1})
    try:
        table.transact([save_action(before, after), *also])
    except ConditionFailed as error:
        raise TakedownChanged(after.id) from error
    return after


def save_action(before: Takedown, after: Takedown) -> table.Action:
    """The write that makes ``before`` into ``after``, with the next version, for a transaction."""
    after = after.model_copy(update={"version": before.version + 1})
    index = _index(after)
    moved = ", gsi1pk = :pk, gsi1sk = :sk" if index else " REMOVE gsi1pk, gsi1sk"
    values: table.Item = {
        ":doc": after.model_dump_json(),
        ":version": after.version,
        ":before": before.version,
    }
    if index:
        values |= {":pk": index["gsi1pk"], ":sk": index["gsi1sk"]}
    key = _key(after.id)
    return table.update_action(
        key["pk"],
        key["sk"],
        "SET doc = :doc, version = :version" + moved,
        values,
        condition="version = :before",
    )


def checklists(takedown_id: str) -> list[Checklist]:
    """Every checklist, by unit."""
    return [_read(item) for item in table.query(_pk(takedown_id), _AT, consistent=True)]


def checklist(takedown_id: str, unit: str) -> Checklist | None:
    """The checklist of a unit."""
    item = table.get(_pk(takedown_id), _AT + unit, consistent=True)
    return _read(item) if item else None


def save_checklists(
    takedown_id: str,
    changed: Sequence[tuple[Checklist | None, Checklist]],
    also: Sequence[table.Action] = (),
    more: Mapping[str, int] | None = None,
) -> list[Checklist]:
    """Write checklists (before, after) with their counts, together with other writes: all or none.

    ``more`` is added to further counters. Returns them with their new versions. Raises ``TakedownChanged`` if somebody wrote one of them meanwhile, or
    ``ConditionFailed`` for one of ``also``, which come first.
    """
    saved = [
        after.model_copy(update={"version": before.version + 1 if before else 1})
        for before, after in changed
    ]
    writes = [
        _checklist_action(takedown_id, before, after)
        for (before, _), after in zip(changed, saved, strict=True)
    ]
    count = counts_action(takedown_id, {**_difference(changed), **(more or {})})
    try:
        table.transact([*also, *writes, *([count] if count else [])])
    except ConditionFailed as error:
        if error.index < len(also):
            raise
        raise TakedownChanged(takedown_id) from error
    return saved


def part_actions(takedown_id: str, round_: int, number: int) -> list[table.Action]:
    """The mark that a piece of a search is done; its condition fails where it is done already."""
    sk = f"PART#{round_}#{number:05d}"
    return [table.put_action({"pk": _pk(takedown_id), "sk": sk}, only_new=True)]


def parts_done(takedown_id: str, round_: int) -> set[int]:
    """Numbers of the pieces of a search that are done."""
    prefix = f"PART#{round_}#"
    found = table.query(_pk(takedown_id), prefix, consistent=True)
    return {int(str(item["sk"]).removeprefix(prefix)) for item in found}


def counts(takedown_id: str) -> Counts:
    """How far it is."""
    return _counts(table.get(_pk(takedown_id), _COUNTS, consistent=True))


def of_unit(unit: str, after: str = "") -> Iterator[str]:
    """Ids of the takedowns of a unit, the newest day first; ``after`` is the one that the first one follows."""
    found = table.query(f"TAKEDOWNS#{unit}", newest_first=True, after=after)
    return (str(item["sk"]) for item in found)


def read_each(takedown_ids: Sequence[str]) -> list[tuple[Takedown, Counts]]:
    """Up to fifty takedowns with their counts, in one call, in the order of the ids."""
    keys = [(_pk(one), sk) for one in takedown_ids for sk in (_CASE, _COUNTS)]
    found = batches.get_all(keys)
    return [
        (
            Takedown.model_validate_json(str(found[_pk(one), _CASE]["doc"])),
            _counts(found.get((_pk(one), _COUNTS))),
        )
        for one in takedown_ids
        if (_pk(one), _CASE) in found
    ]


def due(until: datetime) -> Iterator[str]:
    """Takedowns that somebody has to look at by ``until``."""
    for item in table.due(_DUE, stamp(until)):
        yield str(item["pk"]).removeprefix("TAKEDOWN#")


def counts_action(takedown_id: str, difference: Mapping[str, int]) -> table.Action | None:
    """The write that adds to counters; None where nothing changes."""
    changed = {name: number for name, number in difference.items() if number}
    if not changed:
        return None
    names = {f"#n{index}": name for index, name in enumerate(changed)}
    values = {f":n{index}": number for index, number in enumerate(changed.values())}
    adds = ", ".join(f"#n{index} :n{index}" for index in range(len(changed)))
    return table.update_action(_pk(takedown_id), _COUNTS, f"ADD {adds}", values, names=names)


def _difference(changed: Sequence[tuple[Checklist | None, Checklist]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for before, after in changed:
        for checklist_, sign in ((before, -1), (after, 1)):
            for state, number in (checklist_.counted() if checklist_ else {}).items():
                found[state] = found.get(state, 0) + sign * number
    return found


def _checklist_action(takedown_id: str, before: Checklist | None, after: Checklist) -> table.Action:
    item: table.Item = {
        "pk": _pk(takedown_id),
        "sk": _AT + after.unit,
        "doc": after.model_dump_json(exclude_defaults=True),
        "version": after.version,
    }
    if before is None:
        return table.put_action(item, only_new=True)
    return table.put_if_action(item, "version = :before", {":before": before.version})


def _counts(item: table.Item | None) -> Counts:
    known = item or {}
    return Counts(
        {one: int(known[one.value]) for one in PlaceState if known.get(one.value)},
        {
            int(name.removeprefix("parts")): int(number)
            for name, number in known.items()
            if name.startswith("parts")
        },
    )


def _read(item: table.Item) -> Checklist:
    return Checklist.model_validate_json(str(item["doc"]))


def _pk(takedown_id: str) -> str:
    return f"TAKEDOWN#{takedown_id}"


def _pieces(scope: Scope) -> Iterator[tuple[str, Scope]]:
    """The items of a scope, by their sort keys."""
    if settings().writes < shapes.SCOPES_IN_PIECES and len(scope) <= _WHOLE_UNITS:
        yield _WHOLE, scope
        return
    for begin in range(0, len(scope), _TOGETHER):
        yield _piece(begin), scope[begin : begin + _TOGETHER]


def _piece(first: int) -> str:
    return f"SCOPE#{first // _TOGETHER:05d}"


def _key(takedown_id: str) -> dict[str, str]:
    return {"pk": _pk(takedown_id), "sk": _CASE}


def _index(one: Takedown) -> table.Item:
    return {} if one.due_at is None else {"gsi1pk": _DUE, "gsi1sk": stamp(one.due_at)}
