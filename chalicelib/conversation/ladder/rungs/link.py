"""The rung of tapped links: each comes back with its id, and the id names the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import chain
from typing import Final

from chalicelib.conversation.ladder import phrases
from chalicelib.conversation.ladder.context import MessageContext, SkipReason
from chalicelib.conversation.ladder.links import LinkKind, LinkTarget
from chalicelib.conversation.ladder.pages import page
from chalicelib.conversation.ladder.replies import (
    RULE,
    SPECIAL,
    special_reply,
    special_source,
    text_reply,
)
from chalicelib.conversation.ladder.rungs import person, service
from chalicelib.conversation.ladder.rungs.knowledge import (
    BESIDE,
    DOC,
    answered,
    documents,
    found_later,
)
from chalicelib.conversation.models import Decision, Reason, Rung
from chalicelib.wechat.replies import TextReply


def answer(context: MessageContext) -> Decision | SkipReason:
    """A ``weixin://bizmsgmenu`` link came back with its id: answered with what the link asks for.

    If the answer to a question is gone, the follower is told so, and the question's words go on up the ladder.
    """
    tap = context.tap
    if tap is None:
        return SkipReason.NOT_TAPPED
    decision = _ANSWERS[tap.kind](context, tap)
    if isinstance(decision, Decision):
        return decision
    if tap.kind in (LinkKind.FAQ, LinkKind.DOC, LinkKind.SERVICE):
        context.notice = phrases.GONE
    elif tap.kind is not LinkKind.PERSON:
        return _gone(context, tap)
    return SkipReason.GONE


def _gone(context: MessageContext, tap: LinkTarget) -> Decision:
    """The link's words are no question, so there is nothing to go on with."""
    offer = person.offer_of(context)
    text = (
        phrases.NOTHING_MORE if tap.kind is LinkKind.LATER else phrases.GONE
    ) + phrases.ASK_AGAIN
    return text_reply(context, Rung.TAPPED, text + (f"，{offer}。" if offer else "。"))


def _entry(context: MessageContext, tap: LinkTarget) -> Decision | None:
    return _source(context, tap.of, 1)


def _document(context: MessageContext, tap: LinkTarget) -> Decision | None:
    return _source(context, DOC + tap.of, 1)


def _page(context: MessageContext, tap: LinkTarget) -> Decision | None:
    return _source(context, tap.of, tap.number)


def _source(context: MessageContext, source: str, number: int) -> Decision | None:
    """Page ``number`` of an entry or a document; None for one that is not known, or holds no longer."""
    if source.startswith(RULE):
        return _rule(context, source, number)
    if source.startswith(SPECIAL):
        return _special(context, source, number)
    knowledge = context.account.knowledge
    if knowledge is None:
        return None
    if source.startswith(DOC):
        document = knowledge.policy(source.removeprefix(DOC))
        return documents(context, [document], number) if document else None
    entry_id, *papers = source.split(BESIDE)
    entry = knowledge.entry(entry_id)
    beside = [paper for one in papers if (paper := knowledge.policy(one)) is not None]
    return answered(context, entry, number, beside=beside) if entry else None


def _special(context: MessageContext, source: str, number: int) -> Decision | None:
    """Page ``number`` of a special reply's text, as long as the book is the one that the first page came from."""
    book = context.book
    account = context.account.id
    services = context.services.replies(context.now, account) if context.services else ()
    special = (reply for said in book.special.special() for reply in said.replies)
    for reply in chain(special, services):
        if isinstance(reply, TextReply) and special_source(reply.content, book.version) == source:
            return text_reply(context, Rung.TAPPED, page(reply.content, source, number))
    return None


def _rule(context: MessageContext, source: str, number: int) -> Decision | None:
    """Page ``number`` of a rule's text, as long as the book is the one that the first page came from."""
    parts = source.removeprefix(RULE).split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    version, rank, place = map(int, parts)
    match = context.book.matcher.at(rank) if version == context.book.version else None
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


def _vote(context: MessageContext, tap: LinkTarget) -> Decision:
    text = phrases.HELPFUL
    if not tap.number:
        offer = person.offer_of(context)
        text = phrases.UNHELPFUL + (f"，{offer}。" if offer else "。")
    return replace(text_reply(context, Rung.FEEDBACK, text), entry=tap.of)


def _rated(context: MessageContext, tap: LinkTarget) -> Decision:
    return text_reply(context, Rung.FEEDBACK, phrases.RATED)


def _service(context: MessageContext, tap: LinkTarget) -> Decision | None:
    return service.of_id(context, tap.of)


def _menu(context: MessageContext, tap: LinkTarget) -> Decision | None:
    said = context.book.special.menu.get(tap.of)
    return special_reply(context, Rung.MENU, said) if said else None


def _tell(context: MessageContext, tap: LinkTarget) -> Decision:
    """The stream notes the agreement (``application.incoming``)."""
    return text_reply(context, Rung.FEEDBACK, phrases.AGREED)


def _live(context: MessageContext, tap: LinkTarget) -> Decision:
    """The stream notes the wish (``application.incoming``); nothing is read here."""
    return text_reply(context, Rung.FEEDBACK, phrases.REMINDED)


def _no_counter(context: MessageContext, tap: LinkTarget) -> Decision | None:
    """Nobody asked the counter, so the account has none (any more)."""
    return None


def _later(context: MessageContext, tap: LinkTarget) -> Decision | None:
    return found_later(context, tap.of)


def _person(context: MessageContext, tap: LinkTarget) -> Decision | SkipReason:
    return person.hand_over(context, Reason.TAPPED)


_ANSWERS: Final[
    Mapping[LinkKind, Callable[[MessageContext, LinkTarget], Decision | SkipReason | None]]
] = {
    LinkKind.FAQ: _entry,
    LinkKind.DOC: _document,
    LinkKind.PAGE: _page,
    LinkKind.HELPFUL: _vote,
    LinkKind.LATER: _later,
    LinkKind.RATE: _rated,
    LinkKind.SERVICE: _service,
    LinkKind.MENU: _menu,
    LinkKind.BOOK: _no_counter,
    LinkKind.TELL: _tell,
    LinkKind.LIVE: _live,
    LinkKind.PERSON: _person,
}
