"""Threads that wait in line: in the order of coming, each once, and only the first of them looks."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest

from dev import local_lines
from dev.local_lines import Lines

PATIENCE = 30
"""Seconds."""


def until(done: Callable[[], bool]) -> None:
    begun = time.monotonic()
    while not done():
        assert time.monotonic() - begun < PATIENCE
        time.sleep(0.001)


class Few:
    """Some things that can be taken and given back."""

    def __init__(self, number: int) -> None:
        self.lines = Lines()
        self.free = number
        self.looks: Counter[int] = Counter()
        self.got: list[int] = []

    def take(self, who: int) -> int | None:
        self.looks[who] += 1
        if not self.free:
            return None
        self.free -= 1
        self.got.append(who)
        return who

    def come(self, who: int) -> threading.Thread:
        thread = threading.Thread(
            target=lambda: self.lines.wait("line", lambda: self.take(who)), daemon=True
        )
        thread.start()
        return thread

    def give_back(self) -> None:
        self.free += 1
        self.lines.call()


def test_who_came_first_goes_first_and_nobody_else_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever looks does so because it was called.
    monkeypatch.setattr(local_lines, "LOOKS_EVERY", 10 * PATIENCE)
    few = Few(0)
    threads = []
    for who in range(50):
        threads.append(few.come(who))
        until(lambda who=who: len(few.lines._lines["line"]) == who + 1)  # type: ignore[misc]
    until(lambda: few.looks[0] > 0)
    assert set(few.looks) == {0}
    for who in range(50):
        few.give_back()
        until(lambda who=who: len(few.got) == who + 1)  # type: ignore[misc]
    assert few.got == list(range(50))
    for one in threads:
        one.join(PATIENCE)
    assert not few.lines._lines["line"]


def test_two_that_are_given_back_at_once_are_both_taken() -> None:
    few = Few(0)
    for who in range(4):
        few.come(who)
    until(lambda: len(few.lines._lines["line"]) == 4)
    few.free = 4
    few.lines.call()
    until(lambda: len(few.got) == 4)


def test_what_comes_to_be_there_without_a_word_is_found() -> None:
    few = Few(0)
    few.come(1)
    until(lambda: few.looks[1] > 0)
    few.free = 1
    until(lambda: few.got == [1])


def test_lines_do_not_hold_each_other_up() -> None:
    lines = Lines()
    threading.Thread(target=lambda: lines.wait("full", lambda: None), daemon=True).start()
    assert lines.wait("other", lambda: "a process") == "a process"


def test_who_leaves_with_an_error_lets_the_next_look() -> None:
    few = Few(0)

    def broken() -> int | None:
        if len(few.lines._lines["line"]) < 2:
            return None
        raise OSError("no process")

    failed: list[BaseException] = []

    def first() -> None:
        with pytest.raises(OSError, match="no process") as error:
            few.lines.wait("line", broken)
        failed.append(error.value)

    threading.Thread(target=first, daemon=True).start()
    until(lambda: len(few.lines._lines.get("line", ())) == 1)
    few.free = 1
    few.come(2)
    until(lambda: few.got == [2])
    assert len(failed) == 1
