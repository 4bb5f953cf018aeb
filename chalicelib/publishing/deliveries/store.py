"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``DELIVERIES#{account}`` | delivery id | ``doc`` (Delivery), ``version``, ``state``; while something is to do ``gsi1pk`` = ``DUE#{0–7}``, ``gsi1sk`` = due time |
| ``MASS#{account}`` | msg_id | ``doc`` (Finish, once MASSSENDJOBFINISH came), ``delivery`` (once known), ``expires_at`` |
| ``PUBLISH#{account}`` | publish_id | ``doc`` (Publication, once PUBLISHJOBFINISH came), ``delivery`` (once known), ``expires_at`` |

An id starts with its slot, so a partition lists an account's deliveries by time; it ends with the account, so
an id alone finds its item. ``gsi1…`` are absent while nobody has to look at a delivery. Due deliveries are spread
over eight index partitions: when a thousand accounts push in one minute, every step's two writes move a whole
delivery in the index (some 16 write units each), and one partition takes 1,000 units a second.

A MASS or PUBLISH item joins what may come in either order: the finish event and the recorded submit.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final
from zlib import crc32

from pydantic import ValidationError

from chalicelib.clock import SHANGHAI, stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.publishing.deliveries.models import (
    Delivery,
    DeliveryState,
    Finish,
    Publication,
    Way,
    account_of,
)
from chalicelib.publishing.errors import AlreadyPlanned, DeliveryChanged, UnknownDelivery

_DUE: Final = tuple(f"DUE#{number}" for number in range(8))
_EVENTS: Final[dict[Way, type[Finish] | type[Publication]]] = {
    Way.MASS: Finish,
    Way.PUBLISH: Publication,
}
_UNMOVED: Final = "version = :version_before AND #state = :state_before"
_NAMES: Final = {"#state": "state"}
_KEPT: Final = timedelta(days=90)
"""How long a finish event waits for its delivery, or for somebody who asks."""


def add(delivery: Delivery, also: Sequence[table.Action] = ()) -> None:
    """Store a new delivery, together with other writes: all or none.

    Raises ``AlreadyPlanned``, or ``ConditionFailed`` if one of the others did not hold; its ``index`` counts
    from 1 there, because the delivery comes first.
    """
    try:
        if also:
            table.transact([add_action(delivery), *also])
        else:
            table.put(_item(delivery), only_new=True)
    except ConditionFailed as error:
        if error.index:
            raise
        raise AlreadyPlanned(delivery.id) from error


def add_action(delivery: Delivery) -> table.Action:
    """The write of a new delivery, for a transaction."""
    return table.put_action(_item(delivery), only_new=True)


def get(delivery_id: str) -> Delivery:
    """One delivery as it is now. Raises ``UnknownDelivery``."""
    if account_of(delivery_id) is None:
        raise UnknownDelivery(delivery_id)
    key = _key(delivery_id)
    item = table.get(key["pk"], key["sk"], consistent=True)
    if item is None:
        raise UnknownDelivery(delivery_id)
    return Delivery.model_validate_json(str(item["doc"]))


def save(before: Delivery, after: Delivery, also: Sequence[table.Action] = ()) -> Delivery:
    """Write ``after`` if the delivery still is what ``before`` was, together with other writes: all or none.

    Returns it with its new version. Raises ``DeliveryChanged`` if somebody wrote meanwhile, or ``ConditionFailed`` if one
    of the others did not hold; its ``index`` counts from 1 there, because the delivery comes first.
    """
    after = after.model_copy(update={"version": before.version + 1})
    try:
        if also:
            table.transact([save_action(before, after), *also])
        else:
            # A transaction of one write would cost twice as much.
            table.update(*_change(before, after), condition=_UNMOVED, names=_NAMES)
    except ConditionFailed as error:
        if error.index:
            raise
        raise DeliveryChanged(f"投递 {after.id} 刚被别处更新，请重试。") from error
    return after


def save_action(before: Delivery, after: Delivery) -> table.Action:
    """The write that makes ``before`` into ``after``, with the next version, for a transaction."""
    after = after.model_copy(update={"version": before.version + 1})
    return table.update_action(*_change(before, after), condition=_UNMOVED, names=_NAMES)


def of_account(account: str) -> Iterator[Delivery]:
    """An account's deliveries, latest slot first."""
    for item in table.query(f"DELIVERIES#{account}", newest_first=True):
        yield Delivery.model_validate_json(str(item["doc"]))


def newest(account_ids: Iterable[str], after: str = "") -> Iterator[Delivery]:
    """Deliveries of these accounts together, latest slot first; ``after`` is the id that the first one follows."""
    found = [
        # In its own partition the id of another account's delivery is a place like any other.
        table.query(f"DELIVERIES#{account}", newest_first=True, after=after)
        for account in account_ids
    ]
    for item in heapq.merge(*found, key=lambda item: str(item["sk"]), reverse=True):
        yield Delivery.model_validate_json(str(item["doc"]))


def last_out(account: str, now: datetime, most: int = 10) -> Delivery | None:
    """The last delivery of an account that WeChat has sent, among the ``most`` whose slots passed last; one small read."""
    # After this minute's deliveries: their ids go on with a hyphen.
    until = f"{now.astimezone(SHANGHAI):%Y%m%d-%H%M}~"
    for item in table.query(f"DELIVERIES#{account}", newest_first=True, limit=most, after=until):
        found = Delivery.model_validate_json(str(item["doc"]))
        if found.state in (DeliveryState.CONFIRMED, DeliveryState.PARTIALLY_SENT):
            return found
    return None


