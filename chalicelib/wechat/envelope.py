"""The callback's envelope: signatures, encryption, freshness (sheet §1.1, §1.2).

Hand-written on ``cryptography`` and expat because it stands on the path of every message; a test holds it
against the official vectors.
"""

from __future__ import annotations

import binascii
import hmac
import os
import re
import struct
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha1
from typing import NamedTuple

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from chalicelib.wechat import usual
from chalicelib.wechat.body import Fields, is_json, parse, repeats
from chalicelib.wechat.callback_errors import ForeignApp, Forged, Malformed, Stale, TooLarge
from chalicelib.wechat.push import Push

MAX_BODY = 1024 * 1024
MAX_SKEW = 600
"""Seconds a timestamp may be off, either way."""

_IN_XML = re.compile(rb"<Encrypt>(?:<!\[CDATA\[)?([A-Za-z0-9+/=]+)")
_IN_JSON = re.compile(rb'"Encrypt"\s*:\s*"((?:[A-Za-z0-9+/=]|\\/)+)"')
_BLOCK = 32
_HEAD = struct.Struct(">16sI")
_HEAD_BYTES = 16
_NONCE_BYTES = 6
_PADDINGS = tuple(bytes((_BLOCK - over,)) * (_BLOCK - over) for over in range(_BLOCK))
"""PKCS#7 for blocks of 32 bytes, by how many bytes stand in the last block."""


class Opened(NamedTuple):
    """A push as it came out of its envelope, and what its answer has to match."""

    fields: Fields
    """Empty where a signed body could not be read: ``raw`` is all there is."""
    json: bool
    cipher: Cipher[CBC] | None
    """The key that opened it seals the answer (sheet §1.1, key rotation); None in plaintext."""
    raw: bytes = b""
    push: Push | None = None
    """The fields as a model, where reading them has made one already."""


class Envelope:
    """Opens what WeChat pushes to one account, and seals what goes back.

    ``aes_keys`` are the current EncodingAESKey and, after a rotation, the previous one. With ``encrypted_only``
    (safe mode) a plaintext push is refused.
    """

    def __init__(
        self, token: str, appid: str, aes_keys: Sequence[str], *, encrypted_only: bool
    ) -> None:
        self._token = token
        self._appid = appid.encode()
        self._ciphers = tuple(_cipher(key) for key in aes_keys)
        self._encrypted_only = encrypted_only

    def verify(self, query: Mapping[str, str], now: float) -> str:
        """GET verification: the ``echostr`` to give back. Raises ``Forged``, ``Stale`` or ``Malformed``."""
        self._check(query, "signature", now)
        echo = query.get("echostr")
        if not echo:
            raise Malformed("no echostr")
        return echo

    def open(self, query: Mapping[str, str], body: bytes, now: float) -> Opened:
        """Verify, decrypt and parse one push.

        ``query`` is the request's query string, ``now`` Unix time in seconds. Raises ``Refused``; never for the
        content of a push whose signature is right.
        """
        if len(body) > MAX_BODY:
            raise TooLarge(f"the body has {len(body)} bytes")
        if not self._encrypted_only and query.get("encrypt_type") in (None, "", "raw"):
            self._check(query, "signature", now)
            return Opened(signed(body), is_json(body), None, body)
        encrypted = usual.encrypted(body) or _encrypted(body)
        self._check(query, "msg_signature", now, encrypted)
        message, cipher = self._decrypt(encrypted)
        read = usual.text_message(message)
        if read is not None:
            fields, push = read
            return Opened(fields, False, cipher, message, push)
        return Opened(signed(message), is_json(message), cipher, message)

    def seal(
        self, reply: str, opened: Opened, now: int, random: Callable[[int], bytes] = os.urandom
    ) -> str:
        """The answer to ``opened`` as WeChat wants to read it: encrypted if the push was.

        ``reply`` is XML or JSON, whichever the push was; ``now`` Unix time in seconds.
        """
        if opened.cipher is None:
            return reply
        message = reply.encode()
        drawn = random(_HEAD_BYTES + _NONCE_BYTES)
        plain = b"".join(
            (drawn[:_HEAD_BYTES], len(message).to_bytes(4, "big"), message, self._appid)
        )
        encryptor = opened.cipher.encryptor()
        sealed = encryptor.update(plain + _PADDINGS[len(plain) % _BLOCK]) + encryptor.finalize()
        encrypted = binascii.b2a_base64(sealed, newline=False).decode()
        nonce = str(int.from_bytes(drawn[_HEAD_BYTES:], "big"))
        signature = _signature(self._token, str(now), nonce, encrypted)
        if opened.json:
            return f'{{"Encrypt":"{encrypted}","MsgSignature":"{signature}","TimeStamp":{now},"Nonce":"{nonce}"}}'
        return (
            f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt>"
            f"<MsgSignature><![CDATA[{signature}]]></MsgSignature>"
            f"<TimeStamp>{now}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
        )

    def _check(self, query: Mapping[str, str], name: str, now: float, *more: str) -> None:
        given = query.get(name, "")
        expected = _signature(
            self._token, query.get("timestamp", ""), query.get("nonce", ""), *more
        )
        if not (given.isascii() and hmac.compare_digest(expected, given)):
            raise Forged(f"wrong or missing {name}")
        _fresh(query, now)

    def _decrypt(self, encrypted: str) -> tuple[bytes, Cipher[CBC]]:
        try:
            data = binascii.a2b_base64(encrypted, strict_mode=True)
        except ValueError as error:
            raise Malformed("Encrypt is not base64") from error
        if not data or len(data) % 16:
            raise Malformed("Encrypt is not whole AES blocks")
        foreign = False
        for cipher in self._ciphers:
            decryptor = cipher.decryptor()
            plain = decryptor.update(data) + decryptor.finalize()
            opened = _unwrap(plain)
            if opened is None:
                continue
            message, appid = opened
            if appid == self._appid:
                return message, cipher
            foreign = True
        if foreign:
            raise ForeignApp("encrypted for another appid")
        raise Malformed("no EncodingAESKey of this account opens the message")


