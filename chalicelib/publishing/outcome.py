"""What WeChat's words about a mass send mean for the delivery: pure (sheet §1.5, §2.5)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from chalicelib.publishing.models import Delivery, DeliveryState, Finish, Problem
from chalicelib.publishing.transitions import Action, Who, find, move

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

_OPEN: Final = (DeliveryState.SUBMITTED, DeliveryState.AWAITING_ADMIN)
_ERROR: Final = re.compile(r"err\((\d+)\)")
_LOOK: Final = "请登录微信公众平台查看原因；不要直接重发。"


def judge(finish: Finish) -> tuple[Action, str]:
    """What a finish event makes of a delivery, and why, in words."""
    status = finish.status.strip().lower()
    sent, failed = finish.counts.sent, finish.counts.failed
    if status == "send success":
        if failed > TOLERATED * max(sent + failed, 1):
            return (Action.SEND_IN_PART if sent else Action.FAIL), f"有 {failed:,} 位粉丝没有收到"
        return Action.CONFIRM, ""
    found = _ERROR.search(status)
    words = REASONS.get(int(found[1]), "微信未说明的原因") if found else "微信系统发送失败"
    # A refusal is total; a failure on the way may have reached some.
    action = Action.SEND_IN_PART if sent and not found else Action.FAIL
    return action, f"{words}（微信返回：{finish.status}）"


def finished(delivery: Delivery, finish: Finish, now: datetime) -> Delivery | None:
    """The delivery after its finish event; None if the event says nothing new, or comes before the submit."""
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
        problem=Problem(at=now, what=why, advice=_LOOK) if why else None,
        due_at=None,
        held_until=None,
    )


def answered(delivery: Delivery, status: str, now: datetime) -> Delivery | None:
    """The delivery after an answer of mass/get, which has no counts; None while it is still being sent."""
    known: dict[str, tuple[Action, str]] = {
        "SEND_SUCCESS": (Action.CONFIRM, ""),
        "SEND_FAIL": (Action.FAIL, "微信返回群发失败（SEND_FAIL）"),
        "DELETE": (Action.RECALL, "已在微信公众平台删除"),
    }
    if status not in known or delivery.state not in _OPEN:
        return None
    action, why = known[status]
    changes: dict[str, Any] = {"due_at": None, "held_until": None}
    if action is Action.FAIL:
        changes["problem"] = Problem(at=now, what=why, advice=_LOOK)
    note = why or "按 mass/get 的结果；送达人数待微信通知"
    return move(delivery, action, Who.WECHAT, at=now, by="wechat", note=note, **changes)


def _note(finish: Finish, why: str) -> str:
    counted = f"应发 {finish.counts.filtered:,}，成功 {finish.counts.sent:,}，失败 {finish.counts.failed:,}"
    checked = {2: "；被判定为可转载", 3: "；被判定为转载"}.get(finish.check_state or 0, "")
    return "；".join(filter(None, (counted, why))) + checked
