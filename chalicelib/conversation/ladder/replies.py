"""Replies of the account's own book, as decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chalicelib.conversation.ladder.pages import PAGE_BYTES, page
from chalicelib.conversation.models import Choose, Decision, Pick, Replies, Rung
from chalicelib.wechat.customer_messages import MOST
from chalicelib.wechat.replies import TEXT_BYTES, Reply, TextReply, cut

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
    rank: int | None = None,
) -> Decision:
    """What a rule or a special reply says: the first as the passive reply, further ones as messages.

    A text that is too long for one message is read page by page where the keyword's ``rank`` says what to go back
    to; else it is cut.
    """
    # WeChat takes a transfer as the answer to a message only, never to an event (sheet §1.6).
    replies: Sequence[Reply] = said.replies
    if event:
        replies = [reply for reply in replies if reply.type != "transfer_customer_service"]
        if not replies:
            return Decision(rung=Rung.SILENT, book_version=version)
    rest: Sequence[Reply] = ()
    if len(replies) == 1:
        first = replies[0]
    elif said.pick is Pick.ALL:
        first, *rest = together(replies)
        rest = tuple(map(_sendable, rest[: MOST["event" if event else "message"]]))
    else:
        first = choose(replies)
    if first.type == "text" and len(first.content) * 3 > PAGE_BYTES:
        if rank is not None:
            first = _paged(first, said, f"{RULE}{version}-{rank}")
        first = _sendable(first)
    decision = Decision(rung=rung, reply=first, rule=rule, keyword=keyword, book_version=version)
    if not rest:
        return decision
    return decision.model_copy(update={"follow_ups": rest, "kf_messages": len(rest)})


def _paged(text: TextReply, said: Replies, source: str) -> TextReply:
    """The first page of a reply; texts that were joined have no place to go back to, and are cut."""
    if text not in said.replies:
        return text
    source = f"{source}-{said.replies.index(text)}"
    return TextReply(content=page(text.content, source, 1))


def _sendable(reply: Reply) -> Reply:
    """As much as will be sent: the decision is put on record, and an item takes 400 KB, whatever an operator typed."""
    if reply.type == "text" and len(reply.content) * 3 > TEXT_BYTES:
        return TextReply(content=cut(reply.content.lstrip()))
    return reply


def together(replies: Sequence[Reply]) -> list[Reply]:
    """One passive reply, then what has to follow as customer-service messages, which are scarce.

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
    return merged
