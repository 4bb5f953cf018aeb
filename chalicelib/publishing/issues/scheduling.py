"""What has to change together when an issue gets a time, loses it, or gets another."""

from __future__ import annotations

from datetime import datetime

from chalicelib import accounts, newsroom
from chalicelib.accounts import Claim, OfficialAccount
from chalicelib.publishing.deliveries import store
from chalicelib.publishing.deliveries.content import piece
from chalicelib.publishing.deliveries.models import Delivery, DeliveryState, Way
from chalicelib.publishing.deliveries.planning import delivery_id, reserved, shown
from chalicelib.publishing.deliveries.transitions import NAMES, Action, Who, find
from chalicelib.publishing.deliveries.transitions import move as moved
from chalicelib.publishing.errors import BadIssue, MaybeSent, NotReady
from chalicelib.publishing.issues import availability
from chalicelib.publishing.issues.models import Entry, Issue, IssueState, changed
from chalicelib.publishing.issues.store import Booking

_ALONE = ("video", "audio")


def booking(
    issue: Issue,
    account: OfficialAccount,
    *,
    at: datetime | None,
    way: Way,
    by: str,
    now: datetime,
    what: str,
    state: IssueState = IssueState.SCHEDULED,
    note: str = "",
    again: bool = False,
) -> Booking:
    """All that changes when ``issue`` is scheduled for ``at``, or (without ``at``) comes to ``state``.

    If nothing does, the booking's issue is the same before and after. Raises ``BadIssue``, ``NotReady``,
    ``MaybeSent``.
    """
    old = store.get(issue.delivery) if issue.delivery else None
    if old is not None:
        _check_unsent(issue, old, again or at is None)
    if at is None:
        note = note or (shown(issue.at) if issue.state is IssueState.SCHEDULED else "")
        # A delivery that never reached WeChat is let go, so that nobody can bring it back beside a later one; one
        # that may have been sent is remembered, for whoever schedules the issue again.
        kept = old.id if old is not None and old.first_tried_at is not None else None
        after = changed(issue, what, by=by, now=now, note=note, state=state, delivery=kept)
        return Booking(issue, after, _called_off(old, by, now, what))
    released = _released(issue)
    entries = tuple(
        Entry(article_id=one.article_id, title=one.title, revision=one.revision, key=one.key)
        for one in released
    )
    alive = old is not None and find(old, Action.CANCEL, Who.PERSON) is not None
    if alive and (issue.at, issue.entries, issue.way) == (at, entries, way):
        return Booking(issue, issue)
    claims = accounts.ledger.claims(account.id, availability.needed(account, way, issue.tag_id), at)
    made = _made(issue, released, claims, at=at, way=way, by=by, now=now)
    after = changed(
        issue,
        what,
        by=by,
        now=now,
        note=shown(at) if issue.state is IssueState.PLANNED else f"{shown(issue.at)} → {shown(at)}",
        state=IssueState.SCHEDULED,
        at=at,
        way=way,
        entries=entries,
        delivery=made.id,
        attempts=issue.attempts + 1,
    )
    return Booking(issue, after, _called_off(old, by, now, what), made, claims, released)


def _made(
    issue: Issue,
    released: tuple[newsroom.Released, ...],
    claims: tuple[Claim, ...],
    *,
    at: datetime,
    way: Way,
    by: str,
    now: datetime,
) -> Delivery:
    pieces = tuple(
        piece(
            newsroom.read_content(one.key),
            one.key,
            article_id=one.article_id,
            revision=one.revision,
        )
        for one in released
    )
    if len(pieces) > 1 and any(one.kind in _ALONE for one in pieces):
        raise BadIssue(f"期 {issue.id}：视频或音频只能单独成一期，请把它与其他稿件分开。")
    if way is Way.PUBLISH and pieces[0].kind in _ALONE:
        raise BadIssue(f"期 {issue.id}：视频或音频只能群发，不能用 --way publish 发布。")
    return reserved(
        delivery_id(issue.id, issue.account, at, issue.attempts + 1),
        issue.account,
        pieces,
        at=at,
        by=by,
        now=now,
        allowances=tuple(claim.key for claim in claims),
        issue=issue.id,
        way=way,
        tag_id=issue.tag_id,
    )


def _released(issue: Issue) -> tuple[newsroom.Released, ...]:
    """The issue's articles as they may go out now; every one that may not is named. Raises ``NotReady``."""
    if not issue.entries:
        raise NotReady(
            f"期 {issue.id}（{issue.title}）还没有稿件。用 `./rongmei issue add {issue.id} 稿件编号` 加入。"
        )
    found, wrong = [], []
    for entry in issue.entries:
        try:
            found.append(newsroom.released(entry.article_id))
        except newsroom.NewsroomError as error:
            wrong.append(f"  {error}")
    if wrong:
        raise NotReady(
            f"期 {issue.id}（{issue.title}）不能排期，{len(wrong)} 篇稿件没有通过审核：\n"
            + "\n".join(wrong)
        )
    return tuple(found)


def _check_unsent(issue: Issue, old: Delivery, looked: bool) -> None:
    """Whether an issue's delivery leaves room for another, or may still be called off."""
    if find(old, Action.CANCEL, Who.PERSON) is not None or old.state is DeliveryState.CANCELLED:
        return
    if old.state is not DeliveryState.FAILED:
        raise BadIssue(
            f"期 {issue.id}（{issue.title}）的投递 {old.id} 是“{NAMES[old.state]}”"
            f"{'，已向微信提交过' if old.first_tried_at else ''}，不能再改。"
        )
    if old.first_tried_at is not None and not looked:
        raise MaybeSent(
            f"期 {issue.id} 的投递 {old.id} 提交过微信之后失败：{old.problem.what if old.problem else ''}"
            "请先登录微信公众平台的“发表记录”核对；确认没有发出后，加 --again 再排期。"
        )


def _called_off(
    old: Delivery | None, by: str, now: datetime, what: str
) -> tuple[Delivery, Delivery] | None:
    if old is None or find(old, Action.CANCEL, Who.PERSON) is None:
        return None
    after = moved(
        old, Action.CANCEL, Who.PERSON, at=now, by=by, note=what, due_at=None, held_until=None
    )
    return old, after
