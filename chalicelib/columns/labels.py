"""Chinese names of what this package knows."""

from __future__ import annotations

from typing import Final

from chalicelib.columns.models import Act, Rhythm, Schedule, Standing

STANDINGS: Final = {Standing.ACTIVE: "使用中", Standing.RETIRED: "已停用"}
ACTS: Final = {
    Act.WRITE: "写这一期",
    Act.EDIT: "修改",
    Act.ARRANGE: "调整稿件",
    Act.RETIRE: "停用",
    Act.RESTORE: "恢复使用",
}
RHYTHMS: Final = {Rhythm.WEEKLY: "每周", Rhythm.MONTHLY: "每月"}
FIELD_NAMES: Final = {
    "name": "名称",
    "about": "简介",
    "template": "模板",
    "header": "页眉",
    "footer": "页脚",
    "theme": "主题",
    "cover": "封面",
    "schedule": "周期",
    "owner": "负责人",
    "column": "栏目",
    "account": "公众号",
    "first": "起始期号",
    "form": "期号写法",
    "rule": "收录规则",
}
"""What people fill in."""
WEEKDAYS: Final = "一二三四五六日"


def schedule_text(schedule: Schedule | None) -> str:
    """``每周二、周五 10:00``; empty without a schedule."""
    if schedule is None:
        return ""
    at = f"{schedule.at:%H:%M}"
    if schedule.rhythm is Rhythm.WEEKLY:
        days = "、".join(f"周{WEEKDAYS[one - 1]}" for one in schedule.weekdays)
        return f"每{days} {at}"
    return f"每月{schedule.day}日 {at}"
