"""The rungs of services that people call by name, mention in a question, or ask for without naming them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from chalicelib.conversation.ladder import phrases
from chalicelib.conversation.ladder.context import AccountContext, MessageContext, SkipReason
from chalicelib.conversation.ladder.links import LinkKind, LinkTarget, link
from chalicelib.conversation.ladder.replies import special_reply, text_reply
from chalicelib.conversation.ladder.rungs.counter import is_key
from chalicelib.conversation.ladder.rungs.person import offer_of
from chalicelib.conversation.models import Decision, Replies, Rung, Service
from chalicelib.conversation.rules.matcher import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_HREF: Final = "service:"
_LINKED: Final = re.compile(
    r"""<a\s+href=["']service:([A-Za-z0-9][A-Za-z0-9_-]{0,31})["']\s*>(.*?)</a\s*>""", re.DOTALL
)
SERVICE_KEY: Final = "service:"
"""Begins the key of a menu entry that answers with a service; its id follows."""


def called(context: MessageContext) -> Decision | SkipReason:
    """A service was called by its name, which is the message or the better half of it.

    In a longer text it is what a question is about.
    """
    return _called(context, at_least=0.5)


def mentioned(context: MessageContext) -> Decision | SkipReason:
    """A question is about a service, and the knowledge base has nothing to say to it."""
    return _called(context, at_least=0)


def likely(context: MessageContext) -> Decision | SkipReason:
    """A question says what a service is for without its name, and nothing above is near: one or two to tap."""
    services = context.services
    if services is None:
        return SkipReason.NO_SERVICES
    if not context.text:
        return SkipReason.NO_TEXT
    if context.asks_little:
        return SkipReason.TOO_LITTLE
    found = services.likely(context.text)
    if not found:
        return SkipReason.NOTHING_NEAR
    foot = phrases.NONE_OF_THESE + (f"，{offer}" if (offer := offer_of(context)) else "")
    lines = [f"{nth}. {entry(one)}" for nth, one in enumerate(found, 1)]
    return text_reply(context, Rung.SERVICE, "\n".join([phrases.SERVICES, *lines, "", foot]))


def entry(service: Service) -> str:
    """A service to tap."""
    return link(LinkTarget(LinkKind.SERVICE, service.id), service.name)


def beside(context: MessageContext) -> Sequence[Service]:
    """Services to offer beside likely questions: the one that is mentioned, else those that are asked for."""
    services = context.account.services
    if services is None:
        return ()
    match = services.called(context.text, context.now)
    return (match[0],) if match else services.likely(context.text)


def of_id(context: MessageContext, service_id: str) -> Decision | None:
    """The answer with a service of the catalogue; None for one that is not there any more."""
    services = context.services
    found = services.find(service_id) if services else None
    return _said(context, found) if found else None


def with_names(context: MessageContext, text: str) -> str:
    """A text whose links to services, ``<a href="service:{id}">…</a>``, say what those are called now, and whether they run.

    Of a service that is gone, and where there is no catalogue, the words stay without the link.
    """
    if _HREF not in text:
        return text
    services = context.account.services

    def named(found: re.Match[str]) -> str:
        one = services.find(found[1]) if services else None
        if one is None:
            return found[2]
        stopped = any(stop.covers(context.now) for stop in one.stops)
        return entry(one) + (phrases.STOPPED if stopped else "")

    return _LINKED.sub(named, text)


def tapped(key: str, account: AccountContext, now: datetime) -> Replies | None:
    """The answer to a menu entry that names a service; None for other keys."""
    if account.services is None or not key.startswith(SERVICE_KEY):
        return None
    found = account.services.find(key.removeprefix(SERVICE_KEY))
    return Replies(replies=(account.services.reply(found, now, account.id),)) if found else None


def _called(context: MessageContext, at_least: float) -> Decision | SkipReason:
    services = context.services
    if services is None:
        return SkipReason.NO_SERVICES
    found = services.called(context.text, context.now) if context.text else None
    if found is None or len(fold(found[1].keyword)) < at_least * len(context.folded):
        return SkipReason.NOT_CALLED
    service, match = found
    return replace(_said(context, service), keyword=match.keyword)


def _said(context: MessageContext, service: Service) -> Decision:
    services = context.services
    assert services is not None  # noqa: S101 - the service is one of them
    stopped = any(one.covers(context.now) for one in service.stops)
    if context.account.counter and not stopped and is_key(service.menu):
        return Decision(rung=Rung.APPOINTMENT, rule=service.name, book_version=context.book.version)
    menu = None if stopped else context.book.special.menu.get(service.menu)
    said: Replies = menu or Replies(
        replies=(services.reply(service, context.now, context.account.id),)
    )
    decision = special_reply(context, Rung.SERVICE, said)
    return replace(decision, rule=service.name)
