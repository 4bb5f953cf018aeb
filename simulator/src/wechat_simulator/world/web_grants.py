"""What a follower has allowed a web page of an account, as plain records: codes and the tokens they were changed for."""

from dataclasses import dataclass


@dataclass
class WebCode:
    """A code that WeChat gave to a page; valid for five minutes, once."""

    value: str
    openid: str
    user: str
    scope: str
    issued_at: float
    used: bool = False


@dataclass
class WebToken:
    """An access token for one follower (网页授权), which has nothing to do with the account's own."""

    value: str
    refresh: str
    openid: str
    user: str
    scope: str
    expires_at: float
    refresh_until: float
