"""Services (服务) of an account: found by their names, or by what they are for, answered with the way to them.

They come from the catalogue of the account's unit, in one object of the bucket that warm functions hold; where there is
no catalogue, from the rules of the account.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from html import escape
from typing import TYPE_CHECKING, Final

from chalicelib.clock import shown
from chalicelib.conversation.models import ACCOUNT_IN_PAGE, Rule, Service
from chalicelib.conversation.rules.matcher import Match, Matcher, fold
from chalicelib.values import Value
from chalicelib.wechat.replies import TextReply

if TYPE_CHECKING:
    from chalicelib.conversation.rules.likely_services import LikelyServices

_TOLD_BEFORE: Final = timedelta(days=3)
"""So long before a service stops, followers who ask for it are told."""
_LET_ALONE: Final = 10.0
"""Seconds in which services that could not be read are not asked for again, as with knowledge."""
_FOR_THE_RECORD: Final = 1.5
"""Seconds before the deadline by which they are there or done without."""
_unread: dict[str, float] = {}
"""Key → when reading it failed, by the clock."""
_MOST_HELD: Final = 64
_held: dict[str, ServiceBook] = {}
"""Key → the services in that object; accounts of one catalogue share it."""


class ServiceFile(Value):
    """The services of an account, as an object of the bucket."""

    services: tuple[Service, ...]


class ServiceBook:
    """The services of an account, ready to be asked."""

    __slots__ = ("_by_id", "_by_name", "_likely", "matcher", "services")

    def __init__(self, services: Sequence[Service]) -> None:
        self.services: Final = services
        self._by_id = {one.id: one for one in services if one.id}
        self._by_name = {one.name: one for one in services}
        self._likely: LikelyServices | None = None
        called = (
            (service, names)
            for service in services
            if (names := tuple(name for name in (service.name, *service.aliases) if fold(name)))
        )
        self.matcher: Final = Matcher(
            [
                # What is said depends on the time: the reply of this rule is never given.
                Rule(
                    name=service.name,
                    exact=names,
                    contains=names,
                    replies=(TextReply(content=service.name),),
                )
                for service, names in called
            ]
        )

    def called(self, text: str, now: datetime) -> tuple[Service, Match] | None:
        """The service whose name stands in a text, and how it was called."""
        match = self.matcher.best(text, now)
        return (self._by_name[match.rule.name], match) if match else None

    def find(self, service_id: str) -> Service | None:
        """The service of an id."""
        return self._by_id.get(service_id)

    def likely(self, text: str) -> list[Service]:
        """The services that a text asks for without naming them, the likeliest first; mostly none."""
        if self._likely is None:
            from chalicelib.conversation.rules.likely_services import LikelyServices

            self._likely = LikelyServices([one for one in self.services if one.about])
        return self._likely.of(text)

    def reply(self, service: Service, now: datetime, account: str = "") -> TextReply:
        """What a follower of ``account`` who asks for a service is told at ``now`` (aware)."""
        stop = next((one for one in service.stops if one.covers(now)), None)
        if stop is None:
            soon = told_ahead(service, now)
            return TextReply(content=_way(service, account) + (f"\n\n{soon}" if soon else ""))
        lines = [f"【{service.name}】", stop.notice]
        if stop.until is not None:
            lines.append(f"预计 {shown(stop.until)} 恢复。")
        instead = self.find(stop.instead)
        if instead is not None and not any(one.covers(now) for one in instead.stops):
            lines += ["", f"可以改用：{instead.name}", _way(instead, account)]
        return TextReply(content="\n".join(lines))

    def replies(self, now: datetime, account: str = "") -> Iterator[TextReply]:
        """What followers of ``account`` are told of each at ``now``."""
        return (self.reply(one, now, account) for one in self.services)


def book_of(services: Sequence[Service]) -> ServiceBook | None:
    """The services of the rules; None without any."""
    return ServiceBook(services) if services else None


def to_bytes(services: Sequence[Service]) -> bytes:
    """Services as their object in the bucket."""
    file = ServiceFile(services=tuple(services))
    return file.model_dump_json(exclude_defaults=True).encode()


def stored_services(key: str, clock: Callable[[], float] = time.monotonic) -> ServiceBook | None:
    """The services under a key, held afterwards; None without a key, and where they can't be read.

    Whatever is wrong with the object, a follower is better served by rules and answers than by WeChat's "out of
    service"; the alarm stands on the metric.
    """
    if not key:
        return None
    held = _held.get(key)
    if held is not None:
        return held
    if clock() - _unread.get(key, -_LET_ALONE) < _LET_ALONE:
        return None
    from chalicelib.cloud import deadline, objects

    try:
        with deadline.sparing(_FOR_THE_RECORD):
            made = ServiceBook(ServiceFile.model_validate_json(objects.read(key)).services)
    except Exception:
        from chalicelib import telemetry
        from chalicelib.metrics import Metric

        _unread[key] = clock()
        telemetry.logger.exception("services could not be read")
        telemetry.count(Metric.KNOWLEDGE_UNREAD)
        return None
    if len(_held) >= _MOST_HELD:
        del _held[next(iter(_held))]
    _held[key] = made
    return made


def forget_services() -> None:
    """Drop what is held, and try again at once what could not be read (tests)."""
    _held.clear()
    _unread.clear()


def told_ahead(service: Service, now: datetime) -> str:
    """A word about a stop that begins soon; empty where none does."""
    for one in service.stops:
        if now < one.since <= now + _TOLD_BEFORE:
            until = f"至 {shown(one.until)}" if one.until else "起"
            return f"※ {shown(one.since)} {until}暂停：{one.notice}"
    return ""


def _way(service: Service, account: str) -> str:
    """The service as a text: its description, and a link that opens it."""
    if service.page:
        return service.text.replace(service.page, service.page.replace(ACCOUNT_IN_PAGE, account))
    attributes = ""
    if service.link or service.appid:
        attributes += f' href="{escape(service.link or "https://mp.weixin.qq.com")}"'
    if service.appid:
        attributes += f' data-miniprogram-appid="{escape(service.appid)}"'
        attributes += f' data-miniprogram-path="{escape(service.path)}"'
    if service.id and not attributes:
        return service.text
    name = service.name.replace("<", "＜").replace(">", "＞")
    way = f"<a{attributes}>{name}</a>" if attributes else name
    return "\n".join(part for part in (service.text, f"▸ {way}") if part)
