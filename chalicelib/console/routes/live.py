"""Live changes: a ticket for the doorbell, and the counts for who hears no bell."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel

from chalicelib import live
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.settings import settings

router = Router()


class LiveTicket(BaseModel):
    """What opens one connection, within a minute; both empty where there is no doorbell."""

    url: str
    ticket: str


class Changes(BaseModel):
    """How often something of each topic has changed: another number than before means, ask again."""

    counts: dict[str, int]


@router.post("/live/ticket", tags=["live"], summary="实时通知的连接凭据")
def ticket() -> LiveTicket:
    """Open a connection with ``{url}?ticket={ticket}``, then send ``{"watch": ["articles:province"]}``."""
    url = settings().live_url
    return LiveTicket(url=url, ticket=live.ticket(actor(), utc_now()) if url else "")


@router.get("/live/changes", tags=["live"], summary="各主题的变更计数")
def changes(topics: Annotated[str, Query(max_length=4000)]) -> Changes:
    """The counts of topics (commas between), for a page without a connection."""
    return Changes(counts=live.changes(topics.split(","), actor()))
