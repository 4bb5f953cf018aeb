"""What people do when a push went wrong: try it anew, bring back what was given up, take its pages down."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib import accounts
from chalicelib.accounts import Scarce, ledger
from chalicelib.cloud import queues, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.publishing.deliveries import store
from chalicelib.publishing.deliveries.models import Delivery, DeliveryState, Recall, Way
from chalicelib.publishing.deliveries.planning import shown
from chalicelib.publishing.deliveries.queue import enqueue
from chalicelib.publishing.deliveries.transitions import ENDED, NAMES, Action, Who, find, move
from chalicelib.publishing.errors import Moved, NotAllowed
from chalicelib.publishing.issues import store as issue_store
from chalicelib.publishing.issues.models import changed
from chalicelib.publishing.permissions import check_role
from chalicelib.publishing.sending.next_step import TOO_LATE
from chalicelib.settings import settings

_AGAIN: Final = "请重新排期。"


def retry(delivery_id: str, *, by: str, now: datetime, note: str = "") -> Delivery:
    """Have a push tried anew that failed before it ever reached WeChat, or have a worker look at an open one at once.

    A push whose try may have gone out is not sent again by this: an open one is inquired after, an ended one is
    refused. Running it twice does what once does. Raises ``UnknownDelivery``, ``NotAllowed``, ``NoAllowance`` or
    ``Moved``.
    """
    delivery = store.get(delivery_id)
    check_role(by, accounts.state(delivery.account).account)
    if delivery.state not in ENDED:
        return _hurry(delivery, now)
    _check_untried(delivery, now)
    if delivery.holds(now):
        # A worker that tidies up would take the new draft for one that was left behind.
        raise Moved(f"投递 {delivery_id} 的旧草稿正在清理，请两分钟后再重试。")
    after = move(
        delivery,
        Action.RETRY,
        Who.PERSON,
        at=now,
        by=by,
        note=note or "重试",
        due_at=now,
        held_until=None,
        failures=0,
        looks=0,
        draft=None,
        tidied=False,
        problem=None,
    )
    try:
        saved = store.save(
            delivery, after, also=[*_set_aside(delivery), *_issue(delivery, by, now)]
        )
    except ConditionFailed as error:
        raise NotAllowed(
            f"投递 {delivery_id} 不能重试：那天的群发或发布次数已经用完，或它的期刚被改动。{_AGAIN}"
        ) from error
    enqueue(delivery_id)
    return saved


def retry_given_up() -> list[str]:
    """Put back every message that the queue gave up; returns the deliveries they name.

    Harmless twice: each step of a push is taken by a conditional write.
    """
    return queues.bring_back(settings().delivery_queue_url)


def recall(delivery_id: str, *, by: str, reason: str, now: datetime, article: int = 0) -> Delivery:
    """Order a push's pages to be taken down, one article (from 1) or all (0); a worker carries it out.

    Ordering the same twice is ordering it once. What has reached a telephone stays there: the card, its title and
    picture; only the page behind it goes (sheet §2.5). Raises ``UnknownDelivery``, ``NotAllowed`` or ``Moved``.
    """
    delivery = store.get(delivery_id)
    check_role(by, accounts.state(delivery.account).account)
    if any(one.article in (0, article) and not one.refused for one in delivery.recalls):
        return delivery
    _check_recall(delivery, article)
    order = Recall(at=now, by=by, reason=reason, article=article)
    changes = {"recalls": (*delivery.recalls, order), "due_at": now, "failures": 0, "problem": None}
    saved = store.save(delivery, delivery.model_copy(update=changes))
    enqueue(delivery_id)
    return saved


def _hurry(delivery: Delivery, now: datetime) -> Delivery:
    """Have an open push looked at now; one whose preparation waits after an error does not wait any longer."""
    waits = (
        delivery.state is DeliveryState.RESERVED and delivery.failures and not delivery.holds(now)
    )
    if waits:
        delivery = store.save(delivery, delivery.model_copy(update={"due_at": now}))
    enqueue(delivery.id)
    return delivery


def _check_untried(delivery: Delivery, now: datetime) -> None:
    name = f"投递 {delivery.id}（{NAMES[delivery.state]}）"
    if delivery.state is not DeliveryState.FAILED:
        raise NotAllowed(f"{name}不需要重试。")
    if find(delivery, Action.RETRY, Who.PERSON) is None:
        raise NotAllowed(
            f"{name}向微信提交过，可能已经发出，不会自动重发。"
            "请先登录微信公众平台的“发表记录”核对；确认没有发出，再重新排期。"
        )
    if now > delivery.at + TOO_LATE:
        raise NotAllowed(f"{name}的时间 {shown(delivery.at)} 已过去两小时以上，不再发送。{_AGAIN}")
    twins = [
        other.id
        for other in store.of_account(delivery.account)
        if other.id != delivery.id
        and other.at == delivery.at
        and [one.article for one in other.pieces] == [one.article for one in delivery.pieces]
        and other.state not in (DeliveryState.CANCELLED, DeliveryState.FAILED)
    ]
    if twins:
        raise NotAllowed(f"{name}已由投递 {twins[0]} 代替，不需要重试。")


def _set_aside(delivery: Delivery) -> list[table.Action]:
    """The allowances that were given back when it failed."""
    scarce = [Scarce(key.split("#", 1)[0]) for key in delivery.allowances]
    claims = ledger.claims(delivery.account, scarce, delivery.at) if scarce else ()
    wanted = [(claim, delivery.id) for claim in claims if claim.key in delivery.allowances]
    return ledger.exchange_actions(delivery.account, reserve=wanted)


def _issue(delivery: Delivery, by: str, now: datetime) -> list[table.Action]:
    """Its issue, if it has one, must still be carried out by this delivery: else it could go out twice."""
    if delivery.issue is None:
        return []
    issue = issue_store.get(delivery.issue)
    if issue.delivery != delivery.id:
        raise NotAllowed(
            f"投递 {delivery.id} 不能重试：期 {issue.id} 已另有安排（投递 {issue.delivery}）。"
        )
    after = changed(issue, "重试", by=by, now=now, note=delivery.id)
    return [issue_store.issue_action(issue, after)]


def _check_recall(delivery: Delivery, article: int) -> None:
    name = f"投递 {delivery.id}（{NAMES[delivery.state]}）"
    if not 0 <= article <= len(delivery.pieces):
        raise NotAllowed(f"{name}只有 {len(delivery.pieces)} 篇，没有第 {article} 篇。")
    if find(delivery, Action.RECALL, Who.WORKER) is None:
        raise NotAllowed(
            f"{name}不能撤回：微信只能撤下已经发出的文章。"
            "还没有提交的用 push cancel 取消；结果未知的请登录微信公众平台处理。"
        )
    if delivery.kind == "audio":
        raise NotAllowed(f"{name}是音频，微信不支持撤回；请登录微信公众平台处理。")
    if delivery.way is Way.PUBLISH and not delivery.article_id:
        raise NotAllowed(f"{name}没有文章编号，请登录微信公众平台删除。")
