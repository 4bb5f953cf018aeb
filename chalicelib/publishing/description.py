"""A delivery or an issue as people read it; the command line and a page show the same words. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from chalicelib.clock import shown_time
from chalicelib.errors import Remedy, remedy
from chalicelib.publishing.deliveries.labels import ORIGINAL_CHECKS, STATES
from chalicelib.publishing.deliveries.models import Delivery, DeliveryState, Way
from chalicelib.publishing.deliveries.transitions import Action, Who, find
from chalicelib.publishing.issues.labels import ISSUE_STATES
from chalicelib.publishing.issues.models import Issue, IssueState
from chalicelib.publishing.sending.next_step import PATIENCE, TOO_LATE

FAR: Final = timedelta(days=90)
"""Planned further ahead than this, a slipped year is likelier than an intention."""


def state(delivery: Delivery) -> str:
    """Its state as people call it; what was published without a push has reached nobody's telephone."""
    if delivery.way is Way.PUBLISH and delivery.state is DeliveryState.CONFIRMED:
        return "已发布"
    return STATES[delivery.state]


def full_state(delivery: Delivery) -> str:
    """Its state, with what it waits for."""
    name = state(delivery)
    if delivery.outcome_unknown:
        # Neither "ready" nor "submitted" would be the whole truth.
        return f"{name}（提交结果未知，核实中）"
    if delivery.state is DeliveryState.AWAITING_ADMIN and delivery.submitted_at is not None:
        return f"{name}（{shown_time(delivery.submitted_at + PATIENCE)} 前）"
    return name


def issue_state(issue: Issue, delivery: Delivery | None) -> str:
    """An issue's state as people call it: that of its delivery while it is scheduled."""
    if issue.state is IssueState.SCHEDULED and delivery is not None:
        return state(delivery)
    return ISSUE_STATES[issue.state]


def way(delivery: Delivery) -> str:
    """How and to whom it goes."""
    if delivery.way is Way.PUBLISH:
        return "发布（不推送给粉丝）"
    return "群发给全部粉丝" if delivery.tag_id is None else f"群发给标签 {delivery.tag_id} 的粉丝"


_GONE: Final = "转发、截图和别处的转载不受影响；删除后不能恢复。"
NOT_TAKEN_BACK: Final = {
    Way.MASS: (
        "已经送到粉丝手机上的消息卡片（标题、摘要、封面）收不回来，打开后显示内容已删除。",
        "同一份草稿若群发过两次，两次共用一个网址，会一起被删除。",
        _GONE,
    ),
    Way.PUBLISH: (_GONE,),
}
"""What a recall leaves as it is (sheet §2.5)."""


def original_check(delivery: Delivery) -> str:
    """The finding of WeChat's original check; empty where there is none yet."""
    if not delivery.check_state:
        return ""
    return ORIGINAL_CHECKS.get(delivery.check_state, f"原创校验：状态 {delivery.check_state}")


def article_notes(delivery: Delivery, number: int) -> list[str]:
    """Notes on one article of it (from 1): a reprint, a page that was taken down."""
    check = next((one for one in delivery.checks if one.article == number), None)
    notes = []
    if check is not None and check.original_url:
        notes.append(f"疑似转载自 {check.original_url}")
    if delivery.taken_down & {0, number}:
        notes.append("已撤下")
    return notes


def remedies(delivery: Delivery, now: datetime) -> list[Remedy]:
    """Ways out for a person when a push went wrong."""
    in_time = now <= delivery.at + TOO_LATE
    if in_time and find(delivery, Action.RETRY, Who.PERSON) is not None:
        return [remedy("push.retry", "重新提交", delivery=delivery.id)]
    return []


def far_ahead(at: datetime, now: datetime) -> int | None:
    """The days until ``at``, where it is so far that a person should look at the year again; else None."""
    return (at - now).days if at - now > FAR else None
