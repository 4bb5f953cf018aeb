"""Ends a system when the tests that use it are over, however they ended: ``python -m tests.stack.keeper PROCESS HOME``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from dev.processes import began, stop


def main(process: int, home: Path) -> None:
    """Wait for the end of a process, then stop what has its pid file in ``home``."""
    then = began(process)
    while then and began(process) == then:
        time.sleep(0.2)
    for name in ("simulator", "cloud"):
        stop(home / f"{name}.pid", seconds=5)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
