"""Export all that is kept of one person on one account, for whoever asks for a copy (个人信息保护法 第四十五条)."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from typing import Any, Final

from chalicelib import (
    accounts,
    appointments,
    audit,
    conversation,
    desk,
    followers,
    hotline,
    insight,
    notices,
    people,
    topics,
)
from chalicelib.actor import Actor
from chalicelib.application import follower_data
from chalicelib.application.follower_data import KIND_NAMES, FollowerData
from chalicelib.audit import Change
from chalicelib.clock import SHANGHAI
from chalicelib.followers import Erasure, NothingKept
from chalicelib.wechat.messages import TYPE_NAMES
from chalicelib.wechat.text import Message

EXPORT: Final = "followers:person:export"
_HIDDEN: Final = frozenset({"ToUserName", "FromUserName"})


def export_follower(account_id: str, openid: str, *, by: Actor, now: datetime) -> dict[str, Any]:
    """Everything kept of a person, with Chinese names, as plain values for JSON; times are of Asia/Shanghai.

    The log names who took the copy, and the person only by a digest. Raises ``UnknownAccount``, ``PermissionDenied``
    or ``NothingKept``.
    """
    account = accounts.current(account_id).account
    people.require(by, EXPORT, account.unit)
    data = follower_data.read(account_id, openid)
    counts = data.counts()
    if not counts:
        raise NothingKept(account_id)
    waiting = followers.erasure_store.waiting(account_id, openid)
    exported = {
        "公众号": {"短名": account.id, "名称": account.name, "单位": account.unit},
        "OpenID": openid,
        "导出时间": _clock(now),
        "保存期限": f"消息自收到起保留 {account.retention_days} 天，取消关注后 {account.erase_after_days} 天删除",
        "数量": {KIND_NAMES[kind]: number for kind, number in counts.items()},
        **_contents(data, waiting),
    }
    audit.record(
        audit.entry_of(
            by,
            EXPORT,
            unit=account.unit,
            at=now,
            object=followers.named(secrets.token_hex(8), account_id, openid),
            changes=[Change(field=kind, after=str(number)) for kind, number in counts.items()],
            note=f"公众号 {account_id}",
        )
    )
    return exported


def overview(account_id: str, openid: str, *, by: Actor) -> tuple[dict[str, int], Erasure | None]:
    """How much is kept of a person by kind, and the erasure that waits. No word of it is shown.

    Raises ``UnknownAccount`` or ``PermissionDenied``.
    """
    people.require(by, EXPORT, accounts.current(account_id).account.unit)
    counts = follower_data.read(account_id, openid).counts()
    return counts, followers.erasure_store.waiting(account_id, openid)


def _contents(data: FollowerData, waiting: Erasure | None) -> dict[str, Any]:
    return {
        "关注状态": _state(data, waiting),
        "消息": [_message(one) for one in data.pushes if one.is_message],
        "事件": [_event(one) for one in data.pushes if not one.is_message],
        "人工会话": [_session(one, data) for one in data.sessions],
        "会话以外的坐席消息": [
            _line(one) for one in data.lines if one.session not in {s.id for s in data.sessions}
        ],
        "微信客服的聊天记录": [
            {"时间": _clock(_at(one.time)), "客服": one.worker, "内容": one.text}
            | {"说话的人": "粉丝" if one.opercode == desk.Said.FOLLOWER else "客服"}
            for one in data.transcripts
        ],
        "有答复时要告知的提问": [
            {
                "提问": one.text,
                "提问时间": _clock(_at(one.asked)),
                "要求告知的时间": _clock(_at(one.agreed)),
                "是否已告知": topics.labels.AGREEMENTS[one.state],
            }
            for one in data.agreements
        ],
        "预约": [_appointment(one) for one in data.appointments],
        "爽约": [one.day.isoformat() for one in data.appointment_limits.no_shows],
        "订阅的通知": [
            {
                "模板": one.template,
                "还可发": one.left,
                "同意的时间": _clock(_at(one.accepted_at)) if one.accepted_at else "",
                "收回的时间": _clock(_at(one.refused_at)) if one.refused_at else "",
            }
            for one in data.consents
        ],
        "发过的订阅通知": [
            {
                "时间": _clock(one.at),
                "模板": one.template,
                "内容": one.data,
                "状态": notices.labels.SENDINGS[one.state],
                "说明": one.problem,
            }
            for one in data.notices
        ],
        "统计用的化名": data.pseudonym,
        "按规则打的标签": [
            {
                "标签编号": str(one["sk"]).removeprefix(followers.tags.KIND),
                "时间": _clock(_at(one["at"])),
            }
            for one in data.tags
        ],
        "粉丝名册": _roll(data),
        "其他记录": [_plain(item) for item in data.others],
    }


def _roll(data: FollowerData) -> dict[str, Any]:
    found: dict[str, Any] = {"在最近一次取得的名单中": data.on_roll}
    if data.last_event is not None:
        what = "关注" if data.last_event.following else "取消关注"
        found["最近一次事件"] = f"{what}，{_clock(_at(data.last_event.at))}"
    return found


def _state(data: FollowerData, waiting: Erasure | None) -> dict[str, Any]:
    state = data.state or {}
    times = {"关注时间": "followed_at", "取消关注时间": "left_at", "上次默认回复": "default_at"}
    found: dict[str, Any] = {"正在关注": bool(state["following"])} if "following" in state else {}
    found |= {label: _clock(_at(state[name])) for label, name in times.items() if state.get(name)}
    if state.get("scene"):
        found["关注来源"] = state["scene"]
    if data.looks:
        found["二次查找的结果"] = list(data.looks.values())
    if state.get("news"):
        found["下次来信时要告知的答复"] = [one[2] for one in json.loads(str(state["news"]))]
    if waiting is not None:
        found["将于何时删除"] = _clock(waiting.due_at)
    return found


def _message(one: conversation.erasure.Kept) -> dict[str, Any]:
    push, decision = one.recorded.push, one.recorded.decision
    text = desk.shown(push) if isinstance(push, Message) else ""
    replies = [reply for reply in (decision.reply, *decision.follow_ups) if reply is not None]
    archived = insight.erasure.archived(one.recorded)
    return {
        "时间": _clock(_at(one.at)),
        "类型": TYPE_NAMES.get(str(one.wire.get("MsgType", "")), str(one.wire.get("MsgType", ""))),
        "内容": text,
        "机器人的回复": [getattr(reply, "content", "") or f"[{reply.type}]" for reply in replies],
        "收到的字段": _wire(one),
    } | ({"提问存档": _plain(archived)} if archived else {})


def _event(one: conversation.erasure.Kept) -> dict[str, Any]:
    return {
        "时间": _clock(_at(one.at)),
        "事件": str(one.wire.get("Event", "")),
        "收到的字段": _wire(one),
    }


def _session(one: desk.ServiceSession, data: FollowerData) -> dict[str, Any]:
    case = next((case for case in data.cases if case.session == one.id), None)
    return {
        "受理号": one.ticket,
        "状态": desk.STATE_NAMES[one.state],
        "请求人工的时间": _clock(one.opened_at),
        "结束时间": _clock(one.resolved_at) if one.resolved_at else "",
        "坐席": one.owner,
        "摘要": one.summary,
        "评价": one.rating or "",
        "经过": [
            {"时间": _clock(moment.at), "事项": moment.what, "经办": moment.by, "说明": moment.note}
            for moment in one.history
        ],
        "会话中的话": [_line(line) for line in data.lines if line.session == one.id],
    } | ({"热线": _case(case)} if case is not None else {})


def _appointment(one: appointments.Booking) -> dict[str, Any]:
    return {
        "办税厅": one.hall_name,
        "业务": one.service_name,
        "时间": _clock(one.starts),
        "状态": appointments.labels.STATES[one.state],
        "预约时间": _clock(one.made_at),
        "预约码": one.code,
        "预约方式": appointments.labels.ORIGINS[one.origin],
        "实名信息": {
            appointments.labels.ASKED[asked]: text
            for asked, text in appointments.identity.of(one.id).items()
        },
        "告知": [
            {
                "事项": appointments.labels.TELLINGS[told.kind],
                "结果": appointments.labels.TELLING_STATES[told.state],
            }
            for told in appointments.tellings.of_booking(one.id)
        ],
    }


def _line(one: desk.AgentMessage) -> dict[str, Any]:
    return {
        "时间": _clock(one.at),
        "说话的人": one.by,
        "内容": one.text,
        "状态": desk.MESSAGE_STATE_NAMES[one.state],
    }


def _case(case: hotline.Case) -> dict[str, Any]:
    return {
        "状态": hotline.CASE_STATE_NAMES[case.state],
        "热线的工单号": case.hotline_ticket,
        "还没有送达热线的": [call.body for call in hotline.erasure.calls(case)],
        "还没有转告粉丝的": [event.text for event in hotline.erasure.events(case)],
    }


def _wire(one: conversation.erasure.Kept) -> dict[str, Any]:
    return {name: value for name, value in one.wire.items() if name not in _HIDDEN}


def _plain(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in ("pk", "gsi1pk", "gsi1sk")}


def _at(seconds: Any) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


def _clock(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
