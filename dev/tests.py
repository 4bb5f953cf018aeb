"""``python -m dev.tests``: the two halves of the tests beside each other, since the stack waits for most of its time.

What ``make unit`` says is shown as it comes, then what ``make stack`` said meanwhile, and last one line for both.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from dev.places import ROOT
from dev.problem import run

_CLOSING: Final = re.compile(r"^=*\s*(\d+ \w+(?:, \d+ \w+)*) in [\d.]+s")
_COLOURS: Final = re.compile(r"\x1b\[[\d;]*m")
# The stack goes first where both want the processor: WeChat's five seconds pass there.
_UNIT: Final = ("nice", "-n", "5", "make", "--no-print-directory", "unit")
_STACK: Final = ("make", "--no-print-directory", "stack")


class Half:
    """One half of the tests, on its way; its lines are kept until they may be shown."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._may_show = threading.Event()
        self.lines: list[str] = []
        env = os.environ | ({"PY_COLORS": "1"} if sys.stdout.isatty() else {})
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        # A daemon: where somebody stops the tests, nobody asks to see the rest.
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        shown = 0
        assert self._process.stdout is not None  # noqa: S101
        with self._process.stdout as said:
            for line in said:
                self.lines.append(line)
                if self._may_show.is_set():
                    sys.stdout.write("".join(self.lines[shown:]))
                    sys.stdout.flush()
                    shown = len(self.lines)
        self._may_show.wait()
        sys.stdout.write("".join(self.lines[shown:]))
        sys.stdout.flush()

    def show(self) -> int:
        """Show what it said and goes on to say, until it ends; returns its exit code."""
        self._may_show.set()
        self._reader.join()
        return self._process.wait()


def total(lines: Iterable[str]) -> Counter[str]:
    """What pytest's closing lines among these count: passed, failed, skipped, errors."""
    found: Counter[str] = Counter()
    for line in lines:
        if closing := _CLOSING.match(_COLOURS.sub("", line)):
            for part in closing[1].split(", "):
                number, what = part.split()
                found[what] += int(number)
    return found


def main() -> None:
    """Exits with 1 where a half failed."""
    begun = time.monotonic()
    stack, unit = Half(_STACK), Half(_UNIT)
    codes = [unit.show(), stack.show()]
    counted = total([*unit.lines, *stack.lines])
    seconds = time.monotonic() - begun
    said = ", ".join(f"{number} {what}" for what, number in sorted(counted.items()))
    print(f"{said or 'nothing passed'} in {seconds:.2f}s ({timedelta(seconds=int(seconds))})")
    if any(codes):
        raise SystemExit(1)


if __name__ == "__main__":
    run(main)
