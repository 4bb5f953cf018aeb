"""What people do with issues: plan, fill, schedule, move, swap, call off.

Each is one conditional write, or one transaction where a delivery, a slot and an allowance change together; doing
it twice changes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count
from typing import Any, Final

from pydantic import ValidationError

from chalicelib import accounts, newsroom
from chalicelib.accounts import OfficialAccount
from chalicelib.publishing.deliveries.models import Way
from chalicelib.publishing.deliveries.planning import shown
from chalicelib.publishing.errors import BadIssue, NoAllowance, SlotTaken
from chalicelib.publishing.issues import availability, slots
from chalicelib.publishing.issues import store as issue_store
from chalicelib.publishing.issues.commit import carry_out
from chalicelib.publishing.issues.models import (
    Deed,
    Entry,
    Issue,
    IssueState,
    Step,
    added,
    changed,
    guard,
    issue_id,
    reordered,
)
from chalicelib.publishing.issues.scheduling import booking
from chalicelib.publishing.issues.store import Booking
from chalicelib.publishing.permissions import check_role

_TRIES: Final = 20
"""Of ``--next``: so many others may be quicker."""


def plan_issue(
    account_id: str,
    *,
    at: datetime,
    by: str,
    now: datetime,
    title: str = "",
    article_ids: Sequence[str] = (),
    way: Way = Way.MASS,
    tag_id: int | None = None,
    off_slot: bool = False,
) -> Issue:
    """Enter an intention in the calendar: articles may be unreviewed, or none yet; nothing is set aside.

    The same account, title and time again is the same issue, unless that one was moved or called off since.
    Raises ``UnknownAccount``, ``NotAllowed``, ``UnknownArticle``, ``BadTime``, ``BadIssue``.
    """
    account = accounts.state(account_id).account
    check_role(by, account)
    slots.check(at, account.slots, account=account_id, now=now, off_slot=off_slot)
    entries = added((), _entries(account, article_ids), None)
    if not (title or entries):
        raise BadIssue("请给这一期一个名称（--title），或至少一篇稿件（--article）。")
    title = title or entries[0].title
    for nth in count(1):
        made = _made(
            id=issue_id(account_id, title, at, nth),
            account=account_id,
            title=title,
            at=at,
            entries=entries,
            way=way,
            tag_id=tag_id,
            history=(Step(at=now, what="计划", by=by),),
        )
        kept = issue_store.add(made)
        same = (kept.account, kept.title, kept.at) == (account_id, title, at)
        if kept.state is not IssueState.CANCELLED and same:
            return kept
    raise AssertionError("count() does not end")


def add_articles(
    issue_id: str,
    article_ids: Sequence[str],
    *,
    by: str,
    now: datetime,
    position: int | None = None,
) -> Issue:
    """Put articles into a planned issue, before ``position`` (from 1) or at the end.

    Raises ``UnknownIssue``, ``NotAllowed``, ``UnknownArticle``, ``BadIssue``.
    """
    issue = issue_store.get(issue_id)
    more = _entries(accounts.state(issue.account).account, article_ids)
    return _edited(issue, added(issue.entries, more, position), "加入稿件", by, now)


def remove_articles(issue_id: str, article_ids: Sequence[str], *, by: str, now: datetime) -> Issue:
    """Take articles out of a planned issue; those that are not in it are no error. Raises as ``add_articles``."""
    issue = issue_store.get(issue_id)
    rest = tuple(one for one in issue.entries if one.article_id not in article_ids)
    return _edited(issue, rest, "移出稿件", by, now)


def reorder(issue_id: str, order: Sequence[str], *, by: str, now: datetime) -> Issue:
    """Put a planned issue's articles in this order. Raises as ``add_articles``."""
    issue = issue_store.get(issue_id)
    return _edited(issue, reordered(issue.entries, order), "调整顺序", by, now)


