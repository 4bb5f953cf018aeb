"""What the routes of numbers share: the days that are asked for, and a number as it was observed."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from chalicelib.application.wechat_numbers import Span, span
from chalicelib.clock import utc_now

Since = Annotated[date | None, Query(description="从哪天起（北京时间）；不写为三十天前")]
Until = Annotated[date | None, Query(description="到哪天为止；不写为昨天")]
Place = Annotated[str, Query(max_length=40)]


def asked_span(since: date | None, until: date | None) -> Span:
    """The days that somebody asks for; the last thirty by default. Raises ``BadSpan``."""
    return span(since, until, utc_now())
