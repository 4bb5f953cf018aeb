"""A session on the screen: messages, history, budget, suggestions."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib import desk
from chalicelib.clock import utc_now
from chalicelib.desk import ServiceSession, SessionView
from cli.desk.shared import clock, said, span, state
from cli.terminal import output


def show(seen: SessionView) -> None:
    """Print a session as its agent sees it."""
    session, now = seen.session, utc_now()
    output.facts(
        f"会话 {session.ticket}",
        [
            ("状态", state(session).replace("\n", "，")),
            ("坐席", session.owner),
            (
                "缘由",
                "、".join(
                    filter(
                        None,
                        (desk.REASON_NAMES.get(session.reason, session.reason), session.skill),
                    )
                ),
            ),
            ("请求时间", clock(session.opened_at)),
            ("等候", waits(session, now)),
            ("还可发送", _sendable(seen)),
            ("评价", f"{session.rating} 星" if session.rating else ""),
            ("会话编号", session.id),
        ],
    )
    output.table(
        "往来",
        ["时间（北京）", "谁", "内容"],
        [(clock(entry.at), *said(entry)) for entry in seen.entries],
        whole=["时间（北京）"],
    )
    output.table(
        "经过",
        ["时间（北京）", "事项", "经手", "说明"],
        [
            (clock(one.at), one.what, f"{one.by} → {one.to}" if one.to else one.by, one.note)
            for one in session.history
        ],
        whole=["时间（北京）"],
    )
    if seen.suggestions:
        output.table(
            "可以这样答",
            ["问答", "把握", "答案"],
            [(one.question, f"{one.confidence:.0%}", one.answer) for one in seen.suggestions],
        )


def _sendable(seen: SessionView) -> str:
    if not seen.session.live:
        return ""
    if seen.until is None:
        return "不能发送，请等对方再来消息"
    return f"{seen.left} 条，至 {clock(seen.until)}"


def waits(session: ServiceSession, now: datetime) -> str:
    """How long the follower waited, or has waited so far, for an agent."""
    end = session.first_assigned_at or session.resolved_at or now
    return span(max(timedelta(), end - session.waiting_since).total_seconds())
