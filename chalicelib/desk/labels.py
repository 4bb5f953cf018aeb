"""Chinese names of the values of this package."""

from __future__ import annotations

from typing import Final

from chalicelib.desk.models import Action, Ending, MessageState, SessionState

STATE_NAMES: Final = {
    SessionState.PENDING: "排队中",
    SessionState.OPEN: "服务中",
    SessionState.RESOLVED: "已结束",
}
ACTION_NAMES: Final = {
    Action.ASSIGN: "自动分配",
    Action.TAKE: "接入",
    Action.TRANSFER: "转接",
    Action.REQUEUE: "退回排队",
    Action.ESCALATE: "升级",
    Action.RESOLVE: "结束",
    Action.IDLE: "闲置结束",
    Action.LEAVE: "粉丝取消关注",
}
"""They stand in the history of stored sessions, too."""
MESSAGE_STATE_NAMES: Final = {
    MessageState.KEPT: "",
    MessageState.QUEUED: "待发送",
    MessageState.SENDING: "发送中",
    MessageState.SENT: "已发送",
    MessageState.REFUSED: "未发出",
    MessageState.UNKNOWN: "未确认",
}
ENDING_NAMES: Final = {
    Ending.ANSWERED: "坐席结束",
    Ending.IDLE: "闲置结束",
    Ending.LEFT: "取消关注",
    Ending.WITHDRAWN: "未接入即结束",
}
REASON_NAMES: Final = {"asked": "粉丝要求人工", "tapped": "粉丝点了转人工", "rule": "规则转人工"}
"""By ``ServiceSession.reason``."""
ESCALATION_NAMES: Final = ("", "已升级", "超 48 小时")
"""By ``ServiceSession.escalated``."""
EXTERNAL_NAME: Final = "热线"
"""Of the owner ``EXTERNAL``."""
