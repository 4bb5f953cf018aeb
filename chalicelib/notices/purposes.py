"""The purposes of notices: their names, and what each can tell. A new purpose is one more row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, NamedTuple

from chalicelib.notices.fields import Said
from chalicelib.notices.models import Purpose


class Placeholder(NamedTuple):
    """One thing that a notice of a purpose can tell."""

    name: str
    label: str
    example: Said


class PurposeTerms(NamedTuple):
    """One row."""

    label: str
    explained: str
    tells: tuple[Placeholder, ...]


_MORNING: Final = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
_APPOINTMENT: Final = (
    Placeholder("hall", "办税服务厅", "青溪市办税服务厅"),
    Placeholder("place", "地址", "青溪市河东路 8 号"),
    Placeholder("service", "事项", "发票代开"),
    Placeholder("time", "预约时间", _MORNING),
    Placeholder("code", "预约码", "482913"),
    Placeholder("what", "情况", "预约成功"),
    Placeholder("note", "说明", "请带好身份证件"),
)
PURPOSES: Final[Mapping[Purpose, PurposeTerms]] = {
    Purpose.APPOINTMENT_REMINDER: PurposeTerms("预约提醒", "办理前一天晚上提醒已预约的人", _APPOINTMENT),
    Purpose.APPOINTMENT_CHANGED: PurposeTerms("预约变动", "候补成功、改约、大厅停办时告知已预约的人", _APPOINTMENT),
    Purpose.ANSWER_READY: PurposeTerms(
        "有答复时告知",
        "提问有了答复时，告知当时要求告知的人",
        (
            Placeholder("question", "提问", "小规模纳税人季度免税额是多少"),
            Placeholder("answer", "答复", "季度销售额未超过 30 万元的免征增值税"),
            Placeholder("time", "答复时间", _MORNING),
        ),
    ),
    Purpose.POLICY_ALERT: PurposeTerms(
        "政策提醒",
        "新政策发布时，告知订阅了政策提醒的人",
        (
            Placeholder("title", "标题", "关于支持小微企业发展税收政策的公告"),
            Placeholder("number", "文号", "2026年第12号"),
            Placeholder("office", "发文机关", "青溪市税务局"),
            Placeholder("time", "发布时间", _MORNING),
            Placeholder("summary", "内容", "小微企业减半征收政策延续"),
        ),
    ),
    Purpose.LIVE_REMINDER: PurposeTerms(
        "直播提醒",
        "直播开始前 30 分钟，以及改期、取消时，告知要求提醒的人",
        (
            Placeholder("title", "直播", "个体工商户减半政策直播课"),
            Placeholder("time", "开始时间", _MORNING),
            Placeholder("host", "主讲或主办", "青溪市税务局"),
            Placeholder("where", "在哪里看", "视频号“青溪税务”"),
            Placeholder("what", "情况", "即将开始"),
        ),
    ),
}  # fmt: skip


def examples(purpose: Purpose) -> dict[str, Said]:
    """Placeholder → an example of what stands there."""
    return {one.name: one.example for one in PURPOSES[purpose].tells}
