"""What ``push show`` says of a push's articles: where they stand, what WeChat's original check found, what was recalled."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib import publishing
from chalicelib.publishing import Delivery, DeliveryState, Way
from cli.terminal import output

_CHECKED: Final = {
    1: "原创校验：不是转载",
    2: "原创校验：转载，原作者允许",
    3: "原创校验：转载，被拦截",
}


def way(delivery: Delivery) -> str:
    """How and to whom it goes."""
    if delivery.way is Way.PUBLISH:
        return "发布（不推送给粉丝）"
    return "群发给全部粉丝" if delivery.tag_id is None else f"群发给标签 {delivery.tag_id} 的粉丝"


def state(delivery: Delivery) -> str:
    """Its state as people call it; what was published without a push has reached nobody's telephone."""
    if delivery.way is Way.PUBLISH and delivery.state is DeliveryState.CONFIRMED:
        return "已发布"
    return publishing.NAMES[delivery.state]


def waiting_until(delivery: Delivery) -> str:
    """Until when an administrator has to agree; empty where none is waited for."""
    if delivery.state is not DeliveryState.AWAITING_ADMIN or delivery.submitted_at is None:
        return ""
    until = delivery.submitted_at + publishing.PATIENCE
    return f"{until.astimezone(publishing.SHANGHAI):%H:%M} 前"


def articles(delivery: Delivery) -> None:
    """Print each article with its address, what the original check said, and whether it was recalled."""
    checks = {one.article: one for one in delivery.checks}
    gone = {one.article for one in delivery.recalls if one.done_at}
    rows = []
    for number, piece in enumerate(delivery.pieces, 1):
        url = delivery.urls[number - 1] if number <= len(delivery.urls) else ""
        check = checks.get(number)
        found = f"疑似转载自 {check.original_url}" if check and check.original_url else ""
        taken = "已撤下" if gone & {0, number} else ""
        rows.append((number, piece.title, url, "；".join(filter(None, (found, taken)))))
    output.table("文章", ["序", "标题", "链接", "说明"], rows)
    if delivery.check_state:
        output.note(_CHECKED.get(delivery.check_state, f"原创校验：状态 {delivery.check_state}"))


def recalls(delivery: Delivery) -> None:
    """Print the orders to take it down, if there are any."""
    if not delivery.recalls:
        return
    output.table(
        "撤回",
        ["时间（北京）", "范围", "经手", "原因", "结果"],
        [
            (
                _minute(one.at),
                f"第 {one.article} 篇" if one.article else "全部",
                one.by,
                one.reason,
                one.refused or (f"{_minute(one.done_at)} 完成" if one.done_at else "正在提交"),
            )
            for one in delivery.recalls
        ],
    )


def _minute(at: datetime) -> str:
    return at.astimezone(publishing.SHANGHAI).strftime("%m-%d %H:%M")
