"""Chinese names of the values of this package."""

from __future__ import annotations

from typing import Final

from chalicelib.distribution.models import ChangeKind, Requirement, Standing

REQUIREMENTS: Final = {
    Requirement.MANDATORY: "必发",
    Requirement.RECOMMENDED: "推荐",
    Requirement.OPTIONAL: "可选",
}

CHANGES: Final = {ChangeKind.CORRECTION: "更正", ChangeKind.RECALL: "撤回"}

STANDINGS: Final = {
    Standing.WAITING: "待回应",
    Standing.ADOPTED: "已采用",
    Standing.SCHEDULED: "已排期",
    Standing.PUSHED: "已推送",
    Standing.DECLINED: "已谢绝",
    Standing.LATE: "逾期",
    Standing.RECALLED: "已撤回",
}
