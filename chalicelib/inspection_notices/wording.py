"""Numbers and sentences as a paper has them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from chalicelib.clock import shown
from chalicelib.inspection_notices.models import AccountChecked, FindingTold

UNTOLD: Final = "—"


def share(part: int, whole: int) -> str:
    """A share: ``90.87%``, ``100%``; a dash where there is nothing to share."""
    return percent(100 * part / whole if whole else None)


def percent(value: float | None) -> str:
    """Two decimals at most. What is not all is never rounded to 100."""
    if value is None:
        return UNTOLD
    kept = min(value, 99.99) if value < 100 else value
    return f"{kept:.2f}".rstrip("0").rstrip(".") + "%"


def day(at: datetime | None) -> str:
    """The day of a time, as a table has it: ``2026-08-13``, Asia/Shanghai."""
    return shown(at)[:10] if at else UNTOLD


def points(value: float | None) -> str:
    """Points without idle zeros: ``5``, ``2.5``."""
    return UNTOLD if value is None else f"{value:.1f}".removesuffix(".0")


def original_share(one: AccountChecked) -> str:
    """原创率 of an account."""
    if one.publications is None or one.originals is None:
        return UNTOLD
    return share(one.originals, one.publications)


def names(every: Iterable[str], most: int = 10) -> str:
    """Names in a sentence, each once: ``甲、乙等 12 个``."""
    told = list(dict.fromkeys(every))
    shown_names = "、".join(told[:most])
    return shown_names if len(told) <= most else f"{shown_names}等 {len(told)} 个"


def paragraphs(text: str) -> list[str]:
    """Each filled line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def where(one: FindingTold) -> str:
    """What was found, and where it stands."""
    return f"{one.what}（{one.place}）" if one.place else one.what
