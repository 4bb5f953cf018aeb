"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``OFFER#{offer}`` | ``OFFER`` | ``doc`` (Offer), ``version``; until every account has its message ``gsi1pk`` = ``OFFERS``, ``gsi1sk`` = due time |
| ``OFFER#{offer}`` | ``ACCOUNT#{account}`` | ``doc`` (Receipt), ``version`` |
| ``OFFERS#{unit}`` | offer | ``title``: what a unit has offered |
| ``OFFERED#{account}`` | offer | ``title``: what an account was offered |
| ``DRESSINGS`` | account | ``doc`` (Dressing), ``version``: header and footer of what it takes over |

``gsi1…`` stand on an offer until every account it goes to has its message in the queue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Final

from chalicelib import accounts
from chalicelib.clock import stamp
from chalicelib.cloud import batches, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.distribution.errors import DressingChanged, OfferChanged, UnknownOffer
from chalicelib.distribution.models import Dressing, Offer, OfferId, Receipt

_DRESSINGS: Final = "DRESSINGS"
_DUE: Final = "OFFERS"
_OFFER: Final = "OFFER"
_TRIES: Final = 5


def add(offer: Offer, now: datetime, also: Sequence[table.Action] = ()) -> bool:
    """Keep a new offer, due at once, together with other writes; False if there is one of that id."""
    item: table.Item = {
        **_key(offer.id),
        "doc": offer.model_dump_json(),
        "version": offer.version,
        "gsi1pk": _DUE,
        "gsi1sk": stamp(now),
    }
    pointer: table.Item = {"pk": f"OFFERS#{offer.unit}", "sk": offer.id, "title": offer.title}
    try:
        table.transact([table.put_action(item, only_new=True), table.put_action(pointer), *also])
    except ConditionFailed:
        return False
    return True


def get(offer_id: str) -> Offer:
    """One offer as it is now. Raises ``UnknownOffer``."""
    item = table.get(**_key(offer_id), consistent=True)
    if item is None:
        raise UnknownOffer(offer_id)
    return Offer.model_validate_json(str(item["doc"]))


def save(before: Offer, after: Offer, now: datetime, also: Sequence[table.Action] = ()) -> Offer:
    """Write a changed offer together with other writes, and make it due: every account has to hear of it.

    Raises ``OfferChanged``.
    """
    after = after.model_copy(update={"version": before.version + 1})
    try:
        table.transact([_write_action(before, after, now), *also])
    except ConditionFailed as error:
        raise OfferChanged(f"分发 {after.id} 刚被别人改动，请重试。") from error
    return after


def unchanged_action(offer: Offer) -> table.Action:
    """A condition for a transaction: the offer is as it was read."""
    values: dict[str, table.Value] = {":version": offer.version}
    return table.check_action(**_key(offer.id), condition="version = :version", values=values)


def due_again_action(offer: Offer, now: datetime) -> table.Action:
    """Make an offer due once more within a transaction, as it is: every account hears of it again."""
    return _write_action(offer, offer.model_copy(update={"version": offer.version + 1}), now)


def _write_action(before: Offer, after: Offer, now: datetime) -> table.Action:
    key = _key(after.id)
    return table.update_action(
        key["pk"],
        key["sk"],
        "SET doc = :doc, version = :version, gsi1pk = :due, gsi1sk = :now",
        {
            ":doc": after.model_dump_json(),
            ":version": after.version,
            ":before": before.version,
            ":due": _DUE,
            ":now": stamp(now),
        },
        condition="version = :before",
    )


def spread(offer: Offer) -> None:
    """Every account's message is in the queue; unless the offer was changed since, nothing more is due."""
    key = _key(offer.id)
    try:
        table.update(
            key["pk"],
            key["sk"],
            "REMOVE gsi1pk, gsi1sk",
            {":version": offer.version},
            condition="version = :version",
        )
    except ConditionFailed:
        return


def due(until: datetime) -> Iterator[str]:
    """Offers that not every account has been told of."""
    return (str(item["pk"]).removeprefix("OFFER#") for item in table.due(_DUE, stamp(until)))


def of_unit(unit: str, after: str = "") -> Iterator[Offer]:
    """The offers of a unit, the newest day first; ``after`` is the id that the first one follows."""
    for item in table.query(f"OFFERS#{unit}", newest_first=True, after=after):
        yield get(str(item["sk"]))


def of_account(account_id: str) -> Iterator[tuple[Offer, Receipt]]:
    """The offers to an account with its receipts, the newest day first."""
    for item in table.query(f"OFFERED#{account_id}", newest_first=True):
        yield get(str(item["sk"])), receipt(str(item["sk"]), account_id)


def read_ahead(account_id: str) -> None:
    """Read an account and its dressing in one call, for a message that needs both."""
    batches.read_ahead([(_DRESSINGS, account_id), accounts.state_key(account_id)])


