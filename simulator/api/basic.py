"""Callback addresses, network check and quotas (sheet §1.3, §2.1)."""

from typing import Any

from simulator.api import quota
from simulator.api.protocol import OK, ApiError, Call, Endpoint
from simulator.callbacks import verify

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
    from simulator.api import ENDPOINTS

    path = call.text("cgi_path")
    endpoint = ENDPOINTS.get(path)
    if endpoint is None:
        raise ApiError(76021, "cgi_path not found, please check")
    limit = endpoint.daily or UNLIMITED
    spent = quota.used(call.account, path, call.platform.now())
    counts = {"daily_limit": limit, "used": spent, "remain": max(0, limit - spent)}
    return OK | {"quota": counts}


async def clear_quota(call: Call) -> dict[str, Any]:
    """Set every counter to zero; ten times a month."""
    if call.text("appid") != call.account.appid:
        raise ApiError(40013, "invalid appid")
    month = quota.month(call.platform.now())
    if call.account.quota_clears.get(month, 0) >= CLEARS_A_MONTH:
        raise ApiError(48006, "forbid to clear quota because of reaching the limit")
    call.account.quota_clears[month] = call.account.quota_clears.get(month, 0) + 1
    call.account.used.clear()
    return dict(OK)


ENDPOINTS = [
    Endpoint("GET", "/cgi-bin/getcallbackip", getcallbackip),
    Endpoint("GET", "/cgi-bin/get_api_domain_ip", getcallbackip, daily=1000),
    Endpoint("POST", "/cgi-bin/callback/check", callback_check),
    Endpoint("POST", "/cgi-bin/openapi/quota/get", quota_get),
    Endpoint("POST", "/cgi-bin/clear_quota", clear_quota),
]
