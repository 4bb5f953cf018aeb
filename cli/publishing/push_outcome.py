"""The articles and recalls of a push, as ``push show`` prints them."""

from __future__ import annotations

from datetime import datetime

from chalicelib import publishing
from chalicelib.clock import SHANGHAI
from chalicelib.publishing import Delivery
from cli.terminal import output


def articles(delivery: Delivery) -> None:
    """Print each article with its address, what the original check said, and whether it was recalled."""
    rows = []
    for number, piece in enumerate(delivery.pieces, 1):
        url = delivery.urls[number - 1] if number <= len(delivery.urls) else ""
        notes = "；".join(publishing.description.article_notes(delivery, number))
        rows.append((number, piece.title, url, notes))
    output.table("文章", ["序", "标题", "链接", "说明"], rows)
    if found := publishing.description.original_check(delivery):
        output.note(found)


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
    return at.astimezone(SHANGHAI).strftime("%m-%d %H:%M")
