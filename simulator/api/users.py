"""Followers as the account may see them: openids and little more (sheet §2.6)."""

from typing import Any

from simulator.api.kf import recipient
from simulator.api.protocol import OK, ApiError, Call, Endpoint
from simulator.state import Follower

PAGE = 10_000
INFO_BATCH = 100
TAGS, TAG_BYTES, TAGGED_AT_ONCE = 100, 30, 50
FIRST_TAG = 100


async def get(call: Call) -> dict[str, Any]:
    """A page of openids; a page without followers has no `data`."""
    openids = sorted(f.openid for f in call.account.followers.values() if f.subscribed)
    start = call.query.get("next_openid", "")
    if start and call.account.by_openid(start) is None:
        raise ApiError(40003, "invalid openid")
    page = [o for o in openids if o > start][:PAGE]
    answer: dict[str, Any] = {"total": len(openids), "count": len(page)}
    if page:
        answer["data"] = {"openid": page}
    return answer | {"next_openid": page[-1] if page else ""}


async def info(call: Call) -> dict[str, Any]:
    return _info(recipient(call, call.query.get("openid", "")))


async def info_batch(call: Call) -> dict[str, Any]:
    asked = call.body.get("user_list")
    if not isinstance(asked, list) or not 1 <= len(asked) <= INFO_BATCH:
        raise ApiError(40032, "invalid openid list size")
    return {"user_info_list": [_info(recipient(call, str(u.get("openid")))) for u in asked]}


async def tag_create(call: Call) -> dict[str, Any]:
    tag = call.body.get("tag")
    name = str(tag.get("name", "")) if isinstance(tag, dict) else ""
    if not name or len(name.encode()) > TAG_BYTES:
        raise ApiError(45158, "invalid tag name size")
    if name in call.account.tags.values():
        raise ApiError(45157, "invalid tag name")
    if len(call.account.tags) >= TAGS:
        raise ApiError(45056, "too many tags")
    tag_id = max([FIRST_TAG - 1, *map(int, call.account.tags)]) + 1
    call.account.tags[str(tag_id)] = name
    return {"tag": {"id": tag_id, "name": name}}


async def tag_list(call: Call) -> dict[str, Any]:
    counts = [t for f in call.account.followers.values() if f.subscribed for t in f.tags]
    return {
        "tags": [
            {"id": int(i), "name": name, "count": counts.count(int(i))}
            for i, name in call.account.tags.items()
        ]
    }


async def batchtagging(call: Call) -> dict[str, Any]:
    tag_id, openids = call.number("tagid"), call.body.get("openid_list")
    if str(tag_id) not in call.account.tags:
        raise ApiError(45159, "invalid tag id")
    if not isinstance(openids, list) or not 1 <= len(openids) <= TAGGED_AT_ONCE:
        raise ApiError(40032, "invalid openid list size")
    for follower in [recipient(call, str(openid)) for openid in openids]:
        if tag_id not in follower.tags:
            follower.tags.append(tag_id)
    return dict(OK)


def _info(follower: Follower) -> dict[str, Any]:
    if not follower.subscribed:
        return {"subscribe": 0, "openid": follower.openid}
    return {
        "subscribe": 1,
        "openid": follower.openid,
        "nickname": "",
        "sex": 0,
        "language": "zh_CN",
        "city": "",
        "province": "",
        "country": "",
        "headimgurl": "",
        "subscribe_time": follower.subscribe_time,
        "remark": "",
        "groupid": follower.tags[0] if follower.tags else 0,
        "tagid_list": follower.tags,
        "subscribe_scene": follower.subscribe_scene,
        "qr_scene": int(follower.qr_scene) if follower.qr_scene.isdecimal() else 0,
        "qr_scene_str": "" if follower.qr_scene.isdecimal() else follower.qr_scene,
    }


ENDPOINTS = [
    Endpoint("GET", "/cgi-bin/user/get", get, daily=500),
    Endpoint("GET", "/cgi-bin/user/info", info, daily=5_000_000),
    Endpoint("POST", "/cgi-bin/user/info/batchget", info_batch, daily=5_000_000),
    Endpoint("POST", "/cgi-bin/tags/create", tag_create),
    Endpoint("GET", "/cgi-bin/tags/get", tag_list),
    Endpoint("POST", "/cgi-bin/tags/members/batchtagging", batchtagging),
]
