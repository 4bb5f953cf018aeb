"""The service rung: 服务入口, called by name, answered with the way there."""

from __future__ import annotations

from chalicelib.conversation.ladder.context import MessageContext, SkipReason
from chalicelib.conversation.ladder.replies import special_reply
from chalicelib.conversation.models import Decision, Replies, Rung
from chalicelib.conversation.rules.matcher import fold


def called(context: MessageContext) -> Decision | SkipReason:
    """A service was called by its name, which is the message or the better half of it.

    In a longer text it is what a question is about.
    """
    return _called(context, at_least=0.5)


def mentioned(context: MessageContext) -> Decision | SkipReason:
    """A question is about a service, and the knowledge base has nothing to say to it."""
    return _called(context, at_least=0)


def _called(context: MessageContext, at_least: float) -> Decision | SkipReason:
    services = context.book.services
    if services is None:
        return SkipReason.NO_SERVICES
    match = services.best(context.text, context.now) if context.text else None
    if match is None or len(fold(match.keyword)) < at_least * len(context.folded):
        return SkipReason.NOT_CALLED
    rules = context.book.special
    menu = next((one.menu for one in rules.services if one.name == match.rule.name), "")
    said: Replies = rules.menu.get(menu) or match.rule
    decision = special_reply(context, Rung.SERVICE, said)
    return decision.model_copy(update={"rule": match.rule.name, "keyword": match.keyword})
