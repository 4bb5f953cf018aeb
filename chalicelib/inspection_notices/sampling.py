"""Which accounts are looked at: all, or a sample that anybody can draw again. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from math import ceil

from chalicelib.inspection_notices.models import CheckMethod, Choice


def drawn(accounts: Iterable[str], choice: Choice) -> list[str]:
    """The ids that are in it, in order of the ids.

    Each id has a number that follows from it and the seed; the smallest are drawn. The order in which accounts come
    does not matter, and who knows the seed draws the same (docs/decisions/0293).
    """
    every = sorted(set(accounts))
    if choice.method is CheckMethod.ALL or not every:
        return every
    many = max(1, ceil(len(every) * choice.share / 100 - 1e-9))
    return sorted(sorted(every, key=lambda one: _lot(choice.seed, one))[:many])


def _lot(seed: str, account: str) -> str:
    return hashlib.sha256(f"{seed}\n{account}".encode()).hexdigest()
