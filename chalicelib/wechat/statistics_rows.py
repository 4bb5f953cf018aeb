"""Rows of WeChat's statistics, read with forgiveness: fields come and go with WeChat's versions (sheet §2.8). Pure.

A number that WeChat does not name is None, not 0: 在看 and 点赞 are told by some versions only, and a page has to be able
to say so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

Row = Mapping[str, Any]
"""One row of an answer, as it came."""

EVERYWHERE: Final = "全部"
"""The ``scene_desc`` of a row that is the sum of the others."""
_MSGID: Final = re.compile(r"(\d+)_(\d+)")


class UserRow(NamedTuple):
    """Followers who came and left by one way (getusersummary)."""

    source: int
    new: int
    gone: int

    @classmethod
    def of(cls, row: Row) -> UserRow:
        """The row as it is understood."""
        return cls(
            _count(row, "user_source") or 0,
            _count(row, "new_user") or 0,
            _count(row, "cancel_user") or 0,
        )


class Figures(NamedTuple):
    """Figures of an article, or of an account as a whole; None for what WeChat did not tell."""

    read: int | None = None
    share: int | None = None
    zaikan: int | None = None
    like: int | None = None
    comment: int | None = None
    collect: int | None = None


_NAMES: Final = {
    "read": ("read_user",),
    "share": ("share_user",),
    "zaikan": ("zaikan_user", "zaikan_count"),
    "like": ("like_user", "thumb_user", "like_count"),
    "comment": ("comment_count", "comment_user"),
    "collect": ("collection_user", "collect_user"),
}
"""A figure → the names that versions of WeChat give it, the usual one first."""


def figures(row: Row) -> Figures:
    """The figures that a row names."""
    return Figures(**{name: _count(row, *spelled) for name, spelled in _NAMES.items()})


def sources(row: Row, field: str = "read_user_source") -> dict[str, int]:
    """Users by where they came from (``scene_desc``), without the row that is the sum of all."""
    found: dict[str, int] = {}
    listed = row.get(field)
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and (scene := str(one.get("scene_desc") or "").strip()):
            found[scene] = found.get(scene, 0) + (_count(one, "user_count") or 0)
    found.pop(EVERYWHERE, None)
    return found


class DayFigures(NamedTuple):
    """An article from its publication to the end of one day."""

    day: date
    figures: Figures


class ArticleRow(NamedTuple):
    """One article of a day (getarticletotaldetail)."""

    msg_data_id: int
    place: int
    """In the push, from 1."""
    title: str
    url: str
    notified: bool | None
    """Whether followers were notified (publish_type 0); None where WeChat does not say."""
    days: tuple[DayFigures, ...]
    """Sums since publication, by day, the oldest first."""
    sources: dict[str, int]
    """Readers by where they came from, as of the last of ``days``."""

    @classmethod
    def of(cls, row: Row) -> ArticleRow | None:
        """The row as it is understood; None where it does not say which article it is about."""
        named = msgid_of(row)
        if named is None:
            return None
        details: dict[date, Row] = {}
        listed = row.get("detail_list")
        for one in listed if isinstance(listed, list) else ():
            if isinstance(one, dict) and (day := day_of(one.get("stat_date"))):
                details[day] = one
        last = details[max(details)] if details else {}
        kind = _count(row, "publish_type")
        return cls(
            msg_data_id=named[0],
            place=named[1],
            title=str(row.get("title") or ""),
            url=str(row.get("content_url") or row.get("url") or ""),
            notified=None if kind is None else kind == 0,
            days=tuple(DayFigures(day, figures(details[day])) for day in sorted(details)),
            sources=sources(last),
        )


def msgid_of(row: Row) -> tuple[int, int] | None:
    """``msg_data_id`` and place in the push of ``msgid`` (``2247490098_1``); None where there is none."""
    found = _MSGID.fullmatch(str(row.get("msgid") or "").strip())
    return (int(found[1]), int(found[2])) if found else None


def total_users(rows: tuple[Row, ...]) -> int | None:
    """The number of followers (getusercumulate); None where WeChat does not tell."""
    told = [count for row in rows if (count := _count(row, "cumulate_user")) is not None]
    return max(told, default=None)


def day_of(value: object) -> date | None:
    """A day as WeChat writes it, ``2026-11-23`` or ``20261123``; None for anything else."""
    text = str(value or "").strip()[:10]
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _count(row: Row, *names: str) -> int | None:
    """The first of these fields that holds a number."""
    for name in names:
        value = row.get(name)
        if isinstance(value, bool) or value is None:
            continue
        try:
            return int(float(value))
        except (TypeError, ValueError, OverflowError):
            continue
    return None
