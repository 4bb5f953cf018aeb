"""The questions of an account's minute in one item, since DynamoDB bills by the kilobyte and a question has a tenth of one.

| pk | sk | attributes |
|---|---|---|
| ``ASKEDMINUTES#{account}#{day}`` | ``{hhmm}#{digest}`` | messages with words, kept for learning: ``packed`` (bytes: zlib of one JSON object a line, each with ``at``, ``key``, ``text``, ``rung``, ``openid``, and where there is one ``rule``, ``entry``, ``tap``, ``score`` in percent); ``expires_at``, the latest of theirs |
| ``ASKED#{account}#{day}`` | ``{at:010d}#{key}`` | one such message by itself, as earlier versions kept it, with the same names as attributes, and ``who``; ``expires_at`` |

Day, hour and minute are those of the message (Asia/Shanghai). Several items may tell of one minute, and one message may
stand in two of them: readers take it once. An item's name follows from the messages that it was written with.
"""

from __future__ import annotations

import hashlib
import heapq
import itertools
import json
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any, Final, NamedTuple

from chalicelib import shapes
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import batches, table
from chalicelib.cloud.at_once import side_by_side
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.cloud.items import Bytes
from chalicelib.settings import settings

_LARGEST: Final = 300_000
"""Bytes of an item's lines before they are packed: what cannot be packed stays below DynamoDB's 400 KB, too."""
_MINUTES: Final = 60
"""Of a day from which more minutes are wanted than this, the whole day is read: it is a page or two of the table."""


class Row(NamedTuple):
    """A message with words, as it is kept."""

    at: int
    """Unix seconds."""
    key: str
    text: str
    rung: str
    openid: str = ""
    """Empty where the message is older than this attribute."""
    rule: str = ""
    entry: str = ""
    tap: str = ""
    score: int | None = None
    """Percent."""
    who: str = ""
    """Tells one sender's messages from others', where an earlier version kept it."""

    @property
    def place(self) -> str:
        """Where it lies, as ``{day}/{at:010d}#{key}``."""
        return f"{day_of(self.at)}/{self.at:010d}#{self.key}"


def asker(account_id: str, openid: str) -> str:
    """Tells messages of one follower from others', and names nobody."""
    return hashlib.sha256(f"{account_id}#{openid}".encode()).hexdigest()[:16]


def day_of(at: int) -> str:
    """The day of a moment (Unix seconds) in Asia/Shanghai."""
    return datetime.fromtimestamp(at, SHANGHAI).date().isoformat()


def write(account_id: str, rows: Iterable[tuple[Row, int]]) -> None:
    """Keep messages, each with when it expires (Unix seconds). The same ones again are the same items."""
    ordered = sorted(rows)
    if settings().writes < shapes.PACKED_QUESTIONS:
        for row, expires in ordered:
            table.put(_single_item(account_id, row, expires))
        return
    for (day, minute), found in itertools.groupby(ordered, lambda one: _minute(one[0].at)):
        for some in _portions(found):
            names = "\n".join(row.key for row, _ in some)
            item: dict[str, table.Value] = {
                "pk": f"ASKEDMINUTES#{account_id}#{day}",
                "sk": f"{minute}#{hashlib.sha256(names.encode()).hexdigest()[:16]}",
                "packed": _packed(row for row, _ in some),
                "expires_at": max(expires for _, expires in some),
            }
            with suppress(
                ConditionFailed
            ):  # what stands there is the same, or less where one was erased
                table.put(item, only_new=True)


def of_day(account_id: str, day: str) -> Iterator[Row]:
    """The messages of a day (``2026-11-28``), each once, oldest first; no more than a minute's are unpacked at once."""
    items = table.query(f"ASKEDMINUTES#{account_id}#{day}")
    minutes = itertools.groupby(items, lambda item: str(item["sk"]).partition("#")[0])
    packed = (
        row
        for _, of in minutes
        for row in sorted({row for item in of for row in rows_of(item)}, key=_order)
    )
    singles = (_single(item) for item in table.query(f"ASKED#{account_id}#{day}"))
    for _, same in itertools.groupby(heapq.merge(packed, singles, key=_order), _order):
        yield next(same)


