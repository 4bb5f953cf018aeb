"""Chinese names of the values of this package, and times as people read them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from chalicelib.clock import SHANGHAI
from chalicelib.knowledge.models import FaqStatus, PolicyStatus, Standing, VersionState

STANDING_NAMES: Final = {
    Standing.LIVE: "启用",
    Standing.DRAFT: "草稿",
    Standing.RETIRED: "停用",
}
ENTRY_STATUS_NAMES: Final = {
    FaqStatus.DRAFT: "草稿",
    FaqStatus.IN_REVIEW: "待审",
    FaqStatus.RELEASED: "已发布",
    FaqStatus.RETIRED: "停用",
}
VERSION_STATE_NAMES: Final = {
    VersionState.DRAFT: "草稿",
    VersionState.IN_REVIEW: "待审",
    VersionState.RELEASED: "已发布",
    VersionState.DROPPED: "已放弃",
}
POLICY_STATUS_NAMES: Final = {
    PolicyStatus.EFFECTIVE: "有效",
    PolicyStatus.LAPSED: "失效",
    PolicyStatus.REPEALED: "废止",
    PolicyStatus.PARTLY_LAPSED: "部分失效",
    PolicyStatus.PARTLY_REPEALED: "部分废止",
}


def day_or_moment(at: datetime | None) -> str:
    """A time of Asia/Shanghai for people; without the time of day where that is midnight."""
    if at is None:
        return ""
    local = at.astimezone(SHANGHAI)
    return local.strftime("%Y-%m-%d" if not (local.hour or local.minute) else "%Y-%m-%d %H:%M")


def last_day(until: datetime | None) -> str:
    """The end of a validity as people write it: the last day that counts, where it ends with a day."""
    if until is None:
        return ""
    local = until.astimezone(SHANGHAI)
    midnight = not (local.hour or local.minute or local.second)
    return day_or_moment(local - timedelta(days=1) if midnight else local)
