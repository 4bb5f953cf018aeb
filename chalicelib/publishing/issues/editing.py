"""Issues as intentions: plan one, fill it, put its articles in order.

Each function is one transaction with its audit entry; doing it twice changes nothing the second time. Whoever acts
needs the permission ``publishing:issue:edit`` for the account's unit; every function raises ``PermissionDenied``
otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count
from typing import Any, Final

from chalicelib import accounts, audit, newsroom, people
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.audit import changes_between
from chalicelib.clock import shown
from chalicelib.errors import Field, remedy
from chalicelib.publishing.deliveries.models import Way
from chalicelib.publishing.errors import BadIssue
from chalicelib.publishing.issues import slots
from chalicelib.publishing.issues import store as issue_store
from chalicelib.publishing.issues.booking import commit
from chalicelib.publishing.issues.models import (
    LONGEST_TITLE,
    Issue,
    IssueArticle,
    IssueState,
    IssueStep,
    added,
    changed,
    issue_id,
    reordered,
)
from chalicelib.publishing.issues.store import Booking
from chalicelib.publishing.issues.transitions import IssueAction, check

EDIT: Final = "publishing:issue:edit"


def plan_issue(
    account_id: str,
    *,
    at: datetime,
    by: Actor,
    now: datetime,
    title: str = "",
    article_ids: Sequence[str] = (),
    way: Way = Way.MASS,
    tag_id: int | None = None,
    off_slot: bool = False,
) -> Issue:
    """Enter an intention in the calendar: articles may be unreviewed, or none yet; nothing is set aside.

    The same account, title and time again is the same issue, unless that one was moved or called off since.
    Raises ``UnknownAccount``, ``UnknownArticle``, ``BadTime``, ``BadIssue``.
    """
    account = accounts.state(account_id).account
    people.require(by, EDIT, account.unit)
    slots.check(
        at,
        account.slots,
        account=account_id,
        now=now,
        off_slot=off_slot,
        remedies=[remedy("issue.plan_off_slot", "在别的时间推送")],
    )
    entries = added((), _entries(account, article_ids), None)
    if not (title or entries):
        raise BadIssue(
            "请给这一期一个名称，或至少一篇稿件。",
            fields=[Field("title", "名称"), Field("article_ids", "稿件")],
        )
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
            history=(IssueStep(at=now, what="计划", by=by.person),),
        )
        kept = issue_store.add(made, [audit.write_action(_planned(made, account, by))])
        same = (kept.account, kept.title, kept.at) == (account_id, title, at)
        if kept.state is not IssueState.CANCELLED and same:
            return kept
    raise AssertionError("count() does not end")


def add_articles(
    issue_id: str,
    article_ids: Sequence[str],
    *,
    by: Actor,
    now: datetime,
    position: int | None = None,
) -> Issue:
    """Put articles into a planned issue, before ``position`` (from 1) or at the end.

    Raises ``UnknownIssue``, ``UnknownArticle``, ``BadIssue``, ``WrongState``.
    """
    issue, account = issue_for(issue_id, by)
    entries = added(issue.entries, _entries(account, article_ids), position)
    return _edited(issue, account, entries, "加入稿件", by, now)


def remove_articles(
    issue_id: str, article_ids: Sequence[str], *, by: Actor, now: datetime
) -> Issue:
    """Take articles out of a planned issue; those that are not in it are no error. Raises as ``add_articles``."""
    issue, account = issue_for(issue_id, by)
    rest = tuple(one for one in issue.entries if one.article_id not in article_ids)
    return _edited(issue, account, rest, "移出稿件", by, now)


def reorder(issue_id: str, order: Sequence[str], *, by: Actor, now: datetime) -> Issue:
    """Put a planned issue's articles in this order. Raises as ``add_articles``."""
    issue, account = issue_for(issue_id, by)
    return _edited(issue, account, reordered(issue.entries, order), "调整顺序", by, now)


def change_issue(
    issue_id: str,
    *,
    by: Actor,
    now: datetime,
    title: str,
    way: Way,
    tag_id: int | None,
) -> Issue:
    """Give a planned issue another name, way or audience. Raises ``UnknownIssue``, ``BadIssue``, ``WrongState``."""
    issue, account = issue_for(issue_id, by)
    check(issue, IssueAction.EDIT)
    if (issue.title, issue.way, issue.tag_id) == (title, way, tag_id):
        return issue
    _check_title(title)
    if way is Way.PUBLISH and tag_id is not None:
        raise BadIssue(
            "发布不推送给粉丝，不能只发给一个标签。", fields=[Field("tag_id", "发布没有标签")]
        )
    step = step_of("修改", by, now, title if title != issue.title else "")
    after = changed(issue, step, title=title, way=way, tag_id=tag_id)
    return commit([Booking(issue, after)], account, by=by, now=now)[0]


def list_issues(account_ids: Sequence[str]) -> Iterator[Issue]:
    """Issues of these accounts, the latest first within an account."""
    for account_id in account_ids:
        yield from sorted(issue_store.of_account(account_id), key=lambda one: one.at, reverse=True)


def issue_for(issue_id: str, by: Actor) -> tuple[Issue, OfficialAccount]:
    """An issue and its account as they are now. Raises ``UnknownIssue`` or ``PermissionDenied``."""
    issue = issue_store.get_issue(issue_id)
    return issue, account_for(issue, by)


def account_for(issue: Issue, by: Actor) -> OfficialAccount:
    """The issue's account as it is now. Raises ``PermissionDenied``."""
    account = accounts.state(issue.account, consistent=True).account
    people.require(by, EDIT, account.unit)
    return account


def step_of(what: str, by: Actor, now: datetime, note: str = "") -> IssueStep:
    """One line of an issue's history."""
    return IssueStep(at=now, what=what, by=by.person, note=note)


def _edited(
    issue: Issue,
    account: OfficialAccount,
    entries: tuple[IssueArticle, ...],
    what: str,
    by: Actor,
    now: datetime,
) -> Issue:
    check(issue, IssueAction.EDIT)
    if entries == issue.entries:
        return issue
    after = changed(issue, step_of(what, by, now), entries=entries)
    return commit([Booking(issue, after)], account, by=by, now=now)[0]


def _entries(account: OfficialAccount, article_ids: Sequence[str]) -> list[IssueArticle]:
    found = []
    for article_id in article_ids:
        stored = newsroom.get_article(article_id)
        if stored.unit != account.unit:
            # Another authority's text was read by that authority's reviewers, not by this one's; nor is its title told.
            raise BadIssue(
                f"稿件 {article_id} 属于别的单位，不属于公众号“{account.id}”的单位“{account.unit}”。"
                "请先把它引入本单位并审核。"
            )
        found.append(IssueArticle(article_id=article_id, title=stored.title))
    return found


def _made(**fields: Any) -> Issue:
    _check_title(fields["title"])
    return Issue(**fields)


def _check_title(title: str) -> None:
    if not 1 <= len(title) <= LONGEST_TITLE:
        raise BadIssue("这一期的名称应为 1–64 个字。", fields=[Field("title", "1–64 个字")])


def _planned(issue: Issue, account: OfficialAccount, by: Actor) -> audit.AuditEntry:
    facts = {"account": issue.account, "title": issue.title, "at": shown(issue.at)}
    return audit.entry_of(
        by,
        EDIT,
        unit=account.unit,
        at=issue.history[0].at,
        object=f"issue:{issue.id}",
        changes=changes_between({}, facts),
        note="计划",
    )
