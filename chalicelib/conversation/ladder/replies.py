"""Decisions from replies: of a keyword rule, of a special reply, of an event, of the robot itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from chalicelib.conversation.ladder.pages import PAGE_BYTES, page
from chalicelib.conversation.models import Choose, Decision, Pick, Replies, Rung
from chalicelib.wechat.customer_messages import MOST
from chalicelib.wechat.replies import TEXT_BYTES, Reply, TextReply, cut

if TYPE_CHECKING:
    from chalicelib.conversation.ladder.context import MessageContext
    from chalicelib.conversation.rules.matcher import Match

SPECIAL: Final = "said-"
"""Begins the source of a page of a special reply's text; version of the book and a digest of the text follow."""
RULE: Final = "rule-"
"""Begins the source of a page of a rule's text; version of the book, rank of the keyword, place of the reply follow."""


def text_reply(context: MessageContext, rung: Rung, text: str) -> Decision:
    """A text of the robot."""
    return Decision(rung=rung, reply=TextReply(content=text), book_version=context.book.version)


def special_reply(context: MessageContext, rung: Rung, replies: Replies) -> Decision:
    """The answer of a special reply: the first as the passive reply, further ones as messages.

    A text that is too long for one message is read page by page.
    """
    first, rest = _pick(replies.replies, replies.pick, context.choose, MOST["message"])
    version = context.book.version
    decision = Decision(rung=rung, reply=_paged(first, replies, version), book_version=version)
    return _with_follow_ups(decision, rest) if rest else decision


def rule_reply(context: MessageContext, match: Match) -> Decision:
    """The answer of a keyword rule: the first as the passive reply, further ones as messages.

    A text that is too long for one message is read page by page: its link names the keyword's rank, to come back to.
    """
    rule, version = match.rule, context.book.version
    first, rest = _pick(rule.replies, rule.pick, context.choose, MOST["message"])
    if first.type == "text" and len(first.content) * 3 > PAGE_BYTES:
        first = _sendable(_first_page(first, rule, f"{RULE}{version}-{match.rank}"))
    decision = Decision(
        rung=match.rung, reply=first, rule=rule.name, keyword=match.keyword, book_version=version
    )
    return _with_follow_ups(decision, rest) if rest else decision


def event_reply(rung: Rung, replies: Replies, version: int, choose: Choose) -> Decision:
    """The answer to an event: like a special reply, without transfers.

    WeChat takes a transfer as the answer to a message only, never to an event (sheet §1.6).
    """
    allowed = [one for one in replies.replies if one.type != "transfer_customer_service"]
    if not allowed:
        return Decision(rung=Rung.SILENT, book_version=version)
    first, rest = _pick(allowed, replies.pick, choose, MOST["event"])
    decision = Decision(rung=rung, reply=_paged(first, replies, version), book_version=version)
    return _with_follow_ups(decision, rest) if rest else decision


def merge_texts(replies: Sequence[Reply]) -> list[Reply]:
    """One passive reply, then the replies that follow as customer-service messages, which are scarce.

    Texts that stand together go as one; so a rule of texts costs no quota.
    """
    merged: list[Reply] = []
    for reply in replies:
        last = merged[-1] if merged else None
        if isinstance(reply, TextReply) and isinstance(last, TextReply):
            text = f"{last.content}\n\n{reply.content}"
            if len(text.encode()) <= TEXT_BYTES:
                merged[-1] = TextReply(content=text)
                continue
        merged.append(reply)
    return merged


def _pick(
    replies: Sequence[Reply], pick: Pick, choose: Choose, most: int
) -> tuple[Reply, tuple[Reply, ...]]:
    """The passive reply, and at most ``most`` replies that follow it."""
    if len(replies) == 1:
        return replies[0], ()
    if pick is Pick.ONE:
        return choose(replies), ()
    first, *rest = merge_texts(replies)
    return first, tuple(map(_sendable, rest[:most]))


def _with_follow_ups(decision: Decision, follow_ups: tuple[Reply, ...]) -> Decision:
    return replace(decision, follow_ups=follow_ups, kf_messages=len(follow_ups))


def special_source(text: str, version: int) -> str:
    """The source of the pages of a special reply's text, in this version of the book."""
    from hashlib import sha256

    return f"{SPECIAL}{version}-{sha256(text.encode()).hexdigest()[:16]}"


def _paged(first: Reply, replies: Replies, version: int) -> Reply:
    """The first page of a special reply; merged texts are none to come back to, and are cut."""
    if first.type == "text" and len(first.content) * 3 > PAGE_BYTES and first in replies.replies:
        source = special_source(first.content, version)
        return _sendable(TextReply(content=page(first.content, source, 1)))
    return _sendable(first)


def _first_page(text: TextReply, replies: Replies, source: str) -> TextReply:
    """The first page of a reply; merged texts are none of the rule's replies to come back to, and stay whole."""
    if text not in replies.replies:
        return text
    source = f"{source}-{replies.replies.index(text)}"
    return TextReply(content=page(text.content, source, 1))


def _sendable(reply: Reply) -> Reply:
    """As much as will be sent: the decision is put on record, and an item takes 400 KB, whatever an operator typed."""
    if reply.type == "text" and len(reply.content) * 3 > TEXT_BYTES:
        return TextReply(content=cut(reply.content.lstrip()))
    return reply
