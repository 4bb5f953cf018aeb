"""The parts of a /_sim request: platform, account, follower, body."""

import json
from typing import Any

from starlette.requests import Request

from wechat_simulator.world.platform import Platform
from wechat_simulator.world.state import Account, Follower


class RefusedError(ValueError):
    """The body does not have the expected content; becomes 422."""


def platform_of(request: Request) -> Platform:
    return request.app.state.platform


def account_of(request: Request) -> Account:
    return platform_of(request).account(request.path_params["appid"])


def follower_of(request: Request) -> Follower:
    user = request.path_params["user"]
    return platform_of(request).follower(account_of(request), user)


async def body_of(request: Request) -> dict[str, Any]:
    raw = await request.body()
    try:
        body = json.loads(raw) if raw.strip() else {}
    except ValueError:
        raise RefusedError("the body is not JSON") from None
    if not isinstance(body, dict):
        raise RefusedError("the body is not a JSON object")
    return body


def base_url_of(request: Request) -> str:
    return str(request.base_url).rstrip("/")
