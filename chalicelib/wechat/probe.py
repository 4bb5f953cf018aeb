"""A check of our own callback, in WeChat's place: it answers, and it knows its token and key (sheet §1.1).

Encrypts with wechatpy's envelope, not with ours: were ours wrong, it would agree with itself.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import requests
from wechatpy.crypto import WeChatCrypto

from chalicelib.wechat.body import parse

CALLBACK_SECONDS: Final = 5.0
"""WeChat hangs up after this (sheet §1.3)."""
PROBE_EVENT: Final = "rongmei_check"
"""An event that WeChat does not have: recorded, acknowledged, and followed by nothing."""


@dataclass(frozen=True, slots=True)
class Probed:
    """The answer of the callback."""

    good: bool
    seen: str
    """For people: status, time, or why there was no answer."""
    seconds: float = 0.0


class Probe:
    """Signed requests as WeChat would send them to ``url``."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        http: requests.Session | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._url = url
        self._token = token
        self._http = http or requests.Session()
        self._now = now

    def verify(self) -> Probed:
        """The GET by which WeChat accepts an address; good when ``echostr`` comes back as it was."""
        echo = secrets.token_hex(8)
        return self._send("GET", {"echostr": echo}, b"", (echo,))

    def push(self, appid: str, original_id: str, aes_key: str | None) -> Probed:
        """A harmless event, encrypted where there is an ``aes_key``; good when it is acknowledged."""
        message = (
            f"<xml><ToUserName><![CDATA[{original_id}]]></ToUserName>"
            f"<FromUserName><![CDATA[{PROBE_EVENT}]]></FromUserName>"
            f"<CreateTime>{int(self._now())}</CreateTime><MsgType><![CDATA[event]]></MsgType>"
            f"<Event><![CDATA[{PROBE_EVENT}]]></Event><EventKey><![CDATA[]]></EventKey></xml>"
        )
        if aes_key is None:
            return self._send("POST", {"openid": PROBE_EVENT}, message.encode(), ("success", ""))
        stamp, nonce = str(int(self._now())), secrets.token_hex(5)
        crypto = WeChatCrypto(self._token, aes_key, appid)
        sealed = parse(crypto.encrypt_message(message, nonce, stamp).encode())
        body = (
            f"<xml><ToUserName><![CDATA[{original_id}]]></ToUserName>"
            f"<Encrypt><![CDATA[{sealed['Encrypt']}]]></Encrypt></xml>"
        )
        query = {
            "openid": PROBE_EVENT,
            "encrypt_type": "aes",
            "msg_signature": str(sealed["MsgSignature"]),
            "timestamp": stamp,
            "nonce": nonce,
        }
        return self._send("POST", query, body.encode(), ("success", ""))

    def _send(
        self, method: str, query: dict[str, str], body: bytes, expected: tuple[str, ...]
    ) -> Probed:
        stamp = query.get("timestamp", str(int(self._now())))
        nonce = query.get("nonce", secrets.token_hex(5))
        signature = hashlib.sha1(
            "".join(sorted((self._token, stamp, nonce))).encode(), usedforsecurity=False
        ).hexdigest()
        query = {**query, "signature": signature, "timestamp": stamp, "nonce": nonce}
        headers = {"Content-Type": "text/xml"} if method == "POST" else {}
        try:
            answer = self._http.request(
                method, self._url, params=query, data=body, headers=headers,
                timeout=CALLBACK_SECONDS, allow_redirects=False,
            )  # fmt: skip
        except requests.RequestException as error:
            return Probed(False, f"没有应答（{type(error).__name__}）")
        seconds = answer.elapsed.total_seconds()
        if answer.status_code != 200:
            return Probed(False, f"HTTP {answer.status_code}", seconds)
        if answer.text not in expected:
            return Probed(False, f"应答不是约定的内容：{answer.text[:60]!r}", seconds)
        return Probed(True, f"{seconds * 1000:.0f} 毫秒", seconds)
