"""The two bodies that WeChat really sends for nearly every message, read by one expression each.

A body that differs in anything is None here, and read by the parser (``wechat.body``): what this module reads, it reads
as the parser would (docs/decisions/0007). Expat calls back for every element of every message: that is most of what
reading costs.
"""

from __future__ import annotations

import re
from typing import Final

from chalicelib.wechat.body import Fields
from chalicelib.wechat.parse import STANDS_FOR
from chalicelib.wechat.replies import legal
from chalicelib.wechat.text import Text, known_text

_ENCRYPTED: Final = re.compile(
    rb"<xml>\s*<ToUserName><!\[CDATA\[[\w-]*\]\]></ToUserName>\s*"
    rb"<Encrypt><!\[CDATA\[([A-Za-z0-9+/]+=*)\]\]></Encrypt>\s*</xml>\s*"
)
_TEXT: Final = re.compile(
    r"<xml>\s*<ToUserName><!\[CDATA\[([\w-]{1,256})\]\]></ToUserName>\s*"
    r"<FromUserName><!\[CDATA\[([\w-]{1,256})\]\]></FromUserName>\s*"
    r"<CreateTime>(\d{1,12})</CreateTime>\s*"
    r"<MsgType><!\[CDATA\[text\]\]></MsgType>\s*"
    r"<Content><!\[CDATA\[([^\]\r]*(?:\](?!\]>)[^\]\r]*)*)\]\]></Content>\s*"
    r"<MsgId>(\d+)</MsgId>\s*"
    r"(?:<bizmsgmenuid><!\[CDATA\[([\w:.#-]*)\]\]></bizmsgmenuid>\s*)?</xml>\s*",
    re.ASCII,
)


def encrypted(body: bytes) -> str | None:
    """The encrypted part of a safe-mode body in WeChat's usual shape; None for every other."""
    found = _ENCRYPTED.fullmatch(body)
    return found[1].decode() if found else None


def text_message(message: bytes) -> tuple[Fields, Text | None] | None:
    """A text message in WeChat's usual shape; None for every other, and for characters XML can't hold.

    Its fields, and the model that ``wechat.parse.typed`` makes of them: None where that has to look more closely.
    """
    try:
        found = _TEXT.fullmatch(message.decode())
    except UnicodeDecodeError:
        return None
    if found is None:
        return None
    to_user, from_user, created, content, msg_id, menu_id = found.groups()
    if not content.isprintable() and legal(content) != content:
        return None
    fields: Fields = {
        "ToUserName": to_user,
        "FromUserName": from_user,
        "CreateTime": created,
        "MsgType": "text",
        "Content": content,
        "MsgId": msg_id,
    }
    if menu_id is not None:
        fields["bizmsgmenuid"] = menu_id
        return fields, None
    if content.lstrip()[:1] in STANDS_FOR:
        return fields, None
    # The expression holds ids and time within the bounds of the model.
    return fields, known_text(to_user, from_user, int(created), content, msg_id)
