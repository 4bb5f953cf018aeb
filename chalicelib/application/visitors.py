"""Who opens a follower's page: a signed link from the chat, or WeChat's word, becomes a signed session in a cookie.

Nothing is kept here of any of them (docs/decisions/0258). A token says for what, for whom and until when, and is signed
with a key that only this makes: derived from the account's AppSecret, for this alone. One made for one purpose, account or
person is worth nothing for another. Openids and tokens are never logged.
"""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final
from urllib.parse import urlencode

from chalicelib import accounts
from chalicelib.accounts import LiveAccount
from chalicelib.settings import settings


class Purpose(StrEnum):
    """What a token is for; worth nothing for anything else."""

    LINK = "link"
    """A link in the chat: opens the page as the follower to whom it was sent."""
    SESSION = "session"
    """The cookie of whoever has come in."""
    OAUTH = "oauth"
    """A browser that was sent to WeChat, and the page that it asked for."""
    FORM = "form"
    """A form that was shown to a session; with its own key, which makes sending it twice once."""


HOLDS: Final = {
    Purpose.LINK: timedelta(minutes=30),
    Purpose.SESSION: timedelta(hours=2),
    Purpose.OAUTH: timedelta(minutes=10),
    Purpose.FORM: timedelta(hours=2),
}
_MAC_BYTES: Final = 16
_LONGEST: Final = 1024


def signed(account: LiveAccount, purpose: Purpose, subject: str, now: datetime) -> str:
    """A token for ``subject`` (an openid, say), good as long as ``HOLDS`` says from ``now`` (aware)."""
    until = int((now + HOLDS[purpose]).timestamp())
    mac = _mac(account, purpose, subject, until)
    return f"{_text(subject.encode())}.{until}.{_text(mac)}"


def subject_of(account: LiveAccount, purpose: Purpose, token: str, now: datetime) -> str | None:
    """What a token was signed for; None for one that is not ours, of another account or purpose, or over."""
    if len(token) > _LONGEST or token.count(".") != 2:
        return None
    written, until, mac = token.split(".")
    try:
        subject, ends, given = _bytes(written).decode(), int(until), _bytes(mac)
    except ValueError:
        return None
    if not hmac.compare_digest(given, _mac(account, purpose, subject, ends)):
        return None
    return subject if now.timestamp() < ends else None


def asks_wechat(account: LiveAccount) -> bool:
    """Whether this account's pages may ask WeChat who opened them."""
    one = account.state.account
    return one.oauth and one.kind is accounts.AccountKind.SERVICE


def authorize_url(account: LiveAccount, back: str, state: str) -> str:
    """Where a browser is sent to be known (snsapi_base: silently); it comes ``back`` with ``code`` and ``state``.

    ``state`` has letters and digits only, 128 at most; parameters stand in the order that WeChat asks for.
    """
    asked = {
        "appid": account.state.account.appid,
        "redirect_uri": back,
        "response_type": "code",
        "scope": "snsapi_base",
        "state": state,
    }
    base = settings().wechat_open_url.rstrip("/")
    return f"{base}/connect/oauth2/authorize?{urlencode(asked)}#wechat_redirect"


def openid_by(account: LiveAccount, code: str) -> str:
    """Who came back from WeChat with this code. Raises ``WeChatError``, for a used or old code too."""
    return accounts.wechat_client(account.state.account.id).openid_of(code)


def _mac(account: LiveAccount, purpose: Purpose, subject: str, until: int) -> bytes:
    one = account.state.account.id
    key = hmac.digest(
        account.secrets.app_secret.get_secret_value().encode(), f"visitors {one}".encode(), sha256
    )
    said = json.dumps([purpose.value, one, subject, until]).encode()
    return hmac.digest(key, said, sha256)[:_MAC_BYTES]


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
