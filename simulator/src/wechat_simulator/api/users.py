"""Followers as the account may see them: openid, tags, remark, no profile (sheet §2.6)."""

from typing import Any

from wechat_simulator.api.kf import recipient
from wechat_simulator.api.protocol import OK, ApiError, Call, Endpoint
from wechat_simulator.world import followers
from wechat_simulator.world.state import Follower

PAGE = 10_000
INFO_BATCH = 100
REMARK_CHARS = 30


async def get(call: Call) -> dict[str, Any]:
    """A page of openids; a page without followers has no `data`."""
    start = call.query.get("next_openid", "")
    after = recipient(call, start) if start else None
    page = followers.page(call.account, after, PAGE)
    return {"total": followers.count(call.account)} | page_of(page)


def page_of(openids: list[str]) -> dict[str, Any]:
    data = {"data": {"openid": openids}} if openids else {}
    return {"count": len(openids)} | data | {"next_openid": openids[-1] if openids else ""}


async def info(call: Call) -> dict[str, Any]:
    return _info(recipient(call, call.query.get("openid", "")))


async def info_batch(call: Call) -> dict[str, Any]:
    asked = call.body.get("user_list")
    if not isinstance(asked, list) or not 1 <= len(asked) <= INFO_BATCH:
        raise ApiError(40032, "invalid openid list size")
    openids = [str(u.get("openid")) if isinstance(u, dict) else "" for u in asked]
    return {"user_info_list": [_info(recipient(call, openid)) for openid in openids]}


async def remark(call: Call) -> dict[str, Any]:
    words = call.text("remark")
    if len(words) >= REMARK_CHARS:
        raise ApiError(40035, "invalid parameter: remark is too long")
    followers.keep(call.account, recipient(call, call.text("openid"))).remark = words
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
        "remark": follower.remark,
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
    Endpoint("POST", "/cgi-bin/user/info/updateremark", remark, daily=10_000),
]
