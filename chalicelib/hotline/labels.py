"""Chinese names of the values of this package."""

from __future__ import annotations

from typing import Final

from chalicelib.hotline.models import CaseState, When

CASE_STATE_NAMES: Final = {
    CaseState.WAITING: "待移交",
    CaseState.ACCEPTED: "热线已受理",
    CaseState.ANSWERING: "热线处理中",
    CaseState.RESOLVED: "已办结",
    CaseState.REFUSED: "热线未受理",
    CaseState.CLOSED: "本方已结束",
}
WHEN_NAMES: Final = {
    When.MANUAL: "只由坐席转接",
    When.CLOSED: "坐席转接；下班或无人在岗时自动移交",
    When.ALWAYS: "全部自动移交",
}
