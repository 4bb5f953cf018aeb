"""The service rung: 服务入口, called by name, answered with the way there."""

from __future__ import annotations

from chalicelib.conversation.ladder.context import Asked, Passed
from chalicelib.conversation.ladder.replies import say
from chalicelib.conversation.models import Decision, Replies, Rung
from chalicelib.conversation.rules.matcher import fold


def called(asked: Asked) -> Decision | Passed:
    """A service was called by its name, which is the message or the better half of it.

    In a longer text it is what a question is about.
    """
    return _called(asked, at_least=0.5)


def mentioned(asked: Asked) -> Decision | Passed:
    """A question is about a service, and the knowledge base has nothing to say to it."""
    return _called(asked, at_least=0)


def _called(asked: Asked, at_least: float) -> Decision | Passed:
    services = asked.book.services
    if services is None:
        return Passed.NO_SERVICES
    match = services.best(asked.text, asked.now) if asked.text else None
    if match is None or len(fold(match.keyword)) < at_least * len(asked.folded):
        return Passed.NOT_CALLED
    rules = asked.book.special
    menu = next((one.menu for one in rules.services if one.name == match.rule.name), "")
    said: Replies = rules.menu.get(menu) or match.rule
    decision = say(Rung.SERVICE, said, asked.book.version, asked.choose)
    return decision.model_copy(update={"rule": match.rule.name, "keyword": match.keyword})
