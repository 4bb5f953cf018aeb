"""QR codes that carry a scene (sheet §2.6)."""

import secrets
from typing import Any

from wechat_simulator.api.protocol import ApiError, Call, Endpoint
from wechat_simulator.world import qrcodes
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
    """A temporary code is new each time; a permanent one is the same again for its scene."""
    action = call.text("action_name")
    if action not in ACTIONS:
        raise ApiError(40035, "invalid parameter")
    lasting = "LIMIT" in action
    scene = _scene(call, ACTIONS[action], lasting=lasting)
    seconds = call.number("expire_seconds", SHORTEST_DEFAULT)
    if not lasting and not 1 <= seconds <= LONGEST:
        raise ApiError(40035, "invalid parameter")
    code = qrcodes.lasting(call.account, action, scene) if lasting else None
    if code is None:
        if lasting and qrcodes.lasting_count(call.account) >= call.account.permanent_codes:
            raise ApiError(45029, "qrcode count out of limit")
        code = _made(call, action, scene, None if lasting else seconds)
    until = {} if lasting else {"expire_seconds": seconds}
    return {"ticket": code.ticket} | until | {"url": code.url}


def _made(call: Call, action: str, scene: str, seconds: int | None) -> QrCode:
    now = call.platform.now()
    until = None if seconds is None else now + seconds
    ticket = "gQ" + secrets.token_urlsafe(66)
    url = "http://weixin.qq.com/q/" + secrets.token_urlsafe(16)
    code = QrCode(ticket, scene, action, url, until, now)
    qrcodes.add(call.account, code, now)
    call.platform.tell("changed", {})
    return code


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
