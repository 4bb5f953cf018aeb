"""What a test or an operator may turn on the simulator, in one place."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Everything that differs between a demo and a test.

    Attributes:
        clock: seconds since the epoch; every rule that depends on time asks it.
        callback_seconds: how long an account's server may take to answer (sheet §1.3: 5 s).
        callback_tries: how often one message is sent in all (sheet §1.3: three).
        finish_after: seconds between an accepted mass send or publication and its finish event.
        state_file: where the state is kept; None keeps it in memory.
    """

    clock: Callable[[], float] = time.time
    callback_seconds: float = 5.0
    callback_tries: int = 3
    finish_after: float = 1.0
    state_file: Path | None = None
