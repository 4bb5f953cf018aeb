"""When a push went wrong: try it anew, bring back what was given up, take its pages down."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib import accounts, audit, people, units
from chalicelib.accounts import Scarce
from chalicelib.actor import Actor
from chalicelib.clock import shown
from chalicelib.cloud import queues, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.errors import Field, remedy
from chalicelib.publishing.deliveries import store
from chalicelib.publishing.deliveries.labels import STATES
from chalicelib.publishing.deliveries.models import Delivery, DeliveryState, Recall, Way
from chalicelib.publishing.deliveries.queue import enqueue
from chalicelib.publishing.deliveries.transitions import (
    ENDED,
    REPLACEABLE,
    TABLE,
    Action,
    Who,
    find,
    move,
)
from chalicelib.publishing.errors import BadRecall, DeliveryChanged, WrongState
from chalicelib.publishing.issues import store as issue_store
from chalicelib.publishing.issues.editing import step_of
from chalicelib.publishing.issues.models import changed
from chalicelib.publishing.pushes import delivery_for, entry_of
from chalicelib.publishing.sending.next_step import TOO_LATE
from chalicelib.settings import settings

RESTORE: Final = "publishing:push:restore"
_AGAIN: Final = "请重新排期。"


def retry(delivery_id: str, *, by: Actor, now: datetime, note: str = "") -> Delivery:
    """Have a push tried anew that failed before it ever reached WeChat, or have a worker look at an open one at once.

    A push whose try may have gone out is not sent again by this: an open one is inquired after, an ended one is
    refused. Running it twice does what once does. Raises ``UnknownDelivery``, ``PermissionDenied``, ``WrongState`` or
    ``DeliveryChanged``.
    """
    delivery, account = delivery_for(delivery_id, by, "publishing:push:retry")
    if delivery.state not in ENDED:
        return _hurry(delivery, now)
    check_untried(delivery, now)
    if delivery.holds(now):
        # A worker that tidies up would take the new draft for one that was left behind.
        raise DeliveryChanged(f"投递 {delivery_id} 的旧草稿正在清理，请两分钟后再重试。")
    after = move(
        delivery,
        Action.RETRY,
        Who.PERSON,
        at=now,
        by=by.person,
        note=note or "重试",
        due_at=now,
        held_until=None,
        failures=0,
        looks=0,
        draft=None,
        tidied=False,
        problem=None,
    )
    entry = entry_of(by, "publishing:push:retry", account, delivery, after, now, note)
    also = [*_set_aside(delivery), *_issue(delivery, by, now), audit.write_action(entry)]
    try:
        saved = store.save(delivery, after, also=also)
    except ConditionFailed as error:
        raise _illegal(
            delivery,
            f"投递 {delivery_id} 不能重试：那天的群发或发布次数已经用完，或它的期刚被改动。{_AGAIN}",
        ) from error
    enqueue(delivery_id)
    return saved


def retry_given_up(*, by: Actor, now: datetime) -> list[str]:
    """Put back every message that the queue gave up; returns the deliveries they name.

    Harmless twice: each step of a push is taken by a conditional write. Raises ``PermissionDenied``.
    """
    for top in tops():
        people.require(by, RESTORE, top)

    def log(bodies: list[str]) -> None:
        # Before they are put back: what a worker takes up again stands in the log, also after a crash here.
        note = " ".join(dict.fromkeys(bodies))
        audit.record(
            audit.entry_of(by, RESTORE, unit="", at=now, object="queue:deliveries", note=note)
        )

    return queues.bring_back(settings().delivery_queue_url, log)


def tops() -> list[str]:
    """The units that have none above; the queue holds the pushes of every unit, so it takes a role in each of these."""
    return [one.id for one in units.units() if one.parent is None] or [""]


def recall(
    delivery_id: str, *, by: Actor, reason: str, now: datetime, article: int = 0
) -> Delivery:
    """Order a push's pages to be taken down, one article (from 1) or all (0); a worker carries it out.

    Ordering the same twice is ordering it once. What has reached a telephone stays there: the card, its title and
    picture; only the page behind it goes (sheet §2.5). Raises ``UnknownDelivery``, ``PermissionDenied``,
    ``WrongState``, ``BadRecall`` or ``DeliveryChanged``.
    """
    delivery, account = delivery_for(delivery_id, by, "publishing:push:recall")
    if any(one.article in (0, article) and not one.refused for one in delivery.recalls):
        return delivery
    check_recall(delivery, article)
    order = Recall(at=now, by=by.person, reason=reason, article=article)
    changes = {"recalls": (*delivery.recalls, order), "due_at": now, "failures": 0, "problem": None}
    after = delivery.model_copy(update=changes)
    which = f"第 {article} 篇：" if article else ""
    entry = entry_of(by, "publishing:push:recall", account, delivery, after, now, which + reason)
    saved = store.save(delivery, after, also=[audit.write_action(entry)])
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


def check_untried(delivery: Delivery, now: datetime) -> None:
    """Raises ``WrongState`` unless an ended push certainly never reached WeChat and may still be in time."""
    name = f"投递 {delivery.id}（{STATES[delivery.state]}）"
    if delivery.state is not DeliveryState.FAILED:
        raise _illegal(delivery, f"{name}不需要重试。")
    if find(delivery, Action.RETRY, Who.PERSON) is None:
        raise _illegal(
            delivery,
            f"{name}向微信提交过，可能已经发出，不会自动重发。"
            "请先登录微信公众平台的“发表记录”核对；确认没有发出，再重新排期。",
        )
    if now > delivery.at + TOO_LATE:
        raise _illegal(
            delivery, f"{name}的时间 {shown(delivery.at)} 已过去两小时以上，不再发送。{_AGAIN}"
        )
    twins = [
        other.id
        for other in store.of_account(delivery.account)
        if other.id != delivery.id
        and other.at == delivery.at
        and [one.article for one in other.pieces] == [one.article for one in delivery.pieces]
        and other.state not in REPLACEABLE
    ]
    if twins:
        raise _illegal(delivery, f"{name}已由投递 {twins[0]} 代替，不需要重试。")


def _set_aside(delivery: Delivery) -> list[table.Action]:
    """The allowances that were given back when it failed."""
    scarce = [Scarce(key.split("#", 1)[0]) for key in delivery.allowances]
    claims = accounts.ledger.claims(delivery.account, scarce, delivery.at) if scarce else ()
    wanted = [(claim, delivery.id) for claim in claims if claim.key in delivery.allowances]
    return accounts.ledger.exchange_actions(delivery.account, reserve=wanted)


def _issue(delivery: Delivery, by: Actor, now: datetime) -> list[table.Action]:
    """Its issue, if it has one, must still be carried out by this delivery: else it could go out twice."""
    if delivery.issue is None:
        return []
    issue = issue_store.get_issue(delivery.issue)
    if issue.delivery != delivery.id:
        raise _illegal(
            delivery,
            f"投递 {delivery.id} 不能重试：期 {issue.id} 已另有安排（投递 {issue.delivery}）。",
        )
    after = changed(issue, step_of("重试", by, now, delivery.id))
    return [issue_store.issue_action(issue, after)]


def check_recall(delivery: Delivery, article: int) -> None:
    """Raises ``WrongState`` or ``BadRecall`` where WeChat could not take this down: one article (from 1), or all (0)."""
    name = f"投递 {delivery.id}（{STATES[delivery.state]}）"
    if not 0 <= article <= len(delivery.pieces):
        raise BadRecall(
            f"{name}只有 {len(delivery.pieces)} 篇，没有第 {article} 篇。",
            fields=[Field("article", "第几篇")],
        )
    if find(delivery, Action.RECALL, Who.WORKER) is None:
        cancellable = find(delivery, Action.CANCEL, Who.PERSON) is not None
        raise WrongState(
            f"{name}不能撤回：微信只能撤下已经发出的文章。结果未知的请登录微信公众平台处理。",
            state=delivery.state.value,
            possible=TABLE.possible(delivery, [Who.PERSON]),
            remedies=[remedy("push.cancel", "取消还没有提交的群发", delivery=delivery.id)]
            if cancellable
            else [],
        )
    if delivery.kind == "audio":
        raise BadRecall(f"{name}是音频，微信不支持撤回；请登录微信公众平台处理。")
    if delivery.way is Way.PUBLISH and not delivery.article_id:
        raise BadRecall(f"{name}没有文章编号，请登录微信公众平台删除。")


def _illegal(delivery: Delivery, sentence: str) -> WrongState:
    return WrongState(
        sentence,
        state=delivery.state.value,
        possible=TABLE.possible(delivery, [Who.PERSON]),
    )
