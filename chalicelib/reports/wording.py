"""Numbers and changes as a report words them. Pure."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from chalicelib.reports.models import Cell, Figure, Period, ReportKind
from chalicelib.reports.sums import change

UNTOLD: Final = "—"
_UNPRINTABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def number(value: float | None, decimals: int = 0) -> str:
    """A number with its thousands set apart; what is not known is a dash."""
    return UNTOLD if value is None else f"{value:,.{decimals}f}"


def cell(value: Cell) -> str:
    """A cell of a table: whole numbers with their thousands, others with one decimal."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and not value.is_integer():
        return number(value, 1)
    return number(value)


def seconds(value: float | None) -> str:
    """A time that people waited: ``45 秒``, ``2 分 05 秒``, ``1 小时 03 分``."""
    if value is None:
        return UNTOLD
    whole = round(value)
    if whole < 60:
        return f"{whole} 秒"
    if whole < 3600:
        return f"{whole // 60} 分 {whole % 60:02d} 秒"
    return f"{whole // 3600} 小时 {whole % 3600 // 60:02d} 分"


def value_of(figure: Figure, value: float | None) -> str:
    """A value of a figure, with its unit where it is a time or a share."""
    if value is None:
        return UNTOLD
    if figure.unit == "秒":
        return seconds(value)
    if figure.unit == "%":
        return f"{number(value, figure.decimals)}%"
    return number(value, figure.decimals)


def label_of(figure: Figure) -> str:
    """A figure's name with its unit, as a table has it."""
    return figure.label if figure.unit in ("秒", "%") else f"{figure.label}（{figure.unit}）"


def changed(figure: Figure, against: float | None) -> str:
    """A change as a table shows it: ``+12.3%``, ``-4.0%``, ``持平``; of a share in points; a dash where it can't be told."""
    if figure.unit == "%":
        if figure.now is None or against is None or figure.missing:
            return UNTOLD
        points = round(figure.now - against, 1)
        return "持平" if not points else f"{points:+.1f} 个百分点"
    grown = change(figure, against)
    if grown is None:
        return UNTOLD
    return "持平" if abs(grown) < 0.05 else f"{grown:+,.1f}%"


def compared(figure: Figure, period: Period) -> str:
    """A change as a sentence has it, with its comma; empty where it can't be told."""
    said = [
        words
        for against, than in (
            (figure.before, f"上{noun(period)}"),
            (figure.year_before, "去年同期"),
        )
        if (words := _than(figure, against, than))
    ]
    return "".join(f"，{words}" for words in said)


def noun(period: Period) -> str:
    """周 or 月."""
    return "周" if period.kind is ReportKind.WEEK else "月"


def _than(figure: Figure, against: float | None, than: str) -> str:
    grown = change(figure, against)
    if grown is None:
        return ""
    if abs(grown) < 0.05:
        return f"与{than}持平"
    return f"比{than}{'增长' if grown > 0 else '下降'} {abs(grown):,.1f}%"


def day_labels(days: list[date]) -> tuple[str, ...]:
    """Days as an axis has them."""
    return tuple(f"{day.month}.{day.day}" for day in days)


def numeral(number: int) -> str:
    """The number of a heading: 一 to 九十九."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{digits[tens]}十"
    return head + (digits[ones] if ones or not tens else "")


def printable(text: str) -> str:
    """A text without the signs that no document can hold (XML 1.0, section 2.2)."""
    return _UNPRINTABLE.sub("", text)
