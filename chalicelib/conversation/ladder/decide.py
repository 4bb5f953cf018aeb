"""The answer ladder: one pure decision for one push, by one walk over a table of rungs (docs/architecture.md)."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Final, NamedTuple

from chalicelib.conversation.ladder import news, phrases
from chalicelib.conversation.ladder.context import (
    EMPTY_ACCOUNT,
    AccountContext,
    MessageContext,
    SkipReason,
    mostly_rude,
    rude,
)
from chalicelib.conversation.ladder.replies import (
    event_reply,
    special_reply,
    text_reply,
)
from chalicelib.conversation.ladder.rungs import counter, knowledge, link, person, rule, service
from chalicelib.conversation.models import Choose, Decision, Replies, Rung
from chalicelib.conversation.rules.reply_book import ReplyBook
from chalicelib.followers import FollowerState
from chalicelib.wechat.push import Push
from chalicelib.wechat.replies import TextReply
from chalicelib.wechat.text import Message, Text

DEFAULT_EVERY = 3600
"""Seconds between two default replies to one follower."""

Answer = Callable[[MessageContext], Decision | SkipReason]
"""A rung: its answer to the message, or the reason that it has none."""


class Skipped(NamedTuple):
    """A rung without an answer, and why."""

    rung: Rung
    reason: SkipReason


def decide(
    push: Push,
    book: ReplyBook,
    follower: FollowerState,
    now: datetime,
    choose: Choose = random.choice,
    account: AccountContext = EMPTY_ACCOUNT,
) -> Decision:
    """The answer to ``push``.

    ``now`` is aware, in Asia/Shanghai; ``choose`` picks one of several replies. A person who owns the conversation
    makes the robot silent.
    """
    # Nearly every push is a text; of a pydantic model, isinstance asks for much more than its type.
    if type(push) is not Text and not isinstance(push, Message):
        return _event(push, book, now, account, choose)
    context = MessageContext(push, book, follower, now, account, choose)
    able = _able(
        bool(context.tap or follower.waiting or follower.session_owner),
        account.people,
        book.services is not None or account.services is not None,
        account.knowledge is not None,
        account.second_look,
    )
    decision = climb(context, able)
    if account.tells and decision.rung in news.UNANSWERED:
        decision = news.with_offer(decision, context)
    if follower.news and decision.rung is not Rung.APPOINTMENT:
        return news.with_news(decision, follower.news)
    return decision


def climb(
    context: MessageContext, rungs: Sequence[Row], skipped: list[Skipped] | None = None
) -> Decision:
    """The answer of the first of these rungs that has one, else silence. ``skipped`` receives the rungs before it."""
    for rung, answer, _ in rungs:
        came = answer(context)
        if not isinstance(came, SkipReason):
            return _with_notice(came, context) if context.notice else came
        if skipped is not None:
            skipped.append(Skipped(rung, came))
    silence = Decision(rung=Rung.SILENT, book_version=context.book.version)
    return _with_notice(silence, context) if context.notice else silence


def needs_follower(push: Push) -> bool:
    """Whether deciding needs the follower's state: events do without the read."""
    return type(push) is Text or isinstance(push, Message)


def _owned(context: MessageContext) -> Decision | SkipReason:
    """A person has the conversation: silence."""
    if context.follower.session_owner:
        return Decision(rung=Rung.OWNED, book_version=context.book.version)
    return SkipReason.NOBODY_OWNS


def _mostly_rude(context: MessageContext) -> Decision | SkipReason:
    """Nothing but anger was written: no question to look up."""
    if context.account.knowledge is None:
        return SkipReason.NO_KNOWLEDGE
    if not rude(context.folded) or not mostly_rude(context.folded):
        return SkipReason.NOT_RUDE
    return _calm(context)


def _rude(context: MessageContext) -> Decision | SkipReason:
    """Anger stands around a question to which nothing was found."""
    return _calm(context) if rude(context.folded) else SkipReason.NOT_RUDE


def _calm(context: MessageContext) -> Decision | SkipReason:
    if context.follower.waiting:
        return person.waiting(context)
    offer = person.offer_of(context)
    text = phrases.CALM + (f"，{offer}。" if offer else "。")
    return text_reply(context, Rung.CALM, text)


def _type(context: MessageContext) -> Decision | SkipReason:
    """A picture, a place, a voice that nobody heard: the account's own words, else ours, which promise nothing."""
    if context.text or context.push.msg_type == "text":
        return SkipReason.HAS_TEXT
    kind, book = context.push.msg_type, context.book
    own = book.special.types.get(kind)
    if own is not None:
        return special_reply(context, Rung.TYPE, own)
    if not book.version:  # an account that nobody has set up keeps silent
        return SkipReason.NO_WORDS
    from chalicelib.wechat.messages import type_name

    text = phrases.UNHEARD if kind == "voice" else phrases.ONLY_TEXT.format(kind=type_name(kind))
    return text_reply(context, Rung.TYPE, text)


