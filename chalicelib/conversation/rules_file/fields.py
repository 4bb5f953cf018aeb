"""The meaning of a cell: one small parser a kind, each raising ``BadCell`` with a reason an operator understands."""

from __future__ import annotations

import re
import unicodedata
from datetime import time
from typing import Final

from chalicelib.characters import comparable
from chalicelib.sheets.cells import CLOCK, clean
from chalicelib.sheets.problems import BadCell
from chalicelib.wechat.replies import TEXT_BYTES

KEYWORD_CHARS: Final = 60
NAME_CHARS: Final = 60
SCENE_CHARS: Final = 64
MENU_KEY_BYTES: Final = 128

_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
_MEDIA_ID = re.compile(r"[A-Za-z0-9_-]{1,200}")


def short(text: str) -> str:
    """A title, description or the like: ``clean``, and no longer than any WeChat shows. Raises ``BadCell``."""
    text = clean(text)
    if len(text.encode()) > TEXT_BYTES:
        raise BadCell(f"太长，最多 {TEXT_BYTES:,} 字节，现在是 {len(text.encode()):,} 字节")
    return text


def keyword(value: str) -> str:
    """A keyword of 1 to 60 characters on one line."""
    if len(value) > KEYWORD_CHARS:
        raise BadCell(f"关键词“{value[:10]}…”有 {len(value)} 个字，最多 {KEYWORD_CHARS} 个")
    if "\n" in value or "\t" in value:
        raise BadCell(f"关键词“{value[:10]}”里不能有换行或制表符")
    if not comparable(value).strip():
        raise BadCell("关键词里只有看不见的字符，请重新输入")
    return value


def invisible(value: str) -> str | None:
    """The code of a character in a keyword that nobody sees, if there is one; messages are compared without it."""
    found = _INVISIBLE.search(value)
    return f"U+{ord(found.group()):04X}" if found else None


def rule_name(value: str) -> str:
    """A rule's name."""
    if len(value) > NAME_CHARS:
        raise BadCell(f"规则名称有 {len(value)} 个字，最多 {NAME_CHARS} 个")
    if "\n" in value:
        raise BadCell("规则名称里不能有换行")
    return value


def scene(value: str) -> str:
    """A QR scene as in ``qrcode/create`` (sheet §2.6)."""
    value = value.removeprefix("qrscene_")
    if not value or len(value) > SCENE_CHARS:
        raise BadCell(f"场景值要有 1 到 {SCENE_CHARS} 个字")
    return value


def menu_key(value: str) -> str:
    """A menu key (sheet §2.2)."""
    if len(value.encode()) > MENU_KEY_BYTES:
        raise BadCell(f"菜单 key 超过 {MENU_KEY_BYTES} 字节")
    return value


def media_id(value: str) -> str:
    """A media_id as WeChat hands them out."""
    if not _MEDIA_ID.fullmatch(value):
        raise BadCell(f"“{value[:20]}”不像 media_id：只有字母、数字、- 和 _")
    return value


def priority(value: str) -> int:
    """A whole number from -1000 to 1000."""
    plain = unicodedata.normalize("NFKC", value)
    if not re.fullmatch(r"[+-]?[0-9]{1,6}(\.0+)?", plain):
        raise BadCell(f"“{value[:20]}”不是整数")
    number = int(plain.split(".")[0])
    if not -1000 <= number <= 1000:
        raise BadCell(f"{number} 不在 -1000 到 1000 之间")
    return number


def hours(value: str) -> tuple[time, time] | None:
    """From and until of every day; None for a range that is the whole day."""
    plain = re.sub(r"[-–—−~至到]+", "-", unicodedata.normalize("NFKC", value)).replace(" ", "")
    bounds = plain.split("-")
    if len(bounds) != 2:
        raise BadCell(f"“{value[:20]}”不是时段，应像 08:30-17:30（一条规则只有一个时段）")
    start, end = _clock(bounds[0], value), _clock(bounds[1], value)
    if (start, end) == ((0, 0, 0), (24, 0, 0)):
        return None
    if start[0] == 24:
        raise BadCell(f"“{value[:20]}”：24:00 只能是结束")
    first, last = time(*start), time(end[0] % 24, *end[1:])
    if first == last:
        raise BadCell(f"“{value[:20]}”的开始和结束相同")
    return first, last


def _clock(part: str, whole: str) -> tuple[int, int, int]:
    found = CLOCK.fullmatch(part)
    if not found:
        raise BadCell(f"“{whole[:20]}”不是时段，应像 08:30-17:30")
    hour, minute, second = (int(group or 0) for group in found.groups())
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        raise BadCell(f"“{whole[:20]}”里没有 {part} 这个时间")
    return hour, minute, second
