"""Chinese names of the values of this package."""

from __future__ import annotations

from typing import Final

from chalicelib.menus.models import Cause, Source
from chalicelib.menus.models import PublicationState as S

STATES: Final = {
    S.WAITING: "待审核",
    S.PLANNED: "待发布",
    S.SENDING: "发布中",
    S.IN_FORCE: "现行",
    S.SUSPENDED: "活动期间暂停",
    S.ENDED: "已结束",
    S.REPLACED: "已被替换",
    S.FAILED: "失败",
    S.CANCELLED: "已取消",
    S.REJECTED: "已退回",
}
SOURCES: Final = {
    Source.EDITED: "编辑",
    Source.RESTORED: "恢复",
    Source.IMPORTED: "从微信后台带入",
    Source.TAKEN_OVER: "接管",
    Source.FOUND: "发布前微信上的菜单",
}
CAUSES: Final = {
    Cause.PUBLISH: "发布",
    Cause.END: "活动结束，恢复原菜单",
    Cause.BACK: "发布没有成功，恢复原菜单",
    Cause.OVERWRITE: "覆盖微信上的改动",
}
