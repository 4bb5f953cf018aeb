"""Subscription notices (sheet §2.10): templates from WeChat's library, and sending where a follower consented."""

import re
import secrets
from functools import partial
from typing import Any

from wechat_simulator.activity import notices
from wechat_simulator.api import notice_library as library
from wechat_simulator.api.kf import recipient
from wechat_simulator.api.protocol import OK, ApiError, Call, Endpoint
from wechat_simulator.world.faults import striking
from wechat_simulator.world.state import Account, Follower

TEMPLATES_MOST = 25
TITLES_A_PAGE = 30
SCENE_CHARS = 15
SENT_EVENT = "subscribe_msg_sent_event"
SLOT = re.compile(r"\{\{(([a-z_]+)\d+)\.DATA\}\}")


async def categories(call: Call) -> dict[str, Any]:
    _service_only(call.account)
    mine = call.account.notice_categories
    return OK | {"data": [{"id": i, "name": library.CATEGORIES[i]} for i in mine]}


async def titles(call: Call) -> dict[str, Any]:
    _service_only(call.account)
    wanted = [one for one in call.query.get("ids", "").split(",") if one]
    if not wanted:
        raise ApiError(200018, "category ids missing")
    if not set(wanted) <= {str(i) for i in call.account.notice_categories}:
        raise ApiError(200019, "invalid category ids")
    start = _number(call, "start", 0, 200016)
    limit = _number(call, "limit", TITLES_A_PAGE, 200017)
    if not 1 <= limit <= TITLES_A_PAGE:
        raise ApiError(200017, "invalid limit")
    found = [t for t in library.TITLES if str(t.category) in wanted]
    data = [
        {"tid": t.tid, "title": t.title, "type": t.kind, "categoryId": str(t.category)}
        for t in found
    ]
    return OK | {"count": len(found), "data": data[start : start + limit]}


async def keywords(call: Call) -> dict[str, Any]:
    _service_only(call.account)
    title = _title(call, call.query.get("tid", ""))
    data = [library.KEYWORDS[kid]._asdict() for kid in title.keywords]
    return OK | {"count": len(data), "data": data}


async def add(call: Call) -> dict[str, Any]:
    """A template of two to five keywords, in the order that is given."""
    _service_only(call.account)
    title, chosen = _title(call, call.text("tid")), call.body.get("kidList")
    if not isinstance(chosen, list) or not 2 <= len(chosen) <= 5:
        raise ApiError(200020, "invalid kidList, it has two to five")
    kids = [int(kid) if str(kid).isdecimal() else 0 for kid in chosen]
    if not set(kids) <= set(title.keywords) or len(set(kids)) < len(kids):
        raise ApiError(200020, "invalid kidList")
    if len(call.text("sceneDesc")) > SCENE_CHARS:
        raise ApiError(200021, "invalid sceneDesc")
    if len(call.account.notice_templates) >= TEMPLATES_MOST:
        raise ApiError(200012, "too many templates")
    used = [library.KEYWORDS[kid] for kid in kids]
    made = secrets.token_urlsafe(32)
    call.account.notice_templates[made] = {
        "priTmplId": made,
        "title": title.title,
        "content": "\n".join(f"{k.name}:{{{{{k.rule}{k.kid}.DATA}}}}" for k in used),
        "example": "\n".join(f"{k.name}:{k.example}" for k in used),
        "type": title.kind,
    }
    call.platform.tell("changed", {})
    return OK | {"priTmplId": made}


async def listed(call: Call) -> dict[str, Any]:
    _service_only(call.account)
    return OK | {"data": list(call.account.notice_templates.values())}


async def delete(call: Call) -> dict[str, Any]:
    _service_only(call.account)
    if call.account.notice_templates.pop(call.text("priTmplId"), None) is None:
        raise ApiError(40037, "invalid template_id")
    call.platform.tell("changed", {})
    return dict(OK)


