"""The time of an issue: schedule, move, swap, call off.

Each function is one transaction in which issue, delivery, slot, allowance and audit entry change together; doing it
twice changes nothing the second time. Whoever acts needs the permission ``publishing:issue:edit`` for the account's
unit; every function raises ``PermissionDenied`` otherwise.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.clock import shown
from chalicelib.errors import Remedy, remedy
from chalicelib.publishing.deliveries.models import Way
from chalicelib.publishing.errors import BadIssue, NoAllowance, SlotTaken, WrongState
from chalicelib.publishing.issues import availability, slots
from chalicelib.publishing.issues import store as issue_store
from chalicelib.publishing.issues.booking import called_off, commit, from_to, scheduled
from chalicelib.publishing.issues.editing import account_for, issue_for, step_of
from chalicelib.publishing.issues.models import Issue, IssueState, IssueStep, changed
from chalicelib.publishing.issues.store import Booking
from chalicelib.publishing.issues.transitions import IssueAction, check

_TRIES: Final = 20
"""Slots that ``next_slot`` tries: so many others may be quicker."""


def schedule(
    issue_id: str,
    *,
    by: Actor,
    now: datetime,
    at: datetime | None = None,
    next_slot: bool = False,
    way: Way | None = None,
    off_slot: bool = False,
    again: bool = False,
) -> Issue:
    """Fix an issue's time: its articles as they are now, a delivery, the slot and the allowance, all or nothing.

    ``at`` is by default the time it was planned for; ``next_slot`` takes the first free slot from then on. For an
    issue that is scheduled for this time already with the articles as they are, nothing changes; with articles that
    were edited and approved since, the new revisions take the place of the old. ``again`` says that somebody has
    looked and a delivery that failed after it was handed to WeChat was not sent.

    Raises ``UnknownIssue``, ``WrongState``, ``BadIssue``, ``BadTime``, ``NotReady``, ``SlotTaken``, ``NoAllowance``,
    ``MaybeSent``, or ``MaterialNotUsable`` where an article holds a material that it may not use on that day.
    """
    issue, account = issue_for(issue_id, by)
    check(issue, IssueAction.SCHEDULE)
    way = way or issue.way
    if next_slot:
        if issue.state is IssueState.SCHEDULED:
            raise _already(issue)
        return _schedule_next(issue, account, way, by=by, now=now, again=again)
    at = at or issue.at
    if issue.state is IssueState.SCHEDULED and at != issue.at:
        raise _already(issue)
    if issue.state is IssueState.PLANNED or at >= now:
        elsewhere = remedy("issue.schedule_off_slot", "在别的时间推送", issue=issue.id)
        _check_time(issue, account, at, now, off_slot, elsewhere)
    booking = scheduled(issue, account, at=at, way=way, step=step_of("排期", by, now), again=again)
    return commit([booking], account, by=by, now=now)[0]


def move_issue(
    issue_id: str,
    at: datetime,
    *,
    by: Actor,
    now: datetime,
    off_slot: bool = False,
    again: bool = False,
) -> Issue:
    """Give an issue another time. A scheduled one keeps all it has, in one transaction, until its first try.

    Raises as ``schedule``.
    """
    issue, account = issue_for(issue_id, by)
    check(issue, IssueAction.MOVE)
    if at == issue.at:
        return issue
    elsewhere = remedy("issue.move_off_slot", "在别的时间推送", issue=issue.id)
    _check_time(issue, account, at, now, off_slot, elsewhere)
    booking = _moved(issue, account, at, step_of("改时间", by, now), again)
    return commit([booking], account, by=by, now=now)[0]


def swap(first_id: str, second_id: str, *, by: Actor, now: datetime) -> tuple[Issue, Issue]:
    """Two issues of one account exchange their times, in one transaction.

    Not idempotent by nature: done twice it is undone. Raises as ``schedule``.
    """
    pair = (issue_store.get_issue(first_id), issue_store.get_issue(second_id))
    if pair[0].id == pair[1].id or pair[0].account != pair[1].account:
        raise BadIssue("对调需要同一个公众号的两个不同的期。")
    account = account_for(pair[0], by)
    step = step_of("对调", by, now)
    bookings = []
    for issue, other in (pair, pair[::-1]):
        check(issue, IssueAction.MOVE)
        # Off-slot times were allowed when they were given.
        _check_time(issue, account, other.at, now, off_slot=True)
        bookings.append(_moved(issue, account, other.at, step))
    first, second = commit(bookings, account, by=by, now=now)
    return first, second


def unschedule(issue_id: str, *, by: Actor, now: datetime, note: str = "") -> Issue:
    """Make a scheduled issue an intention again: delivery called off, slot free, allowance given back.

    Raises ``UnknownIssue``, ``WrongState``.
    """
    issue, account = issue_for(issue_id, by)
    if issue.state is IssueState.PLANNED:
        return issue
    check(issue, IssueAction.UNSCHEDULE)
    booking = called_off(issue, IssueState.PLANNED, step_of("撤回排期", by, now, note))
    return commit([booking], account, by=by, now=now)[0]


def cancel_issue(issue_id: str, *, by: Actor, now: datetime, note: str = "") -> Issue:
    """Call an issue off for good. Raises ``UnknownIssue``, ``WrongState``."""
    issue, account = issue_for(issue_id, by)
    if issue.state is IssueState.CANCELLED:
        return issue
    check(issue, IssueAction.CANCEL)
    booking = called_off(issue, IssueState.CANCELLED, step_of("取消", by, now, note))
    return commit([booking], account, by=by, now=now)[0]


def _moved(
    issue: Issue, account: OfficialAccount, at: datetime, step: IssueStep, again: bool = False
) -> Booking:
    if issue.state is IssueState.PLANNED:
        noted = step.model_copy(update={"note": from_to(issue.at, at)})
        return Booking(issue, changed(issue, noted, at=at))
    return scheduled(issue, account, at=at, way=issue.way, step=step, again=again)


def _already(issue: Issue) -> WrongState:
    return WrongState(
        f"期 {issue.id} 已排在 {shown(issue.at)}。",
        state=issue.state.value,
        remedies=[remedy("issue.move", "改时间", issue=issue.id)],
    )


def _schedule_next(
    issue: Issue, account: OfficialAccount, way: Way, *, by: Actor, now: datetime, again: bool
) -> Issue:
    """Take the next free slot; where another was quicker, the one after it."""
    for _ in range(_TRIES):
        free = availability.next_free(account, way, issue.tag_id, max(now, issue.at))
        if free is None:
            break
        booking = scheduled(
            issue, account, at=free, way=way, step=step_of("排期", by, now), again=again
        )
        try:
            return commit([booking], account, by=by, now=now)[0]
        except (SlotTaken, NoAllowance):
            continue
    raise availability.nothing_free(account)


def _check_time(
    issue: Issue,
    account: OfficialAccount,
    at: datetime,
    now: datetime,
    off_slot: bool,
    *remedies: Remedy,
) -> None:
    slots.check(
        at,
        account.slots,
        account=account.id,
        now=now,
        # What was planned off the slots was allowed then.
        off_slot=off_slot or at == issue.at,
        remedies=remedies,
    )
