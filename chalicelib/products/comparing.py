"""Two revisions of a product beside each other, and the one that a reviewer compares with."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from chalicelib import newsroom
from chalicelib.actor import Actor
from chalicelib.products import store
from chalicelib.products.forms import Readable, module_of
from chalicelib.products.models import Product, ProductRevision
from chalicelib.products.service import content_at, product_for

if TYPE_CHECKING:
    from chalicelib.newsroom import Base, Difference


class ProductComparison(NamedTuple):
    """Two revisions of a product, and how they differ."""

    older: ProductRevision
    newer: ProductRevision
    difference: Difference


def compare_for(
    product_id: str, older: int | None = None, newer: int | None = None, *, by: Actor
) -> ProductComparison:
    """Two revisions word by word, as people read them; by default the latest and the one before it.

    Raises ``UnknownProduct``, ``UnknownProductRevision`` or ``PermissionDenied``.
    """
    product = product_for(product_id, by=by)
    last = product.revision if newer is None else newer
    first = max(1, last - 1) if older is None else older
    old, new = store.revision(product_id, first), store.revision(product_id, last)
    before, after = _readable(product, old), _readable(product, new)
    found = newsroom.text_difference(before.fields, after.fields, before.body, after.body)
    return ProductComparison(old, new, found)


def base_for(product: Product, *, by: Actor) -> Base:
    """What this person saw last before the latest revision; else what was approved; else what followers see; else none.

    Why it is that one, the answer says: ``seen``, ``approved``, ``published`` or ``new``.
    """
    found = newsroom.base_of(product, store.partition(product.id), by=by)
    out = product.published_revision
    if not found.revision and out is not None and out < product.revision:
        return found.model_copy(update={"revision": out, "why": "published"})
    return found


def mark_seen(product_id: str, number: int, *, by: Actor, now: datetime) -> None:
    """Note that this person has read a revision; an older one than is noted changes nothing.

    Raises ``UnknownProduct``, ``UnknownProductRevision`` or ``PermissionDenied``.
    """
    product_for(product_id, by=by)
    store.revision(product_id, number)
    newsroom.note_seen(store.partition(product_id), number, by=by, now=now)


def _readable(product: Product, revision: ProductRevision) -> Readable:
    found = module_of(product.form).readable(content_at(product, revision.key))
    return Readable({"产品标题": revision.title, **found.fields}, found.body)
