"""Errors of calls to WeChat; each says what happened, to which call of which account, and what to do.

::

    WeChatError
    ├── ApiRefused            WeChat answered with an errcode; ``retry`` says how to treat it
    │   ├── TokenRejected     K, also after the one retry
    │   ├── Busy              T
    │   ├── QuotaUsedUp       Q
    │   ├── UserUnreachable   U
    │   ├── AlreadySent       45065: accepted before, ``msg_id`` is the old one
    │   ├── IpNotAllowed      40164, 89503, …: ``ip`` as WeChat names it
    │   ├── WrongCredentials  40013, 40125, 40243, …, and 40001 on the token call
    │   └── ApiNotPermitted   48001, 48004, …
    ├── UnknownOutcome        time-out, reset, 5xx, unreadable answer: it may have happened. Never repeat blindly
    ├── Unreachable           the call never left: no connection, no address
    └── TokenUnavailable      no token came, and nothing else was asked of WeChat: the call may be made again

No error carries a secret or a token: not in its text, not in its attributes, and not in ``__cause__`` or
``__context__``, which is why the client raises them outside of any ``except``.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar, Final

from chalicelib.errors import Remedy, remedy
from chalicelib.wechat.error_codes import (
    ALREADY_ACCEPTED,
    API_NOT_PERMITTED,
    INVALID_CREDENTIAL,
    TOKEN_API,
    WRONG_SECRET,
    Retry,
    Treatment,
    repeatable,
    treatment,
)

_CHECK: Final = (remedy("account.check", "检查公众号", account="ID"),)
_ROTATE: Final = (remedy("account.rotate_key", "录入密钥", account="ID"), *_CHECK)

_RID: Final = re.compile(r"rid:?\s*([0-9A-Za-z-]+)")
_IP: Final = re.compile(
    r"(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?![\d.])|(?<![\w:])([0-9A-Fa-f]*:[0-9A-Fa-f:.]+)"
)


class WeChatError(Exception):
    """The base: a call of WeChat's server API did not give what was asked for."""

    remedies: ClassVar[tuple[Remedy, ...]] = ()
    """As those of a ``DomainError``; the account is left to the person, since the call knows its appid alone."""

    def __init__(self, message: str, *, appid: str, api: str) -> None:
        super().__init__(message)
        self.appid = appid
        self.api = api
        """Path of the call, without its query: ``/cgi-bin/draft/add``."""


class ApiRefused(WeChatError):
    """WeChat answered, with an errcode that is not 0."""

    def __init__(
        self,
        errcode: int,
        errmsg: str,
        *,
        appid: str,
        api: str,
        method: str = "POST",
        answer: dict[str, Any] | None = None,
    ) -> None:
        self.errcode = errcode
        self.errmsg = errmsg
        """WeChat's own words, with its rid."""
        self.treatment: Treatment = treatment(errcode, api)
        found = _RID.search(errmsg)
        self.rid = found[1] if found else None
        """WeChat's number of this call, for ``openapi.get_rid``."""
        self.answer = answer or {}
        """The other fields of the answer."""
        self._may_repeat = self.treatment.proves_nothing_done or repeatable(method, api)
        super().__init__(
            f"{self.treatment.meaning}（公众号 {appid}，接口 {api}，错误码 {errcode}）。"
            f"微信的说明：{errmsg}。{self.treatment.advice}",
            appid=appid,
            api=api,
        )

    @property
    def retry(self) -> Retry:
        """The class of this error (sheet §3)."""
        return self.treatment.retry

    @property
    def repeat_after(self) -> int | None:
        """Seconds after which the identical call may be made again; None: not at all.

        A -1 on a call that must not happen twice gives None: reconcile first.
        """
        if self.retry is not Retry.TRANSIENT or not self._may_repeat:
            return None
        return self.treatment.wait_seconds


class TokenRejected(ApiRefused):
    """The token was refused, and so was the one fetched in its place."""

    remedies = _CHECK


