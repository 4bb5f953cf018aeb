"""The rungs that end with a person: asked for, waited for, offered."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Final

from chalicelib.accounts import Agents, DeskView
from chalicelib.clock import SHANGHAI
from chalicelib.conversation.ladder import phrases
from chalicelib.conversation.ladder.context import MessageContext, SkipReason, bare
from chalicelib.conversation.ladder.links import LinkKind, LinkTarget, link
from chalicelib.conversation.ladder.replies import text_reply
from chalicelib.conversation.models import Decision, Handover, Reason, Rung
from chalicelib.wechat.replies import TransferReply

_LONGEST_CALL: Final = 2 * max(map(len, phrases.PERSON))
"""Characters, punctuation around the words included."""
_WINDOW_SECONDS: Final = 48 * 3600


def waiting(context: MessageContext) -> Decision | SkipReason:
    """The follower stands in the queue, and none of the rungs above answered: told the position."""
    number = context.follower.waiting
    if not number:
        return SkipReason.NOT_WAITING
    desk = context.account.desk
    if _staffed(desk, context.now):
        text = phrases.WAITING.format(position=desk.position(number))
    else:
        said = phrases.WAITING_LONG if _too_far(desk, context.now) else phrases.WAITING_CLOSED
        text = said.format(opens=_opens(desk, context.now))
    return text_reply(context, Rung.WAITING, text)


def asked_for(context: MessageContext) -> Decision | SkipReason:
    """人工, 转人工, 客服 and the like was written: the desk opens a session from the stream."""
    if not context.account.people:
        return SkipReason.NO_AGENTS
    if len(context.folded) > _LONGEST_CALL or bare(context.folded) not in phrases.PERSON:
        return SkipReason.NOT_CALLED
    return hand_over(context, Reason.ASKED)


def hand_over(
    context: MessageContext, reason: Reason, rule: str | None = None
) -> Decision | SkipReason:
    """Hand the conversation to a person, if the account has any.

    The decision only says so; the desk opens the session from the stream. Outside hours the follower gets a
    ticket number and a promise, which the desk keeps.
    """
    if context.account.agents is Agents.WECHAT:
        return Decision(
            rung=Rung.PERSON, reply=TransferReply(), rule=rule, book_version=context.book.version
        )
    if not context.account.people:
        return SkipReason.NO_AGENTS
    desk = context.account.desk
    number = ticket(context.push.key, context.push.created)
    if context.follower.waiting:  # asked again, by a link: the place in the queue stays
        return waiting(context)
    if _staffed(desk, context.now):
        text = phrases.QUEUED.format(position=desk.position(desk.issued + 1))
    else:
        said = phrases.CLOSED_LONG if _too_far(desk, context.now) else phrases.CLOSED
        text = said.format(opens=_opens(desk, context.now), ticket=number)
    decision = text_reply(context, Rung.PERSON, text)
    # A call for a person says no more than that; a rule may stand for a whole question.
    skill = _department(context) if reason is Reason.RULE else ""
    handover = Handover(reason=reason, ticket=number, skill=skill)
    return replace(decision, rule=rule, handover=handover)


def offered(context: MessageContext) -> Decision | SkipReason:
    """Nothing is near: a person is offered, one tap away (docs/decisions/0092).

    Nobody is called unasked, or a queue would fill with greetings.
    """
    if not context.account.people:
        return SkipReason.NO_AGENTS
    if not context.text:
        return SkipReason.NOT_CALLED
    if context.asks_little:
        return SkipReason.TOO_LITTLE
    return text_reply(context, Rung.PERSON, f"{phrases.NOTHING_FOUND}{offer_of(context)}。")


def offer_of(context: MessageContext) -> str:
    """The link to a person, with the word before it; empty where there is nobody."""
    if not context.account.people or context.follower.waiting:
        return ""
    there = context.account.agents is Agents.WECHAT or _staffed(context.account.desk, context.now)
    shown = phrases.PERSON_LINK if there else phrases.LEAVE_WORD_LINK
    return f"或点{link(LinkTarget(LinkKind.PERSON), shown, phrases.PERSON_LINK)}"


def ticket(key: str, created: int) -> str:
    """The number a follower is told, like ``T1123-7F3K2``: the day, and a digest of the message's key."""
    day = datetime.fromtimestamp(created, SHANGHAI)
    return f"T{day:%m%d}-{base64.b32encode(sha256(key.encode()).digest()).decode()[:5]}"


def _department(context: MessageContext) -> str:
    """The department that owns the nearest entry of the knowledge base; empty if none is near."""
    knowledge = context.account.knowledge
    if knowledge is None or context.asks_little:
        return ""
    found = context.consulted(knowledge)
    if found.zone == "none" or not found.candidates:
        return ""
    entry = knowledge.entry(found.candidates[0].id)
    return entry.owner if entry else ""


def _staffed(desk: DeskView, now: datetime) -> bool:
    return desk.on_duty > 0 and (not desk.closes or desk.open_now(now))


def _too_far(desk: DeskView, now: datetime) -> bool:
    """Whether WeChat's window for an answer (sheet §2.7) ends before the desk opens."""
    return desk.opens >= now.timestamp() + _WINDOW_SECONDS


def _opens(desk: DeskView, now: datetime) -> str:
    at = desk.opens_at(now)
    return f"（{at}上班）" if at else ""
