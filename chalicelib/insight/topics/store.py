"""Items and objects of this package. None of them holds a follower's words; they point at messages of the archive.

| pk | sk | attributes |
|---|---|---|
| ``QTOPICS#{account}`` | ``LAST#{topic}`` | ``day`` of the newest figures of a question topic |
| ``QTOPICS#{account}`` | ``DECIDED#{topic}`` | ``doc`` (Decided): what an editor decided of it |
| ``QTOPICS#{account}`` | ``SPIKE#{topic}#{yyyymmddhh}`` | ``doc`` (Spike) that began in this hour, ``last_seen`` as text; ``expires_at`` 30 days after it was last seen |
| ``QTOPICS#{account}#{day}`` | topic | ``doc`` (Figures) of a topic that was worth showing; ``expires_at`` 400 days later |
| ``HOTTOPICS#{day}`` | account | ``doc`` (HotTopics): the most asked ones of every account's day together; ``expires_at`` three days later |

| key | body |
|---|---|
| ``question-topics/{account}/{day}.json.gz`` | of each topic of a day, the messages that asked about it, by their place in the archive |
| ``question-topics/{account}/memory.json.gz`` | Memory: of each topic of the last weeks, the messages by which it is known again, and its days |
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from chalicelib.clock import SHANGHAI, stamp
from chalicelib.cloud import objects, table
from chalicelib.cloud.errors import CloudNotFound, ConditionFailed
from chalicelib.cloud.objects import Stamped
from chalicelib.insight.topics.models import Decided, Figures, HotTopics, Memory, Spike

_KEPT_DAYS: Final = 400
_LAST: Final = "LAST#"
_DECIDED: Final = "DECIDED#"
_SPIKE: Final = "SPIKE#"
_SPIKE_KEPT: Final = timedelta(days=30)
_HOT_KEPT: Final = timedelta(days=3)
_AS_READ: Final = "attribute_not_exists(pk) OR doc = :before"
"""A decision is never deleted: where there was none, only none will do, since no document is empty."""


def figures_of_day(account_id: str, day: date) -> Iterator[Figures]:
    """The topics of a day that were worth showing, in no order."""
    for item in table.query(_day(account_id, day), consistent=True):
        yield Figures.model_validate_json(str(item["doc"]))


def figures(account_id: str, topic_id: str, day: date) -> Figures | None:
    """One topic's figures of a day, or None."""
    item = table.get(_day(account_id, day), topic_id, consistent=True)
    return None if item is None else Figures.model_validate_json(str(item["doc"]))


def last_day(account_id: str, topic_id: str) -> date | None:
    """The newest day of which a topic has figures, or None."""
    item = table.get(_account(account_id), _LAST + topic_id, consistent=True)
    return None if item is None else date.fromisoformat(str(item["day"]))


def put_day(account_id: str, day: date, new: Sequence[Figures]) -> None:
    """Write the figures of a day's topics in the place of those that were counted before; what is the same is left."""
    before = {one.id: one for one in figures_of_day(account_id, day)}
    for one in new:
        if before.pop(one.id, None) != one:
            put_figures(account_id, one)
    for gone in before:
        table.delete(_day(account_id, day), gone)


def put_figures(account_id: str, new: Figures) -> None:
    """Write a topic's figures of a day."""
    expires = datetime.combine(new.day, time(), SHANGHAI) + timedelta(days=_KEPT_DAYS)
    ends = int(expires.timestamp())
    doc = new.model_dump_json(exclude_defaults=True)
    table.put(
        {"pk": _day(account_id, new.day), "sk": new.id, "doc": doc, "expires_at": ends},
    )
    last = last_day(account_id, new.id)
    if last is None or last < new.day:
        table.put(
            {
                "pk": _account(account_id),
                "sk": _LAST + new.id,
                "day": new.day.isoformat(),
                "expires_at": ends,
            }
        )


def put_hot(day: date, new: HotTopics) -> None:
    """Write an account's most asked topics of a day in the place of those before. Twice is once."""
    ends = datetime.combine(day, time(), SHANGHAI) + _HOT_KEPT
    table.put(
        {
            "pk": f"HOTTOPICS#{day.isoformat()}",
            "sk": new.account,
            "doc": new.model_dump_json(),
            "expires_at": int(ends.timestamp()),
        }
    )


def hot_topics(day: date) -> Iterator[HotTopics]:
    """The most asked topics of a day, of every account that has any."""
    for item in table.query(f"HOTTOPICS#{day.isoformat()}"):
        yield HotTopics.model_validate_json(str(item["doc"]))


