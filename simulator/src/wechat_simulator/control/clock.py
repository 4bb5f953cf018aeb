"""The platform's clock; quotas, windows, tokens and statistics follow it."""

from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_simulator.control.request import RefusedError, body_of, platform_of
from wechat_simulator.world.days import SHANGHAI, local
from wechat_simulator.world.platform import Platform


async def get_clock(request: Request) -> Response:
    return JSONResponse(_shown(platform_of(request)))


async def move_clock(request: Request) -> Response:
    """`{"move": seconds}`, `{"to": "2026-11-24T09:00"}` (Shanghai) or `{"real": true}`."""
    platform, body = platform_of(request), await body_of(request)
    platform.state.clock_offset = _offset(body, platform)
    platform.look_at_the_clock()
    platform.tell("changed", {})
    return JSONResponse(_shown(platform))


def _offset(body: dict[str, Any], platform: Platform) -> float:
    if body.get("real") is True:
        return 0.0
    if isinstance(body.get("move"), int | float):
        return platform.state.clock_offset + body["move"]
    if "to" in body:
        return _moment(body["to"]) - platform.settings.clock()
    raise RefusedError('say {"move": seconds}, {"to": moment} or {"real": true}')


def _moment(given: Any) -> float:
    if isinstance(given, int | float):
        return float(given)
    try:
        moment = datetime.fromisoformat(str(given))
    except ValueError:
        raise RefusedError("a moment is ISO 8601 or seconds since the epoch") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).timestamp()


def _shown(platform: Platform) -> dict[str, Any]:
    now = platform.now()
    shown = local(now).isoformat(timespec="seconds")
    return {"now": now, "local": shown, "offset": platform.state.clock_offset}
