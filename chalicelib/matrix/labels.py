"""Chinese names of the values of this package."""

from __future__ import annotations

from typing import Final

from chalicelib.matrix.models import AccountHealth, LifeAction, LifeState

STATES: Final = {
    LifeState.FILING: "开设备案",
    LifeState.RUNNING: "运行",
    LifeState.CHANGING: "变更",
    LifeState.CLOSING: "停更公告",
    LifeState.CLOSED: "注销",
}
ACTIONS: Final = {
    LifeAction.RUN: "备案完成，投入运行",
    LifeAction.CHANGE: "提出变更",
    LifeAction.CHANGED: "变更完成",
    LifeAction.ANNOUNCE: "决定停更",
    LifeAction.PUBLISH: "登记停更公告",
    LifeAction.CLOSE: "注销",
    LifeAction.UNDO: "撤销上一步",
}
HEALTH: Final = {
    AccountHealth.GOOD: "正常",
    AccountHealth.REMIND: "提醒",
    AccountHealth.BAD: "异常",
}
FIELDS: Final = {
    "purpose": "用途",
    "in_charge": "负责人",
    "stand_in": "代理人",
    "verified_until": "认证到期",
    "name_remark": "名称检查",
    "avatar_remark": "头像检查",
    "filing_number": "备案号",
    "announcement": "停更公告",
    "state": "状态",
}
NOT_REGISTERED: Final = "未备案"


def step_name(action: str) -> str:
    """The name of a step of an account's life."""
    return {**{one.value: name for one, name in ACTIONS.items()}, "open": "开始备案"}.get(
        action, action
    )
