"""Callback addresses, network check and quotas (sheet §1.3, §2.1)."""

import secrets
from typing import Any

from wechat_simulator.api import quota
from wechat_simulator.api.protocol import OK, ApiError, Call, Endpoint
from wechat_simulator.wire.callbacks import verify
from wechat_simulator.world.state import Account

CLEARS_A_MONTH = 10
UNLIMITED = 10_000_000


async def getcallbackip(_: Call) -> dict[str, Any]:
    return {"ip_list": ["127.0.0.1"]}


async def callback_check(call: Call) -> dict[str, Any]:
    """Resolve and reach the callback URL; here both mean one GET on loopback."""
    if call.text("action") not in ("dns", "ping", "all"):
        raise ApiError(40201, "invalid action")
    found = await verify(call.account, call.platform.settings)
    lost = "0.00%" if found["ok"] else "100.00%"
    ping = [
        {
            "ip": "127.0.0.1",
            "from_operator": "CAP",
            "package_loss": lost,
            "time": f"{found['ms']}.000ms",
        }
    ]
    return {"dns": [{"ip": "127.0.0.1", "real_operator": "CAP"}], "ping": ping}


async def quota_get(call: Call) -> dict[str, Any]:
    from wechat_simulator.api import ENDPOINTS

    path = _known_path(call)
    endpoint = ENDPOINTS[path]
    limit = quota.limit_of(call.account, endpoint) or UNLIMITED
    spent = quota.used(call.account, path, call.platform.now())
    counts = {"daily_limit": limit, "used": spent, "remain": max(0, limit - spent)}
    answer: dict[str, Any] = OK | {"quota": counts}
    if endpoint.per_minute is not None:
        answer["rate_limit"] = {"call_count": endpoint.per_minute, "refresh_second": 60}
    return answer


async def clear_quota(call: Call) -> dict[str, Any]:
    """Set every counter to zero; ten times a month, whichever of the three calls does it."""
    if call.text("appid") != call.account.appid:
        raise ApiError(40013, "invalid appid")
    _spend_clear(call.account, call.platform.now())
    call.account.used.clear()
    return dict(OK)


async def clear_quota_v2(call: Call) -> dict[str, Any]:
    """The same without a token, for an account that has used up the tokens of the day."""
    account = call.platform.state.accounts.get(call.text("appid"))
    if account is None:
        raise ApiError(40013, "invalid appid")
    if not secrets.compare_digest(account.secret.encode(), call.text("appsecret").encode()):
        raise ApiError(40125, "invalid appsecret")
    _spend_clear(account, call.platform.now())
    account.used.clear()
    return dict(OK)


async def quota_clear(call: Call) -> dict[str, Any]:
    """One path's counter."""
    path = _known_path(call)
    _spend_clear(call.account, call.platform.now())
    for counts in call.account.used.values():
        counts.pop(path, None)
    return dict(OK)


async def rid_get(call: Call) -> dict[str, Any]:
    """The refused call with the rid of its errmsg; only calls of this account."""
    rid = call.text("rid")
    mine = (c for c in call.platform.calls if c["appid"] == call.account.appid)
    found = next((c for c in mine if rid and c.get("rid") == rid), None)
    if found is None:
        raise ApiError(76001, "rid not found")
    return OK | {
        "request": {
            "invoke_time": int(found["at"]),
            "cost_in_ms": found["ms"],
            "request_url": found["what"],
            "request_body": found["request"],
            "response_body": found["response"],
            "client_ip": "127.0.0.1",
        }
    }


async def autoreply_info(call: Call) -> dict[str, Any]:
    """The reply rules made on WeChat's own page; here those given to /_sim."""
    return {"is_add_friend_reply_open": 0, "is_autoreply_open": 0} | call.account.autoreply


def _spend_clear(account: Account, now: float) -> None:
    month = quota.month(now)
    if account.quota_clears.get(month, 0) >= CLEARS_A_MONTH:
        raise ApiError(48006, "forbid to clear quota because of reaching the limit")
    account.quota_clears[month] = account.quota_clears.get(month, 0) + 1


def _known_path(call: Call) -> str:
    from wechat_simulator.api import ENDPOINTS

    path = call.text("cgi_path")
    if path not in ENDPOINTS:
        raise ApiError(76021, "cgi_path not found, please check")
    return path


ENDPOINTS = [
    Endpoint("GET", "/cgi-bin/getcallbackip", getcallbackip, also="POST"),
    Endpoint("GET", "/cgi-bin/get_api_domain_ip", getcallbackip, daily=1000, also="POST"),
    Endpoint("POST", "/cgi-bin/callback/check", callback_check),
    Endpoint("POST", "/cgi-bin/openapi/quota/get", quota_get),
    Endpoint("POST", "/cgi-bin/clear_quota", clear_quota),
    Endpoint("POST", "/cgi-bin/clear_quota/v2", clear_quota_v2, needs_token=False),
    Endpoint("POST", "/cgi-bin/openapi/quota/clear", quota_clear),
    Endpoint("POST", "/cgi-bin/openapi/rid/get", rid_get),
    Endpoint("GET", "/cgi-bin/get_current_autoreply_info", autoreply_info),
]
