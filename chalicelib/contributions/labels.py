"""Chinese names of the values of this package."""

from __future__ import annotations

from typing import Final

from chalicelib.contributions.models import (
    CallState,
    ContributionAction,
    ContributionKind,
    ContributionState,
    Counting,
)

KINDS: Final = {ContributionKind.LEAD: "线索", ContributionKind.ARTICLE: "稿件"}
STATES: Final = {
    ContributionState.DRAFT: "草稿",
    ContributionState.SENT: "待处理",
    ContributionState.RECEIVED: "已阅",
    ContributionState.RETURNED: "退回补充",
    ContributionState.ADOPTED: "已采用",
    ContributionState.MERGED: "已并入",
    ContributionState.DECLINED: "未采用",
    ContributionState.WITHDRAWN: "已撤回",
}
ACTIONS: Final = {
    ContributionAction.EDIT: "修改",
    ContributionAction.SEND: "报送",
    ContributionAction.WITHDRAW: "撤回",
    ContributionAction.RECEIVE: "标为已阅",
    ContributionAction.ADOPT: "采用",
    ContributionAction.MERGE: "并入",
    ContributionAction.DECLINE: "不采用",
    ContributionAction.RETURN: "退回补充",
    ContributionAction.UNDO: "撤销处理",
    ContributionAction.ACKNOWLEDGE: "知悉",
}
CALL_STATES: Final = {CallState.OPEN: "征集中", CallState.CLOSED: "已结束"}
COUNTING: Final = {
    Counting.HIGHEST: "取高：同一件报送只按最高一项计分，次月再升高只补差额",
    Counting.SUM: "累加：采用、刊发分别计分",
}
FIELDS: Final = {
    "state": "状态",
    "title": "标题",
    "text": "内容",
    "to": "报送给",
    "article": "稿件",
    "revision": "版本",
    "order": "指令",
    "call": "约稿",
    "reason": "原因",
    "into": "并入",
    "points": "计分规则",
    "days": "答复期限",
    "undo_hours": "可撤销时间",
    "reasons": "未采用原因",
    "direct_levels": "可直报的级别",
    "until": "截止时间",
    "number": "数量",
}
"""Fields that the log names."""
_OTHER: Final = {
    "begin": "起草",
    "copied": "稿件副本已建立",
    "reported": "已反馈指令",
    "published": "已刊发",
    "taken_down": "已撤稿",
}


def step_name(action: str) -> str:
    """The name of a step of a contribution's way."""
    named = {**_OTHER, **{one.value: name for one, name in ACTIONS.items()}}
    return named.get(action, action)