def schedule(
    issue_id: str,
    *,
    by: str,
    now: datetime,
    at: datetime | None = None,
    next_slot: bool = False,
    way: Way | None = None,
    off_slot: bool = False,
    again: bool = False,
) -> Issue:
    """Fix an issue's time: its articles as they are now, a delivery, the slot and the allowance, all or nothing.

    ``at`` is by default the time it was planned for; ``next_slot`` takes the first free slot from then on. For an issue that is
    scheduled for this time already with the articles as they are, nothing changes; with articles that were
    edited and approved since, the new revisions take the place of the old. ``again`` says that somebody has
    looked and a delivery that failed after it was handed to WeChat was not sent.

    Raises ``UnknownIssue``, ``NotAllowed``, ``BadIssue``, ``BadTime``, ``NotReady``, ``SlotTaken``, ``NoAllowance``,
    ``MaybeSent``.
    """
    issue = issue_store.get(issue_id)
    account = _account(issue, by)
    guard(issue, Deed.SCHEDULE)
    way = way or issue.way
    if next_slot:
        if issue.state is IssueState.SCHEDULED:
            raise _already(issue)
        return _schedule_next(issue, account, way, by=by, now=now, again=again)
    at = at or issue.at
    if issue.state is IssueState.SCHEDULED and at != issue.at:
        raise _already(issue)
    if issue.state is IssueState.PLANNED or at >= now:
        _check_time(issue, account, at, now, off_slot)
    prepared = booking(issue, account, at=at, way=way, by=by, now=now, again=again, what="排期")
    return carry_out([prepared], account, now)[0]


def move(
    issue_id: str,
    at: datetime,
    *,
    by: str,
    now: datetime,
    off_slot: bool = False,
    again: bool = False,
) -> Issue:
    """Give an issue another time. A scheduled one keeps all it has, in one transaction, until its first try.

    Raises as ``schedule``.
    """
    issue = issue_store.get(issue_id)
    account = _account(issue, by)
    guard(issue, Deed.MOVE)
    if at == issue.at:
        return issue
    _check_time(issue, account, at, now, off_slot)
    if issue.state is IssueState.PLANNED:
        note = f"{shown(issue.at)} → {shown(at)}"
        after = changed(issue, "改时间", by=by, now=now, note=note, at=at)
        return carry_out([Booking(issue, after)], account, now)[0]
    prepared = booking(
        issue, account, at=at, way=issue.way, by=by, now=now, what="改时间", again=again
    )
    return carry_out([prepared], account, now)[0]


def swap(first_id: str, second_id: str, *, by: str, now: datetime) -> tuple[Issue, Issue]:
    """Two issues of one account exchange their times, in one transaction.

    Not idempotent by nature: done twice it is undone. Raises as ``schedule``.
    """
    pair = (issue_store.get(first_id), issue_store.get(second_id))
    if pair[0].id == pair[1].id or pair[0].account != pair[1].account:
        raise BadIssue("对调需要同一个公众号的两个不同的期。")
    account = _account(pair[0], by)
    bookings = []
    for issue, other in (pair, pair[::-1]):
        guard(issue, Deed.MOVE)
        # Off-slot times were allowed when they were given.
        _check_time(issue, account, other.at, now, off_slot=True)
        if issue.state is IssueState.PLANNED:
            note = f"{shown(issue.at)} → {shown(other.at)}"
            bookings.append(
                Booking(issue, changed(issue, "对调", by=by, now=now, note=note, at=other.at))
            )
        else:
            bookings.append(
                booking(issue, account, at=other.at, way=issue.way, by=by, now=now, what="对调")
            )
    first, second = carry_out(bookings, account, now)
    return first, second


