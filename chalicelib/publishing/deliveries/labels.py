"""Chinese names of the values of deliveries."""

from __future__ import annotations

from typing import Final

from chalicelib.publishing.deliveries.models import DeliveryState, Way

STATES: Final = {
    DeliveryState.PLANNED: "计划",
    DeliveryState.RESERVED: "已排期",
    DeliveryState.PREPARED: "草稿已就绪",
    DeliveryState.SUBMITTED: "已提交",
    DeliveryState.AWAITING_ADMIN: "待管理员确认",
    DeliveryState.CONFIRMED: "已送达",
    DeliveryState.FAILED: "失败",
    DeliveryState.PARTIALLY_SENT: "部分送达",
    DeliveryState.CANCELLED: "已取消",
    DeliveryState.RECALLED: "已撤回",
}
WAYS: Final = {Way.MASS: "群发", Way.PUBLISH: "发布（不推送）"}
ORIGINAL_CHECKS: Final = {
    1: "原创校验：不是转载",
    2: "原创校验：转载，原作者允许",
    3: "原创校验：转载，被拦截",
}
"""By ``check_state`` (sheet §1.5)."""
HANDS: Final = {"worker": "后台", "wechat": "微信"}
"""Names for the lines of a delivery's history that no person caused."""
