"""The simulator's settings, for tests and the command line."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Settings of one simulator; the defaults are those of `serve`.

    Attributes:
        clock: seconds since the epoch; every rule that depends on time asks it.
        callback_seconds: how long an account's server may take to answer (sheet §1.3: 5 s).
        callback_tries: how often one message is sent in all (sheet §1.3: three).
        finish_after: seconds between an accepted mass send or publication and its finish event.
        hosts: names and addresses that pages and control API are reached by, beside those of this machine.
        state_file: the file that keeps the state; None keeps it in memory.
    """

    clock: Callable[[], float] = time.time
    callback_seconds: float = 5.0
    callback_tries: int = 3
    finish_after: float = 1.0
    hosts: tuple[str, ...] = ()
    state_file: Path | None = None
