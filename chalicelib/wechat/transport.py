"""One HTTP call to WeChat, its answer read, its failures named. Nothing secret leaves in an error or a log.

What requests raises carries URL and body, with token and secret in them. Ours are therefore raised *after* the
``except`` has ended: raised inside, they would keep theirs in ``__context__``, even with ``from None``.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import requests

from chalicelib.settings import settings
from chalicelib.wechat.error_codes import ALREADY_ACCEPTED, Retry, treatment
from chalicelib.wechat.errors import UnknownOutcome, Unreachable, WeChatError, refusal

WECHAT: Final = "https://api.weixin.qq.com"
"""The address that wechatpy has for WeChat; ``settings().wechat_api_url`` takes its place."""

_SECRET_IN_URL: Final = re.compile(r"((?:access_token|secret|appsecret|code)=)[^&\s\"'#]*")
IDLE_SECONDS: Final = 30
"""A connection unused for longer is not used again. A function sleeps between two events, and wakes with
connections that WeChat or the NAT gateway has long given up: the next call, perhaps a push at its minute, would
end in a reset, its outcome unknown."""
_NEVER_LEFT: Final = ("NewConnectionError", "NameResolutionError", "CERTIFICATE_VERIFY_FAILED")


@dataclass(frozen=True, slots=True)
class Download:
    """An answer that is no JSON: a picture, a voice, a video."""

    content: bytes = field(repr=False)
    content_type: str
    filename: str | None


class _Scrub(logging.Filter):
    """urllib3 logs every URL at DEBUG, token and all."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _SECRET_IN_URL.sub(r"\1***", record.getMessage()), None
        return True


logging.getLogger("urllib3.connectionpool").addFilter(_Scrub())


class Transport:
    """Calls on behalf of one account, over connections that are kept."""

    def __init__(
        self, appid: str, http: requests.Session, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._appid = appid
        self._http = http
        self._clock = clock
        self._used_at = 0.0

    def call(self, method: str, url: str, request: Mapping[str, Any], hidden: Sequence[str]) -> Any:
        """Make one call and return its JSON object, or a ``Download``.

        ``request`` is what requests takes, with a time-out. ``hidden`` is blacked out should WeChat echo it.
        Raises ``ApiRefused`` in its classes, ``UnknownOutcome`` or ``Unreachable``.
        """
        api = urlsplit(url).path
        target = settings().wechat_api_url.rstrip("/") + url.removeprefix(WECHAT)
        failure: WeChatError | None = None
        if self._clock() - self._used_at > IDLE_SECONDS:
            self._http.close()  # its connections; the next call opens another one
        try:
            # A redirect would carry the token to wherever it points.
            response = self._http.request(method.upper(), target, allow_redirects=False, **request)
        except requests.RequestException as error:
            failure = self._failure(error, api)
        self._used_at = self._clock()
        if failure is not None:
            raise failure
        return self._read(response, method, api, hidden)

    def _failure(self, error: requests.RequestException, api: str) -> WeChatError:
        what = type(error).__name__
        never_left = isinstance(
            error, (requests.ConnectTimeout, requests.exceptions.ProxyError, ValueError)
        ) or any(sign in str(error) for sign in _NEVER_LEFT)
        kind = Unreachable if never_left else UnknownOutcome
        return kind(what, appid=self._appid, api=api)

    def _read(
        self, response: requests.Response, method: str, api: str, hidden: Sequence[str]
    ) -> Any:
        if response.status_code != 200:
            raise UnknownOutcome(f"HTTP {response.status_code}", appid=self._appid, api=api)
        answer = _parsed(response.content)
        if answer is None:
            download = _download(response)
            if download is None:
                raise UnknownOutcome("返回不是 JSON", appid=self._appid, api=api)
            return download
        errcode = _errcode(answer)
        # 45065 is a success too, but its caller has to know: it carries the old msg_id and no msg_data_id.
        done = treatment(errcode, api).retry is Retry.IDEMPOTENT and errcode != ALREADY_ACCEPTED
        if errcode == 0 or done:
            return answer
        words = str(answer.pop("errmsg", ""))
        for secret in filter(None, hidden):
            words = words.replace(secret, "***")
        answer.pop("errcode")
        raise refusal(errcode, words, appid=self._appid, api=api, method=method, answer=answer)


def _parsed(content: bytes) -> dict[str, Any] | None:
    """The JSON object, or None. Broken UTF-8, as in old nicknames, costs the characters, not the answer."""
    if content.lstrip()[:1] != b"{":
        return None
    try:
        answer = json.loads(content.decode("utf-8", "ignore"), strict=False)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _errcode(answer: dict[str, Any]) -> int:
    try:
        return int(answer.get("errcode", 0))
    except (TypeError, ValueError):
        return 0


def _download(response: requests.Response) -> Download | None:
    content_type = response.headers.get("Content-Type", "")
    disposition = response.headers.get("Content-Disposition", "")
    binary = content_type.startswith(("image/", "audio/", "voice/", "video/", "application/octet"))
    if not binary and not disposition:
        return None
    name = re.search(r'filename="?([^";]+)', disposition)
    return Download(response.content, content_type, name[1] if name else None)
