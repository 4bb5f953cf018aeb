"""The answer ladder: one pure decision for one push, and the reasons on the way to it (docs/architecture.md)."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from enum import Enum, auto
from functools import cache
from typing import Final, NamedTuple

from chalicelib.accounts import Agents
from chalicelib.conversation.ladder import phrases
from chalicelib.conversation.ladder.context import ALONE, Around, Asked, Passed, mostly_rude, rude
from chalicelib.conversation.ladder.replies import say
from chalicelib.conversation.ladder.rungs import knowledge as known
from chalicelib.conversation.ladder.rungs import link, person
from chalicelib.conversation.ladder.rungs import service as rungs_service
from chalicelib.conversation.models import Choose, Decision, Reason, Replies, Rung
from chalicelib.conversation.rules.reply_book import ReplyBook
from chalicelib.followers import FollowerState
from chalicelib.wechat.messages import TYPE_NAMES, Message
from chalicelib.wechat.push import Push
from chalicelib.wechat.replies import TextReply, TransferReply

DEFAULT_EVERY = 3600
"""Seconds between two default replies to one follower."""


Ask = Callable[[Asked], Decision | Passed]


class Step(NamedTuple):
    """One rung, and what came of it."""

    rung: Rung
    came: Decision | Passed


def decide(
    push: Push,
    book: ReplyBook,
    follower: FollowerState,
    now: datetime,
    choose: Choose = random.choice,
    around: Around = ALONE,
) -> Decision:
    """What ``push`` is answered with.

    ``now`` is aware, in Asia/Shanghai; ``choose`` picks one of several replies; ``around`` holds the account's
    people and its knowledge. A person who owns the conversation makes the robot silent.
    """
    if not isinstance(push, Message):
        return _event(push, book, choose)
    asked = Asked(push, book, follower, now, around, choose)
    rungs = _rungs(
        bool(asked.tap or follower.waiting or follower.session_owner),
        around.people,
        book.services is not None,
        around.knows is not None,
        around.second_look,
    )
    for ask in rungs:
        came = ask(asked)
        # Asked so and not the other way round: of a pydantic model, isinstance is slow.
        if not isinstance(came, Passed):
            return _with_notice(came, asked) if asked.notice else came
    return decided(asked, ())


def decided(asked: Asked, steps: Iterable[Step]) -> Decision:
    """What a way up the ladder ended with; silence where no rung spoke."""
    came: Decision | Passed = Passed.NO_WORDS
    for step in steps:
        came = step.came
    if not isinstance(came, Decision):
        came = Decision(rung=Rung.SILENT, book_version=asked.book.version)
    return _with_notice(came, asked) if asked.notice else came


def climb(asked: Asked) -> Iterator[Step]:
    """The ladder, rung by rung, up to the one that speaks."""
    for rung, ask, _ in LADDER:
        came = ask(asked)
        yield Step(came.rung if isinstance(came, Decision) else rung, came)
        if isinstance(came, Decision):
            return


def needs_follower(push: Push) -> bool:
    """Whether deciding needs the follower's state: events do without the read."""
    return isinstance(push, Message)


def _owned(asked: Asked) -> Decision | Passed:
    """A person has the conversation: silence."""
    if asked.follower.session_owner:
        return Decision(rung=Rung.OWNED, book_version=asked.book.version)
    return Passed.NOBODY_OWNS


def _rules(asked: Asked) -> Decision | Passed:
    """A keyword rule is called: exact, then contains.

    What WeChat heard ends in a full stop that nobody said.
    """
    if not asked.text:
        return Passed.NO_TEXT
    match = asked.book.matcher.best_folded(asked.folded, asked.now)
    if asked.push.msg_type == "voice" and (match is None or match.rung is not Rung.EXACT):
        heard = asked.book.matcher.best(asked.text.rstrip(" 。？！，.?!,"), asked.now)
        match = heard or match
    if match is None:
        return Passed.NO_RULE
    rule = match.rule
    own_desk = asked.around.desk.agents and asked.around.agents is Agents.OWN
    if own_desk and isinstance(rule.replies[0], TransferReply):
        handed = person.hand_over(asked, Reason.RULE, rule.name)
        if isinstance(handed, Decision):
            return handed.model_copy(update={"keyword": match.keyword})
    return say(
        match.rung,
        rule,
        asked.book.version,
        asked.choose,
        rule=rule.name,
        keyword=match.keyword,
        rank=match.rank,
    )


def _mostly_rude(asked: Asked) -> Decision | Passed:
    """Nothing but anger was written: no question to look up."""
    if not rude(asked.folded) or not mostly_rude(asked.folded):
        return Passed.NOT_RUDE
    return _calm(asked)


def _rude(asked: Asked) -> Decision | Passed:
    """Anger stands around a question to which nothing was found."""
    return _calm(asked) if rude(asked.folded) else Passed.NOT_RUDE


