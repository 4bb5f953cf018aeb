"""Long steps show that they live: one line each, with the time they took."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class Step:
    """One step under way; ``detail`` is shown behind its title while it lasts."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.detail = ""
        self.result = ""


@contextmanager
def step(title: str) -> Iterator[Step]:
    """Show a step while it runs. On a terminal it turns; elsewhere it says a word every 15 seconds.

    Standard library only: environments are made before anything else is installed.
    """
    current = Step(title)
    done = threading.Event()
    began = time.monotonic()
    shown = threading.Thread(target=_show, args=(current, done, began), daemon=True)
    shown.start()
    mark = "✗"
    try:
        yield current
        mark = "✓"
    finally:
        done.set()
        shown.join()
        clear = "\r\x1b[2K" if sys.stdout.isatty() else ""
        result = f" — {current.result}" if current.result else ""
        print(f"{clear}{mark} {title}{result} ({time.monotonic() - began:.1f} s)", flush=True)


def _show(current: Step, done: threading.Event, began: float) -> None:
    terminal = sys.stdout.isatty()
    turn = 0
    while not done.wait(0.1 if terminal else 15):
        seconds = int(time.monotonic() - began)
        line = f"{current.title} … {current.detail}".rstrip()
        if terminal:
            print(f"\r\x1b[2K{_FRAMES[turn % len(_FRAMES)]} {line} {seconds} s", end="", flush=True)
        else:
            print(f"  {line} {seconds} s", flush=True)
        turn += 1
