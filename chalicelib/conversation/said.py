"""Replies of the account's own book, as decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chalicelib.conversation.asked import Choose
from chalicelib.conversation.models import Decision, Pick, Replies, Rung
from chalicelib.conversation.pages import PAGE_BYTES, page
from chalicelib.wechat.custom import MOST
from chalicelib.wechat.replies import TEXT_BYTES, Reply, TextReply, TransferReply, cut

RULE: Final = "rule-"
"""Before version of the book, rank of the keyword and place of the reply, where a page of a rule's text is meant."""


def say(
    rung: Rung,
    said: Replies,
    version: int,
    choose: Choose,
    *,
    event: bool = False,
    rule: str | None = None,
    keyword: str | None = None,
    source: str = "",
) -> Decision:
    """What a rule or a special reply says: the first as the passive reply, further ones as messages.

    A text that is too long for one message is read page by page where ``source`` names what says it; else it is cut.
    """
    # WeChat takes a transfer as the answer to a message only, never to an event (sheet §1.6).
    replies: Sequence[Reply] = said.replies
    if event:
        replies = [reply for reply in replies if not isinstance(reply, TransferReply)]
        if not replies:
            return Decision(rung=Rung.SILENT, book_version=version)
    rest: Sequence[Reply] = ()
    if len(replies) == 1:
        first = replies[0]
    elif said.pick is Pick.ALL:
        first, rest = _all(replies)
        rest = rest[: MOST["event" if event else "message"]]
    else:
        first = choose(replies)
    if source and isinstance(first, TextReply) and _long(first) and not rest:
        place = said.replies.index(first) if first in said.replies else None
        if place is not None:
            first = TextReply(content=page(first.content, f"{source}-{place}", 1))
    return Decision(
        rung=rung,
        reply=_sendable(first),
        follow_ups=tuple(map(_sendable, rest)),
        rule=rule,
        keyword=keyword,
        book_version=version,
        kf_messages=len(rest),
    )


def _sendable(reply: Reply) -> Reply:
    """As much as will be sent: the decision is put on record, and an item takes 400 KB, whatever an operator typed."""
    if isinstance(reply, TextReply) and _long(reply):
        return TextReply(content=cut(reply.content.lstrip()))
    return reply


def _long(reply: TextReply) -> bool:
    """Whether a text may be too long for one message; nearly none is, so it is only looked at closer then."""
    return len(reply.content) * 3 > PAGE_BYTES


def _all(replies: Sequence[Reply]) -> tuple[Reply, Sequence[Reply]]:
    """One passive reply and what has to follow as customer-service messages, which are scarce.

    Texts that stand together go as one; so a rule of texts costs no quota.
    """
    merged: list[Reply] = []
    for reply in replies:
        last = merged[-1] if merged else None
        if isinstance(reply, TextReply) and isinstance(last, TextReply):
            together = f"{last.content}\n\n{reply.content}"
            if len(together.encode()) <= TEXT_BYTES:
                merged[-1] = TextReply(content=together)
                continue
        merged.append(reply)
    return merged[0], merged[1:]
