"""Days that an article names exist, and its deadlines are not over when it goes out."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from chalicelib.newsroom.composing.checks.models import Copy, House
from chalicelib.newsroom.models import Finding, Severity

_DATE: Final = re.compile(
    r"(?:(?P<year>20\d{2})\s*[年./-]\s*|(?P<this>今年|本年))?(?<!\d)(?P<month>1[0-2]|0?[1-9])\s*[月./-]\s*"
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)\s*(?:日|号)?"
)
_NAMED_DAY: Final = re.compile(
    r"(?<!\d)(?:(?P<year>(?:19|20)\d{2})年)?(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]"
)
_LEAP: Final = "2024"
"""Stands for a year that is not named: 2月29日 may be meant."""
_BEFORE: Final = re.compile(
    r"(?:截至|截止|截止到|最迟|至迟|务必于|请于|请在|延长至|延期至|延至|期限为)[^，。；！？\d]{0,8}$"
)
_AFTER: Final = re.compile(r"^[^，。；！？\d]{0,4}(?:之前|以前|前|截止|止|到期|24\s*时)")
_YEAR: Final = re.compile(r"(20\d{2})\s*(?:年(?!度)|[./-]\s*(?=\d{1,2}\D))")
"""A year that later dates of the paragraph share; 2026年度 names the year that is settled, mostly in the year after."""
_OTHER_YEAR: Final = re.compile(r"(?:次年|明年|来年|每年|翌年|去年)[^。；！？]{0,24}$")
RECENT: Final = timedelta(days=90)
_RANGE: Final = re.compile(r"(?:至|到|—|–|-|~|～)\s*$")


def in_calendar(copy: Copy, house: House) -> list[Finding]:
    """Days that no calendar has, and deadlines that are over."""
    return [*_impossible(copy), *over(copy, house)]


def _impossible(copy: Copy) -> list[Finding]:
    return [
        Finding(where=where, what=f"没有 {found.group()} 这一天，请核对")
        for where, words in copy.all
        for found in _NAMED_DAY.finditer(words)
        if not _exists(*found.group("year", "month", "day"))
    ]


def _exists(year: str | None, month: str, day: str) -> bool:
    try:
        date(int(year or _LEAP), int(month), int(day))
    except ValueError:
        return False
    return True


def over(copy: Copy, house: House) -> list[Finding]:
    """Deadlines before the day on which the article is planned, and a validity that has ended by then."""
    if house.planned is None:
        return []
    findings = _validity(copy, house.planned)
    for where, words in copy.all:
        for found in _DATE.finditer(words):
            if not _is_deadline(words, found):
                continue
            day = _day(words, found, house.planned)
            if day is not None and day < house.planned:
                what = f"期限 {found.group().strip()} 到发布日 {house.planned} 已经过去，请核对"
                findings.append(Finding(where=where, what=what, severity=Severity.WARNING))
    return findings


def _is_deadline(words: str, found: re.Match[str]) -> bool:
    """A date with a word of limit beside it; a bare ``3.15`` is a number."""
    if not found.group().rstrip().endswith(("日", "号")) and found.group("year") is None:
        return False
    before, after = words[: found.start()], words[found.end() :]
    return bool(_BEFORE.search(before) or _AFTER.search(after) or _ends_range(before, after))


def _ends_range(before: str, after: str) -> bool:
    return bool(_RANGE.search(before) and _DATE.search(before[-16:]) and "月" in before[-16:])


def _day(words: str, found: re.Match[str], planned: date) -> date | None:
    """The day that is meant; None where the year cannot be known."""
    before = words[: found.start()]
    year = found.group("year") or (str(planned.year) if found.group("this") else None)
    if year is None and _OTHER_YEAR.search(before):
        return None
    if year is None and (named := _YEAR.findall(before)):
        year = named[-1]
    try:
        day = date(int(year or planned.year), int(found.group("month")), int(found.group("day")))
    except ValueError:
        return None
    # A day without a year that is long over is next year's, more likely than a slip.
    return day if year or planned - day < RECENT else None


def _validity(copy: Copy, planned: date) -> list[Finding]:
    try:
        until = date.fromisoformat(copy.fields.get("valid_until", ""))
    except ValueError:
        return []
    if until >= planned:
        return []
    return [Finding(where="valid_until", what=f"有效期至 {until}，到发布日 {planned} 已经过了")]