def decisions(account_id: str) -> dict[str, Decided]:
    """What was decided, by topic."""
    found = (
        Decided.model_validate_json(str(item["doc"]))
        for item in table.query(_account(account_id), _DECIDED, consistent=True)
    )
    return {one.topic: one for one in found}


def decide_action(account_id: str, decided: Decided, before: Decided | None) -> table.Action:
    """Write a decision into a transaction, in the place of the one that was read: None where there was none."""
    item = {"pk": _account(account_id), "sk": _DECIDED + decided.topic, "doc": _doc(decided)}
    put = table.put_action(item)
    put["Put"]["ConditionExpression"] = _AS_READ
    put["Put"]["ExpressionAttributeValues"] = table.encode({":before": _doc(before)})
    return put


def undecided_action(account_id: str, topic_id: str, before: Decided | None) -> table.Action:
    """Have a transaction hold only while nobody has decided anew on a topic that it does not write."""
    sk = _DECIDED + topic_id
    return table.check_action(_account(account_id), sk, _AS_READ, {":before": _doc(before)})


def places_of_day(account_id: str, day: date) -> dict[str, list[str]]:
    """Of each topic of a day, the places of its messages; nothing where that day was never counted."""
    try:
        body = objects.read(_day_key(account_id, day))
    except CloudNotFound:
        return {}
    kept: dict[str, list[str]] = json.loads(gzip.decompress(body))
    return {
        topic: [f"{day.isoformat()}/{one}" for one in sort_keys]
        for topic, sort_keys in kept.items()
    }


def put_places(account_id: str, day: date, places: Mapping[str, Iterable[str]]) -> None:
    """Write which messages of a day asked about which topic; the same twice does no harm."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as body:
        for nth, topic in enumerate(sorted(places)):
            kept = [place.partition("/")[2] for place in places[topic]]
            line = f"{json.dumps(topic)}:{json.dumps(kept, separators=(',', ':'))}"
            body.write(("," if nth else "{").encode() + line.encode())
        body.write(b"}" if places else b"{}")
    objects.write(_day_key(account_id, day), packed.getvalue(), "application/octet-stream")


def memory(account_id: str) -> tuple[Memory, Stamped | None]:
    """What is remembered of an account's topics, with the mark of the object that says so."""
    found = objects.read_stamped(_memory_key(account_id))
    if found is None:
        return Memory(), None
    return Memory.model_validate_json(gzip.decompress(found.body)), found


def put_memory(account_id: str, new: Memory, before: Stamped | None) -> bool:
    """Remember, in the place of what was read; False where another run was faster."""
    body = gzip.compress(new.model_dump_json(exclude_defaults=True).encode(), mtime=0)
    if before is not None and before.body == body:
        return True
    try:
        objects.write_over(_memory_key(account_id), body, before)
    except ConditionFailed:
        return False
    return True


def spikes_of(account_id: str) -> dict[str, Spike]:
    """The newest spike of each topic that had one in the last weeks."""
    found = (
        Spike.model_validate_json(str(item["doc"]))
        for item in table.query(_account(account_id), _SPIKE, consistent=True)
    )
    return {one.topic: one for one in found}


def put_spike(new: Spike, before: Spike | None) -> bool:
    """Write a spike in the place of the one that was read; False where another run was faster.

    The item of a new one is new, which is how the stream tells it.
    """
    values: dict[str, table.Value] = {
        ":doc": new.model_dump_json(),
        ":seen": stamp(new.last_seen),
        ":ends": int((new.last_seen + _SPIKE_KEPT).timestamp()),
    }
    condition = "attribute_not_exists(pk)"
    if before is not None and before.began == new.began:
        condition = "last_seen = :before"
        values[":before"] = stamp(before.last_seen)
    try:
        table.update(
            _account(new.account),
            f"{_SPIKE}{new.topic}#{new.began.astimezone(UTC):%Y%m%d%H}",
            "SET doc = :doc, last_seen = :seen, expires_at = :ends",
            values,
            condition=condition,
        )
    except ConditionFailed:
        return False
    return True


def _doc(decided: Decided | None) -> str:
    return decided.model_dump_json(exclude_defaults=True) if decided else ""


def _account(account_id: str) -> str:
    return f"QTOPICS#{account_id}"


def _day(account_id: str, day: date) -> str:
    return f"QTOPICS#{account_id}#{day.isoformat()}"


def _day_key(account_id: str, day: date) -> str:
    return f"question-topics/{account_id}/{day.isoformat()}.json.gz"


def _memory_key(account_id: str) -> str:
    return f"question-topics/{account_id}/memory.json.gz"