def _default(context: MessageContext) -> Decision | SkipReason:
    """No rung above spoke: once an hour."""
    default = context.book.special.default
    if default is None:
        return SkipReason.NO_WORDS
    follower = context.follower
    again = follower.default_for == context.push.key
    if not again and context.now.timestamp() - follower.last_default_at < DEFAULT_EVERY:
        return SkipReason.WITHIN_THE_HOUR
    return special_reply(context, Rung.DEFAULT, default)


class Need(StrEnum):
    """A thing to answer from, which a rung cannot do without."""

    SITUATION = "situation"
    """The follower has, or waits for, a person, or has tapped a link."""
    PEOPLE = "people"
    SERVICES = "services"
    KNOWLEDGE = "knowledge"
    SECOND_LOOK = "second_look"


Row = tuple[Rung, Answer, Need | None]

LADDER: Final[tuple[Row, ...]] = (
    (Rung.APPOINTMENT, counter.tapped, Need.SITUATION),
    (Rung.OWNED, _owned, Need.SITUATION),
    (Rung.TAPPED, link.answer, Need.SITUATION),
    (Rung.EXACT, rule.called, None),
    (Rung.APPOINTMENT, counter.called, None),
    (Rung.PERSON, person.asked_for, Need.PEOPLE),
    (Rung.SERVICE, service.called, Need.SERVICES),
    (Rung.CALM, _mostly_rude, Need.KNOWLEDGE),
    (Rung.FAQ, knowledge.sure, Need.KNOWLEDGE),
    (Rung.WAITING, person.waiting, Need.SITUATION),
    (Rung.CLARIFY, knowledge.likely, Need.KNOWLEDGE),
    (Rung.SERVICE, service.mentioned, Need.SERVICES),
    (Rung.SERVICE, service.likely, Need.SERVICES),
    (Rung.CALM, _rude, None),
    (Rung.DEFERRED, knowledge.deferred, Need.SECOND_LOOK),
    (Rung.PERSON, person.offered, Need.PEOPLE),
    (Rung.TYPE, _type, None),
    (Rung.DEFAULT, _default, None),
)
"""Top to bottom; the first rung with an answer speaks."""


@cache
def _able(
    situation: bool, people: bool, services: bool, knowledge: bool, second_look: bool
) -> tuple[Row, ...]:
    """The rungs that may have an answer; the others would only say why not, which a message need not wait for."""
    there = dict(zip(Need, (situation, people, services, knowledge, second_look), strict=True))
    return tuple(row for row in LADDER if row[2] is None or there[row[2]])


def _with_notice(decision: Decision, context: MessageContext) -> Decision:
    """The decision with what has to be said before it, where a tapped link led nowhere."""
    if decision.reply is None:
        return replace(decision, rung=Rung.TAPPED, reply=TextReply(content=context.notice))
    if not isinstance(decision.reply, TextReply):
        return decision
    text = f"{context.notice}\n\n{decision.reply.content}"
    return replace(decision, reply=TextReply(content=text))


def _event(
    push: Push, book: ReplyBook, now: datetime, account: AccountContext, choose: Choose
) -> Decision:
    if account.counter and _is_the_counters(push):
        return Decision(rung=Rung.APPOINTMENT, book_version=book.version)
    rung, replies = _for_event(push, book, now, account)
    if replies is None:
        return Decision(rung=Rung.SILENT, book_version=book.version)
    return event_reply(rung, replies, book.version, choose)


def _for_event(
    push: Push, book: ReplyBook, now: datetime, account: AccountContext
) -> tuple[Rung, Replies | None]:
    # Whoever needs events has loaded them already: wechat.messages.typed did.
    from chalicelib.wechat.events import Click, Scan, Subscribe

    rules = book.special
    if isinstance(push, Subscribe):
        scene = rules.scenes.get(push.scene) if push.scene else None
        return (Rung.SCENE, scene) if scene else (Rung.FOLLOW, rules.follow)
    if isinstance(push, Scan):
        return Rung.SCENE, rules.scenes.get(push.scene)
    if isinstance(push, Click):
        return Rung.MENU, rules.menu.get(push.event_key) or service.tapped(
            push.event_key, account, now
        )
    return Rung.SILENT, None


def _is_the_counters(push: Push) -> bool:
    """Whether an event is for the counter: an entry of the menu, or the code that hangs in a hall."""
    from chalicelib.wechat.events import Click, Scan, Subscribe

    if isinstance(push, Click):
        return counter.is_key(push.event_key)
    return isinstance(push, Scan | Subscribe) and push.scene.startswith(counter.HALL_SCENE)
