"""access_token: the old call and the stable one (sheet §2.1)."""

import secrets
from typing import Any

from wechat_simulator.api.protocol import ApiError, Call, Endpoint
from wechat_simulator.world.days import day
from wechat_simulator.world.state import Account, Token

LIFETIME = 7200
OVERLAP = 300
FORCED_A_DAY = 20
FORCED_PAUSE = 30


async def token(call: Call) -> dict[str, Any]:
    """Every call makes a new token; the one before lives five more minutes."""
    account = _authorise(call, call.query)
    now = call.platform.now()
    for old in account.tokens:
        if old.family == "plain":
            old.expires_at = min(old.expires_at, now + OVERLAP)
    return _answer(_issue(account, "plain", now), now)


async def stable_token(call: Call) -> dict[str, Any]:
    """The same token again until five minutes before its end; `force_refresh` kills it."""
    account = _authorise(call, {k: str(v) for k, v in call.body.items()})
    now = call.platform.now()
    if call.body.get("force_refresh") is True:
        _force(account, now)
        account.tokens = [t for t in account.tokens if t.family != "stable"]
        return _answer(_issue(account, "stable", now), now)
    for known in account.tokens:
        if known.family == "stable" and known.expires_at - now > OVERLAP:
            return _answer(known, now)
    return _answer(_issue(account, "stable", now), now)


def authenticate(call_token: str | None, accounts: dict[str, Account], now: float) -> Account:
    """The account of this token.

    Raises:
        ApiError: 41001 missing, 40001 unknown or replaced, 42001 expired.
    """
    if not call_token:
        raise ApiError(41001, "access_token missing")
    for account in accounts.values():
        for known in account.tokens:
            if secrets.compare_digest(known.value.encode(), call_token.encode()):
                if now >= known.expires_at:
                    raise ApiError(42001, "access_token expired")
                return account
    raise ApiError(40001, "invalid credential, access_token is invalid or not latest")


def replace(account: Account, value: str, now: float) -> None:
    """Another client fetched a new token: this one and all of its family end."""
    family = next((t.family for t in account.tokens if t.value == value), "stable")
    account.tokens = [t for t in account.tokens if t.family != family]
    _issue(account, family, now)


def _authorise(call: Call, given: Any) -> Account:
    if given.get("grant_type") != "client_credential":
        raise ApiError(40002, "invalid grant_type")
    if not given.get("appid"):
        raise ApiError(41002, "appid missing")
    if not given.get("secret"):
        raise ApiError(41004, "appsecret missing")
    account = call.platform.state.accounts.get(given["appid"])
    if account is None:
        raise ApiError(40013, "invalid appid")
    if not secrets.compare_digest(account.secret.encode(), given["secret"].encode()):
        raise ApiError(40125, "invalid appsecret")
    ip = call.client_ip
    if account.ip_allowlist and ip not in account.ip_allowlist:
        raise ApiError(40164, f"invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist")
    if account.ip_risk:
        raise ApiError(89503, f"this ip {ip} is waiting for the administrator's confirmation")
    call.account = account
    return account


def _force(account: Account, now: float) -> None:
    """Twenty a day, half a minute apart; the day is Shanghai's, as for every quota."""
    last = account.forced_refreshes[-1:]
    if last and 0 <= now - last[0] < FORCED_PAUSE:
        raise ApiError(45011, "api minute-quota reach limit, must slower, retry next minute")
    today = [at for at in account.forced_refreshes if day(at) == day(now)]
    if len(today) >= FORCED_A_DAY:
        raise ApiError(45009, "reach max api daily quota limit")
    account.forced_refreshes = [*today, now]


def _issue(account: Account, family: str, now: float) -> Token:
    # Ended tokens stay a while, so that they are told apart (42001) from invented ones (40001).
    account.tokens = [t for t in account.tokens if now - t.expires_at < LIFETIME]
    made = Token("99_" + secrets.token_urlsafe(96), family, now, now + LIFETIME)
    account.tokens.append(made)
    return made


def _answer(known: Token, now: float) -> dict[str, Any]:
    return {"access_token": known.value, "expires_in": int(known.expires_at - now)}


ENDPOINTS = [
    Endpoint("GET", "/cgi-bin/token", token, daily=2000, needs_token=False),
    Endpoint(
        "POST",
        "/cgi-bin/stable_token",
        stable_token,
        daily=500_000,
        needs_token=False,
        per_minute=10_000,
    ),
]
