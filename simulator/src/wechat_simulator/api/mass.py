"""群发: the only call that reaches every follower (sheet §2.5)."""

import hashlib
import json
from functools import partial
from typing import Any

from wechat_simulator.activity import protection
from wechat_simulator.activity.jobs import MASS_FINISHED, finish_mass, mass_entry, start
from wechat_simulator.api import quota
from wechat_simulator.api.kf import media_of, recipient
from wechat_simulator.api.protocol import OK, ApiError, Call, Endpoint
from wechat_simulator.world import followers
from wechat_simulator.world.articles import publish
from wechat_simulator.world.platform import current_call
from wechat_simulator.world.state import Account, ClientMsgId, Draft, Follower, Mass

CLIENT_ID_BYTES = 64
REMEMBERED = 24 * 3600
TOO_SOON = 60
SUBSCRIPTION_A_DAY = 1
SERVICE_A_DAY, SERVICE_A_MONTH = 1, 4
SPEEDS = (80, 60, 45, 30, 10)
MIN_OPENIDS, MAX_OPENIDS = 2, 10_000


async def sendall(call: Call) -> dict[str, Any]:
    """To all, or to a tag's followers."""
    chosen = call.body.get("filter")
    if not isinstance(chosen, dict):
        raise ApiError(40035, "invalid parameter")
    tag: int | None = None
    if not chosen.get("is_to_all"):
        if str(chosen.get("tag_id", "")) not in call.account.tags:
            raise ApiError(45152, "invalid tag")
        tag = int(chosen["tag_id"])
    people = list(followers.known(call.account, tag))
    crowd = followers.crowd(call.account, tag)
    return await _send(call, people, json.dumps(chosen, sort_keys=True), crowd, to_all=tag is None)


async def send(call: Call) -> dict[str, Any]:
    """To a list of openids; service accounts only."""
    if call.account.kind != "service":
        raise ApiError(48001, "api unauthorized")
    openids = call.body.get("touser")
    if not isinstance(openids, list) or not MIN_OPENIDS <= len(openids) <= MAX_OPENIDS:
        raise ApiError(40130, "invalid openid list size, at least two openid")
    named = [recipient(call, str(openid)) for openid in openids]
    # The crowd has no phones: it is counted, and leaves no record.
    crowd = sum(f.user not in call.account.followers for f in named)
    people = [f for f in named if f.subscribed and f.user in call.account.followers]
    return await _send(call, people, json.dumps(openids), crowd)


async def preview(call: Call) -> dict[str, Any]:
    """Show it to one person at once; no quota, no finish event, and the draft stays."""
    follower = _previewer(call)
    kind, content, draft = _content(call)
    ids = publish(call.platform, call.account, draft, call.base_url, 0) if draft else []
    pages = [call.platform.state.articles[i] for i in ids]
    entry = mass_entry(kind, content, pages, call.base_url)
    call.platform.say(call.account, follower, entry | {"preview": True})
    who = {"openid": follower.openid, "user": follower.user}
    call.platform.record("preview", call.account, type=kind, **who)
    return OK | {"errmsg": "preview success"}


async def get(call: Call) -> dict[str, Any]:
    protection.expire(call.platform)
    mass = _mass(call)
    return {"msg_id": mass.msg_id, "msg_status": mass.status}


async def delete(call: Call) -> dict[str, Any]:
    """Take the pages down; the cards that people have stay where they are."""
    mass, index = _by_url(call) if call.text("url") else (_mass(call), call.number("article_idx"))
    if mass.status != "SEND_SUCCESS" or not mass.article_ids:
        raise ApiError(40059, "invalid msg id")
    if not 0 <= index <= len(mass.article_ids):
        raise ApiError(40114, "invalid index value")
    gone = mass.article_ids if index == 0 else [mass.article_ids[index - 1]]
    for article_id in gone:
        call.platform.state.articles[article_id].deleted = True
    if all(call.platform.state.articles[i].deleted for i in mass.article_ids):
        mass.status = "DELETE"
    call.platform.record("mass_deleted", call.account, msg_id=mass.msg_id, articles=gone)
    return dict(OK)


async def speed_get(call: Call) -> dict[str, Any]:
    return {"speed": call.account.mass_speed, "realspeed": SPEEDS[call.account.mass_speed]}


async def speed_set(call: Call) -> dict[str, Any]:
    """0 to 4: from 800,000 a minute down to 100,000."""
    if "speed" not in call.body:
        raise ApiError(45084, "no speed parameter")
    if call.body["speed"] not in range(len(SPEEDS)):
        raise ApiError(45083, "speed out of range")
    call.account.mass_speed = call.number("speed")
    return dict(OK)


async def _send(
    call: Call, people: list[Follower], audience: str, crowd: int = 0, *, to_all: bool = False
) -> dict[str, Any]:
    """Accept a mass send. A repeat is recognised first, because its draft is gone by then, as on WeChat."""
    name = _client_msg_id(call, audience)
    _refuse_repeat(call, name)
    kind, content, draft = _content(call)
    _spend_mass(call.account, call.platform.now(), to_all=to_all)
    msg_id, now = 3_000_000_000 + call.platform.sequence(), call.platform.now()
    pages, data_id = [], 2_247_000_000 + call.platform.sequence() if draft else 0
    if draft:
        pages = publish(call.platform, call.account, draft, call.base_url, data_id)
        del call.account.drafts[draft.media_id]
    mass = Mass(
        msg_id=msg_id,
        msg_data_id=data_id,
        msgtype=kind,
        content=content | {"base_url": call.base_url},
        article_ids=pages,
        audience=[f.user for f in people],
        accepted_at=now,
        call=current_call.get(),
        crowd=crowd,
        ignore_reprint=call.number("send_ignore_reprint") == 1,
    )
    call.account.masses[str(msg_id)] = mass
    call.account.client_msg_ids[name] = ClientMsgId(msg_id, now, now)
    if to_all and call.account.mass_protection:
        protection.ask(call.platform, mass)
    else:
        work = partial(finish_mass, call.platform, call.account, mass)
        if early := start(call.platform, call.account, MASS_FINISHED, work):
            await early
    answer = {"errcode": 0, "errmsg": "send job submission success", "msg_id": msg_id}
    return answer | ({"msg_data_id": mass.msg_data_id} if draft else {})


