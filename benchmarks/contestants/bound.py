"""A hand-written lower bound: what nobody can leave out, and nothing else.

OpenSSL's AES, SHA-1, expat, the automaton alone, one f-string for the reply. It checks the signature, and trusts
everything after that: no freshness, no models, no hours, no priorities.
"""

from __future__ import annotations

import binascii
import hmac
import os
import struct
import time
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha1
from typing import NamedTuple
from xml.parsers import expat

from ahocorasick_rs import AhoCorasick
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from benchmarks import corpus, wire

_KEY = binascii.a2b_base64(wire.AES_KEY + "=")
_CIPHER = Cipher(AES(_KEY), CBC(_KEY[:16]))
_APPID = wire.APPID.encode()


class Asked(NamedTuple):
    """A message, opened, and the answer it gets; the default where no keyword stands in it."""

    fields: dict[str, str]
    answer: str
    hit: bool


def contestant(rules: Sequence[corpus.Rule]) -> Callable[[Mapping[str, str], bytes], str]:
    """The lower bound over ``rules``."""
    ask = asker(rules)

    def run(query: Mapping[str, str], body: bytes) -> str:
        return seal(ask(query, body))

    return run


def asker(rules: Sequence[corpus.Rule]) -> Callable[[Mapping[str, str], bytes], Asked]:
    """The first half of the lower bound: verify, decrypt, parse, match."""
    keywords = [(keyword, rule.answer) for rule in rules for keyword in rule.keywords]
    automaton = AhoCorasick([keyword for keyword, _answer in keywords])
    answers = [answer for _keyword, answer in keywords]

    def ask(query: Mapping[str, str], body: bytes) -> Asked:
        encrypted = _parse(body)["Encrypt"]
        expected = _sign(wire.TOKEN, query["timestamp"], query["nonce"], encrypted)
        assert hmac.compare_digest(expected, query["msg_signature"])
        decryptor = _CIPHER.decryptor()
        plain = decryptor.update(binascii.a2b_base64(encrypted)) + decryptor.finalize()
        (length,) = struct.unpack_from(">I", plain, 16)
        fields = _parse(plain[20 : 20 + length])
        found = automaton.find_matches_as_indexes(fields["Content"])
        if found:
            return Asked(fields, answers[found[0][0]], hit=True)
        return Asked(fields, corpus.DEFAULT, hit=False)

    return ask


def seal(asked: Asked) -> str:
    """The second half: the reply as XML, encrypted and signed."""
    now = int(time.time())
    fields = asked.fields
    reply = (
        f"<xml><ToUserName><![CDATA[{fields['FromUserName']}]]></ToUserName>"
        f"<FromUserName><![CDATA[{fields['ToUserName']}]]></FromUserName><CreateTime>{now}</CreateTime>"
        f"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{asked.answer}]]></Content></xml>"
    ).encode()
    plain = os.urandom(16) + struct.pack(">I", len(reply)) + reply + _APPID
    padding = 32 - len(plain) % 32
    encryptor = _CIPHER.encryptor()
    sealed = encryptor.update(plain + bytes((padding,)) * padding) + encryptor.finalize()
    encrypted = binascii.b2a_base64(sealed, newline=False).decode()
    nonce = str(int.from_bytes(os.urandom(6), "big"))
    signature = _sign(wire.TOKEN, str(now), nonce, encrypted)
    return (
        f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt>"
        f"<MsgSignature><![CDATA[{signature}]]></MsgSignature>"
        f"<TimeStamp>{now}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
    )


def _sign(*parts: str) -> str:
    return sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def _parse(body: bytes) -> dict[str, str]:
    fields: dict[str, str] = {}
    text: list[str] = []

    def end(name: str) -> None:
        fields[name] = "".join(text)
        text.clear()

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text.append
    parser.Parse(body, True)
    return fields