def signed(body: bytes) -> Fields:
    """The fields of a body whose signature is right; empty where nothing can be read.

    WeChat does not escape ``]]>``: a follower who writes tags can repeat an element of the push. A push never
    repeats one, so then the fields are read one by one too.
    """
    try:
        fields = parse(body)
        if not repeats(fields) or is_json(body):
            return fields
    except Malformed:
        pass
    from chalicelib.wechat import lenient

    return lenient.read(body)


def _encrypted(body: bytes) -> str:
    """The encrypted part of a body.

    In compatible mode the message stands before it in clear, with whatever the follower wrote: the last one is
    WeChat's.
    """
    try:
        encrypted = parse(body).get("Encrypt")
    except Malformed:
        encrypted = None
    if isinstance(encrypted, str) and encrypted:
        return encrypted
    found = (_IN_JSON if is_json(body) else _IN_XML).findall(body)
    if not found:
        raise Malformed("no Encrypt in the body")
    return bytes(found[-1]).replace(b"\\/", b"/").decode()


def _unwrap(plain: bytes) -> tuple[bytes, bytes] | None:
    """Message and appid of a decrypted block, or None where the padding or the length don't fit."""
    padding = plain[-1]
    end = len(plain) - padding
    if not 1 <= padding <= _BLOCK or end < _HEAD.size:
        return None
    if not plain.endswith(_PADDINGS[_BLOCK - padding]):
        return None
    _random, length = _HEAD.unpack_from(plain)
    appid_at = _HEAD.size + length
    if appid_at > end:
        return None
    return plain[_HEAD.size : appid_at], plain[appid_at:end]


def _cipher(aes_key: str) -> Cipher[CBC]:
    key = binascii.a2b_base64(aes_key + "=")
    return Cipher(AES(key), CBC(key[:16]))


def _signature(*parts: str) -> str:
    # Not a security choice of ours: SHA-1 over the sorted parts is WeChat's protocol.
    return sha1("".join(sorted(parts)).encode(errors="replace"), usedforsecurity=False).hexdigest()


def _fresh(query: Mapping[str, str], now: float) -> None:
    timestamp = query.get("timestamp", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 16):
        raise Stale("no timestamp")
    if abs(now - int(timestamp)) > MAX_SKEW:
        raise Stale(f"the timestamp is {now - int(timestamp):.0f} s off")
