"""EventBridge, every minute → here: what is due and what stopped half-way."""

from collections.abc import Callable
from typing import Any

from chalice.app import Blueprint, Rate

from chalicelib.clock import utc_now

blueprint = Blueprint(__name__)


@blueprint.schedule(Rate(1, unit=Rate.MINUTES), name="sweep")
def sweep(event: Any) -> None:
    """Queue one message for each delivery, offer, thing at the desk and case at a hotline that somebody has to look at.

    Running it twice is harmless: a delivery queued twice is advanced once, a session seen to once, an offer
    brought to each account once. Raises what stopped one of them, after the others were looked after: the
    alarm for the function's errors rings.
    """
    from chalicelib import desk, distribution, hotline, publishing, telemetry
    from chalicelib.clock import utc_now

    # Pushes first: they have a minute. And what stops one of them must not stop the others.
    sweeps: tuple[tuple[str, Callable[[], int]], ...] = (
        ("deliveries", lambda: publishing.sweep(publishing.utc_now())),
        ("offers", lambda: distribution.sweep(publishing.utc_now())),
        ("desk tasks", lambda: desk.sweep(utc_now())),
        ("hotline cases", lambda: hotline.sweep(utc_now())),
    )
    errors: list[Exception] = []
    for what, look in sweeps:
        try:
            number = look()
        except Exception as error:
            telemetry.logger.exception("sweep failed", extra={"what": what})
            errors.append(error)
        else:
            if number:
                telemetry.logger.info(f"{what} queued", extra={"number": number})
    if errors:
        raise errors[0]
