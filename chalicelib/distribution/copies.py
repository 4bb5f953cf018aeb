"""Copies of what was offered, in the newsrooms below: made, corrected, recalled."""

from __future__ import annotations

from datetime import datetime

from chalicelib import accounts, newsroom, publishing
from chalicelib.distribution import decide, store
from chalicelib.distribution.models import (
    Answer,
    Change,
    ChangeKind,
    Offer,
    Receipt,
    TaskState,
)
from chalicelib.distribution.pushes import Pushes, piece_number
from chalicelib.newsroom import ArticleState, Composed
from chalicelib.publishing import IssueState


def adopted(offer: Offer, account_id: str, *, by: str, now: datetime) -> Receipt:
    """Make the copy, hand it in for the unit's review, and say so on the receipt. Twice is once."""
    receipt = store.receipt(offer.id, account_id)
    if receipt.answer is Answer.ADOPTED:
        return receipt
    revision, key, _title = offer.current
    copy = newsroom.create(
        _content(key, account_id),
        unit=accounts.state(account_id).account.unit,
        by=by,
        now=now,
        source=f"{offer.article} 第 {revision} 版",
        note=_mark(offer, account_id),
    )
    _submit(copy.id, by, now)
    told = {"answer": Answer.ADOPTED, "article": copy.id, "by": by, "at": now, "problem": ""}
    receipt = store.change_receipt(
        offer.id,
        account_id,
        lambda before: (
            before if before.answer is Answer.ADOPTED else before.model_copy(update=told)
        ),
    )
    return receipt


def put_right(offer: Offer, receipt: Receipt, change: Change, *, by: str, now: datetime) -> Receipt:
    """Carry a change at the source out at one copy, and say on the receipt what was done and what is left.

    Twice is once: every step looks at how things are.
    """
    task = next((one for one in receipt.tasks if one.change == change.number), None)
    if task is None or task.state is TaskState.DONE or receipt.article is None:
        return receipt
    held_back = _hold_back(receipt.account, receipt.article, change, by, now)
    pushes = Pushes.of(receipt, offer.at)
    if change.kind is ChangeKind.CORRECTION:
        newsroom.revise(
            receipt.article,
            _content(change.key, receipt.account),
            by=by,
            now=now,
            note=f"按 {offer.id} 的更正：{change.reason}",
            source=f"{offer.article} 第 {change.revision} 版",
        )
        _submit(receipt.article, by, now)
        done = "稿件已改并重新送审" + held_back
        if pushes.sent is not None:
            # WeChat has no way to change what was sent: whether to take it back is a person's to decide.
            left = f"{done}；{pushes.sent.id} 已群发旧文，请决定是否撤回（push recall）或另发更正"
            return _told(offer, receipt, change, left)
        return _finished(offer, receipt, change, done, by, now)
    if pushes.sent is None:
        return _finished(offer, receipt, change, "没有推送过" + held_back, by, now)
    publishing.recall(
        pushes.sent.id,
        by=by,
        reason=change.reason,
        now=now,
        article=piece_number(pushes.sent, receipt.article),
    )
    return _finished(offer, receipt, change, f"已要求撤回 {pushes.sent.id}" + held_back, by, now)


def _hold_back(account_id: str, article_id: str, change: Change, by: str, now: datetime) -> str:
    """Take the copy out of what is to be sent: an issue goes back to being a plan, and its slot is free."""
    held = []
    for issue in list(publishing.list_issues([account_id])):
        if issue.state is not IssueState.SCHEDULED or issue.delivery is None:
            continue
        if all(entry.article_id != article_id for entry in issue.entries):
            continue
        if publishing.get(issue.delivery).first_tried_at is not None:
            continue
        publishing.unschedule(issue.id, by=by, now=now, note=change.reason)
        held.append(issue.id)
    return f"；已撤回排期 {'、'.join(held)}" if held else ""


def _content(key: str, account_id: str) -> Composed:
    """The content with the account's own header and footer; its pictures lie in the bucket already."""
    around = store.dressing(account_id)
    return Composed(decide.dressed(newsroom.article(key), around.header, around.footer), {})


def _submit(article_id: str, by: str, now: datetime) -> None:
    if newsroom.stored(article_id).state in (ArticleState.DRAFT, ArticleState.RETURNED):
        newsroom.submit(article_id, by=by, now=now)


def _finished(
    offer: Offer, receipt: Receipt, change: Change, what: str, by: str, now: datetime
) -> Receipt:
    return store.change_receipt(
        offer.id,
        receipt.account,
        lambda before: (
            before
            if _is_done(before, change)
            else decide.task_done(before, change.number, what=what, by=by, at=now)
        ),
    )


def _told(offer: Offer, receipt: Receipt, change: Change, what: str) -> Receipt:
    return store.change_receipt(
        offer.id, receipt.account, lambda before: decide.explained(before, change.number, what)
    )


def _is_done(receipt: Receipt, change: Change) -> bool:
    return any(
        task.change == change.number and task.state is TaskState.DONE for task in receipt.tasks
    )


def _mark(offer: Offer, account_id: str) -> str:
    return f"采用 {offer.unit} 的分发 {offer.id}（{account_id}）"