def at_places(account_id: str, places: Iterable[str]) -> dict[str, Row]:
    """The messages at these places that are still there, by place."""
    wanted = dict.fromkeys(places)
    days: dict[str, dict[str, None]] = {}
    for place in wanted:
        day, minute = _minute(_at(place))
        days.setdefault(day, {})[minute] = None
    asked = [
        (f"ASKEDMINUTES#{account_id}#{day}", prefix)
        for day, minutes in days.items()
        for prefix in ((f"{one}#" for one in minutes) if len(minutes) <= _MINUTES else ("",))
    ]
    items = side_by_side(lambda one: list(table.query(*one)), asked)
    rows = (row for item in itertools.chain(*items) for row in rows_of(item))
    # A day is read whole where many of its minutes are wanted: what nobody wants of it is not kept.
    kept = {place: row for row in rows if (place := row.place) in wanted}
    found = {place: kept[place] for place in wanted if place in kept}
    singles = {_single_key(account_id, place): place for place in wanted if place not in found}
    for key, item in batches.get_many(list(singles)).items():
        found[singles[key]] = _single(item)
    return found


def erase(account_id: str, at: int, key: str) -> None:
    """Take a message out of every item that tells of it. Twice is once."""
    table.delete(*_single_key(account_id, Row(at, key, "", "").place))
    day, minute = _minute(at)
    for item in table.query(f"ASKEDMINUTES#{account_id}#{day}", f"{minute}#", consistent=True):
        seen: table.Item | None = item
        while seen is not None:
            seen = _without(seen, key)


def _without(item: table.Item, key: str) -> table.Item | None:
    """Take a message out of an item; returns the item as it is where somebody else changed it meanwhile."""
    rows = list(rows_of(item))
    left = [row for row in rows if row.key != key]
    if len(left) == len(rows):
        return None
    try:
        table.update(
            str(item["pk"]),
            str(item["sk"]),
            "SET packed = :left",
            {":left": _packed(left), ":seen": item["packed"]},
            condition="packed = :seen",
        )
    except ConditionFailed as error:
        return error.old
    return None


def _portions(rows: Iterable[tuple[Row, int]]) -> Iterator[list[tuple[Row, int]]]:
    """The rows in parts that an item has room for."""
    part: list[tuple[Row, int]] = []
    size = 0
    for row in rows:
        length = len(_line(row[0]).encode())
        if part and size + length > _LARGEST:
            yield part
            part, size = [], 0
        part.append(row)
        size += length
    if part:
        yield part


def _packed(rows: Iterable[Row]) -> Bytes:
    return Bytes.of(zlib.compress("\n".join(map(_line, rows)).encode(), 9))


def _line(row: Row) -> str:
    kept = {name: value for name, value in row._asdict().items() if value not in ("", None)}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def rows_of(item: table.Item) -> Iterator[Row]:
    """The messages in an item of ``ASKEDMINUTES#``."""
    packed = item["packed"]
    if not isinstance(packed, Bytes):
        raise TypeError(f"the questions of {item['pk']} {item['sk']} are no bytes")
    lines = zlib.decompress(packed.raw).decode()
    # Not splitlines(): people write other ends of lines, which JSON leaves as they are.
    yield from (_row(json.loads(line)) for line in lines.split("\n") if line)


def _row(told: dict[str, Any]) -> Row:
    """A row as it was told; what a later version adds is passed over."""
    return Row(**{name: told[name] for name in Row._fields if name in told})


def _single_item(account_id: str, row: Row, expires: int) -> dict[str, table.Value]:
    pk, sk = _single_key(account_id, row.place)
    kept = row._replace(who=asker(account_id, row.openid))._asdict()
    named = {name: one for name, one in kept.items() if one not in ("", None)}
    return {**named, "pk": pk, "sk": sk, "expires_at": expires}


def _single(item: table.Item) -> Row:
    at, _, key = str(item["sk"]).partition("#")
    return _row({**item, "at": int(at), "key": key})


def _single_key(account_id: str, place: str) -> tuple[str, str]:
    day, _, sk = place.partition("/")
    return f"ASKED#{account_id}#{day}", sk


def _minute(at: int) -> tuple[str, str]:
    moment = datetime.fromtimestamp(at, SHANGHAI)
    return moment.date().isoformat(), f"{moment:%H%M}"


def _order(row: Row) -> tuple[int, str]:
    """By time; of one moment by name. Rows that agree in it tell of the same message."""
    return row.at, row.key


def _at(place: str) -> int:
    return int(place.partition("/")[2].partition("#")[0])
