"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import Conflict, DomainError, IllegalNow, Invalid, NotFound, remedy


class ProductError(DomainError):
    """The base of this package's errors."""


class UnknownProduct(ProductError, NotFound):
    """No product of that id."""

    def __init__(self, product: str) -> None:
        super().__init__(f"没有产品“{product}”。", remedies=[remedy("product.list", "查看产品")])


class UnknownProductRevision(ProductError, NotFound):
    """The product has no revision of that number."""

    def __init__(self, product: str, number: int) -> None:
        super().__init__(
            f"产品“{product}”没有第 {number} 版。",
            remedies=[remedy("product.show", "查看各版", product=product)],
        )


class BadProduct(ProductError, Invalid):
    """A title or a content that cannot be so."""


class ProductNotReady(ProductError, IllegalNow):
    """Not in the present state."""


class ProductChanged(ProductError, Conflict):
    """Somebody else changed it meanwhile."""
