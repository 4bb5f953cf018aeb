"""消息: what followers wrote and what came of it, the desk and the menu, as the archive counts them."""

from __future__ import annotations

from datetime import date

from aws_lambda_powertools.event_handler.api_gateway import Router
from pydantic import BaseModel

from chalicelib.application import archive_numbers as reading
from chalicelib.console.caller import actor
from chalicelib.console.routes.number_choices import Place, Since, Until, asked_span

router = Router()
SOURCE = "本系统的数据档案"


class MessagesCounted(BaseModel):
    """Messages, sessions and the menu of a span."""

    source: str
    """Who counted them."""
    since: date
    until: date
    numbers: reading.MessageNumbers


@router.get("/numbers/messages", tags=["numbers"], summary="消息、人工会话和菜单，按天")
def messages(
    unit: Place = "", account: Place = "", since: Since = None, until: Until = None
) -> MessagesCounted:
    """Of an account, or of a unit and those below, added up."""
    days = asked_span(since, until)
    found = reading.message_numbers(unit, days, account=account, by=actor())
    return MessagesCounted(source=SOURCE, since=days.since, until=days.until, numbers=found)
