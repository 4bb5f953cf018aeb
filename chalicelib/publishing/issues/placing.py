"""Articles put straight into a slot: an issue is made or filled, and scheduled, as one deed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chalicelib import accounts, people
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.errors import DomainError
from chalicelib.publishing.deliveries.models import Way
from chalicelib.publishing.errors import IssueChanged, NoAllowance, SlotTaken
from chalicelib.publishing.issues import store as issue_store
from chalicelib.publishing.issues.booking import called_off, commit
from chalicelib.publishing.issues.editing import (
    EDIT,
    add_articles,
    plan_issue,
    remove_articles,
    step_of,
)
from chalicelib.publishing.issues.models import Issue, IssueState
from chalicelib.publishing.issues.scheduling import schedule
from chalicelib.values import Value


class Placed(Value):
    """An issue with its slot."""

    issue: Issue
    made: bool
    """It was made by this; otherwise it was planned there already, and was filled."""


def put_in_slot(
    account_id: str,
    article_ids: Sequence[str],
    at: datetime,
    *,
    by: Actor,
    now: datetime,
    way: Way = Way.MASS,
    tag_id: int | None = None,
) -> Placed:
    """Put released articles into a free slot: into the issue that is planned there, or a new one, which is scheduled.

    The history and the audit log have the same lines as planning and scheduling by themselves. Where it cannot be
    scheduled, a new issue is called off again, and a planned one is as before. The same again is the same issue.
    Raises what ``plan_issue``, ``add_articles`` and ``schedule`` raise.
    """
    account = accounts.state(account_id).account
    people.require(by, EDIT, account.unit)
    there = _planned_at(account_id, at)
    if there is not None:
        issue = add_articles(there.id, article_ids, by=by, now=now)
    else:
        issue = plan_issue(
            account_id, at=at, by=by, now=now, article_ids=article_ids, way=way, tag_id=tag_id
        )
    try:
        return Placed(issue=schedule(issue.id, by=by, now=now), made=there is None)
    except (SlotTaken, NoAllowance) as error:
        _undo(issue, there, account, by, now)
        # Their remedies name an issue that is called off by now.
        raise type(error)(str(error), by=error.by) from error
    except DomainError:
        _undo(issue, there, account, by, now)
        raise


def _planned_at(account_id: str, at: datetime) -> Issue | None:
    found = (
        one
        for one in issue_store.between(account_id, at, at)
        if one.state is IssueState.PLANNED and one.at == at
    )
    return next(found, None)


def _undo(
    issue: Issue, there: Issue | None, account: OfficialAccount, by: Actor, now: datetime
) -> None:
    """Take back what was done before the scheduling, unless somebody has gone on with it since."""
    current = issue_store.get_issue(issue.id)
    if current.version != issue.version or current.state is not IssueState.PLANNED:
        return
    if there is not None:
        had = {one.article_id for one in there.entries}
        fresh = [one.article_id for one in issue.entries if one.article_id not in had]
        remove_articles(issue.id, fresh, by=by, now=now)
        return
    try:
        step = step_of("取消", by, now, "没有排上")
        commit([called_off(current, IssueState.CANCELLED, step)], account, by=by, now=now)
    except IssueChanged:
        return
