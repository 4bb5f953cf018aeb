"""``./rongmei desk stats``: figures of the desk."""

from __future__ import annotations

from chalicelib import desk
from chalicelib.clock import utc_now
from cli.desk.shared import Account, span
from cli.terminal import output
from cli.terminal.period import Since, back

EPILOG = "例：./rongmei desk stats --account province --since 7d"


def stats(account: Account, since: Since = "7d", json: output.Json = False) -> None:
    """统计会话：量、答复率、等候、首次答复、升级、满意度；全体在前，各坐席在后。"""
    now = utc_now()
    found = desk.figures(account, back(since, now), now)
    if json:
        output.as_json(found)
        return
    output.table(
        f"近 {since} 的人工会话",
        ["坐席", "会话", "已答复", "升级", "闲置结束", "等候（中位）", "首次答复（中位）", "评价"],
        [
            (
                one.who or "全体",
                one.sessions,
                one.answered,
                one.escalated,
                one.idle,
                span(one.waited_seconds),
                span(one.first_reply_seconds),
                f"{one.rating}（{one.rated} 人）" if one.rating else "—",
            )
            for one in found
        ],
    )
