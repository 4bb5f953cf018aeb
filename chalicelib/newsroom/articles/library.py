"""The library (素材库) of a unit: every picture that came into one of its articles, found again and used again.

| pk | sk | attributes |
|---|---|---|
| ``PICTURES#{unit}`` | ``AT#{iso instant}#{sha256, 16 digits}`` | ``doc`` (Kept): a picture of the unit's articles, who brought it and when |
| ``PICTURES#{unit}`` | ``KEY#{sha256}`` | none: the picture is in the library |
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from pydantic import AwareDatetime

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.values import Value

_ENTRIES: Final = "AT#"
_HASH: Final = re.compile(r"/([0-9a-f]{64})\.")


class Kept(Value):
    """A picture of the library."""

    key: str
    """Object key."""
    name: str
    """Of the file that it came from; empty: it came in a text."""
    width: int
    height: int
    """Pixels; 0: not measured."""
    by: str
    at: AwareDatetime

    @property
    def place(self) -> str:
        """The sort key, for a list's cursor."""
        return f"{_ENTRIES}{self.at.isoformat()}#{hash_of(self.key)[:16]}"


def note(unit: str, pictures: Iterable[Kept]) -> None:
    """Put pictures into a unit's library, each once: noting it again, or another article's use of it, changes nothing."""
    for one in pictures:
        try:
            table.transact(note_actions(unit, [one]))
        except ConditionFailed:
            continue


def note_actions(unit: str, pictures: Iterable[Kept]) -> list[table.Action]:
    """The same, for a transaction: its condition does not hold where one of them is in the library already."""
    actions = []
    for one in {hash_of(one.key): one for one in pictures}.values():
        mark = {"pk": _pk(unit), "sk": f"KEY#{hash_of(one.key)}"}
        actions.append(table.put_action(mark, only_new=True))
        entry: table.Item = {"pk": _pk(unit), "sk": one.place, "doc": one.model_dump_json()}
        actions.append(table.put_action(entry))
    return actions


def library(unit: str, *, by: Actor, after: str = "") -> Iterator[Kept]:
    """A unit's pictures, the latest first. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, "newsroom:article:write", unit)
    return _read(unit, after)


def _read(unit: str, after: str) -> Iterator[Kept]:
    for item in table.query(_pk(unit), _ENTRIES, newest_first=True, after=after):
        yield Kept.model_validate_json(str(item["doc"]))


def hash_of(key: str) -> str:
    """The hash in a picture's object key."""
    found = _HASH.search(key)
    return found.group(1) if found else ""


def kept(
    key: str, by: Actor, now: datetime, size: tuple[int, int] = (0, 0), name: str = ""
) -> Kept:
    """An entry of the library; ``size`` is width and height in pixels."""
    return Kept(key=key, name=name[:120], width=size[0], height=size[1], by=by.person, at=now)


def _pk(unit: str) -> str:
    return f"PICTURES#{unit}"
