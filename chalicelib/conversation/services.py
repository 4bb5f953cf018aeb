"""The service rung: 服务入口, called by name, answered with the way there."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from chalicelib.conversation.asked import Asked, Passed
from chalicelib.conversation.match import Matcher, fold
from chalicelib.conversation.models import Decision, Replies, Rule, Rung, Service
from chalicelib.conversation.said import say
from chalicelib.wechat.replies import TextReply


def matcher(services: Sequence[Service]) -> Matcher | None:
    """What finds services by name; None without any."""
    if not services:
        return None
    called = (
        (service, names)
        for service in services
        if (names := tuple(name for name in (service.name, *service.aliases) if fold(name)))
    )
    return Matcher(
        [
            Rule(name=service.name, exact=names, contains=names, replies=(_way(service),))
            for service, names in called
        ]
    )


def called(asked: Asked) -> Decision | Passed:
    """A service whose name is the message, or the better half of it; in a longer text it is what a question is about."""
    return _called(asked, at_least=0.5)


def mentioned(asked: Asked) -> Decision | Passed:
    """A service that a question is about, once the knowledge base has nothing to say to it."""
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


def _way(service: Service) -> TextReply:
    """The service as a text: what is said of it, and a link that opens it."""
    attributes = ""
    if service.link or service.appid:
        attributes += f' href="{escape(service.link or "https://mp.weixin.qq.com")}"'
    if service.appid:
        attributes += f' data-miniprogram-appid="{escape(service.appid)}"'
        attributes += f' data-miniprogram-path="{escape(service.path)}"'
    name = service.name.replace("<", "＜").replace(">", "＞")
    way = f"<a{attributes}>{name}</a>" if attributes else name
    return TextReply(content="\n".join(part for part in (service.text, f"▸ {way}") if part))
