"""Texts of messages: a follower's message as agents read it, and the text that an agent may send. Pure.

A text is checked here, because WeChat refuses it later and says less.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from chalicelib.desk.errors import BadText
from chalicelib.wechat.messages import File, Link, Location, Voice, type_name
from chalicelib.wechat.replies import TEXT_BYTES, TextReply, cut
from chalicelib.wechat.text import Message, Text

PICTURE: Final = "[图片]"
"""What stands for a picture of an agent where only words are shown."""

_ANCHOR: Final = re.compile(r"<a\b[^>]*>", re.IGNORECASE)
_END: Final = re.compile(r"</a\s*>", re.IGNORECASE)
_HREF: Final = re.compile(r"""\bhref\s*=\s*(["'])(.*?)\1""", re.IGNORECASE)
# The characters that rules refuse as well: XML has no way to write them, and no phone shows them.
_UNWRITABLE: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GOOD: Final = re.compile(r"^(?:https?://[^\s/?#]+\S*|weixin://bizmsgmenu\?\S+|tel:[\d+-]+)$")

STARS: Final = {5: "非常满意", 4: "满意", 3: "一般", 2: "不满意", 1: "非常不满意"}
RATE: Final = re.compile(r"^rate:(s-\d{8}-[0-9a-f]{12}):([1-5])$")
CLOSED_IDLE: Final = (
    "您已有一段时间没有新的消息，本次人工服务先到这里。有问题请随时留言，机器人会继续为您解答。"
)
AGENT_LOST: Final = (
    "为您服务的坐席暂时离线，已为您保留原来的排队位置，会尽快由其他坐席接着为您服务，不必重复说明。"
)
DELAYED: Final = "热线暂时无法接通，您的问题已经登记，接通后会在这里答复您，不必重复说明。"
SURVEY: Final = "本次人工服务已结束，感谢您的咨询。请为这次服务评价："


def shown(push: Message) -> str:
    """A message as a line of text."""
    name = type_name(push.msg_type)
    match push:
        case Text():
            return f"[点击] {push.content}" if push.menu_id else push.content
        case Voice():
            return f"[{name}] {push.recognition}".strip()
        case Location():
            return f"[{name}] {push.label}".strip()
        case File():
            return f"[{name}] {push.title}".strip()
        case Link():
            return f"[{name}] {push.title} {push.url}".strip()
        case _:
            return f"[{name}] {getattr(push, 'pic_url', '')}".strip()


def parts(text: str) -> list[str]:
    """``text`` as the messages it takes: one, or as many as 2,048 bytes each need. Raises ``BadText``."""
    text = text.replace("\r\n", "\n").strip()
    bad = _UNWRITABLE.search(text)
    if bad:
        raise BadText(
            f"消息没有发送：第 {bad.start() + 1} 个字是不可显示的控制字符（U+{ord(bad.group()):04X}）。"
            "请删除后重新输入。"
        )
    try:
        TextReply(content=text)
    except ValueError as error:
        raise BadText("消息是空的，没有发送。请写上内容再发。") from error
    _links(text)
    made = _split(text)
    for part in made:
        _links(part, split=len(made) > 1)
    return made


def survey(session: str) -> str:
    """How the follower is asked once: five links, which cost them a tap and us nothing more."""
    links = (
        f'<a href="weixin://bizmsgmenu?msgmenucontent={quote(said)}&msgmenuid=rate:{session}:{stars}">{said}</a>'
        for stars, said in STARS.items()
    )
    return "\n".join([SURVEY, *links])


def rating(menu_id: str) -> tuple[str, int] | None:
    """Session and stars of a tapped link; None where it is another one."""
    found = RATE.match(menu_id)
    return (found[1], int(found[2])) if found else None


def _split(text: str) -> list[str]:
    made: list[str] = []
    rest = text
    while rest:
        piece = cut(rest, TEXT_BYTES)
        if len(piece) < len(rest):
            # At the end of a line, where that is not too early; never in the middle of a link.
            at = piece.rfind("\n")
            piece = piece[:at] if at > len(piece) // 2 else piece
            opened = piece.rfind("<a")
            if opened > 0 and "</a>" not in piece[opened:]:
                piece = piece[:opened]
        made.append(piece.strip())
        rest = rest[len(piece) :].strip()
    return made


def _links(text: str, *, split: bool = False) -> None:
    anchors = _ANCHOR.findall(text)
    if len(anchors) != len(_END.findall(text)) or "<a " in _ANCHOR.sub("", text):
        raise BadText(
            "消息没有发送：链接没有写完整"
            + ("（一条放不下，被拆开了；请把链接写短）" if split else "")
            + '。写法是 <a href="https://…">文字</a>。'
        )
    for anchor in anchors:
        address = _HREF.search(anchor)
        if "data-miniprogram-appid" in anchor:
            continue
        if address is None or not _GOOD.match(address[2]):
            shown = address[2] if address else anchor
            raise BadText(
                f"消息没有发送：链接“{shown[:80]}”不是有效的网址，粉丝点不开。"
                "请写完整的 https:// 地址。"
            )
