"""The rungs that end with a person: asked for, waited for, offered."""

from __future__ import annotations

import base64
from datetime import datetime
from hashlib import sha256
from typing import Final

from chalicelib.accounts import Agents, DeskView
from chalicelib.clock import SHANGHAI
from chalicelib.conversation.ladder import phrases
from chalicelib.conversation.ladder.context import Asked, Passed, bare
from chalicelib.conversation.ladder.links import Kind, Tap, link
from chalicelib.conversation.models import Decision, Handover, Reason, Rung
from chalicelib.wechat.replies import TextReply, TransferReply

_LONGEST_CALL: Final = 2 * max(map(len, phrases.PERSON))
"""Characters, punctuation around the words included."""
_WINDOW_SECONDS: Final = 48 * 3600


def waiting(asked: Asked) -> Decision | Passed:
    """The follower stands in the queue, and none of the rungs above answered: told the position."""
    number = asked.follower.waiting
    if not number:
        return Passed.NOT_WAITING
    desk = asked.around.desk
    if _staffed(desk, asked.now):
        text = phrases.WAITING.format(position=desk.position(number))
    else:
        said = phrases.WAITING_LONG if _too_far(desk, asked.now) else phrases.WAITING_CLOSED
        text = said.format(opens=_opens(desk, asked.now))
    return _said(asked, Rung.WAITING, text)


def asked_for(asked: Asked) -> Decision | Passed:
    """人工, 转人工, 客服 and the like was written: the desk opens a session from the stream."""
    if len(asked.folded) > _LONGEST_CALL or bare(asked.folded) not in phrases.PERSON:
        return Passed.NOT_CALLED
    return hand_over(asked, Reason.ASKED)


def hand_over(asked: Asked, reason: Reason, rule: str | None = None) -> Decision | Passed:
    """Hand the conversation to a person, if the account has any.

    The decision only says so; the desk opens the session from the stream. Outside hours the follower gets a
    ticket number and a promise, which the desk keeps.
    """
    if asked.around.agents is Agents.WECHAT:
        return Decision(
            rung=Rung.PERSON, reply=TransferReply(), rule=rule, book_version=asked.book.version
        )
    if not asked.around.people:
        return Passed.NO_AGENTS
    desk = asked.around.desk
    number = ticket(asked.push.key, asked.push.created)
    if asked.follower.waiting:  # asked again, by a link: the place in the queue stays
        return waiting(asked)
    if _staffed(desk, asked.now):
        text = phrases.QUEUED.format(position=desk.position(desk.issued + 1))
    else:
        said = phrases.CLOSED_LONG if _too_far(desk, asked.now) else phrases.CLOSED
        text = said.format(opens=_opens(desk, asked.now), ticket=number)
    decision = _said(asked, Rung.PERSON, text)
    # What asks for a person by name says no more than that; a rule may stand for a whole question.
    skill = _department(asked) if reason is Reason.RULE else ""
    handover = Handover(reason=reason, ticket=number, skill=skill)
    return decision.model_copy(update={"rule": rule, "handover": handover})


def offered(asked: Asked) -> Decision | Passed:
    """Nothing is near: a person is offered, one tap away (docs/decisions/0092).

    Nobody is called unasked, or a queue would fill with greetings.
    """
    if not asked.text:
        return Passed.NOT_CALLED
    if not asked.around.people:
        return Passed.NO_AGENTS
    if asked.asks_little:
        return Passed.TOO_LITTLE
    return _said(asked, Rung.PERSON, f"{phrases.NOTHING_FOUND}{offer_of(asked)}。")


def offer_of(asked: Asked) -> str:
    """The link to a person, with the word before it; empty where there is nobody."""
    if not asked.around.people or asked.follower.waiting:
        return ""
    there = asked.around.agents is Agents.WECHAT or _staffed(asked.around.desk, asked.now)
    shown = phrases.PERSON_LINK if there else phrases.LEAVE_WORD_LINK
    return f"或点{link(Tap(Kind.PERSON), shown, phrases.PERSON_LINK)}"


def ticket(key: str, created: int) -> str:
    """The number a follower is told, like ``T1123-7F3K2``: the day, and a digest of the message's key."""
    day = datetime.fromtimestamp(created, SHANGHAI)
    return f"T{day:%m%d}-{base64.b32encode(sha256(key.encode()).digest()).decode()[:5]}"


def _department(asked: Asked) -> str:
    """Whose matter the message seems to be, from the knowledge base; empty where it has no guess."""
    knows = asked.around.knows
    if knows is None or asked.asks_little:
        return ""
    found = asked.consulted(knows)
    if found.zone == "none" or not found.candidates:
        return ""
    entry = knows.entry(found.candidates[0].id)
    return entry.owner if entry else ""


def _said(asked: Asked, rung: Rung, text: str) -> Decision:
    return Decision(rung=rung, reply=TextReply(content=text), book_version=asked.book.version)


def _staffed(desk: DeskView, now: datetime) -> bool:
    return desk.on_duty > 0 and (not desk.closes or desk.open_now(now))


def _too_far(desk: DeskView, now: datetime) -> bool:
    """Whether WeChat's window for an answer (sheet §2.7) ends before the desk opens."""
    return desk.opens >= now.timestamp() + _WINDOW_SECONDS


def _opens(desk: DeskView, now: datetime) -> str:
    at = desk.opens_at(now)
    return f"（{at}上班）" if at else ""
