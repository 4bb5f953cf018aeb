"""A quiz among the products: the file that its attempts are drawn from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.products import CONTENT, Product


def made(product: Product, content: Any, now: datetime) -> dict[str, tuple[bytes, str]]:
    """The questions with what is right: only the function that marks them reads this file."""
    return {CONTENT: (content.model_dump_json().encode(), "application/json")}
