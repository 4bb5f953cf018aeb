"""What follows a write that is done: it may fail, and whoever made the write does not hear of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib.cloud.errors import FAILURES


@contextmanager
def afterwards(what: str) -> Iterator[None]:
    """Within, a failure of AWS is counted and passed over.

    Only for what the sweep, or the next look, does all the same: a message that hurries a worker, a counter that is
    counted anew. An error would tell a person that what they ordered was not done, and they would order it again.
    """
    try:
        yield
    except FAILURES as error:
        _tell(what, error)


def _tell(what: str, error: Exception) -> None:
    if "AWS_LAMBDA_FUNCTION_NAME" not in os.environ:
        return  # at a command: nobody collects its metrics, and its output is the person's
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    telemetry.logger.warning("left to the sweep", extra={"what": what, "error": str(error)})
    telemetry.count(Metric.LEFT_TO_SWEEP, What=what)
