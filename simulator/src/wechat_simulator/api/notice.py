"""Subscription notices (sheet §2.10): one acceptance on the phone allows one notice."""

import secrets
from functools import partial
from typing import Any

from wechat_simulator.activity.jobs import system_event
from wechat_simulator.api.kf import recipient
from wechat_simulator.api.protocol import OK, ApiError, Call, Endpoint
from wechat_simulator.wire.callbacks import deliver
from wechat_simulator.wire.xml import Repeated

CATEGORIES = [{"id": 616, "name": "政务民生"}]
TITLES = [
    {"tid": 1001, "title": "办理进度通知", "type": 2, "categoryId": "616"},
    {"tid": 1002, "title": "申报期限提醒", "type": 3, "categoryId": "616"},
    {"tid": 1003, "title": "退税到账通知", "type": 2, "categoryId": "616"},
]
KEYWORDS = [
    {"kid": 1, "name": "事项名称", "example": "汇算清缴", "rule": "thing"},
    {"kid": 2, "name": "办理时间", "example": "2026年3月1日 09:00", "rule": "time"},
    {"kid": 3, "name": "备注", "example": "请携带身份证", "rule": "thing"},
]


async def categories(_: Call) -> dict[str, Any]:
    return OK | {"data": CATEGORIES}


async def titles(call: Call) -> dict[str, Any]:
    wanted = call.query.get("ids", "").split(",")
    found = [t for t in TITLES if t["categoryId"] in wanted]
    start, limit = (int(call.query.get(n, d) or d) for n, d in (("start", "0"), ("limit", "30")))
    return OK | {"count": len(found), "data": found[start : start + limit]}


async def keywords(call: Call) -> dict[str, Any]:
    _title(call.query.get("tid", ""))
    return OK | {"count": len(KEYWORDS), "data": KEYWORDS}


async def add(call: Call) -> dict[str, Any]:
    title = _title(call.text("tid"))
    names = {str(k["kid"]): k for k in KEYWORDS}
    chosen = call.body.get("kidList")
    if not isinstance(chosen, list) or not 2 <= len(chosen) <= 5:
        raise ApiError(200011, "invalid kidList size, it has two to five")
    if not all(str(kid) in names for kid in chosen):
        raise ApiError(200014, "invalid kidList")
    lines = [f"{names[str(k)]['name']}:{{{{{names[str(k)]['rule']}{k}.DATA}}}}" for k in chosen]
    made = secrets.token_urlsafe(32)
    call.account.notice_templates[made] = {
        "priTmplId": made,
        "title": title["title"],
        "content": "\n".join(lines),
        "example": "",
        "type": title["type"],
    }
    return OK | {"priTmplId": made}


async def listed(call: Call) -> dict[str, Any]:
    return OK | {"data": list(call.account.notice_templates.values())}


async def delete(call: Call) -> dict[str, Any]:
    if call.account.notice_templates.pop(call.text("priTmplId"), None) is None:
        raise ApiError(40037, "invalid template_id")
    return dict(OK)


async def send(call: Call) -> dict[str, Any]:
    """Needs an acceptance by this follower, and uses it up (43101)."""
    follower = recipient(call, call.text("touser"))
    name, data = call.text("template_id"), call.body.get("data")
    template = call.account.notice_templates.get(name)
    if template is None:
        raise ApiError(40037, "invalid template_id")
    words = {k: str(v.get("value", "")) for k, v in data.items()} if _fits(data) else {}
    missing = [k for k in words if f"{{{{{k}.DATA}}}}" not in template["content"]]
    if not words or missing or not all(words.values()):
        raise ApiError(47003, "argument invalid! data does not fit the template")
    if follower.notices.get(name, 0) < 1:
        raise ApiError(43101, "user refuse to accept the msg")
    follower.notices[name] -= 1
    text = template["content"]
    for key, value in words.items():
        text = text.replace(f"{{{{{key}.DATA}}}}", value)
    entry = {"direction": "in", "type": "notice", "title": template["title"], "content": text}
    call.platform.say(call.account, follower, entry | {"url": call.text("page")})
    who = {"openid": follower.openid, "user": follower.user}
    call.platform.record("notice", call.account, template_id=name, content=text, **who)
    call.platform.later(partial(_tell, call, follower.openid, name))
    return dict(OK)


async def _tell(call: Call, openid: str, template_id: str) -> None:
    sent = {"TemplateId": template_id, "MsgID": str(call.platform.sequence())}
    entry = sent | {"ErrorCode": 0, "ErrorStatus": "success"}
    fields = system_event(call.platform, call.account, "subscribe_msg_sent_event")
    fields |= {"FromUserName": openid, "SubscribeMsgSentEvent": {"List": Repeated([entry])}}
    await deliver(call.platform, call.account, fields)


def _title(tid: str) -> dict[str, Any]:
    found = next((t for t in TITLES if str(t["tid"]) == tid), None)
    if found is None:
        raise ApiError(200021, "invalid tid")
    return found


def _fits(data: Any) -> bool:
    return isinstance(data, dict) and all(isinstance(value, dict) for value in data.values())


TEMPLATES = "/wxaapi/newtmpl/"
ENDPOINTS = [
    Endpoint("GET", TEMPLATES + "getcategory", categories),
    Endpoint("GET", TEMPLATES + "getpubtemplatetitles", titles),
    Endpoint("GET", TEMPLATES + "getpubtemplatekeywords", keywords),
    Endpoint("GET", TEMPLATES + "gettemplate", listed),
    Endpoint("POST", TEMPLATES + "addtemplate", add),
    Endpoint("POST", TEMPLATES + "deltemplate", delete),
    Endpoint("POST", "/cgi-bin/message/subscribe/bizsend", send),
]
