"""QR codes that carry a scene (sheet §2.6)."""

import secrets
from typing import Any

from wechat_simulator.api.protocol import ApiError, Call, Endpoint
from wechat_simulator.world.state import QrCode

LONGEST = 2_592_000
SHORTEST_DEFAULT = 30
LAST_PERMANENT_ID = 100_000
SCENE_CHARS = 64
ACTIONS = {
    "QR_SCENE": "scene_id",
    "QR_STR_SCENE": "scene_str",
    "QR_LIMIT_SCENE": "scene_id",
    "QR_LIMIT_STR_SCENE": "scene_str",
}


async def create(call: Call) -> dict[str, Any]:
    action = call.text("action_name")
    if action not in ACTIONS:
        raise ApiError(40035, "invalid parameter")
    lasting = "LIMIT" in action
    scene = _scene(call, ACTIONS[action], lasting=lasting)
    seconds = call.number("expire_seconds", SHORTEST_DEFAULT)
    if not lasting and not 1 <= seconds <= LONGEST:
        raise ApiError(40035, "invalid parameter")
    now = call.platform.now()
    until = None if lasting else now + seconds
    ticket = "gQ" + secrets.token_urlsafe(66)
    url = "http://weixin.qq.com/q/" + secrets.token_urlsafe(16)
    call.account.qrcodes[ticket] = QrCode(ticket, scene, action, url, until, now)
    call.platform.tell("changed", {})
    return {"ticket": ticket} | ({} if lasting else {"expire_seconds": seconds}) | {"url": url}


def _scene(call: Call, field: str, *, lasting: bool) -> str:
    info = call.body.get("action_info")
    given = info.get("scene") if isinstance(info, dict) else None
    value = given.get(field) if isinstance(given, dict) else None
    if field == "scene_id":
        most = LAST_PERMANENT_ID if lasting else 2**32 - 1
        if not isinstance(value, int) or not 1 <= value <= most:
            raise ApiError(40053, "invalid action info")
        return str(value)
    if not isinstance(value, str) or not 1 <= len(value) <= SCENE_CHARS:
        raise ApiError(40053, "invalid action info")
    return value


ENDPOINTS = [Endpoint("POST", "/cgi-bin/qrcode/create", create, daily=100_000)]
