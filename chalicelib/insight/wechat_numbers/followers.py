"""Followers of an account by day and source, as WeChat says. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from pydantic import AwareDatetime, Field

from chalicelib.insight.wechat_numbers.models import DayRecord
from chalicelib.values import Value
from chalicelib.wechat.statistics_rows import UserRow, total_users

SOURCES: Final = {
    0: "其他合计",
    1: "公众号搜索",
    17: "名片分享",
    30: "扫描二维码",
    57: "文章内账号名称",
    100: "微信广告",
    149: "小程序关注",
    161: "他人转载",
    200: "视频号",
    201: "直播",
}
"""``user_source`` → how people read it [M]: the sheet (§2.8) names the field and no values."""


class FollowerDay(Value):
    """One day of an account's followers."""

    day: date
    new: dict[int, int] = Field(default_factory=dict)
    """Who came, by source."""
    gone: dict[int, int] = Field(default_factory=dict)
    """Who left, by the source by which they had come."""
    total: int | None = None
    """How many there were at its end; None where WeChat has not said."""
    delayed: bool = False
    """WeChat called the figures not final."""
    told: bool = True
    """Whether WeChat has said anything of who came and left."""
    observed_at: AwareDatetime | None = None

    @property
    def came(self) -> int:
        """All who came."""
        return sum(self.new.values())

    @property
    def left(self) -> int:
        """All who left."""
        return sum(self.gone.values())

    @property
    def net(self) -> int:
        """How many more there are than the day before."""
        return self.came - self.left


def source_name(source: int) -> str:
    """A source as people read it."""
    return SOURCES.get(source, f"来源 {source}")


def follower_days(
    changes: Iterable[DayRecord], totals: Iterable[DayRecord]
) -> tuple[FollowerDay, ...]:
    """The days of which either call told anything, oldest first."""
    came, there = {one.day: one for one in changes}, {one.day: one for one in totals}
    return tuple(_day(day, came.get(day), there.get(day)) for day in sorted(came | there))


def _day(day: date, changes: DayRecord | None, totals: DayRecord | None) -> FollowerDay:
    new: dict[int, int] = {}
    gone: dict[int, int] = {}
    for row in (changes.rows if changes else None) or ():
        read = UserRow.of(row)
        new[read.source] = new.get(read.source, 0) + read.new
        gone[read.source] = gone.get(read.source, 0) + read.gone
    known = [one.latest for one in (changes, totals) if one]
    return FollowerDay(
        day=day,
        new={source: number for source, number in new.items() if number},
        gone={source: number for source, number in gone.items() if number},
        total=total_users(totals.rows or ()) if totals else None,
        delayed=any(one.delayed for one in known),
        told=changes is not None,
        observed_at=max(one.until for one in known),
    )
