"""Halls: kept with every version, read by id, and held for ten seconds by functions that list them."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from chalicelib.appointments import identity
from chalicelib.appointments.errors import HallChanged, UnknownHall
from chalicelib.appointments.models import Hall, HallVersion
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed

HELD: Final = 10.0
"""Seconds for which a warm function trusts the list that it has read."""
_HALL: Final = "HALL"
_LISTED: Final = "HALLS"


class _Held(NamedTuple):
    halls: tuple[Hall, ...]
    at: float


_held: list[_Held] = []


def get(hall_id: str) -> Hall:
    """A hall as it is now, read consistently. Raises ``UnknownHall``."""
    return read(hall_id, table.get(*key_of(hall_id), consistent=True))


def every() -> tuple[Hall, ...]:
    """All halls, by unit and id; read anew, eventually consistent."""
    return tuple(_hall(item) for item in table.due(_LISTED, "~"))


def of_units(
    units: Collection[str], clock: Callable[[], float] = time.monotonic
) -> tuple[Hall, ...]:
    """The halls of these units, by unit and id, as of at most ten seconds ago; paused ones are among them."""
    now = clock()
    if not _held or now - _held[0].at >= HELD:
        _held[:] = [_Held(every(), now)]
    return tuple(one for one in _held[0].halls if one.unit in units)


def forget() -> None:
    """Read the list anew when it is next asked for."""
    _held.clear()


def history(hall_id: str) -> Iterator[HallVersion]:
    """Every version of a hall, newest first."""
    for item in table.query(_pk(hall_id), "V#", newest_first=True):
        yield HallVersion.model_validate_json(str(item["doc"]))


def save(
    hall: Hall, *, by: str, now: datetime, seen: int, also: Sequence[table.Action] = ()
) -> Hall:
    """Keep a hall as its next version, with ``also`` in the same transaction; returns it.

    ``seen`` is the version that it was made from, 0 for a new hall. Bookings stay as they are: whoever has a place keeps
    it where there are fewer places now. Raises ``HallChanged`` where somebody else saved meanwhile.
    """
    kept = hall.model_copy(update={"version": seen + 1})
    if kept.asks:
        identity.make_key()
    pk, sk = key_of(hall.id)
    item: table.Item = {
        "pk": pk,
        "sk": sk,
        "doc": kept.model_dump_json(),
        "version": kept.version,
        "gsi1pk": _LISTED,
        "gsi1sk": f"{kept.unit}#{kept.id}",
    }
    listed: table.Item = {
        "pk": pk,
        "sk": f"V#{kept.version:06d}",
        "doc": HallVersion(hall=kept, by=by, at=now).model_dump_json(),
    }
    written = (
        table.put_if_action(item, "version = :seen", {":seen": seen})
        if seen
        else table.put_action(item, only_new=True)
    )
    try:
        table.transact([written, table.put_action(listed), *also])
    except ConditionFailed as error:
        raise HallChanged(hall.id) from error
    forget()
    return kept


def key_of(hall_id: str) -> tuple[str, str]:
    """Partition and sort key of a hall."""
    return _pk(hall_id), _HALL


def read(hall_id: str, item: table.Item | None) -> Hall:
    """The hall that an item holds. Raises ``UnknownHall`` where there is none."""
    if item is None:
        raise UnknownHall(hall_id)
    return _hall(item)


def _hall(item: table.Item) -> Hall:
    return Hall.model_validate_json(str(item["doc"]))


def _pk(hall_id: str) -> str:
    return f"HALL#{hall_id}"
