"""The actions that an issue allows in each state, as data."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from chalicelib.errors import Remedy, remedy
from chalicelib.publishing.deliveries.transitions import Who
from chalicelib.publishing.errors import WrongState
from chalicelib.publishing.issues.labels import ISSUE_STATES
from chalicelib.publishing.issues.models import Issue
from chalicelib.publishing.issues.models import IssueState as S
from chalicelib.transitions import Table, row


class IssueAction(StrEnum):
    """An action of a person on an issue."""

    EDIT = "edit"
    SCHEDULE = "schedule"
    MOVE = "move"
    UNSCHEDULE = "unschedule"
    CANCEL = "cancel"


_LIVE: Final = frozenset({S.PLANNED, S.SCHEDULED})

TABLE: Final = Table[S, IssueAction, Who, Issue](
    lambda issue: issue.state,
    [
        row(S.PLANNED, IssueAction.EDIT, None, Who.PERSON),
        row(_LIVE, IssueAction.SCHEDULE, S.SCHEDULED, Who.PERSON),
        row(_LIVE, IssueAction.MOVE, None, Who.PERSON),
        row(S.SCHEDULED, IssueAction.UNSCHEDULE, S.PLANNED, Who.PERSON),
        row(_LIVE, IssueAction.CANCEL, S.CANCELLED, Who.PERSON),
    ],
)
"""Whether a scheduled issue can still be changed also depends on its delivery."""


def check(issue: Issue, action: IssueAction) -> None:
    """Raises ``WrongState`` where the table does not allow it."""
    if TABLE.find(issue, action, [Who.PERSON]) is None:
        raise WrongState(
            f"期 {issue.id}（{issue.title}）的状态是“{ISSUE_STATES[issue.state]}”，不能这样做。",
            state=issue.state.value,
            possible=TABLE.possible(issue, [Who.PERSON]),
            remedies=_remedies(issue, action),
        )


def _remedies(issue: Issue, action: IssueAction) -> list[Remedy]:
    if action is IssueAction.EDIT and issue.state is S.SCHEDULED:
        return [remedy("issue.unschedule", "先撤回排期，再改", issue=issue.id)]
    return []
