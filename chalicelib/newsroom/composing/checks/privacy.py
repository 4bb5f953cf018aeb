"""No number of a person stands in an article unmasked."""

from __future__ import annotations

from typing import Final

from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.newsroom.composing.checks.models import Copy, House
from chalicelib.newsroom.composing.checks.personal import (
    PERSONAL_NAMES,
    PersonalKind,
    personal_in,
)
from chalicelib.newsroom.models import Finding, Severity

_KEPT_BACK: Final = frozenset({PersonalKind.IDENTITY, PersonalKind.BANK_CARD})
"""A telephone or a firm's code may be meant for the public; a person decides."""


def unmasked(copy: Copy, house: House) -> list[Finding]:
    """A finding for each number; it shows the number masked."""
    today = house.planned or utc_now().astimezone(SHANGHAI).date()
    return [
        Finding(
            where=where,
            what=f"{PERSONAL_NAMES[one.kind]}没有打码：{one.masked}。请只留首尾几位，中间用 * 代替",
            severity=Severity.ERROR if one.kind in _KEPT_BACK else Severity.WARNING,
        )
        for where, words in copy.all
        for one in personal_in(words, today)
        if one.value not in house.numbers
    ]
