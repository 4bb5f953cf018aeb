"""Items and objects of this package.

| pk | sk | attributes |
|---|---|---|
| ``PRODUCTS#{unit}`` | product id | ``doc`` (Product), ``version``, ``standing`` (state); in ``GSI1`` under ``PRODUCTREVIEW`` and time while it waits for a decision |
| ``PRODUCT#{id}`` | ``UNIT`` | ``unit``: whose it is |
| ``PRODUCT#{id}`` | ``R#{number:05d}`` | ``doc`` (ProductRevision), immutable |
| ``PRODUCT#{id}`` | ``SEEN#{person}`` | ``revision`` read last, ``before`` (the one read before it; 0: none), ``at`` (epoch s) |
| ``PRODUCT#{id}`` | ``L#{version:06d}`` | ``doc`` (AuditEntry): what a person did to it, as it stands in the log of the unit |
| ``TOPICPRODUCT#{topic}`` | product id | that a product is made of a topic |

| key | body |
|---|---|
| ``products/{sha256}.json`` | the content of a revision, named by itself |

Every change is one transaction on the product's version, with its entry of the log. Content lies in the bucket before
an item points there.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Final

from chalicelib import audit
from chalicelib.audit import AuditEntry
from chalicelib.clock import SHANGHAI, stamp
from chalicelib.cloud import objects, table
from chalicelib.cloud.errors import CloudNotFound, ConditionFailed
from chalicelib.newsroom import ArticleState
from chalicelib.products.errors import ProductChanged, UnknownProduct, UnknownProductRevision
from chalicelib.products.models import Product, ProductRevision

Change = Callable[[Product], "tuple[Product, AuditEntry | None, Sequence[table.Action]] | None"]
"""A product as it is → as it becomes, its entry of the log, further writes; None: nothing is to do."""

_WAITING: Final = "PRODUCTREVIEW"
_LAST: Final = "9"
"""Later than every time."""
_TRIES: Final = 8
_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(now: datetime) -> str:
    """The id of a new product."""
    mark = "".join(secrets.choice(_LETTERS) for _ in range(6))
    return f"p-{now.astimezone(SHANGHAI):%Y%m%d}-{mark}"


def save_content(body: bytes) -> str:
    """Store a content and return its key. Twice does no harm."""
    key = f"products/{hashlib.sha256(body).hexdigest()}.json"
    objects.write(key, body, "application/json")
    return key


def content(key: str) -> bytes:
    """A content as it was stored. Raises ``UnknownProduct``."""
    try:
        return objects.read(key)
    except CloudNotFound as error:
        raise UnknownProduct(key) from error


def add(
    product: Product, revision: ProductRevision, entry: AuditEntry, also: Sequence[table.Action]
) -> None:
    """Store a new product."""
    place = {"pk": partition(product.id), "sk": "UNIT", "unit": product.unit}
    actions = [
        table.put_action(_item(product), only_new=True),
        table.put_action(place, only_new=True),
        put_revision(revision),
        audit.write_action(entry),
        _logged(product, entry),
        *also,
    ]
    if product.topic:
        actions.append(table.put_action({"pk": _topic(product.topic), "sk": product.id}))
    table.transact(actions)


def get(product_id: str) -> Product:
    """One product as it is now. Raises ``UnknownProduct``."""
    place = table.get(partition(product_id), "UNIT", consistent=True)
    item = place and table.get(_unit(str(place["unit"])), product_id, consistent=True)
    if not item:
        raise UnknownProduct(product_id)
    return _read(item)


def change(product_id: str, decide: Change) -> Product:
    """Apply ``decide`` to the product as it is; where somebody was faster, again on the product as it became.

    Raises ``UnknownProduct``, ``ProductChanged`` after ``_TRIES`` lost races, and the errors of ``decide``.
    """
    for _ in range(_TRIES):
        before = get(product_id)
        decided = decide(before)
        if decided is None:
            return before
        after, entry, more = decided
        after = after.model_copy(update={"version": before.version + 1})
        logged = [audit.write_action(entry), _logged(after, entry)] if entry else []
        try:
            table.transact([_update(before, after), *logged, *more])
        except ConditionFailed as error:
            if error.index:
                raise
            continue
        return after
    raise ProductChanged("这个产品正被多人同时修改，没有保存。请稍后重试。")


def of_unit(unit: str, after: str = "") -> Iterator[Product]:
    """A unit's products, the newest day first; those that follow ``after`` where it is given."""
    found = table.query(_unit(unit), "p-", newest_first=True, consistent=True, after=after)
    return map(_read, found)


def of_topic(topic: str) -> list[str]:
    """Ids of the products of a topic."""
    return [str(item["sk"]) for item in table.query(_topic(topic), consistent=True)]


def waiting() -> Iterator[Product]:
    """Every product that waits for a decision, longest first; it appears a moment after the write."""
    return map(_read, table.due(_WAITING, _LAST))


def put_revision(revision: ProductRevision) -> table.Action:
    """A new revision as part of a change."""
    item: table.Item = {
        "pk": partition(revision.product),
        "sk": f"R#{revision.number:05d}",
        "doc": revision.model_dump_json(),
    }
    return table.put_action(item, only_new=True)


def revision(product_id: str, number: int) -> ProductRevision:
    """One revision. Raises ``UnknownProductRevision``."""
    item = table.get(partition(product_id), f"R#{number:05d}", consistent=True)
    if item is None:
        raise UnknownProductRevision(product_id, number)
    return ProductRevision.model_validate_json(str(item["doc"]))


def revisions(product_id: str) -> Iterator[ProductRevision]:
    """Every revision, oldest first."""
    for item in table.query(partition(product_id), "R#", consistent=True):
        yield ProductRevision.model_validate_json(str(item["doc"]))


def history(product_id: str) -> list[AuditEntry]:
    """What people did to a product, the latest first."""
    found = table.query(partition(product_id), "L#", newest_first=True, consistent=True)
    return [AuditEntry.model_validate_json(str(item["doc"])) for item in found]


def _logged(after: Product, entry: AuditEntry) -> table.Action:
    item: table.Item = {
        "pk": partition(after.id),
        "sk": f"L#{after.version:06d}",
        "doc": entry.model_dump_json(),
    }
    return table.put_action(item, only_new=True)


def _update(before: Product, after: Product) -> table.Action:
    return table.put_if_action(_item(after), "version = :before", {":before": before.version})


def _item(product: Product) -> table.Item:
    item: table.Item = {
        "pk": _unit(product.unit),
        "sk": product.id,
        "doc": product.model_dump_json(),
        "version": product.version,
        "standing": product.state.value,
    }
    waits = product.state is ArticleState.IN_REVIEW or (
        product.emergency_approvals and product.state is not ArticleState.APPROVED
    )
    if waits:
        item |= {
            "gsi1pk": _WAITING,
            "gsi1sk": f"{stamp(product.waiting_since)}#{product.id}",
        }
    return item


def _read(item: table.Item) -> Product:
    return Product.model_validate_json(str(item["doc"]))


def partition(product_id: str) -> str:
    """The partition of a product's revisions, its log and who has read it."""
    return f"PRODUCT#{product_id}"


def _unit(unit: str) -> str:
    return f"PRODUCTS#{unit}"


def _topic(topic: str) -> str:
    return f"TOPICPRODUCT#{topic}"
