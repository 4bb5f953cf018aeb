"""Callbacks as WeChat would send them in safe mode, sealed here and not by any contestant."""

from __future__ import annotations

import base64
import hashlib
import os
import struct
import time
from typing import NamedTuple

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from benchmarks.corpus import QUESTIONS

TOKEN = "rongmeibench"
APPID = "wx0123456789abcdef"
AES_KEY = base64.b64encode(bytes(range(32))).decode().rstrip("=")
OFFICIAL = "gh_0123456789ab"


class Callback(NamedTuple):
    """One POST: its query and its body."""

    query: dict[str, str]
    body: bytes


def callbacks(questions: tuple[str, ...] = QUESTIONS, now: int | None = None) -> list[Callback]:
    """One callback a question, each from another follower. ``now`` is Unix time in seconds."""
    now = int(time.time()) if now is None else now
    return [callback(number, question, now, number) for number, question in enumerate(questions)]


def openid(follower: int) -> str:
    """Who a follower is; as long as WeChat's are."""
    return f"oBench{follower:022d}"


def callback(number: int, question: str, now: int, follower: int) -> Callback:
    """A follower asks: the message ``number``, at ``now`` (Unix seconds)."""
    message = (
        f"<xml><ToUserName><![CDATA[{OFFICIAL}]]></ToUserName>"
        f"<FromUserName><![CDATA[{openid(follower)}]]></FromUserName>"
        f"<CreateTime>{now}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{question}]]></Content><MsgId>{23000000000000000 + number}</MsgId></xml>"
    )
    encrypted = _encrypt(message.encode())
    timestamp, nonce = str(now), str(1_000_000_000 + number)
    query = {
        "signature": _sign(timestamp, nonce),
        "timestamp": timestamp,
        "nonce": nonce,
        "openid": openid(follower),
        "encrypt_type": "aes",
        "msg_signature": _sign(timestamp, nonce, encrypted),
    }
    body = (
        f"<xml><ToUserName><![CDATA[{OFFICIAL}]]></ToUserName>"
        f"<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    )
    return Callback(query, body.encode())


def _encrypt(message: bytes) -> str:
    key = base64.b64decode(AES_KEY + "=")
    plain = os.urandom(16) + struct.pack(">I", len(message)) + message + APPID.encode()
    padding = 32 - len(plain) % 32
    encryptor = Cipher(AES(key), CBC(key[:16])).encryptor()
    sealed = encryptor.update(plain + bytes((padding,)) * padding) + encryptor.finalize()
    return base64.b64encode(sealed).decode()


def _sign(*parts: str) -> str:
    return hashlib.sha1(
        "".join(sorted((TOKEN, *parts))).encode(), usedforsecurity=False
    ).hexdigest()
