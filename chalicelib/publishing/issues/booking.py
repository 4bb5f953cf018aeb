"""Bookings: all that changes together when an issue gets a time, loses it, or gets another; and their commit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from chalicelib import accounts, audit, newsroom
from chalicelib.accounts import Claim, OfficialAccount
from chalicelib.actor import Actor
from chalicelib.audit import AuditEntry
from chalicelib.clock import SHANGHAI, shown
from chalicelib.errors import remedy
from chalicelib.publishing.deliveries import store
from chalicelib.publishing.deliveries.labels import STATES
from chalicelib.publishing.deliveries.models import (
    Delivery,
    DeliveryState,
    Piece,
    Way,
    delivery_id,
)
from chalicelib.publishing.deliveries.planning import piece, reserved
from chalicelib.publishing.deliveries.queue import enqueue_if_soon
from chalicelib.publishing.deliveries.transitions import REPLACEABLE, Action, Who, find
from chalicelib.publishing.deliveries.transitions import move as moved
from chalicelib.publishing.errors import (
    BadIssue,
    IssueChanged,
    MaybeSent,
    NotReady,
    PublishingError,
    WrongState,
)
from chalicelib.publishing.issues import availability
from chalicelib.publishing.issues import store as issue_store
from chalicelib.publishing.issues.models import Issue, IssueArticle, IssueState, IssueStep, changed
from chalicelib.publishing.issues.store import Booking, Part, Refused

_ALONE: Final = ("video", "audio")


def scheduled(
    issue: Issue,
    account: OfficialAccount,
    *,
    at: datetime,
    way: Way,
    step: IssueStep,
    again: bool = False,
) -> Booking:
    """All that changes when ``issue`` is scheduled for ``at``; ``step`` becomes the line of its history.

    If nothing changes, the booking's issue is the same before and after. ``again`` says that somebody has looked
    and a delivery that failed after it was handed to WeChat was not sent. Raises ``WrongState``, ``BadIssue``,
    ``NotReady``, ``MaybeSent``.
    """
    old = _delivery(issue)
    check_unsent(issue, old)
    if not again:
        _check_looked(issue, old)
    released = _released(issue)
    entries = tuple(
        IssueArticle(article_id=one.article_id, title=one.title, revision=one.revision, key=one.key)
        for one in released
    )
    alive = old is not None and find(old, Action.CANCEL, Who.PERSON) is not None
    if alive and (issue.at, issue.entries, issue.way) == (at, entries, way):
        return Booking(issue, issue)
    claims = accounts.ledger.claims(account.id, availability.needed(account, way, issue.tag_id), at)
    made = _made(issue, released, claims, at=at, way=way, step=step)
    planned = issue.state is IssueState.PLANNED
    after = changed(
        issue,
        step.model_copy(update={"note": shown(at) if planned else from_to(issue.at, at)}),
        state=IssueState.SCHEDULED,
        at=at,
        way=way,
        entries=entries,
        delivery=made.id,
        attempts=issue.attempts + 1,
    )
    return Booking(issue, after, _cancelled(old, step), made, claims, released)


def called_off(issue: Issue, state: IssueState, step: IssueStep) -> Booking:
    """All that changes when ``issue`` loses its time and comes to ``state``. Raises ``WrongState``."""
    old = _delivery(issue)
    check_unsent(issue, old)
    note = step.note or (shown(issue.at) if issue.state is IssueState.SCHEDULED else "")
    # A delivery that never reached WeChat is let go, so that nobody can bring it back beside a later one; one
    # that may have been sent is remembered, for whoever schedules the issue again.
    kept = old.id if old is not None and old.first_tried_at is not None else None
    after = changed(issue, step.model_copy(update={"note": note}), state=state, delivery=kept)
    return Booking(issue, after, _cancelled(old, step))


def commit(
    bookings: Sequence[Booking], account: OfficialAccount, *, by: Actor, now: datetime
) -> list[Issue]:
    """Write the bookings with their entries in the audit log in one transaction, and queue the new deliveries.

    Bookings that change nothing are left out. Raises ``SlotTaken``, ``NoAllowance`` or ``IssueChanged``.
    """
    wanted = [one for one in bookings if one.after is not one.before]
    try:
        if wanted:
            issue_store.book(wanted, [entry(one, account, by, now) for one in wanted])
    except Refused as refused:
        raise _explained(refused, wanted, account) from refused
    for one in wanted:
        if one.made is not None:
            enqueue_if_soon(one.made, now)
    return [one.after for one in bookings]


def entry(booking: Booking, account: OfficialAccount, by: Actor, now: datetime) -> AuditEntry:
    """The audit entry of a change of an issue."""
    before, after = booking.before, booking.after
    last = after.history[-1]
    return audit.entry_of(
        by,
        "publishing:issue:edit",
        unit=account.unit,
        at=now,
        object=f"issue:{after.id}",
        changes=audit.changes_between(_facts(before), _facts(after)),
        note="：".join(filter(None, (last.what, last.note))),
    )


def from_to(before: datetime, after: datetime) -> str:
    """A change of time as a note of the history."""
    return f"{shown(before)} → {shown(after)}"


def _facts(issue: Issue) -> dict[str, object]:
    return {
        "title": issue.title,
        "state": issue.state.value,
        "at": shown(issue.at),
        "way": issue.way.value,
        "tag": issue.tag_id,
        "articles": " ".join(one.article_id for one in issue.entries),
        "delivery": issue.delivery,
    }


def _explained(
    refused: Refused, bookings: Sequence[Booking], account: OfficialAccount
) -> PublishingError:
    """What stood in the way, told of the issue that it stood in the way of."""
    issue = bookings[-1].after
    if refused.part is Part.SLOT:
        kept_out = availability.held_by_others(account, [one.after for one in bookings])
        return availability.slot_taken(account, kept_out or issue)
    wanting = [one for one in bookings if one.claims]
    # A condition there also fails where somebody called the delivery off meanwhile.
    if refused.part is Part.ALLOWANCE and wanting:
        short = (one for one in wanting if availability.full(account, one.claims))
        without = next(short, wanting[-1])
        issue = without.after
        return availability.no_allowance(
            account, without.claims, issue.at, issue.way, issue.tag_id, issue.id
        )
    if refused.part is Part.ARTICLE:
        return IssueChanged(f"期 {issue.id} 的稿件刚被修改或撤回审核，没有排期。请查看后重试。")
    return IssueChanged(f"期 {issue.id} 或它的投递刚被别处更新，请查看后重试。")


def _delivery(issue: Issue) -> Delivery | None:
    return store.get(issue.delivery) if issue.delivery else None


def _made(
    issue: Issue,
    released: Sequence[newsroom.Released],
    claims: Iterable[Claim],
    *,
    at: datetime,
    way: Way,
    step: IssueStep,
) -> Delivery:
    pieces = tuple(
        piece(
            newsroom.read_content(one.key),
            one.key,
            article_id=one.article_id,
            revision=one.revision,
            unit=one.unit,
        )
        for one in released
    )
    if len(pieces) > 1 and any(one.kind in _ALONE for one in pieces):
        raise BadIssue(f"期 {issue.id}：视频或音频只能单独成一期，请把它与其他稿件分开。")
    if way is Way.PUBLISH and pieces[0].kind in _ALONE:
        raise BadIssue(f"期 {issue.id}：视频或音频只能群发，不能发布。")
    for one, article in zip(pieces, released, strict=True):
        if not article.emergency:  # two of the highest role answer for it
            _check_materials(one, article, issue, at)
    return reserved(
        delivery_id(issue.id, issue.account, at, issue.attempts + 1),
        issue.account,
        pieces,
        at=at,
        by=step.by,
        now=step.at,
        allowances=tuple(claim.key for claim in claims),
        issue=issue.id,
        way=way,
        tag_id=issue.tag_id,
    )


def _check_materials(one: Piece, article: newsroom.Released, issue: Issue, at: datetime) -> None:
    """Raises ``MaterialNotUsable`` where an article holds what it may not use on its day, at this account."""
    keys = (one.cover, *one.pictures, *(each.key for each in one.materials))
    day = at.astimezone(SHANGHAI).date()
    what = f"《{article.title}》不能排在 {shown(at)}"
    newsroom.check_materials(keys, article.unit, day, what=what, account=issue.account)


def _released(issue: Issue) -> tuple[newsroom.Released, ...]:
    """The issue's articles as they may go out now; every one that may not is named. Raises ``NotReady``."""
    if not issue.entries:
        raise NotReady(
            f"期 {issue.id}（{issue.title}）还没有稿件。",
            state=issue.state.value,
            remedies=[remedy("issue.add", "加入稿件", issue=issue.id)],
        )
    found: list[newsroom.Released] = []
    wrong: list[newsroom.NewsroomError] = []
    for one in issue.entries:
        try:
            found.append(newsroom.released(one.article_id))
        except newsroom.NewsroomError as error:
            wrong.append(error)
    if wrong:
        raise NotReady(
            f"期 {issue.id}（{issue.title}）不能排期，{len(wrong)} 篇稿件没有通过审核：\n"
            + "\n".join(f"  {error}" for error in wrong),
            state=issue.state.value,
            remedies=dict.fromkeys(remedy for error in wrong for remedy in error.remedies),
        )
    return tuple(found)


