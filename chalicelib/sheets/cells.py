"""Cells: as a spreadsheet program made them, and the values they stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from chalicelib.clock import SHANGHAI
from chalicelib.sheets.problems import BadCell
from chalicelib.web_address import fault

URL_BYTES: Final = 1024

# XML 1.0 has no way to write these: one of them in a reply and WeChat shows the follower an error.
_UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPLIT = re.compile(r"\\([|\\｜])|[|｜\n]")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]*(\d.*))?")
CLOCK: Final = re.compile(r"(\d{1,2})[:点时](\d{1,2})?分?(?::(\d{1,2}))?")
"""A time of day: 9:30, 9点, 9时30分."""


class CellKind(StrEnum):
    """The kind that a spreadsheet program gave a cell."""

    TEXT = "text"
    DATE = "date"
    FORMULA = "formula"
    BROKEN = "broken"
    PERCENT = "percent"
    ROUNDED = "rounded"


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as a sheet holds it."""

    text: str
    """What readers see of it, without what is struck through."""
    kind: CellKind = CellKind.TEXT
    link: str = ""
    """The address that the whole cell leads to."""
    struck: str = ""
    """Its words that are struck through."""
    area: tuple[int, int] | None = None
    """Row and column (from 1) where its merged area begins; every cell of the area has the area's text."""


Row = tuple[int, list[RawCell]]
"""A row's number as shown, and its cells."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file."""

    rows: Sequence[Row]
    name: str = ""
    """As problems name it; empty for a file that has one table."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    """Counted from 1."""


SPOILED: Final = {
    CellKind.FORMULA: "是公式，而且没有保存计算结果；请复制后“粘贴为数值”",
    CellKind.BROKEN: "是出错的公式；请填写文字",
    CellKind.PERCENT: "被表格软件当成了百分比；请把这一格设为文本格式后重新输入",
    CellKind.ROUNDED: "是超过 15 位的数字，表格软件已丢失后几位；请把这一格设为文本格式后重新输入",
    CellKind.DATE: "被表格软件变成了日期或时间；请把这一格设为文本格式后重新输入",
}


def clean(text: str) -> str:
    """Line ends as ``\\n``, nothing around. Raises ``BadCell`` for characters that no message can carry."""
    # Excel writes a carriage return inside a cell as _x000D_.
    text = text.replace("_x000D_\n", "\n").replace("\r\n", "\n").replace("\r", "\n").strip()
    bad = _UNWRITABLE.search(text)
    if bad:
        raise BadCell(
            f"第 {bad.start() + 1} 个字是不可显示的控制字符（U+{ord(bad.group()):04X}），请删除后重新输入"
        )
    return text


def split(value: str) -> list[str]:
    """Several things of one cell: split at ``|`` (either width) and line ends; ``\\|`` is a bar that belongs to one."""
    parts, part, end = [], "", 0
    for mark in _SPLIT.finditer(value):
        part += value[end : mark.start()]
        end = mark.end()
        if mark.group(1):
            part += mark.group(1)
        else:
            parts.append(part)
            part = ""
    parts.append(part + value[end:])
    return [stripped for part in parts if (stripped := part.strip())]


def join(several: Iterable[str]) -> str:
    """Several things as one cell, so that ``split`` finds them again."""
    return "|".join(re.sub(r"([|\\｜])", r"\\\1", one) for one in several)


def url(value: str) -> str:
    """A web address."""
    try:
        parts = urlsplit(value)
    except ValueError as error:
        raise BadCell(f"“{value[:40]}”不是网址") from error
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadCell(f"“{value[:40]}”不是以 http:// 或 https:// 开头的网址")
    if re.search(r"\s", value):
        raise BadCell("网址里不能有空格或换行")
    if wrong := fault(value):
        raise BadCell(f"网址“{value[:40]}”{wrong}")
    if len(value.encode()) > URL_BYTES:
        raise BadCell(f"网址超过 {URL_BYTES} 字节")
    return value


def valid_from(value: str) -> datetime:
    """A moment of Asia/Shanghai; a date alone is its first minute."""
    return dated(value)[0]


def valid_until(value: str) -> datetime:
    """A moment of Asia/Shanghai; a date alone lasts that day out, which is what people mean by 有效期至."""
    moment, day_only = dated(value)
    return moment + timedelta(days=1) if day_only else moment


def dated(value: str) -> tuple[datetime, bool]:
    """A moment, and whether only its day was written."""
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", value).strip())
    if not found:
        raise BadCell(f"“{value[:30]}”不是日期，应像 2026-03-01 或 2026-03-01 09:00")
    year, month, day, rest = found.groups()
    try:
        moment = datetime.fromisoformat(
            f"{int(year):04}-{int(month):02}-{int(day):02}T{_iso_time(rest)}"
        )
    except ValueError as error:
        raise BadCell(f"“{value[:30]}”：没有这个日期或时间") from error
    if not 2000 <= moment.year <= 2100:
        raise BadCell(f"“{value[:30]}”的年份不对")
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI), rest is None


def _iso_time(rest: str | None) -> str:
    if rest is None:
        return "00:00"
    found = CLOCK.fullmatch(rest)
    if not found:
        return rest
    return ":".join(f"{int(group or 0):02}" for group in found.groups())
