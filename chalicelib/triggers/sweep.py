"""EventBridge, every minute → here: what is due and what stopped half-way."""

from typing import Any

from chalice.app import Blueprint, Rate

blueprint = Blueprint(__name__)


@blueprint.schedule(Rate(1, unit=Rate.MINUTES), name="sweep")
def sweep(event: Any) -> None:
    return None