def unschedule(issue_id: str, *, by: str, now: datetime, note: str = "") -> Issue:
    """Make a scheduled issue an intention again: delivery called off, slot free, allowance given back.

    Raises ``UnknownIssue``, ``NotAllowed``, ``BadIssue``.
    """
    issue = issue_store.get(issue_id)
    if issue.state is IssueState.PLANNED:
        return issue
    guard(issue, Deed.UNSCHEDULE)
    return _called_off(issue, IssueState.PLANNED, "撤回排期", by, now, note)


def cancel_issue(issue_id: str, *, by: str, now: datetime, note: str = "") -> Issue:
    """Call an issue off for good. Raises ``UnknownIssue``, ``NotAllowed``, ``BadIssue``."""
    issue = issue_store.get(issue_id)
    if issue.state is IssueState.CANCELLED:
        return issue
    guard(issue, Deed.CANCEL)
    return _called_off(issue, IssueState.CANCELLED, "取消", by, now, note)


def list_issues(account_ids: Sequence[str]) -> Iterator[Issue]:
    """Issues of these accounts, the latest first within an account."""
    for account_id in account_ids:
        yield from sorted(issue_store.of_account(account_id), key=lambda one: one.at, reverse=True)


def _called_off(
    issue: Issue, state: IssueState, what: str, by: str, now: datetime, note: str
) -> Issue:
    account = _account(issue, by)
    prepared = booking(
        issue, account, at=None, way=issue.way, by=by, now=now, what=what, state=state, note=note
    )
    return carry_out([prepared], account, now)[0]


def _account(issue: Issue, by: str) -> OfficialAccount:
    """The issue's account as it is now. Raises ``NotAllowed`` unless this person may act on its calendar."""
    account = accounts.state(issue.account, consistent=True).account
    check_role(by, account)
    return account


def _already(issue: Issue) -> BadIssue:
    return BadIssue(
        f"期 {issue.id} 已排在 {shown(issue.at)}。"
        f"改时间用 `./rongmei issue move {issue.id} --at …`。"
    )


def _edited(issue: Issue, entries: tuple[Entry, ...], what: str, by: str, now: datetime) -> Issue:
    account = _account(issue, by)
    guard(issue, Deed.EDIT)
    if entries == issue.entries:
        return issue
    after = changed(issue, what, by=by, now=now, entries=entries)
    return carry_out([Booking(issue, after)], account, now)[0]


def _entries(account: OfficialAccount, article_ids: Sequence[str]) -> list[Entry]:
    found = []
    for article_id in article_ids:
        stored = newsroom.get_article(article_id)
        if stored.unit != account.unit:
            # Another authority's text was read by that authority's reviewers, not by this one's.
            raise BadIssue(
                f"稿件 {article_id}（{stored.title}）属于单位“{stored.unit}”，"
                f"公众号“{account.id}”属于“{account.unit}”。请先把它引入本单位并审核。"
            )
        found.append(Entry(article_id=article_id, title=stored.title))
    return found


def _schedule_next(
    issue: Issue, account: OfficialAccount, way: Way, *, by: str, now: datetime, again: bool
) -> Issue:
    """Take the next free slot; where another was quicker, the one after it."""
    for _ in range(_TRIES):
        free = availability.next_free(account, way, issue.tag_id, max(now, issue.at))
        if free is None:
            break
        prepared = booking(
            issue, account, at=free, way=way, by=by, now=now, again=again, what="排期"
        )
        try:
            return carry_out([prepared], account, now)[0]
        except (SlotTaken, NoAllowance):
            continue
    raise NoAllowance(f"公众号“{account.id}”两个月内没有空的时段。")


def _check_time(
    issue: Issue, account: OfficialAccount, at: datetime, now: datetime, off_slot: bool
) -> None:
    # What was planned off the slots was allowed then.
    slots.check(at, account.slots, account=account.id, now=now, off_slot=off_slot or at == issue.at)


def _made(**fields: Any) -> Issue:
    try:
        return Issue(**fields)
    except ValidationError as error:
        raise BadIssue("这一期的名称应为 1–64 个字。") from error
