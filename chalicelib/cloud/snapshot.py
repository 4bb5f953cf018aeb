"""A function whose start is kept as a snapshot, and goes on in many processes at once (SnapStart; docs/decisions/0363).

What a start makes is the same in all of them, days later. So a start holds no secret, no token and no account; what it
must not hold open, or have in common, is closed before the snapshot and drawn anew after it.
"""

from __future__ import annotations

import os
import random
from typing import Final

from chalicelib.cloud import clients
from chalicelib.cloud.session import connections

_KIND: Final = "AWS_LAMBDA_INITIALIZATION_TYPE"


def prepare() -> None:
    """Have Lambda call what belongs before and after a snapshot, where it takes one."""
    if os.environ.get(_KIND) != "snap-start":
        return
    # Comes with Lambda's runtimes of Python 3.12 and later, and with no other.
    from snapshot_restore_py import (  # type: ignore[import-not-found]
        register_after_restore,
        register_before_snapshot,
    )

    register_before_snapshot(before_snapshot)
    register_after_restore(after_restore)


def before_snapshot() -> None:
    """Make what the first message would have to, since this start is paid once; leave no connection open."""
    clients.s3()
    connections().close()


def after_restore() -> None:
    """Draw new random numbers: pauses between tries, and one reply of several. Secrets come from the system's own source."""
    random.seed()
