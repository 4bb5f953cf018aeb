"""The rung of tapped links: each comes back with its id, and is answered by what the id names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from chalicelib.conversation.ladder import phrases
from chalicelib.conversation.ladder.context import Asked, Passed
from chalicelib.conversation.ladder.links import Kind, Tap
from chalicelib.conversation.ladder.pages import page
from chalicelib.conversation.ladder.replies import RULE
from chalicelib.conversation.ladder.rungs import knowledge, person
from chalicelib.conversation.models import Decision, Reason, Rung
from chalicelib.wechat.replies import TextReply


def answer(asked: Asked) -> Decision | Passed:
    """A ``weixin://bizmsgmenu`` link came back with its id: answered with what the link asks for.

    A question whose answer is gone meanwhile goes on up the ladder by its words, after saying so.
    """
    tap = asked.tap
    if tap is None:
        return Passed.NOT_TAPPED
    decision = _ANSWERS[tap.kind](asked, tap)
    if isinstance(decision, Decision):
        return decision
    if tap.kind in (Kind.FAQ, Kind.DOC):
        asked.notice = phrases.GONE
    elif tap.kind is not Kind.PERSON:
        return _gone(asked, tap)
    return Passed.GONE


def _gone(asked: Asked, tap: Tap) -> Decision:
    """The link's words are no question, so there is nothing to go on with."""
    offer = person.offer_of(asked)
    text = (phrases.NOTHING_MORE if tap.kind is Kind.LATER else phrases.GONE) + phrases.ASK_AGAIN
    return Decision(
        rung=Rung.TAPPED,
        reply=TextReply(content=text + (f"，{offer}。" if offer else "。")),
        book_version=asked.book.version,
    )


def _entry(asked: Asked, tap: Tap) -> Decision | None:
    return _source(asked, tap.of, 1)


def _document(asked: Asked, tap: Tap) -> Decision | None:
    return _source(asked, knowledge.DOC + tap.of, 1)


def _page(asked: Asked, tap: Tap) -> Decision | None:
    return _source(asked, tap.of, tap.number)


def _source(asked: Asked, source: str, number: int) -> Decision | None:
    """Page ``number`` of an entry or a document; None for one that is not known, or holds no longer."""
    if source.startswith(RULE):
        return _rule(asked, source, number)
    knows = asked.around.knows
    if knows is None:
        return None
    if source.startswith(knowledge.DOC):
        document = knows.policy(source.removeprefix(knowledge.DOC))
        return knowledge.documents(asked, [document], number) if document else None
    entry_id, *papers = source.split(knowledge.BESIDE)
    entry = knows.entry(entry_id)
    beside = [paper for one in papers if (paper := knows.policy(one)) is not None]
    return knowledge.answered(asked, entry, number, beside=beside) if entry else None


def _rule(asked: Asked, source: str, number: int) -> Decision | None:
    """Page ``number`` of a rule's text, as long as the book is the one that the first page came from."""
    parts = source.removeprefix(RULE).split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    version, rank, place = map(int, parts)
    match = asked.book.matcher.at(rank) if version == asked.book.version else None
    if match is None or place >= len(match.rule.replies):
        return None
    reply = match.rule.replies[place]
    if not isinstance(reply, TextReply):
        return None
    return Decision(
        rung=match.rung,
        reply=TextReply(content=page(reply.content, source, number)),
        rule=match.rule.name,
        keyword=match.keyword,
        book_version=version,
    )


def _vote(asked: Asked, tap: Tap) -> Decision:
    text = phrases.HELPFUL
    if not tap.number:
        offer = person.offer_of(asked)
        text = phrases.UNHELPFUL + (f"，{offer}。" if offer else "。")
    return Decision(
        rung=Rung.FEEDBACK,
        reply=TextReply(content=text),
        entry=tap.of,
        book_version=asked.book.version,
    )


def _rated(asked: Asked, tap: Tap) -> Decision:
    return Decision(
        rung=Rung.FEEDBACK,
        reply=TextReply(content=phrases.RATED),
        book_version=asked.book.version,
    )


def _later(asked: Asked, tap: Tap) -> Decision | None:
    return knowledge.found_later(asked, tap.of)


def _person(asked: Asked, tap: Tap) -> Decision | Passed:
    return person.hand_over(asked, Reason.TAPPED)


_ANSWERS: Final[Mapping[Kind, Callable[[Asked, Tap], Decision | Passed | None]]] = {
    Kind.FAQ: _entry,
    Kind.DOC: _document,
    Kind.PAGE: _page,
    Kind.HELPFUL: _vote,
    Kind.LATER: _later,
    Kind.RATE: _rated,
    Kind.PERSON: _person,
}
