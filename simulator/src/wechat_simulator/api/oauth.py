"""网页授权 as an account's server sees it: `/sns`, called with the account's secret or a follower's token."""

import secrets
from typing import Any

from wechat_simulator.activity import web_grants
from wechat_simulator.activity.web_grants import GrantError
from wechat_simulator.api.protocol import OK, ApiError, Call, Endpoint
from wechat_simulator.world.state import Account
from wechat_simulator.world.web_grants import WebToken


async def access_token(call: Call) -> dict[str, Any]:
    """A code becomes an openid and a token for it; the code has then been used."""
    account = _account(call)
    if not call.query.get("secret"):
        raise ApiError(41004, "appsecret missing")
    if not secrets.compare_digest(account.secret.encode(), call.query["secret"].encode()):
        raise ApiError(40125, "invalid appsecret")
    if not call.query.get("code"):
        raise ApiError(41008, "missing code")
    _granted_type(call, "authorization_code")
    if not web_grants.allowed(account):
        raise ApiError(48001, "api unauthorized")
    try:
        return _told(call, web_grants.change(call.platform, account, call.query["code"]))
    except GrantError as error:
        raise ApiError(error.code, error.text) from error


async def refresh_token(call: Call) -> dict[str, Any]:
    """Takes no secret: the refresh token is one."""
    account = _account(call)
    _granted_type(call, "refresh_token")
    if not call.query.get("refresh_token"):
        raise ApiError(41003, "refresh_token missing")
    try:
        return _told(call, web_grants.renew(call.platform, account, call.query["refresh_token"]))
    except GrantError as error:
        raise ApiError(error.code, error.text) from error


async def auth(call: Call) -> dict[str, Any]:
    """Whether a follower's token is still good."""
    _checked(call)
    return dict(OK)


async def userinfo(call: Call) -> dict[str, Any]:
    """The profile that the follower has shown; snsapi_base shows none (48001)."""
    _, token = _checked(call)
    if token.scope != web_grants.USERINFO:
        raise ApiError(48001, "api unauthorized")
    user = call.platform.state.users.get(token.user)
    nowhere = dict.fromkeys(("province", "city", "country", "headimgurl"), "")
    nickname = user.nickname if user else "微信用户"
    return {"openid": token.openid, "nickname": nickname, "sex": 0, **nowhere, "privilege": []}


def _account(call: Call) -> Account:
    appid = call.query.get("appid", "")
    if not appid:
        raise ApiError(41002, "appid missing")
    account = call.platform.state.accounts.get(appid)
    if account is None:
        raise ApiError(40013, "invalid appid")
    return account


def _granted_type(call: Call, wanted: str) -> None:
    if call.query.get("grant_type") != wanted:
        raise ApiError(40002, "invalid grant_type")


def _checked(call: Call) -> tuple[Account, WebToken]:
    value, openid = (call.query.get(name, "") for name in ("access_token", "openid"))
    if not value:
        raise ApiError(41001, "access_token missing")
    if not openid:
        raise ApiError(41009, "missing openid")
    try:
        return web_grants.checked(call.platform, value, openid)
    except GrantError as error:
        raise ApiError(error.code, error.text) from error


def _told(call: Call, token: WebToken) -> dict[str, Any]:
    return {
        "access_token": token.value,
        "expires_in": int(token.expires_at - call.platform.now()),
        "refresh_token": token.refresh,
        "openid": token.openid,
        "scope": token.scope,
    }


ENDPOINTS = [
    Endpoint("GET", "/sns/oauth2/access_token", access_token, needs_token=False, also="POST"),
    Endpoint("GET", "/sns/oauth2/refresh_token", refresh_token, needs_token=False, also="POST"),
    Endpoint("GET", "/sns/auth", auth, needs_token=False),
    Endpoint("GET", "/sns/userinfo", userinfo, needs_token=False),
]
