"""Services (服务入口) as rules: each found by its names, answered with the way to it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from chalicelib.conversation.models import Rule, Service
from chalicelib.conversation.rules.matcher import Matcher, fold
from chalicelib.wechat.replies import TextReply


def matcher(services: Sequence[Service]) -> Matcher | None:
    """The matcher that finds services by name; None without services."""
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


def _way(service: Service) -> TextReply:
    """The service as a text: its description, and a link that opens it."""
    attributes = ""
    if service.link or service.appid:
        attributes += f' href="{escape(service.link or "https://mp.weixin.qq.com")}"'
    if service.appid:
        attributes += f' data-miniprogram-appid="{escape(service.appid)}"'
        attributes += f' data-miniprogram-path="{escape(service.path)}"'
    name = service.name.replace("<", "＜").replace(">", "＞")
    way = f"<a{attributes}>{name}</a>" if attributes else name
    return TextReply(content="\n".join(part for part in (service.text, f"▸ {way}") if part))
