"""EventBridge, every minute → here: what is due and what stopped half-way."""

from typing import Any

from chalice.app import Blueprint, Rate

blueprint = Blueprint(__name__)


@blueprint.schedule(Rate(1, unit=Rate.MINUTES), name="sweep")
def sweep(event: Any) -> None:
    """Queue one message for each delivery, offer, thing at the desk and case at a hotline that somebody has to look at.

    Running it twice is harmless: a delivery queued twice is advanced once, a session seen to once, an offer
    brought to each account once.
    """
    from chalicelib import desk, distribution, hotline, publishing, telemetry

    due = desk.sweep(desk.utc_now())
    if due:
        telemetry.logger.info("desk tasks queued", extra={"tasks": due})
    cases = hotline.sweep(desk.utc_now())
    if cases:
        telemetry.logger.info("hotline cases queued", extra={"cases": cases})
    offers = distribution.sweep(publishing.utc_now())
    if offers:
        telemetry.logger.info("offers queued", extra={"offers": offers})
    queued = publishing.sweep(publishing.utc_now())
    if queued:
        telemetry.logger.info("deliveries queued", extra={"deliveries": queued})
