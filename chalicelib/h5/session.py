"""Who sends a request to the counter: a signed cookie, a signed link, or WeChat's word (docs/decisions/0258)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from chalicelib.accounts import LiveAccount
from chalicelib.application import visitors
from chalicelib.application.visitors import HOLDS, Purpose
from chalicelib.gateway import Cookie, Event, cookie_of, header_of, origin_of
from chalicelib.settings import settings

_NONCE_BYTES: Final = 12


class Sent(NamedTuple):
    """A form that came from a page of ours."""

    key: str
    """Of the form: what is done with it is done once."""


def openid_of(account: LiveAccount, event: Event, now: datetime) -> str:
    """The follower whose session this is; empty where there is none."""
    token = cookie_of(event, _name(account))
    return visitors.subject_of(account, Purpose.SESSION, token, now) or ""


def begun(account: LiveAccount, openid: str, now: datetime) -> Cookie:
    """The cookie with which a follower's session begins."""
    seconds = int(HOLDS[Purpose.SESSION].total_seconds())
    return Cookie(_name(account), visitors.signed(account, Purpose.SESSION, openid, now), seconds)


def linked(account: LiveAccount, ticket: str, now: datetime) -> str:
    """The follower to whom a link was sent; empty where it is over, or not ours."""
    return visitors.subject_of(account, Purpose.LINK, ticket, now) or ""


def to_wechat(account: LiveAccount, here: str, target: str, now: datetime) -> tuple[str, Cookie]:
    """Where to send a browser to be known, and the cookie that remembers for which page.

    ``here`` is the absolute address of the account's pages. What comes back without this cookie was begun by somebody else.
    """
    nonce = secrets.token_hex(_NONCE_BYTES)
    kept = visitors.signed(account, Purpose.OAUTH, f"{nonce} {target}", now)
    seconds = int(HOLDS[Purpose.OAUTH].total_seconds())
    return visitors.authorize_url(account, f"{here}back", nonce), Cookie(_asked(account), kept, seconds)  # fmt: skip


def came_back(
    account: LiveAccount, event: Event, query: Mapping[str, str], now: datetime
) -> str | None:
    """The page for which this browser was sent to WeChat; None where it was not sent by us."""
    kept = visitors.subject_of(account, Purpose.OAUTH, cookie_of(event, _asked(account)), now)
    nonce, _, target = (kept or "").partition(" ")
    state = query.get("state", "")
    if not nonce or not secrets.compare_digest(nonce.encode(), state.encode()):
        return None
    return target


def forgotten(account: LiveAccount) -> Cookie:
    """Takes away the cookie of a browser that has come back."""
    return Cookie(_asked(account), "", 0)


def form_token(account: LiveAccount, openid: str, now: datetime) -> str:
    """The token of a form: shown to this follower, with a key of its own."""
    subject = f"{secrets.token_hex(_NONCE_BYTES)} {openid}"
    return visitors.signed(account, Purpose.FORM, subject, now)


def sent(account: LiveAccount, openid: str, event: Event, token: str, now: datetime) -> Sent | None:
    """The form behind a request; None where it is none of this follower's, or comes from another site."""
    subject = visitors.subject_of(account, Purpose.FORM, token, now) or ""
    key, _, whose = subject.partition(" ")
    if not key or whose != openid or not _from_here(event):
        return None
    return Sent(key)


def _from_here(event: Event) -> bool:
    """Whether a browser says that a page of this host sent the form; old ones say nothing, and have the token alone."""
    site = header_of(event, "Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    origin = header_of(event, "Origin")
    return origin in ("", "null") or urlsplit(origin).netloc == header_of(event, "Host")


def address(event: Event, account_id: str) -> str:
    """The absolute address of an account's pages, as the browser sees it, with a slash at its end."""
    context = event.get("requestContext") or {}
    host, local = header_of(event, "Host"), settings().stage == "local"
    base = settings().h5_url or f"{origin_of(context, host, '/h5/', local=local)}/h5/"
    return f"{base}appointments/{account_id}/"


def _name(account: LiveAccount) -> str:
    return f"visitor-{account.state.account.id}"


def _asked(account: LiveAccount) -> str:
    return f"asked-{account.state.account.id}"
