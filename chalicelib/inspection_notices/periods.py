"""Quarters and other periods, and how they are called. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from chalicelib.clock import SHANGHAI
from chalicelib.inspection_notices.errors import BadSpan
from chalicelib.inspection_notices.models import Span

_QUARTER: Final = re.compile(r"(\d{4})-?[Qq]([1-4])")
_NUMERALS: Final = "一二三四"


def quarter_of(day: date) -> Span:
    """The quarter that a day is in."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return Span(since=first, until=_after(first) - timedelta(days=1))


def asked(text: str, now: datetime) -> Span:
    """``2026-Q3``, or ``2026-07-01..2026-08-15``; empty: the latest quarter that is over. Raises ``BadSpan``."""
    today = now.astimezone(SHANGHAI).date()
    if not text:
        return quarter_of(quarter_of(today).since - timedelta(days=1))
    if found := _QUARTER.fullmatch(text.strip()):
        try:
            span = quarter_of(date(int(found[1]), int(found[2]) * 3, 1))
        except ValueError:
            raise BadSpan(_UNREADABLE) from None
        return _begun(span, today)
    try:
        since, until = (date.fromisoformat(one) for one in text.strip().split(".."))
    except ValueError:
        raise BadSpan(_UNREADABLE) from None
    if since > until or (until - since).days > 366:
        raise BadSpan("时期的开始不能晚于结束，最长一年。")
    return _begun(Span(since=since, until=until), today)


def name_of(span: Span) -> str:
    """2026年第三季度, or 2026年7月1日至8月15日."""
    if span == quarter_of(span.since):
        return f"{span.since.year}年第{_NUMERALS[(span.since.month - 1) // 3]}季度"
    return f"{day_name(span.since)}至{day_name(span.until)}"


def day_name(day: date) -> str:
    """2026年7月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def key_of(span: Span) -> str:
    """As ids have it: ``2026-07-01_2026-09-30``."""
    return f"{span.since}_{span.until}"


_UNREADABLE: Final = "请写季度（2026-Q3）或起止日期（2026-07-01..2026-09-30）。"


def _begun(span: Span, today: date) -> Span:
    if span.since > today:
        raise BadSpan("这个时期还没有开始。")
    return span


def _after(first: date) -> date:
    month = first.month + 3
    return date(first.year + month // 13, (month - 1) % 12 + 1, 1)
