"""Chinese names of the values of this package."""

from __future__ import annotations

from typing import Final

from chalicelib.relays.models import RelayAction, RelayState, StepAction, StepState

STATES: Final = {
    RelayState.DRAFT: "编排中",
    RelayState.RUNNING: "进行中",
    RelayState.PAUSED: "已暂停",
    RelayState.DONE: "已完成",
    RelayState.ENDED: "已提前结束",
    RelayState.DROPPED: "已作废",
}
ACTIONS: Final = {
    RelayAction.EDIT: "修改编排",
    RelayAction.START: "开始接龙",
    RelayAction.DROP: "作废",
    RelayAction.PAUSE: "暂停",
    RelayAction.RESUME: "继续",
    RelayAction.END: "提前结束",
    RelayAction.REOPEN: "重新开始",
    RelayAction.FINISH: "完成",
}
STEPS: Final = {
    StepState.WAITING: "未轮到",
    StepState.TURN: "轮到了",
    StepState.MADE: "写稿中",
    StepState.APPROVED: "已过审",
    StepState.OUT: "已发布",
    StepState.SKIPPED: "已跳过",
    StepState.GONE: "已撤稿",
}
STEP_ACTIONS: Final = {
    StepAction.MAKE: "写这一棒",
    StepAction.DETACH: "取下稿件",
    StepAction.HAND_ON: "更新交棒文字",
    StepAction.SKIP: "跳过",
    StepAction.HAND_OVER: "换单位接手",
    StepAction.RESTORE: "恢复这一棒",
    StepAction.CHANGE: "修改",
    StepAction.REMIND: "催办",
    StepAction.APPROVE: "过审",
    StepAction.UNAPPROVE: "退回修改",
    StepAction.PUBLISH: "发布",
    StepAction.TAKE_DOWN: "撤稿",
}
MOMENTS: Final = {
    "new": "新建",
    "turn": "轮到",
    "reminded": "提醒",
    "late": "逾期",
    **{one.value: name for one, name in ACTIONS.items()},
    **{one.value: name for one, name in STEP_ACTIONS.items()},
}
