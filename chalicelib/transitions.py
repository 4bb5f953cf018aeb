"""A state machine as a table: which states, by which action of whom, lead to which state.

Deliveries, service sessions and articles each hold one table. The guard, the command line and a page read the same
rows. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar

from chalicelib.values import Value

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)
W = TypeVar("W", bound=StrEnum)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Transition(Generic[S, A, W, T]):
    """One row: from these states, by this action of one of these, to that state."""

    sources: frozenset[S]
    action: A
    target: S | None
    """None: the state stays."""
    who: frozenset[W]
    holds: Callable[[T], bool] | None = None
    """A further condition on the thing itself; None: there is none."""


class Deed(Value):
    """An action as a page shows it: whether this person may take it on this thing now, and why not."""

    name: str
    label: str
    """A Chinese phrase for a button."""
    allowed: bool
    why: str
    """The reason where it is not allowed, as a Chinese sentence; empty where it is."""


def row(
    sources: S | Iterable[S],
    action: A,
    target: S | None,
    who: W | Iterable[W],
    holds: Callable[[T], bool] | None = None,
) -> Transition[S, A, W, T]:
    """One row; a single state or role may stand for a set of one."""
    return Transition(_set(sources), action, target, _set(who), holds)


class Table(Generic[S, A, W, T]):
    """All rows of one kind of thing."""

    def __init__(self, state: Callable[[T], S], rows: Iterable[Transition[S, A, W, T]]) -> None:
        self._state: Final = state
        self.rows: Final = tuple(rows)

    def find(self, thing: T, action: A, who: Iterable[W]) -> Transition[S, A, W, T] | None:
        """The row that lets one of ``who`` do ``action`` to ``thing`` now, if there is one."""
        asking = frozenset(who)
        return next(
            (one for one in self._now(thing) if one.action is action and one.who & asking), None
        )

    def possible(self, thing: T, who: Iterable[W]) -> list[A]:
        """The actions that one of ``who`` may take on ``thing`` now, in the order of the table."""
        asking = frozenset(who)
        return list(dict.fromkeys(one.action for one in self._now(thing) if one.who & asking))

    def _now(self, thing: T) -> Iterator[Transition[S, A, W, T]]:
        state = self._state(thing)
        return (
            one
            for one in self.rows
            if state in one.sources and (one.holds is None or one.holds(thing))
        )


def known(*names: str) -> Callable[[Any], bool]:
    """Holds where these fields are known."""
    return lambda thing: all(getattr(thing, name) is not None for name in names)


def unknown(*names: str) -> Callable[[Any], bool]:
    """Holds where these fields are not known."""
    return lambda thing: all(getattr(thing, name) is None for name in names)


def _set(value: Any) -> frozenset[Any]:
    return frozenset([value]) if isinstance(value, StrEnum) else frozenset(value)
