"""A reader in a process of its own, which the system ends where it takes too long or too much."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

SECONDS: Final = 5
MEMORY: Final = 500 * 1024 * 1024

_FORK: Final = multiprocessing.get_context("fork")


def told(read: Callable[[], object]) -> str:
    """The sentence with which ``read`` refuses; a file that is read is ``accepted``.

    The system kills the process after five seconds of processor time or at half a gigabyte beyond what it had: then
    this says ``killed``.
    """
    here, there = _FORK.Pipe()
    process = _FORK.Process(target=_within, args=(read, there))
    process.start()
    there.close()
    try:
        return str(here.recv())
    except EOFError:
        return "killed"
    finally:
        process.join()


def _within(read: Callable[[], object], answer: Any) -> None:
    seconds = int(time.process_time()) + 1 + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    memory = _data() + MEMORY
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    try:
        read()
    except MemoryError:
        answer.send("killed")
    except Exception as refused:  # the sentence is compared by the test
        answer.send(str(refused))
    else:
        answer.send("accepted")


def _data() -> int:
    """Bytes of this process's own data."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return 1024 * int(next(line.split()[1] for line in lines if line.startswith("VmData")))
