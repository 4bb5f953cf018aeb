"""网页授权 (OAuth): a page gets a code for the follower who opened it, and its server changes the code for an openid."""

import secrets
from urllib.parse import urlsplit

from wechat_simulator.world.platform import Platform
from wechat_simulator.world.state import Account, Follower
from wechat_simulator.world.web_grants import WebCode, WebToken

BASE, USERINFO = "snsapi_base", "snsapi_userinfo"
SCOPES = (BASE, USERINFO)
CODE_SECONDS = 300
TOKEN_SECONDS = 7200
REFRESH_SECONDS = 30 * 86400
# An ended code or token stays a while, so that it is told apart from an invented one.
KEPT_SECONDS = 86400


class GrantError(ValueError):
    """A code or token that can't be used; `code` is WeChat's errcode."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


def allowed(account: Account) -> bool:
    """Whether the account has 网页授权: a verified service account has, unless the setting `oauth` says otherwise."""
    if account.oauth is not None:
        return account.oauth
    return account.kind == "service" and account.verified


def knows(account: Account, address: str) -> bool:
    """Whether codes may go to this address: its host is one of the account's 网页授权域名, or the account has none.

    A domain covers no subdomain. One that is given with a port wants that port as well.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not host:
        return False
    mine = {host, f"{host}:{port}" if port else host}
    return not account.oauth_domains or bool(mine & set(account.oauth_domains))


def issue(platform: Platform, account: Account, follower: Follower, scope: str) -> str:
    """A code for this follower, who may or may not follow the account."""
    now = platform.now()
    for value in [c.value for c in account.web_codes.values() if _long_ago(now, c.issued_at)]:
        del account.web_codes[value]
    made = WebCode("0" + secrets.token_hex(15), follower.openid, follower.user, scope, now)
    account.web_codes[made.value] = made
    platform.touch()
    return made.value


def change(platform: Platform, account: Account, value: str) -> WebToken:
    """The token for a code.

    Raises:
        GrantError: 40029 unknown or older than five minutes, 40163 used before.
    """
    now, code = platform.now(), account.web_codes.get(value)
    if code is None:
        raise GrantError(40029, "invalid code")
    if code.used:
        raise GrantError(40163, "code been used")
    if now >= code.issued_at + CODE_SECONDS:
        raise GrantError(40029, "invalid code")
    code.used = True
    return _token(account, code.openid, code.user, code.scope, now)


def renew(platform: Platform, account: Account, refresh: str) -> WebToken:
    """Another access token of the same grant; the refresh token stays, with its end.

    Raises:
        GrantError: 40030 unknown, 42002 older than thirty days.
    """
    now = platform.now()
    known = next((t for t in account.web_tokens.values() if t.refresh == refresh), None)
    if known is None:
        raise GrantError(40030, "invalid refresh_token")
    if now >= known.refresh_until:
        raise GrantError(42002, "refresh_token expired")
    made = _token(account, known.openid, known.user, known.scope, now)
    made.refresh, made.refresh_until = known.refresh, known.refresh_until
    return made


def checked(platform: Platform, value: str, openid: str) -> tuple[Account, WebToken]:
    """The account and the grant of an access token, which belongs to this openid.

    Raises:
        GrantError: 40001 unknown, 42001 expired, 40003 of somebody else.
    """
    for account in platform.state.accounts.values():
        known = account.web_tokens.get(value)
        if known is None:
            continue
        if platform.now() >= known.expires_at:
            raise GrantError(42001, "access_token expired")
        if known.openid != openid:
            raise GrantError(40003, "invalid openid")
        return account, known
    raise GrantError(40001, "invalid credential, access_token is invalid or not latest")


def _token(account: Account, openid: str, user: str, scope: str, now: float) -> WebToken:
    for value in [t.value for t in account.web_tokens.values() if _long_ago(now, t.refresh_until)]:
        del account.web_tokens[value]
    access, refresh = ("98_" + secrets.token_urlsafe(64) for _ in range(2))
    ends = (now + TOKEN_SECONDS, now + REFRESH_SECONDS)
    made = WebToken(access, refresh, openid, user, scope, *ends)
    account.web_tokens[made.value] = made
    return made


def _long_ago(now: float, at: float) -> bool:
    return now >= at + KEPT_SECONDS
