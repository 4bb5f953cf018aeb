"""Chinese names of the values of issues."""

from __future__ import annotations

from typing import Final

from chalicelib.publishing.issues.models import IssueState

ISSUE_STATES: Final = {
    IssueState.PLANNED: "计划",
    IssueState.SCHEDULED: "已排期",
    IssueState.CANCELLED: "已取消",
}
