"""Own articles that readers can open: found by their words, for an article that leads to them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from pydantic import AwareDatetime

from chalicelib import publishing
from chalicelib.actor import Actor
from chalicelib.application.account_reach import names, readable
from chalicelib.application.calendars import READ
from chalicelib.publishing import Delivery
from chalicelib.values import Value

MOST: Final = 30
_LOOKED_AT: Final = 400
"""Deliveries that are looked through, the latest first: a title that people remember is mostly a late one."""
_MOST_ACCOUNTS: Final = 40


class PublishedArticle(Value):
    """One article with the address that WeChat gave it."""

    title: str
    url: str
    account_name: str
    at: AwareDatetime


def published(by: Actor, unit: str, words: str) -> list[PublishedArticle]:
    """Published articles of a unit's accounts and those below, with these words in the title, the latest first.

    Raises ``UnknownUnit`` or ``PermissionDenied``.
    """
    called = names(readable(by, READ, unit, account="")[:_MOST_ACCOUNTS])
    wanted = words.strip().casefold()
    found = islice(publishing.newest(called), _LOOKED_AT)
    pages = (one for delivery in found for one in _pages(delivery, called[delivery.account]))
    return list(islice((one for one in pages if wanted in one.title.casefold()), MOST))


def _pages(delivery: Delivery, account: str) -> Iterator[PublishedArticle]:
    gone = {order.article for order in delivery.recalls if not order.refused}
    for number, (piece, url) in enumerate(zip(delivery.pieces, delivery.urls, strict=False), 1):
        if url and not gone & {0, number}:
            yield PublishedArticle(title=piece.title, url=url, account_name=account, at=delivery.at)
