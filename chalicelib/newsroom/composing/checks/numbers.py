"""Numbers in the title also stand in the body."""

from __future__ import annotations

import re
from typing import Final

from chalicelib.newsroom.composing.checks.models import Copy, House
from chalicelib.newsroom.models import Finding, Severity

_NUMBER: Final = re.compile(
    r"(\d[\d,，]*(?:\.\d+)?)\s*(%|％|‰|个百分点|万亿元?|亿元?|万元?|元|年|月|日|号|倍|折)?"
)
_STRICT: Final = frozenset({"%", "‰", "个百分点", "万", "亿", "万亿", "元", "年", "月", "日", "号"})
"""A wrong number with one of these units is a wrong statement; other units may count things that the body lists."""
_SAME: Final = {"日": ("日", "号"), "号": ("号", "日")}
"""Both name a day of the month."""
_DIGITS: Final = "零一二三四五六七八九"


def differing(copy: Copy, house: House) -> list[Finding]:
    """Title's numbers that the body lacks: an error with a unit like 年 or %, else a warning."""
    body = _numbers(copy.body)
    values = {value for value, _ in body}
    findings = []
    for value, unit in dict.fromkeys(_numbers(copy.fields.get("title", ""))):
        if (
            any((value, one) in body for one in _SAME.get(unit, (unit,)))
            or (not unit and value in values)
            or _spelled(value, unit, copy.body)
        ):
            continue
        if not copy.blocks:
            continue
        strict = unit in _STRICT or len(value) >= 4
        findings.append(
            Finding(
                where="title",
                what=f"标题里的“{value}{unit}”在正文里没有出现，请核对",
                severity=Severity.ERROR if strict else Severity.WARNING,
            )
        )
    return findings


def _numbers(text: str) -> list[tuple[str, str]]:
    """Every number with its unit, in one spelling: 1,000 and 1000 are the same, as are ％ and %."""
    return [(_value(value), _unit(unit)) for value, unit in _NUMBER.findall(text)]


def _value(written: str) -> str:
    plain = written.replace(",", "").replace("，", "").rstrip(".")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return plain.lstrip("0") or "0"


def _unit(written: str) -> str:
    if written in ("万元", "亿元", "万亿元"):
        return written[:-1]
    return written.replace("％", "%")


def _spelled(value: str, unit: str, body: str) -> bool:
    """Whether the body writes the number in Chinese: 三步, 百分之五."""
    if not value.isdigit() or int(value) > 99:
        return False
    tens, ones = divmod(int(value), 10)
    words = (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "")
    words += _DIGITS[ones] if ones or not tens else ""
    if unit == "%":
        return f"百分之{words}" in body
    return f"{words}{unit}" in body
