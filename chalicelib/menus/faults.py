"""What the checks find, and what they hold a menu against. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from chalicelib.values import Value


class Fault(Value):
    """One thing that WeChat would refuse, or that followers would not understand."""

    place: str
    """``buttons.0.children.2`` or ``conditional.1.buttons.0``; ``conditional.1`` and empty stand for a whole menu."""
    field: str
    where: str
    """The place as people speak of it: ``办税 / 发票``."""
    problem: str
    """A Chinese phrase."""
    code: int = 0
    """The errcode that WeChat would answer with; 0 where it would take it."""
    warning: bool = False
    """Whether it may be published all the same."""


class Known(NamedTuple):
    """What the checks hold a document against; None: it could not be asked for."""

    reply_keys: frozenset[str] | None = None
    """Keys that the account's rules answer."""
    tags: Mapping[int, str] | None = None
    """Tags of the account, by number."""
    media: frozenset[str] | None = None
    """Permanent material."""
    articles: frozenset[str] | None = None
    """Articles that are published."""


NOTHING_KNOWN: Final = Known()
