"""What waits for a person of products: to be decided, or to be mended because it came back."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib import products
from chalicelib.actor import Actor
from chalicelib.application.product_page import returned_products, waiting_products
from chalicelib.application.task import Task, TaskKind


def of_person(by: Actor, unit: str) -> Iterator[Task]:
    """Products that wait for this person's decision, and those of the unit that came back to them."""
    for waiting in waiting_products(by):
        one = waiting.product
        yield Task(
            kind=TaskKind.PRODUCT_REVIEW,
            what=one.title,
            detail=f"{one.form_name} · {one.stage}",
            unit=one.unit,
            path=f"/products/{one.id}",
            since=one.waiting_since,
        )
    for product in returned_products(by, unit):
        back = product.returned
        yield Task(
            kind=TaskKind.PRODUCT_RETURNED,
            what=product.title,
            detail=f"{products.labels.FORM_NAMES[product.form]} · "
            + ("；".join(back.reasons) if back else ""),
            unit=product.unit,
            path=f"/products/{product.id}",
            since=back.at if back else product.updated_at,
        )
