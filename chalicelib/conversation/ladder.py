"""The answer ladder: one pure decision for one push (DESIGN §5)."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import datetime

from chalicelib.conversation.book import ReplyBook
from chalicelib.conversation.models import Decision, Pick, Replies, Rung
from chalicelib.followers import FollowerState
from chalicelib.wechat.custom import MOST
from chalicelib.wechat.messages import Message, Push, Text, Voice
from chalicelib.wechat.replies import TEXT_BYTES, Reply, TextReply, TransferReply, cut

DEFAULT_EVERY = 3600
"""Seconds between two default replies to one follower."""

Choose = Callable[[Sequence[Reply]], Reply]


def decide(
    push: Push,
    book: ReplyBook,
    follower: FollowerState,
    now: datetime,
    choose: Choose = random.choice,
) -> Decision:
    """What ``push`` is answered with, and why.

    ``now`` is aware, in Asia/Shanghai; ``choose`` picks one of several replies. A person who owns the
    conversation makes the robot silent.
    """
    if isinstance(push, Message):
        if follower.session_owner:
            return Decision(rung=Rung.SILENT, book_version=book.version)
        return _message(push, book, follower, now, choose)
    return _event(push, book, choose)


def needs_follower(push: Push) -> bool:
    """Whether deciding needs the follower's state: events do without the read."""
    return isinstance(push, Message)


def _message(
    push: Message, book: ReplyBook, follower: FollowerState, now: datetime, choose: Choose
) -> Decision:
    spoken = _spoken(push)
    match = book.matcher.best(spoken, now) if spoken else None
    if match is not None:
        rule = match.rule
        return _say(match.rung, rule, book, choose, rule=rule.name, keyword=match.keyword)
    if not isinstance(push, Text) and push.msg_type in book.rules.types:
        return _say(Rung.TYPE, book.rules.types[push.msg_type], book, choose)
    default = book.rules.default
    if default is not None and now.timestamp() - follower.last_default_at >= DEFAULT_EVERY:
        return _say(Rung.DEFAULT, default, book, choose)
    return Decision(rung=Rung.SILENT, book_version=book.version)


def _spoken(push: Message) -> str:
    if isinstance(push, Text):
        return push.content
    if isinstance(push, Voice):
        return push.recognition
    return ""


def _event(push: Push, book: ReplyBook, choose: Choose) -> Decision:
    rung, replies = _for_event(push, book)
    if replies is None:
        return Decision(rung=Rung.SILENT, book_version=book.version)
    return _say(rung, replies, book, choose, event=True)


def _for_event(push: Push, book: ReplyBook) -> tuple[Rung, Replies | None]:
    # Whoever needs events has loaded them already: wechat.messages.typed did.
    from chalicelib.wechat.events import Click, Scan, Subscribe

    rules = book.rules
    if isinstance(push, Subscribe):
        scene = rules.scenes.get(push.scene) if push.scene else None
        return (Rung.SCENE, scene) if scene else (Rung.FOLLOW, rules.follow)
    if isinstance(push, Scan):
        return Rung.SCENE, rules.scenes.get(push.scene)
    if isinstance(push, Click):
        return Rung.MENU, rules.menu.get(push.event_key)
    return Rung.SILENT, None


def _say(
    rung: Rung,
    said: Replies,
    book: ReplyBook,
    choose: Choose,
    *,
    event: bool = False,
    rule: str | None = None,
    keyword: str | None = None,
) -> Decision:
    # WeChat takes a transfer as the answer to a message only, never to an event (sheet §1.6).
    replies: Sequence[Reply] = said.replies
    if event:
        replies = [reply for reply in replies if not isinstance(reply, TransferReply)]
        if not replies:
            return Decision(rung=Rung.SILENT, book_version=book.version)
    rest: Sequence[Reply] = ()
    if len(replies) == 1:
        first = replies[0]
    elif said.pick is Pick.ALL:
        first, rest = _all(replies)
    else:
        first = choose(replies)
    return Decision(
        rung=rung,
        reply=_sendable(first),
        follow_ups=tuple(map(_sendable, rest[: MOST["event" if event else "message"]])),
        rule=rule,
        keyword=keyword,
        book_version=book.version,
    )


def _sendable(reply: Reply) -> Reply:
    """As much as will be sent: the decision is put on record, and an item takes 400 KB, whatever an operator typed."""
    if isinstance(reply, TextReply) and len(reply.content) * 3 > TEXT_BYTES:
        return TextReply(content=cut(reply.content.lstrip()))
    return reply


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