def due(until: datetime) -> Iterator[Delivery]:
    """Deliveries that somebody has to look at by ``until``, longest overdue first.

    One that cannot be read is counted and passed over: it must not hold up everybody else's.
    """
    found = [table.due(partition, stamp(until)) for partition in _DUE]
    for item in heapq.merge(*found, key=lambda item: str(item["gsi1sk"])):
        try:
            yield Delivery.model_validate_json(str(item.get("doc")))
        except ValidationError:
            _tell_unreadable(str(item["sk"]))


def record_finish(account: str, finish: Finish | Publication) -> str | None:
    """Keep a finish event; returns the delivery it belongs to, if that is known already."""
    item = table.update(
        *_job(account, _way(finish), finish.job),
        "SET doc = :doc, expires_at = :expires",
        {":doc": finish.model_dump_json(), ":expires": _expiry(finish.received_at)},
    )
    return str(item["delivery"]) if "delivery" in item else None


def record_job(delivery: Delivery, job: str, now: datetime) -> None:
    """Keep which delivery a job of WeChat's belongs to."""
    table.update(*_record(delivery, job, now))


def job_action(delivery: Delivery, job: str, now: datetime, *, unheard: bool) -> table.Action:
    """The same, for a transaction; ``unheard``: on condition that its finish event has not come yet."""
    condition = "attribute_not_exists(doc)" if unheard else None
    return table.update_action(*_record(delivery, job, now), condition=condition)


def _record(delivery: Delivery, job: str, now: datetime) -> tuple[str, str, str, table.Item]:
    """Key, expression and values of an update."""
    return (
        *_job(delivery.account, delivery.way, job),
        "SET delivery = :delivery, expires_at = :expires",
        {":delivery": delivery.id, ":expires": _expiry(now)},
    )


def finish(delivery: Delivery) -> Finish | Publication | None:
    """The finish event of a delivery's job, if it came."""
    if delivery.job is None:
        return None
    item = table.get(*_job(delivery.account, delivery.way, delivery.job), consistent=True)
    if item is None or "doc" not in item:
        return None
    return _EVENTS[delivery.way].model_validate_json(str(item["doc"]))


def job_of(delivery: Delivery) -> str | None:
    """The job recorded for a delivery, if there is one."""
    for item in table.query(_jobs(delivery.account, delivery.way)):
        if item.get("delivery") == delivery.id:
            return str(item["sk"])
    return None


def unclaimed(delivery: Delivery, since: datetime) -> list[Finish | Publication]:
    """Finish events of this account and way since then that belong to no delivery."""
    event = _EVENTS[delivery.way]
    found = [
        event.model_validate_json(str(item["doc"]))
        for item in table.query(_jobs(delivery.account, delivery.way))
        if "doc" in item and "delivery" not in item
    ]
    return [one for one in found if one.received_at >= since]


def claim(delivery: Delivery, job: str) -> bool:
    """Say that a job belongs to this delivery; False if it belongs to another."""
    try:
        table.update(
            *_job(delivery.account, delivery.way, job),
            "SET delivery = :delivery",
            {":delivery": delivery.id},
            condition="attribute_not_exists(delivery) OR delivery = :delivery",
        )
    except ConditionFailed:
        return False
    return True


def _tell_unreadable(delivery_id: str) -> None:
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    # Not the error itself: it quotes the document.
    telemetry.logger.error("delivery could not be read", extra={"delivery": delivery_id})
    telemetry.count(Metric.DELIVERY_UNREADABLE)


def _jobs(account: str, way: Way) -> str:
    return f"{way.name}#{account}"


def _job(account: str, way: Way, job: str) -> tuple[str, str]:
    return _jobs(account, way), job


def _way(finish: Finish | Publication) -> Way:
    return Way.MASS if isinstance(finish, Finish) else Way.PUBLISH


def _item(delivery: Delivery) -> table.Item:
    return {
        **_key(delivery.id),
        "doc": delivery.model_dump_json(),
        "version": delivery.version,
        "state": delivery.state.value,
        **_index(delivery),
    }


def _change(before: Delivery, after: Delivery) -> tuple[str, str, str, table.Item]:
    """Key, expression and values of an update."""
    index = _index(after)
    set_index = ", gsi1pk = :pk, gsi1sk = :sk" if index else " REMOVE gsi1pk, gsi1sk"
    values: table.Item = {
        ":doc": after.model_dump_json(),
        ":version": after.version,
        ":state": after.state.value,
        ":version_before": before.version,
        ":state_before": before.state.value,
    }
    if index:
        values |= {":pk": index["gsi1pk"], ":sk": index["gsi1sk"]}
    key = _key(after.id)
    expression = "SET doc = :doc, version = :version, #state = :state" + set_index
    return key["pk"], key["sk"], expression, values


def _key(delivery_id: str) -> dict[str, str]:
    return {"pk": f"DELIVERIES#{account_of(delivery_id)}", "sk": delivery_id}


def _index(delivery: Delivery) -> table.Item:
    if delivery.due_at is None:
        return {}
    partition = _DUE[crc32(delivery.id.encode()) % len(_DUE)]
    return {"gsi1pk": partition, "gsi1sk": stamp(delivery.due_at)}


def _expiry(now: datetime) -> int:
    return int((now + _KEPT).timestamp())
