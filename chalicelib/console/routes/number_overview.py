"""概览: the key figures of a span with their change, and what is late."""

from __future__ import annotations

from datetime import date

from aws_lambda_powertools.event_handler.api_gateway import Router
from pydantic import BaseModel

from chalicelib.application import number_overview as reading
from chalicelib.console.caller import actor
from chalicelib.console.routes.number_choices import Place, Since, Until, asked_span

router = Router()


class OverviewSeen(BaseModel):
    """The key figures of a span."""

    since: date
    until: date
    overview: reading.Overview


@router.get("/numbers/overview", tags=["numbers"], summary="关键数字和比前一段的变化")
def overview(
    unit: Place = "", account: Place = "", since: Since = None, until: Until = None
) -> OverviewSeen:
    """Of an account, or of a unit and those below."""
    days = asked_span(since, until)
    found = reading.overview(unit, days, account=account, by=actor())
    return OverviewSeen(since=days.since, until=days.until, overview=found)
