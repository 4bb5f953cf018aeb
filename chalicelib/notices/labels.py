"""Chinese names of this domain's values."""

from __future__ import annotations

from typing import Final

from chalicelib.notices.models import ListState, SendingState, TemplateKind

KINDS: Final = {TemplateKind.ONE_TIME: "一次性", TemplateKind.LONG_TERM: "长期"}
SENDINGS: Final = {
    SendingState.QUEUED: "排队",
    SendingState.SENDING: "发送中",
    SendingState.SENT: "已提交微信",
    SendingState.DELIVERED: "已送达",
    SendingState.FAILED: "未送达",
    SendingState.REFUSED: "未发出",
    SendingState.UNKNOWN: "未确认",
}
LISTS: Final = {
    ListState.PREPARED: "待确认",
    ListState.GOING: "发送中",
    ListState.STOPPED: "已停止",
    ListState.DONE: "已完成",
    ListState.DROPPED: "已放弃",
}
