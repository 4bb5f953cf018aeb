"""What may be done with an issue now, and if not, why: by its own state and by that of its delivery."""

from __future__ import annotations

from typing import Final

from chalicelib import newsroom
from chalicelib.publishing.deliveries.models import Delivery
from chalicelib.publishing.errors import WrongState
from chalicelib.publishing.issues.booking import check_unsent
from chalicelib.publishing.issues.models import Issue, IssueState
from chalicelib.publishing.issues.transitions import IssueAction, check

ISSUE_ACTIONS: Final = {
    IssueAction.EDIT: "编排",
    IssueAction.SCHEDULE: "排期",
    IssueAction.MOVE: "改时间",
    IssueAction.UNSCHEDULE: "撤回排期",
    IssueAction.CANCEL: "取消这一期",
}
"""As a button says it."""


def issue_refusal(issue: Issue, delivery: Delivery | None, action: IssueAction) -> str:
    """Why ``action`` is not possible now, as a sentence; empty where it is. ``delivery`` is the issue's, if it has one."""
    try:
        check(issue, action)
        if action is not IssueAction.EDIT:
            check_unsent(issue, delivery)
    except WrongState as error:
        return "".join((str(error), *(f"请{one.label}。" for one in error.remedies)))
    if action is IssueAction.SCHEDULE and issue.state is IssueState.SCHEDULED:
        return "" if rewritten(issue) else "已经按现在的稿件排期。"
    return ""


def rewritten(issue: Issue) -> bool:
    """Whether an article was edited and approved again since the issue was scheduled."""
    return any(
        (stored := newsroom.get_article(one.article_id)).state is newsroom.ArticleState.APPROVED
        and stored.revision != one.revision
        for one in issue.entries
    )
