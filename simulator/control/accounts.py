"""Accounts: made, changed, listed, verified, removed."""

import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulator.callbacks import verify
from simulator.control.request import RefusedError, account_of, body_of, platform_of
from simulator.state import Account

KINDS, MODES, FORMATS = (
    ("subscription", "service"),
    ("plain", "compatible", "safe"),
    ("xml", "json"),
)
SETTABLE = [
    "name",
    "kind",
    "original_id",
    "secret",
    "token",
    "aes_key",
    "mode",
    "format",
    "callback_url",
    "ip_allowlist",
    "mass_daily",
    "description",
    "avatar",
]
DEFAULTS = {"kind": "subscription", "mode": "safe", "format": "xml", "aes_key": "A" * 43}


async def put_account(request: Request) -> Response:
    """Make or change an account; followers, menu and tokens stay."""
    platform, appid = platform_of(request), request.path_params["appid"]
    body = await body_of(request)
    known = platform.state.accounts.get(appid)
    for name, allowed in (("kind", KINDS), ("mode", MODES), ("format", FORMATS)):
        if name in body and body[name] not in allowed:
            raise RefusedError(f"{name} is one of {', '.join(allowed)}")
    given = {name: body[name] for name in SETTABLE if name in body}
    if known is None:
        empty = dict.fromkeys(("name", "secret", "token", "callback_url"), "")
        made = {"original_id": "gh_" + secrets.token_hex(6)} | empty | DEFAULTS | given
        known = platform.state.accounts[appid] = Account(appid=appid, **made)
    for name, value in given.items():
        setattr(known, name, value)
    platform.tell("changed", {})
    return JSONResponse(_shown(known))


async def list_accounts(request: Request) -> Response:
    return JSONResponse([_shown(a) for a in platform_of(request).state.accounts.values()])


async def delete_account(request: Request) -> Response:
    platform, account = platform_of(request), account_of(request)
    del platform.state.accounts[account.appid]
    platform.tell("changed", {})
    return JSONResponse({"ok": True})


async def verify_account(request: Request) -> Response:
    return JSONResponse(await verify(account_of(request), platform_of(request).settings))


def _shown(account: Account) -> dict[str, Any]:
    """The account without anything that could be used against it."""
    public = "appid name kind original_id mode format callback_url mass_daily description avatar"
    followers = sum(f.subscribed for f in account.followers.values())
    shown = {name: getattr(account, name) for name in public.split()}
    return shown | {"ip_allowlist": account.ip_allowlist, "followers": followers}
