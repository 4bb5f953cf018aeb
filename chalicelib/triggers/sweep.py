"""EventBridge, every minute → here: what is due and what stopped half-way."""

from typing import Any

from chalice.app import Blueprint, Rate

from chalicelib.clock import utc_now

blueprint = Blueprint(__name__)


@blueprint.schedule(Rate(1, unit=Rate.MINUTES), name="sweep")
def sweep(event: Any) -> None:
    """Queue everything that is due (``application.sweep``).

    Running it twice is harmless: whatever is queued twice is done once. Raises the error that stopped one of the
    sweeps, after the others: the alarm for the function's errors rings.
    """
    from chalicelib.application.sweep import queue_due

    queue_due(utc_now())
