"""The delivery after WeChat's word about a mass send or a publication: pure (sheet §1.5, §2.4, §2.5)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from chalicelib.clock import shown_time
from chalicelib.publishing.deliveries.models import (
    Delivery,
    DeliveryState,
    Finish,
    Problem,
    Publication,
)
from chalicelib.publishing.deliveries.transitions import HANDED_OVER, Action, Who, find, move
from chalicelib.publishing.sending.next_step import PATIENCE
from chalicelib.publishing.sending.wechat import Listed

TOLERATED: Final = 0.01
"""Share of followers who may be missed in a push that counts as delivered: among millions some always refuse
messages or have closed their account, and WeChat calls that a success too."""

REASONS: Final[dict[int, str]] = {
    10001: "涉嫌广告",
    20001: "涉嫌政治",
    20002: "涉嫌色情",
    20004: "涉嫌社会问题",
    20006: "涉嫌违法犯罪",
    20008: "涉嫌欺诈",
    20013: "涉嫌版权",
    21000: "涉嫌其他",
    22000: "涉嫌互推（互相宣传）",
    30001: "原创校验出错，且未允许转载时继续群发",
    30002: "原创校验被判定不能群发",
    30003: "原创校验被判定为转载，且未允许转载时继续群发",
    40001: "管理员拒绝了这次群发",
    40002: "管理员 30 分钟内没有确认，已超时",
}

_PUBLISHED: Final[dict[int, tuple[Action, str]]] = {
    0: (Action.CONFIRM, ""),
    2: (Action.FAIL, "原创校验没有通过，没有发布"),
    3: (Action.FAIL, "发布失败（微信返回的常规失败）"),
    4: (Action.FAIL, "平台审核没有通过，没有发布"),
    5: (Action.RECALL, "发布后文章已被全部删除"),
    6: (Action.FAIL, "发布后文章被微信系统封禁"),
}
"""publish_status (sheet §1.5); 1 is "under way"."""

_UNDER_WAY: Final = 1
_ERROR: Final = re.compile(r"err\((\d+)\)")
_SUCCESS: Final = "sendsuccess"
"""A status without blanks and in lower case: WeChat has written it with a blank and without."""
_LOOK: Final = "请登录微信公众平台查看原因；不要直接重发。"
_ADMIN: Final = "管理员拒绝了这次群发，或 30 分钟内没有确认（微信返回 SEND_FAIL）"


def judge(finish: Finish) -> tuple[Action, str]:
    """The action on a delivery that a finish event calls for, and the reason in words."""
    status = "".join(finish.status.lower().split())
    sent, failed = finish.counts.sent, finish.counts.failed
    if status == _SUCCESS:
        if failed > TOLERATED * max(sent + failed, 1):
            return (Action.SEND_IN_PART if sent else Action.FAIL), f"有 {failed:,} 位粉丝没有收到"
        return Action.CONFIRM, ""
    found = _ERROR.search(status)
    words = REASONS.get(int(found[1]), "微信未说明的原因") if found else "微信系统发送失败"
    # A refusal is total; a failure on the way may have reached some.
    action = Action.SEND_IN_PART if sent and not found else Action.FAIL
    return action, f"{words}（微信返回：{finish.status}）"


def after_event(delivery: Delivery, event: Finish | Publication, now: datetime) -> Delivery | None:
    """The delivery after its finish event; None if the event says nothing new, or comes before the submit."""
    if isinstance(event, Publication):
        return published(delivery, event, now)
    return finished(delivery, event, now)


def finished(delivery: Delivery, finish: Finish, now: datetime) -> Delivery | None:
    """``after_event`` for a mass send."""
    action, why = judge(finish)
    if delivery.msg_id != finish.msg_id or find(delivery, action, Who.WECHAT) is None:
        return None
    if delivery.counts == finish.counts and delivery.urls == finish.urls:
        return None
    return move(
        delivery,
        action,
        Who.WECHAT,
        at=now,
        by="wechat",
        note=_note(finish, why),
        counts=finish.counts,
        urls=finish.urls,
        check_state=finish.check_state,
        checks=finish.checks,
        problem=Problem(at=now, what=why, advice=_LOOK) if why else None,
        due_at=None,
        held_until=None,
    )


def answered(delivery: Delivery, status: str, now: datetime) -> Delivery | None:
    """The delivery after an answer of mass/get, which has no counts; None while it is still being sent."""
    known: dict[str, tuple[Action, str]] = {
        "SEND_SUCCESS": (Action.CONFIRM, ""),
        "SEND_FAIL": (
            Action.FAIL,
            _ADMIN
            if delivery.state is DeliveryState.AWAITING_ADMIN
            else "微信返回群发失败（SEND_FAIL）",
        ),
        "DELETE": (Action.RECALL, "已在微信公众平台删除"),
    }
    status = status.strip().upper()
    if status not in known or delivery.state not in HANDED_OVER:
        return None
    action, why = known[status]
    changes: dict[str, Any] = {"due_at": None, "held_until": None}
    if action is Action.FAIL:
        changes["problem"] = Problem(at=now, what=why, advice=_LOOK)
    note = why or "按 mass/get 的结果；送达人数待微信通知"
    return move(delivery, action, Who.WECHAT, at=now, by="wechat", note=note, **changes)


def published(delivery: Delivery, publication: Publication, now: datetime) -> Delivery | None:
    """The delivery after what WeChat says of its publication; None if that is nothing new, or not yet the end."""
    if publication.status == _UNDER_WAY or delivery.publish_id != publication.publish_id:
        return None
    action, why = _PUBLISHED.get(
        publication.status, (Action.FAIL, f"微信返回未知的发布状态 {publication.status}")
    )
    if action is Action.CONFIRM and publication.failed:
        action, why = Action.SEND_IN_PART, "有文章没有发布成功"
    if publication.failed:
        why += f"（第 {'、'.join(map(str, publication.failed))} 篇）"
    if find(delivery, action, Who.WECHAT) is None:
        return None
    told: dict[str, Any] = {
        "article_id": publication.article_id or delivery.article_id,
        "urls": publication.urls or delivery.urls,
    }
    if delivery.history[-1].note == why and all(getattr(delivery, n) == told[n] for n in told):
        return None
    bad = action in (Action.FAIL, Action.SEND_IN_PART)
    return move(
        delivery,
        action,
        Who.WECHAT,
        at=now,
        by="wechat",
        note=why,
        **told,
        problem=Problem(at=now, what=why, advice=_LOOK) if bad else None,
        due_at=None,
        held_until=None,
    )


def found_published(delivery: Delivery, listed: Listed, now: datetime) -> Delivery:
    """The delivery after its pages were found among the account's publications (freepublish/batchget)."""
    return move(
        delivery,
        Action.CONFIRM,
        Who.WECHAT,
        at=now,
        by="wechat",
        note="提交结果曾经未知；在已发布的文章中按标题找到",
        # WeChat's own number of the job was lost with the answer: the article's stands in.
        publish_id=f"article:{listed.article_id}",
        article_id=listed.article_id,
        urls=listed.urls,
        problem=None,
        due_at=None,
        held_until=None,
    )


def awaiting(submitted: Delivery, now: datetime, note: str) -> Delivery:
    """The delivery while it waits for an administrator, with what to tell people."""
    until = shown_time((submitted.submitted_at or now) + PATIENCE)
    problem = Problem(
        at=now,
        what="等待管理员在微信里确认这次群发（API 群发保护）",
        advice=f"请管理员在 {until} 前确认；拒绝或超过 30 分钟不确认，群发失败。",
    )
    return move(
        submitted, Action.AWAIT_ADMIN, Who.WORKER, at=now, by="worker", note=note, problem=problem
    )


def _note(finish: Finish, why: str) -> str:
    counted = f"应发 {finish.counts.filtered:,}，成功 {finish.counts.sent:,}，失败 {finish.counts.failed:,}"
    checked = {2: "；被判定为可转载", 3: "；被判定为转载"}.get(finish.check_state or 0, "")
    return "；".join(filter(None, (counted, why))) + checked