class Busy(ApiRefused):
    """WeChat is busy or we are too fast; see ``repeat_after``."""


class QuotaUsedUp(ApiRefused):
    """A daily or monthly quota is used up; nothing helps before its reset."""


class UserUnreachable(ApiRefused):
    """This follower cannot be written to now."""


class AlreadySent(ApiRefused):
    """45065: this clientmsgid was accepted before. A success: go on with ``msg_id`` (sheet §2.5)."""

    @property
    def msg_id(self) -> int | None:
        """The old job's number; some notes spell it ``msgid``. None where WeChat left it out."""
        found = self.answer.get("msg_id", self.answer.get("msgid"))
        return (
            int(found)
            if isinstance(found, int) or (isinstance(found, str) and found.isdigit())
            else None
        )


class IpNotAllowed(ApiRefused):
    """WeChat does not accept calls from our address (sheet §2.1)."""

    @property
    def ip(self) -> str | None:
        """The address as WeChat saw it."""
        found = _IP.search(self.errmsg)
        return found[0] if found else None


class WrongCredentials(ApiRefused):
    """AppID or AppSecret is wrong, missing or frozen."""

    remedies = _ROTATE


class ApiNotPermitted(ApiRefused):
    """This account has no right to the API: not verified, verification expired, or banned."""


class UnknownOutcome(WeChatError):
    """Nobody knows whether the call took effect: reconcile, don't repeat (sheet §3)."""

    def __init__(self, what: str, *, appid: str, api: str) -> None:
        super().__init__(
            f"调用微信没有得到结果：{what}（公众号 {appid}，接口 {api}）。"
            "操作可能已经生效，请先核对结果，不要直接重试。",
            appid=appid,
            api=api,
        )
        self.what = what


class Unreachable(WeChatError):
    """The call never left this machine: it may be made again."""

    def __init__(self, what: str, *, appid: str, api: str) -> None:
        super().__init__(
            f"连不上微信：{what}（公众号 {appid}，接口 {api}）。操作没有生效；请检查网络与域名解析后重试。",
            appid=appid,
            api=api,
        )
        self.what = what


class TokenUnavailable(WeChatError):
    """No token could be had, so that the call itself was not tried."""

    remedies = _CHECK

    def __init__(self, why: str = "别的函数正在换取，但没有成功", *, appid: str) -> None:
        super().__init__(
            f"没有拿到公众号 {appid} 的 access_token：{why}。操作没有生效，请稍后重试。",
            appid=appid,
            api=TOKEN_API,
        )


_BY_CODE: Final[dict[int, type[ApiRefused]]] = {
    ALREADY_ACCEPTED: AlreadySent,
    **dict.fromkeys((40164, 61004, 89501, 89503, 89506, 89507), IpNotAllowed),
    **dict.fromkeys((40013, WRONG_SECRET, 40243, 41004), WrongCredentials),
    **dict.fromkeys((API_NOT_PERMITTED, 48003, 48004, 48008), ApiNotPermitted),
}
_BY_CLASS: Final[dict[Retry, type[ApiRefused]]] = {
    Retry.TOKEN: TokenRejected,
    Retry.TRANSIENT: Busy,
    Retry.QUOTA: QuotaUsedUp,
    Retry.USER: UserUnreachable,
}


def refusal(
    errcode: int,
    errmsg: str,
    *,
    appid: str,
    api: str,
    method: str = "POST",
    answer: dict[str, Any] | None = None,
) -> ApiRefused:
    """The error for an errcode, as its most telling class."""
    if errcode == INVALID_CREDENTIAL and api == TOKEN_API:
        kind: type[ApiRefused] = WrongCredentials
    else:
        kind = _BY_CODE.get(errcode) or _BY_CLASS.get(treatment(errcode).retry, ApiRefused)
    return kind(errcode, errmsg, appid=appid, api=api, method=method, answer=answer)
