"""WeChat's script for foreign pages (JS-SDK): the account's ticket, and the signature that a page shows with it."""

import hashlib
import secrets

from wechat_simulator.world.platform import Platform
from wechat_simulator.world.state import Account, Token

TICKET_SECONDS = 7200
OVERLAP = 300
FAMILY = "jsapi"


def ticket(platform: Platform, account: Account) -> Token:
    """The ticket that is good for more than five minutes, or a new one; the one before stays good until its end."""
    now = platform.now()
    account.js_tickets = [t for t in account.js_tickets if t.expires_at > now]
    for known in account.js_tickets:
        if known.expires_at - now > OVERLAP:
            return known
    made = Token(
        "kgt8ON7yVITDhtdwci0qe" + secrets.token_urlsafe(48), FAMILY, now, now + TICKET_SECONDS
    )
    account.js_tickets.append(made)
    return made


def signed(platform: Platform, account: Account, given: dict[str, str]) -> bool:
    """Whether `signature` is that of `timestamp`, `nonceStr` and `url` with a ticket of the account."""
    parts = (given.get("nonceStr", ""), given.get("timestamp", ""), given.get("url", ""))
    known = [t for t in account.js_tickets if t.expires_at > platform.now()]
    return any(
        secrets.compare_digest(signature(t.value, *parts), given.get("signature", "").lower())
        for t in known
    )


def signature(ticket: str, nonce: str, timestamp: str, url: str) -> str:
    """SHA-1 over the four, named and in alphabetical order; the address without its fragment."""
    address = url.partition("#")[0]
    text = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={address}"
    return hashlib.sha1(text.encode()).hexdigest()
