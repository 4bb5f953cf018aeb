"""Options, moments and replies as text, for the commands of this folder."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated

import typer

from chalicelib import conversation
from chalicelib.clock import SHANGHAI
from chalicelib.conversation import Pick, Replies
from chalicelib.wechat.replies import NewsReply, Reply, TextReply

At = Annotated[str | None, typer.Option("--at", metavar="TIME", help="假设的北京时间；默认现在。")]

LINK = re.compile(
    r"""<a\b[^>]*?\bhref\s*=\s*["']?([^"'\s>]*)["']?[^>]*>(.*?)</a\s*>""", re.IGNORECASE | re.DOTALL
)
"""A link as a text reply holds it: address, words."""


def moment(at: str | None) -> datetime:
    """The moment of ``--at``, now without it; Asia/Shanghai."""
    if at is None:
        return datetime.now(SHANGHAI)
    try:
        return conversation.rules_file.moment(at).astimezone(SHANGHAI)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--at") from error


def short(text: str) -> str:
    """At most 60 characters of a text, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:60] + "…"


def shown_replies(said: Replies, length: int = 28) -> list[str]:
    """Replies as lines of at most ``length`` characters."""
    head = {Pick.ONE: "随机一条：", Pick.ALL: "全部："}[said.pick]
    lines = [_shown(reply, length) for reply in said.replies]
    return lines if len(lines) == 1 else [head, *lines]


def shown_text(reply: Reply) -> str:
    """A reply in full, links with their addresses."""
    return _shown(reply, 4000)


def _shown(reply: Reply, length: int) -> str:
    if isinstance(reply, TextReply):
        # In full a link keeps its address, for people to check; in a list its words do.
        full = length > 100
        text = LINK.sub(_linked if full else r"\2", reply.content)
        if not full:
            text = " ".join(text.split())
        return text if len(text) <= length else text[:length] + "…"
    name = conversation.rules_file.type_name(reply.type)
    return f"[{name}] {reply.title}" if isinstance(reply, NewsReply) else f"[{name}]"


def _linked(found: re.Match[str]) -> str:
    """A link to tap is its words: what it makes the phone say is nothing to check by eye."""
    address, words = found[1], found[2]
    return f"[{words}]" if address.startswith("weixin://bizmsgmenu") else f"{words}（{address}）"