async def send(call: Call) -> dict[str, Any]:
    """Needs a consent of this follower (43101); a one-time one is used up, a long-term one stands.

    The notice is checked first, so that one that is wrong costs no consent.
    """
    _service_only(call.account)
    follower = recipient(call, call.text("touser"))
    name = call.text("template_id")
    template = call.account.notice_templates.get(name)
    if template is None:
        raise ApiError(40037, "invalid template_id")
    words = _words(template, call.body.get("data"))
    if not notices.use(follower, name):
        raise ApiError(43101, "user refuse to accept the msg")
    msg_id = call.platform.message_id()
    struck = striking(call.account, "job", SENT_EVENT, "notice_failed")
    result: dict[str, Any] = {"ErrorCode": 0, "ErrorStatus": "success"}
    if struck:
        options = struck[0].options
        result = {"ErrorCode": int(options["code"]), "ErrorStatus": str(options["text"])}
    else:
        _show(call, follower, template, words, msg_id)
    sent = {"TemplateId": name, "MsgID": str(msg_id)} | result
    tell = notices.tell_sent
    call.platform.later(partial(tell, call.platform, call.account, follower.openid, sent))
    return OK | {"msgid": msg_id}


def _words(template: dict[str, Any], data: Any) -> dict[str, str]:
    """A value for each slot of the template, of the slot's kind, and no other (47003)."""
    slots = {slot[1]: slot[2] for slot in SLOT.finditer(template["content"])}
    if not isinstance(data, dict) or not all(isinstance(v, dict) for v in data.values()):
        raise ApiError(47003, "argument invalid! data does not fit the template")
    words = {key: str(value.get("value", "")) for key, value in data.items()}
    for key in [*slots, *words]:
        if key not in slots or not library.fits(slots[key], words.get(key, "")):
            raise ApiError(47003, f"argument invalid! data.{key}.value invalid")
    return words


def _show(
    call: Call, follower: Follower, template: dict[str, Any], words: dict[str, str], msg_id: int
) -> None:
    text = SLOT.sub(lambda slot: words[slot[1]], template["content"])
    program = call.body.get("miniprogram")
    entry = {"direction": "in", "type": "notice", "title": template["title"], "content": text}
    entry |= {"url": call.text("page"), "miniprogram": program if program else None}
    call.platform.say(call.account, follower, entry)
    who = {"openid": follower.openid, "user": follower.user, "msg_id": msg_id}
    about = {"template_id": template["priTmplId"], "content": text, "url": call.text("page")}
    call.platform.record("notice", call.account, **about, **who)


def _title(call: Call, tid: str) -> library.Title:
    found = library.title_of(tid, call.account.notice_categories)
    if found is None:
        raise ApiError(200014, "invalid tid")
    return found


def _number(call: Call, name: str, default: int, refused: int) -> int:
    given = call.query.get(name, str(default))
    if not given.isdecimal():
        raise ApiError(refused, f"invalid {name}")
    return int(given)


def _service_only(account: Account) -> None:
    """Verified service accounts have subscription notices; `notices` in the account's settings says otherwise."""
    has = account.kind == "service" and account.verified
    if not (has if account.notices is None else account.notices):
        raise ApiError(48001, "api unauthorized")


TEMPLATES = "/wxaapi/newtmpl/"
ENDPOINTS = [
    Endpoint("GET", TEMPLATES + "getcategory", categories),
    Endpoint("GET", TEMPLATES + "getpubtemplatetitles", titles),
    Endpoint("GET", TEMPLATES + "getpubtemplatekeywords", keywords),
    Endpoint("GET", TEMPLATES + "gettemplate", listed),
    Endpoint("POST", TEMPLATES + "addtemplate", add),
    Endpoint("POST", TEMPLATES + "deltemplate", delete),
    Endpoint("POST", "/cgi-bin/message/subscribe/bizsend", send, daily=100_000),
]
