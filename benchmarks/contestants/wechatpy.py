"""wechatpy 2.0.0a26 as its manual shows it: once without any rules, once with a scan of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.replies import create_reply

from benchmarks import corpus, wire


def bare(_rules: Sequence[corpus.Rule]) -> Callable[[Mapping[str, str], bytes], str]:
    """Every message gets the same reply."""
    return _with(lambda _text: corpus.ANSWER)


def scan(rules: Sequence[corpus.Rule]) -> Callable[[Mapping[str, str], bytes], str]:
    """The first rule of which any keyword stands in the text answers: what most projects do."""

    def choose(text: str) -> str:
        for rule in rules:
            for keyword in rule.keywords:
                if keyword in text:
                    return rule.answer
        return corpus.DEFAULT

    return _with(choose)


def _with(choose: Callable[[str], str]) -> Callable[[Mapping[str, str], bytes], str]:
    crypto = WeChatCrypto(wire.TOKEN, wire.AES_KEY, wire.APPID)

    def run(query: Mapping[str, str], body: bytes) -> str:
        xml = crypto.decrypt_message(
            body, query["msg_signature"], query["timestamp"], query["nonce"]
        )
        message = parse_message(xml)
        reply = create_reply(choose(message.content), message)
        sealed: str = crypto.encrypt_message(reply.render(), query["nonce"], query["timestamp"])
        return sealed

    return run
