"""Lines in which threads wait for their turn: who came first goes first, and nobody looks but the first of each line.

Hundreds of threads that look again and again leave a Python process no time for those that work.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Final, TypeVar

T = TypeVar("T")
LOOKS_EVERY: Final = 0.25
"""Seconds after which the first looks without being called: what is waited for may come to be there otherwise."""


class Lines:
    """One line for each name."""

    def __init__(self) -> None:
        self._lines: dict[str, deque[threading.Event]] = {}

    def wait(self, name: str, take: Callable[[], T | None]) -> T:
        """Wait in the line of ``name`` until ``take`` takes something; it is called by the first in line alone."""
        line = self._lines.setdefault(name, deque())
        called = threading.Event()
        line.append(called)
        try:
            while True:
                first = line[0] is called
                if first and (taken := take()) is not None:
                    return taken
                called.wait(LOOKS_EVERY if first else None)
                called.clear()
        finally:
            line.remove(called)
            _call(line)

    def call(self) -> None:
        """Something was given back: the first of every line looks now."""
        for line in list(self._lines.values()):
            _call(line)


def _call(line: deque[threading.Event]) -> None:
    try:
        line[0].set()
    except IndexError:  # nobody waits
        return
