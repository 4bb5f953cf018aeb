"""Chinese names, as pages and the command line show them."""

from __future__ import annotations

from typing import Final

from chalicelib.appointments.models import (
    Asked,
    BookingState,
    CancelReason,
    Origin,
    TellingKind,
    TellingState,
)

STATES: Final = {
    BookingState.BOOKED: "已预约",
    BookingState.WAITING: "候补中",
    BookingState.CHECKED_IN: "已签到",
    BookingState.SERVED: "已办结",
    BookingState.CANCELLED: "已取消",
    BookingState.NO_SHOW: "爽约",
    BookingState.HALL_CLOSED: "因闭厅取消",
}
REASONS: Final = {
    CancelReason.PERSON: "本人取消",
    CancelReason.WINDOW: "窗口取消",
    CancelReason.WAITED_IN_VAIN: "候补未成",
    CancelReason.ERASED: "删除个人信息",
}
ORIGINS: Final = {Origin.CHAT: "公众号对话", Origin.PAGE: "网页", Origin.WINDOW: "现场"}
TELLINGS: Final = {
    TellingKind.REMINDER: "前一天提醒",
    TellingKind.MOVED_UP: "候补成功",
    TellingKind.HALL_CLOSED: "闭厅通知",
    TellingKind.WAITED_IN_VAIN: "候补未成",
}
TELLING_STATES: Final = {
    TellingState.WAITING: "待告知",
    TellingState.CLAIMED: "结果不明",
    TellingState.NOTICE: "已发订阅通知",
    TellingState.CHAT: "已发客服消息",
    TellingState.NOT_TOLD: "未能告知",
    TellingState.DROPPED: "不必告知",
}
ASKED: Final = {Asked.NAME: "姓名", Asked.ID_NUMBER: "身份证号", Asked.PHONE: "手机号"}
WEEKDAYS: Final = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
