"""The ticket with which an account's pages sign for WeChat's script."""

from typing import Any

from wechat_simulator.activity import jssdk
from wechat_simulator.api.protocol import OK, ApiError, Call, Endpoint


async def getticket(call: Call) -> dict[str, Any]:
    if call.query.get("type") != jssdk.FAMILY:
        raise ApiError(40097, "invalid args")
    known = jssdk.ticket(call.platform, call.account)
    seconds = int(known.expires_at - call.platform.now())
    return OK | {"ticket": known.value, "expires_in": seconds}


ENDPOINTS = [Endpoint("GET", "/cgi-bin/ticket/getticket", getticket)]