def check_unsent(issue: Issue, old: Delivery | None) -> None:
    """Raises ``WrongState`` unless an issue's delivery leaves room for another, or may still be called off."""
    if old is None or old.state in REPLACEABLE:
        return
    if find(old, Action.CANCEL, Who.PERSON) is None:
        raise WrongState(
            f"期 {issue.id}（{issue.title}）的投递 {old.id} 是“{STATES[old.state]}”"
            f"{'，已向微信提交过' if old.first_tried_at else ''}，不能再改。",
            state=old.state.value,
        )


def _check_looked(issue: Issue, old: Delivery | None) -> None:
    """Raises ``MaybeSent`` if nobody has looked yet whether a delivery that failed was sent after all."""
    if old is not None and old.state is DeliveryState.FAILED and old.first_tried_at is not None:
        raise MaybeSent(
            f"期 {issue.id} 的投递 {old.id} 提交过微信之后失败：{old.problem.what if old.problem else ''}"
            "请先登录微信公众平台的“发表记录”核对，确认没有发出后才能再排期。",
            state=old.state.value,
            remedies=[
                remedy("issue.schedule_again", "确认后再排期", issue=issue.id),
                remedy("issue.move_again", "确认后改到别的时间", issue=issue.id),
            ],
        )


def _cancelled(old: Delivery | None, step: IssueStep) -> tuple[Delivery, Delivery] | None:
    """The issue's delivery before and after it is cancelled; None if there is none to cancel."""
    if old is None or find(old, Action.CANCEL, Who.PERSON) is None:
        return None
    after = moved(
        old,
        Action.CANCEL,
        Who.PERSON,
        at=step.at,
        by=step.by,
        note=step.what,
        due_at=None,
        held_until=None,
        version=old.version + 1,
    )
    return old, after