def _client_msg_id(call: Call, audience: str) -> str:
    """The caller's id, or a digest of audience and content (so repeats collide as well)."""
    given = call.text("clientmsgid")
    if len(given.encode()) > CLIENT_ID_BYTES:
        raise ApiError(45067, "clientmsgid size out of limit")
    kind = call.text("msgtype")
    content = json.dumps(call.body.get(kind), sort_keys=True)
    return given or "digest:" + hashlib.sha256(f"{audience}{kind}{content}".encode()).hexdigest()


def _refuse_repeat(call: Call, name: str) -> None:
    now, known = call.platform.now(), call.account.client_msg_ids.get(name)
    if known is None or now - known.first_at >= REMEMBERED:
        return
    since, known.last_at = now - known.last_at, now
    if since < TOO_SOON:
        raise ApiError(45066, "same clientmsgid retry too fast")
    raise ApiError(45065, "clientmsgid exist", msg_id=known.msg_id)


def _content(call: Call) -> tuple[str, dict[str, Any], Draft | None]:
    kind = call.text("msgtype")
    part = call.body.get(kind)
    if kind not in ("mpnews", "text", "voice", "image", "mpvideo", "wxcard"):
        raise ApiError(40008, "invalid message type")
    if not isinstance(part, dict):
        part = call.body.get("images") if kind == "image" else None
    if not isinstance(part, dict):
        raise ApiError(44004, "empty content")
    if kind == "mpnews":
        draft = call.account.drafts.get(str(part.get("media_id", "")))
        if draft is None:
            raise ApiError(40007, "invalid media_id")
        return kind, {}, draft
    if kind == "text":
        if not part.get("content"):
            raise ApiError(44004, "empty content")
        return kind, {"content": str(part["content"])}, None
    if kind == "wxcard":
        return kind, {"card_id": str(part.get("card_id", ""))}, None
    media_ids = part.get("media_ids") or [part.get("media_id")]
    checked = [media_of(call, media_id) for media_id in media_ids]
    return kind, {"media_id": checked[0]}, None


def _spend_mass(account: Account, now: float, *, to_all: bool) -> None:
    """One a day for a 公众号, or as granted.

    A 服务号 sends to all once a day and four times a month; to tags and lists as often as the API
    may be called, but nobody gets more than four a month (`jobs`).
    """
    if account.kind == "service" and account.mass_daily is None and not to_all:
        return
    today, month = quota.day(now), quota.month(now)
    sent, allowed = masses_today(account, now)
    by_month = account.kind == "service" and account.mass_daily is None
    used_up = by_month and account.mass_used.get(month, 0) >= SERVICE_A_MONTH
    if used_up or sent >= allowed:
        raise ApiError(45028, "has no masssend quota")
    for key in (today, month):
        account.mass_used[key] = account.mass_used.get(key, 0) + 1


def masses_today(account: Account, now: float) -> tuple[int, int]:
    """Mass sends of the day: (used, allowed)."""
    a_day = SUBSCRIPTION_A_DAY if account.kind == "subscription" else SERVICE_A_DAY
    allowed = a_day if account.mass_daily is None else account.mass_daily
    return account.mass_used.get(quota.day(now), 0), allowed


def _mass(call: Call) -> Mass:
    mass = call.account.masses.get(call.text("msg_id"))
    if mass is None:
        raise ApiError(40059, "invalid msg id")
    return mass


def _previewer(call: Call) -> Follower:
    """By openid, or by WeChat name (`towxname` goes before): here the nickname of a phone."""
    name = call.text("towxname")
    if not name:
        return recipient(call, call.text("touser"))
    known = (f for f in call.account.followers.values() if f.user in call.platform.state.users)
    found = next((f for f in known if call.platform.state.users[f.user].nickname == name), None)
    if found is None:
        raise ApiError(40132, "invalid username")
    return found


def _by_url(call: Call) -> tuple[Mass, int]:
    """The mass send and article with this address (sheet §2.5: `url` instead of an id)."""
    page = call.text("url").rpartition("/s/")[2]
    for mass in call.account.masses.values():
        if page in mass.article_ids:
            return mass, mass.article_ids.index(page) + 1
    raise ApiError(40059, "invalid msg id")


ENDPOINTS = [
    Endpoint("POST", "/cgi-bin/message/mass/sendall", sendall, daily=100, per_minute=60),
    Endpoint("POST", "/cgi-bin/message/mass/send", send, daily=100, per_minute=60),
    Endpoint("POST", "/cgi-bin/message/mass/preview", preview, daily=100),
    Endpoint("POST", "/cgi-bin/message/mass/get", get),
    Endpoint("POST", "/cgi-bin/message/mass/delete", delete, daily=10),
    Endpoint("POST", "/cgi-bin/message/mass/speed/get", speed_get, also="GET"),
    Endpoint("POST", "/cgi-bin/message/mass/speed/set", speed_set),
]
