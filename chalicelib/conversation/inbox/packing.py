"""How a message and its decision are written: as texts where they fit into one write unit, else packed into one.

DynamoDB bills a write by the kilobyte. Chinese takes three bytes a character and links are percent-encoded, so a long
answer is two units as text and one when packed (docs/decisions/0008). What was written once is read for ever: the words
below never change; another set of them gets another first byte.
"""

from __future__ import annotations

from typing import Final

UNIT: Final = 1024
"""Bytes of an item that cost one write unit."""
_BESIDE: Final = 160
"""Bytes at most of what stands beside both texts: the names of attributes, the sort key, and three times."""
_FIRST: Final = b"\x01"
_WORDS: Final = (
    "您好！请问有什么可以帮您？没有找到答案，请换个说法再问，或点转人工您是不是想问：都不是？请换个说法再问，或点"
    "根据规定，纳税人应当自主管税务机关办理申报缴纳登记证明材料电子税务局增值税个人所得税企业所得税发票开具小规模一般"
    '{"ToUserName":"gh_","FromUserName":"o","CreateTime":17"MsgType":"event","Event":"CLICK","EventKey":"'
    '"MsgType":"text","Content":"","MsgId":"23000000000"}'
    '{"rung":"clarify","reply":{"type":"news","articles":[{"title":"","description":"","picurl":"https://","url":"https://mp.weixin.qq.com/s"}]}'
    '{"rung":"faq","reply":{"type":"text","content":"\\n1. <a href=\\"weixin://bizmsgmenu?msgmenucontent='
    "%E7%A8%8E%E5%8A%A1%E5%B1%80%E7%BA%B3%E7%A8%8E%E4%BA%BA%E5%A6%82%E4%BD%95%E5%8A%9E%E7%90%86%E5%8F%91%E7%A5%A8"
    "%E8%BD%AC%E4%BA%BA%E5%B7%A5%E2%80%A6&msgmenuid=faq:&msgmenuid=person"
    '\\">转人工</a>\\n2. <a href=\\"weixin://bizmsgmenu?msgmenucontent=%E"},"follow_ups":[],"book_version":1,'
    '"score":0.58,"clarify":["k"],"later":false,"kf_messages":0}'
).encode()
"""What many of them have, the likeliest last."""


def fits(pk: str, push: str, decision: str) -> bool:
    """Whether both texts fit into one write unit as they are."""
    return len(pk.encode()) + len(push.encode()) + len(decision.encode()) + _BESIDE <= UNIT


def packed(push: str, decision: str) -> bytes:
    """Both texts as one value."""
    import zlib

    made = zlib.compressobj(6, zlib.DEFLATED, -15, zdict=_WORDS)
    return _FIRST + made.compress(f"{push}\0{decision}".encode()) + made.flush()


def unpacked(value: bytes) -> tuple[str, str]:
    """Push and decision again. Raises ``ValueError`` for what a later version wrote."""
    import zlib

    if value[:1] != _FIRST:
        raise ValueError("packed by a later version")
    push, _, decision = (
        zlib.decompressobj(-15, zdict=_WORDS).decompress(value[1:]).decode().partition("\0")
    )
    return push, decision