def _calm(asked: Asked) -> Decision | Passed:
    if asked.follower.waiting:
        return person.waiting(asked)
    offer = person.offer_of(asked)
    text = phrases.CALM + (f"，{offer}。" if offer else "。")
    return Decision(rung=Rung.CALM, reply=TextReply(content=text), book_version=asked.book.version)


def _type(asked: Asked) -> Decision | Passed:
    """A picture, a place, a voice that nobody heard: the account's own words, else ours, which promise nothing."""
    if asked.text or asked.push.msg_type == "text":
        return Passed.HAS_TEXT
    kind, book = asked.push.msg_type, asked.book
    own = book.special.types.get(kind)
    if own is not None:
        return say(Rung.TYPE, own, book.version, asked.choose)
    if not book.version:  # an account that nobody has set up keeps silent
        return Passed.NO_WORDS
    text = phrases.UNHEARD if kind == "voice" else phrases.ONLY_TEXT.format(kind=TYPE_NAMES[kind])
    return Decision(rung=Rung.TYPE, reply=TextReply(content=text), book_version=book.version)


def _default(asked: Asked) -> Decision | Passed:
    """No rung above spoke: once an hour."""
    default = asked.book.special.default
    if default is None:
        return Passed.NO_WORDS
    if asked.now.timestamp() - asked.follower.last_default_at < DEFAULT_EVERY:
        return Passed.WITHIN_THE_HOUR
    return say(Rung.DEFAULT, default, asked.book.version, asked.choose)


class Need(Enum):
    """What there must be for a rung to be able to speak."""

    NOTHING = auto()
    SITUATION = auto()
    """The follower has, or waits for, a person, or has tapped a link."""
    PEOPLE = auto()
    SERVICES = auto()
    KNOWLEDGE = auto()
    SECOND_LOOK = auto()


LADDER: Final[tuple[tuple[Rung, Ask, Need], ...]] = (
    (Rung.OWNED, _owned, Need.SITUATION),
    (Rung.TAPPED, link.answer, Need.SITUATION),
    (Rung.EXACT, _rules, Need.NOTHING),
    (Rung.PERSON, person.asked_for, Need.PEOPLE),
    (Rung.SERVICE, rungs_service.called, Need.SERVICES),
    (Rung.CALM, _mostly_rude, Need.KNOWLEDGE),
    (Rung.FAQ, known.sure, Need.KNOWLEDGE),
    (Rung.WAITING, person.waiting, Need.SITUATION),
    (Rung.CLARIFY, known.likely, Need.KNOWLEDGE),
    (Rung.SERVICE, rungs_service.mentioned, Need.SERVICES),
    (Rung.CALM, _rude, Need.NOTHING),
    (Rung.DEFERRED, known.deferred, Need.SECOND_LOOK),
    (Rung.PERSON, person.offered, Need.PEOPLE),
    (Rung.TYPE, _type, Need.NOTHING),
    (Rung.DEFAULT, _default, Need.NOTHING),
)
"""Top to bottom; the first that decides speaks."""


@cache
def _rungs(
    situation: bool, people: bool, services: bool, knowledge: bool, second_look: bool
) -> tuple[Ask, ...]:
    """The rungs that can speak where there are these; the others are not asked for each message."""
    has = {
        Need.NOTHING: True,
        Need.SITUATION: situation,
        Need.PEOPLE: people,
        Need.SERVICES: rungs_service,
        Need.KNOWLEDGE: knowledge,
        Need.SECOND_LOOK: second_look,
    }
    return tuple(ask for _, ask, need in LADDER if has[need])


def _with_notice(decision: Decision, asked: Asked) -> Decision:
    """The decision with what has to be said before it, where a tapped link led nowhere."""
    if decision.reply is None:
        return decision.model_copy(
            update={"rung": Rung.TAPPED, "reply": TextReply(content=asked.notice)}
        )
    if not isinstance(decision.reply, TextReply):
        return decision
    text = f"{asked.notice}\n\n{decision.reply.content}"
    return decision.model_copy(update={"reply": TextReply(content=text)})


def _event(push: Push, book: ReplyBook, choose: Choose) -> Decision:
    rung, replies = _for_event(push, book)
    if replies is None:
        return Decision(rung=Rung.SILENT, book_version=book.version)
    return say(rung, replies, book.version, choose, event=True)


def _for_event(push: Push, book: ReplyBook) -> tuple[Rung, Replies | None]:
    # Whoever needs events has loaded them already: wechat.messages.typed did.
    from chalicelib.wechat.events import Click, Scan, Subscribe

    rules = book.special
    if isinstance(push, Subscribe):
        scene = rules.scenes.get(push.scene) if push.scene else None
        return (Rung.SCENE, scene) if scene else (Rung.FOLLOW, rules.follow)
    if isinstance(push, Scan):
        return Rung.SCENE, rules.scenes.get(push.scene)
    if isinstance(push, Click):
        return Rung.MENU, rules.menu.get(push.event_key)
    return Rung.SILENT, None
