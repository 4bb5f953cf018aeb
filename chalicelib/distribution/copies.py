"""Copies of what was offered, in the newsrooms below: made, corrected, recalled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from chalicelib import accounts, newsroom, people, publishing
from chalicelib.actor import Actor
from chalicelib.clock import shown
from chalicelib.cloud import table
from chalicelib.distribution import rules as distribution_rules
from chalicelib.distribution import store
from chalicelib.distribution.errors import LocallyEdited
from chalicelib.distribution.models import (
    Answer,
    Change,
    ChangeKind,
    Offer,
    Receipt,
    TaskState,
)
from chalicelib.distribution.pushes import Pushes, piece_number
from chalicelib.newsroom import ArticleState, Composed, StoredArticle
from chalicelib.publishing import Delivery, DeliveryState, IssueState


def make_copy(
    offer: Offer,
    receipt: Receipt,
    *,
    by: Actor,
    now: datetime,
    also: Sequence[table.Action] = (),
) -> Receipt:
    """Make the copy, hand it in for the unit's review, and say so on the receipt. Twice is once.

    A copy that an earlier try has made is gone on with, also where the source was corrected in between.

    ``receipt`` is the account's as it was read or written last; ``also`` are writes that belong to the one of the
    receipt.
    """
    if receipt.answer is Answer.ADOPTED:
        return receipt
    account_id = receipt.account
    store.read_ahead(account_id)
    unit = accounts.state(account_id).account.unit
    newsroom.read_ahead(unit, by.person)
    revision, key, _title = offer.current
    content, source = _content(key, account_id), _source(offer, revision)
    copy = newsroom.create(
        content,
        unit=unit,
        by=by,
        now=now,
        source=source,
        note=_mark(offer, account_id),
        known_as=_name(offer, account_id),
        hand_in=True,
    )
    if copy.created_at != now and not _edits(offer, copy):  # made by an earlier try
        copy = newsroom.revise(
            copy.id, content, by=by, now=now, note=_mark(offer, account_id), source=source
        )
    _submit(copy, by, now)
    told = {
        "answer": Answer.ADOPTED,
        "article": copy.id,
        "by": by.person,
        "at": now,
        "problem": "",
        "known": len(offer.changes),
    }
    return store.change_receipt(
        offer.id,
        account_id,
        lambda before: (
            before if before.answer is Answer.ADOPTED else before.model_copy(update=told)
        ),
        also,
        receipt,
    )


def carry_out_change(
    offer: Offer,
    receipt: Receipt,
    change: Change,
    *,
    by: Actor,
    now: datetime,
    overwrite: bool = False,
) -> Receipt:
    """Carry a change at the source out at one copy, and say on the receipt what was done and what is left.

    Twice is once: every step looks at how things are. Raises ``LocallyEdited`` where a correction would replace what
    the unit wrote itself, unless ``overwrite`` is set.
    """
    task = next((one for one in receipt.tasks if one.change == change.number), None)
    if task is None or task.state is TaskState.DONE or receipt.article is None:
        return receipt
    if change.kind is ChangeKind.RECALL:
        return _recall(offer, receipt, receipt.article, change, by, now)
    held_back = _hold_back(receipt.account, receipt.article, change, by, now)
    copy = newsroom.get_article(receipt.article)
    edited = _edits(offer, copy)
    if edited and not overwrite:
        raise LocallyEdited(offer.id, receipt.account, change.number, copy.id, edited)
    return _correct(offer, receipt, receipt.article, change, held_back, by, now)


def _correct(
    offer: Offer,
    receipt: Receipt,
    article_id: str,
    change: Change,
    held_back: str,
    by: Actor,
    now: datetime,
) -> Receipt:
    copy = newsroom.revise(
        article_id,
        _content(change.key, receipt.account),
        by=by,
        now=now,
        note=f"按 {offer.id} 的更正：{change.reason}",
        source=_source(offer, change.revision),
    )
    _submit(copy, by, now)
    done = "稿件已改并重新送审" + held_back
    old = Pushes.of(receipt, offer.at).every
    if old:
        # WeChat has no way to change what was sent: whether to take it back is a person's to decide.
        left = f"{done}；{_ids(old)} 已发出或正在发出旧文，请决定是否撤回或另发更正"
        return _explain(offer, receipt, change, left)
    return _finish(offer, receipt, change, done, by, now)


def _recall(
    offer: Offer, receipt: Receipt, article_id: str, change: Change, by: Actor, now: datetime
) -> Receipt:
    """Done only where nothing of the copy is with people or may yet be, and nobody can schedule it again."""
    left = _withdraw(article_id, change, by, now)
    held_back = _hold_back(receipt.account, article_id, change, by, now)
    pushes = Pushes.of(receipt, offer.at)
    for push in pushes.out:
        try:
            publishing.recall(
                push.id,
                by=by,
                reason=change.reason,
                now=now,
                article=piece_number(push, article_id),
            )
        except (publishing.PublishingError, people.PeopleError) as error:
            left.append(str(error))
    if pushes.in_doubt:
        left.append(f"{_ids(pushes.in_doubt)} 正在发出或结果未知，现在不能撤回；有结果后再办理")
    asked = f"已要求撤回 {_ids(pushes.out)}，等微信的结果" if pushes.out else ""
    done = f"已撤回 {_ids(pushes.gone)}" if pushes.gone else ""
    said = "；".join(filter(None, (*left, asked, done))) + held_back
    if left or asked:
        # WeChat may still refuse: whether it is done is read off the pushes (rules.seen).
        awaits = () if left else tuple(push.id for push in pushes.out)
        return _explain(offer, receipt, change, said, awaits)
    return _finish(offer, receipt, change, said if done else f"没有推送过{held_back}", by, now)


def under_way(offer: Offer, receipt: Receipt) -> bool:
    """Whether a push of the copy will be known to be out, or not, before long: a recall has to wait for that."""
    return any(
        one.state is not DeliveryState.FAILED for one in Pushes.of(receipt, offer.at).in_doubt
    )


def _withdraw(article_id: str, change: Change, by: Actor, now: datetime) -> list[str]:
    """Take the copy out of its review, so that nobody schedules it anew; what stands in the way is returned."""
    if newsroom.get_article(article_id).state in (ArticleState.DRAFT, ArticleState.RETURNED):
        return []
    try:
        newsroom.withdraw(article_id, by=by, now=now, note=f"原稿撤回：{change.reason}")
    except (newsroom.NewsroomError, people.PeopleError) as error:
        return [f"稿件 {article_id} 仍可排期，请撤回审核（{error}）"]
    return []


def _ids(pushes: Sequence[Delivery]) -> str:
    return "、".join(push.id for push in pushes)


def _hold_back(account_id: str, article_id: str, change: Change, by: Actor, now: datetime) -> str:
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
    article = distribution_rules.dressed(newsroom.read_content(key), around.header, around.footer)
    over = [
        newsroom.Finding(
            where="页眉页脚",
            what=f"加上公众号“{account_id}”的页眉页脚后，{one.name}有 {one.value:,} {one.unit}，"
            f"最多 {one.limit:,}；请缩短页眉页脚",
        )
        for one in newsroom.measures(article)
        if one.value > one.limit
    ]
    if over:
        raise newsroom.ArticleRefused(over)
    return Composed(article, {})


def _submit(copy: StoredArticle, by: Actor, now: datetime) -> None:
    if copy.state in (ArticleState.DRAFT, ArticleState.RETURNED):
        newsroom.submit(copy.id, by=by, now=now, known=copy)


def _finish(
    offer: Offer, receipt: Receipt, change: Change, what: str, by: Actor, now: datetime
) -> Receipt:
    return store.change_receipt(
        offer.id,
        receipt.account,
        lambda before: (
            before
            if _is_done(before, change)
            else distribution_rules.task_done(
                before, change.number, what=what, by=by.person, at=now
            )
        ),
    )


def _explain(
    offer: Offer, receipt: Receipt, change: Change, what: str, awaits: tuple[str, ...] = ()
) -> Receipt:
    return store.change_receipt(
        offer.id,
        receipt.account,
        lambda before: distribution_rules.explained(before, change.number, what, awaits),
    )


def _is_done(receipt: Receipt, change: Change) -> bool:
    return any(
        task.change == change.number and task.state is TaskState.DONE for task in receipt.tasks
    )


def _source(offer: Offer, revision: int) -> str:
    return f"{offer.article} 第 {revision} 版"


def _name(offer: Offer, account_id: str) -> str:
    """The name of a copy in its unit: accounts with the same header and footer share one, and its review."""
    around = store.dressing(account_id)
    dress = sha256(f"{around.header}\x1f{around.footer}".encode()).hexdigest()[:16]
    return f"offer:{offer.id}:{dress}"


def _edits(offer: Offer, copy: newsroom.StoredArticle) -> str:
    """Who wrote the copy's latest revision and when, where that was not an offer's content; else empty."""
    latest = newsroom.revision(copy.id, copy.revision)
    if latest.source.startswith(f"{offer.article} "):
        return ""
    return f"第 {latest.number} 版，{latest.by}，{shown(latest.at)}"


def _mark(offer: Offer, account_id: str) -> str:
    return f"采用 {offer.unit} 的分发 {offer.id}（{account_id}）"