def add_receipt(offer: Offer, account_id: str) -> Receipt:
    """Let an account know of an offer, and return its receipt as it is; twice is once."""
    fresh = Receipt(offer=offer.id, account=account_id)
    item: table.Item = {
        **_receipt(offer.id, account_id),
        "doc": fresh.model_dump_json(),
        "version": 1,
    }
    pointer: table.Item = {"pk": f"OFFERED#{account_id}", "sk": offer.id, "title": offer.title}
    try:
        table.transact([table.put_action(item, only_new=True), table.put_action(pointer)])
    except ConditionFailed as error:
        if error.old is None:
            return receipt(offer.id, account_id)
        return Receipt.model_validate_json(str(error.old["doc"]))
    return fresh


def receipt(offer_id: str, account_id: str) -> Receipt:
    """The receipt of an offer at one account. Raises ``UnknownOffer``."""
    item = table.get(**_receipt(offer_id, account_id), consistent=True)
    if item is None:
        raise UnknownOffer(offer_id, account_id)
    return Receipt.model_validate_json(str(item["doc"]))


def receipts_at(keys: Sequence[tuple[str, str]]) -> list[Receipt]:
    """Those of up to a hundred receipts (offer, account) that there are, in one call."""
    found = batches.get_all([(f"OFFER#{offer}", f"ACCOUNT#{account}") for offer, account in keys])
    return [Receipt.model_validate_json(str(item["doc"])) for item in found.values()]


def receipts(offer: Offer) -> dict[str, Receipt]:
    """By account; those that were not reached yet are missing."""
    found = (
        Receipt.model_validate_json(str(item["doc"]))
        for item in table.query(f"OFFER#{offer.id}", "ACCOUNT#")
    )
    return {one.account: one for one in found}


def change_receipt(
    offer_id: OfferId,
    account_id: str,
    change: Callable[[Receipt], Receipt],
    also: Sequence[table.Action] = (),
    known: Receipt | None = None,
) -> Receipt:
    """Write what ``change`` makes of a receipt, together with other writes; nothing if it changes nothing.

    ``known`` is the receipt as it was read or written last: if it still is, it is not read once more. Raises
    ``UnknownOffer``, ``OfferChanged``, also where a condition of ``also`` does not hold, and what ``change`` raises.
    """
    for _ in range(_TRIES):
        before, known = known or receipt(offer_id, account_id), None
        after = change(before)
        if after == before:
            return before
        after = after.model_copy(update={"version": before.version + 1})
        try:
            _save_receipt(before, after, also)
        except ConditionFailed as error:
            if error.index:
                raise OfferChanged(f"分发 {offer_id} 刚被别人改动，请重试。") from error
            continue
        return after
    raise OfferChanged(f"分发 {offer_id} 在公众号“{account_id}”的回执不断被改动，请重试。")


def _save_receipt(before: Receipt, after: Receipt, also: Sequence[table.Action]) -> None:
    key = _receipt(after.offer, after.account)
    expression, condition = "SET doc = :doc, version = :version", "version = :before"
    values: table.Item = {
        ":doc": after.model_dump_json(),
        ":version": after.version,
        ":before": before.version,
    }
    if also:
        write = table.update_action(key["pk"], key["sk"], expression, values, condition=condition)
        table.transact([write, *also])
    else:
        # A transaction of one write would cost twice as much.
        table.update(key["pk"], key["sk"], expression, values, condition=condition)


def dressing(account_id: str) -> Dressing:
    """Header and footer of what an account takes over."""
    item = table.get(_DRESSINGS, account_id, consistent=True)
    return Dressing() if item is None else Dressing.model_validate_json(str(item["doc"]))


def set_dressing(account_id: str, chosen: Dressing, also: Sequence[table.Action] = ()) -> Dressing:
    """Replace what an account puts around what it takes over, together with other writes; returns it.

    ``chosen.version`` is the one that it starts from. Raises ``DressingChanged`` where there is another meanwhile.
    """
    after = chosen.model_copy(update={"version": chosen.version + 1})
    values: dict[str, str | int] = {":doc": after.model_dump_json(), ":new": after.version}
    known = "attribute_not_exists(version)"
    if chosen.version:
        values[":old"], known = chosen.version, "version = :old"
    change = table.update_action(
        _DRESSINGS, account_id, "SET doc = :doc, version = :new", values, condition=known
    )
    try:
        table.transact([change, *also])
    except ConditionFailed as error:
        raise DressingChanged(account_id) from error
    return after


def _key(offer_id: str) -> dict[str, str]:
    return {"pk": f"OFFER#{offer_id}", "sk": _OFFER}


def _receipt(offer_id: str, account_id: str) -> dict[str, str]:
    return {"pk": f"OFFER#{offer_id}", "sk": f"ACCOUNT#{account_id}"}
