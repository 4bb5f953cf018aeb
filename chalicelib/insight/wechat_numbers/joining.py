"""WeChat's articles and the pushes that they came of, brought together. Pure.

WeChat names an article by the ``msg_data_id`` of its push and its place in it. Where a push never learnt its number (a
repeat that was answered by 45065, sheet §2.5), the address of the page tells, and at last its title on that day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qs, urlsplit

from pydantic import AwareDatetime

from chalicelib.clock import SHANGHAI
from chalicelib.insight.wechat_numbers.models import ArticleNumbers
from chalicelib.values import Value


class JoinedBy(StrEnum):
    """By what an article was recognised, the surest first."""

    NUMBER = "number"
    ADDRESS = "address"
    TITLE = "title"
    NOTHING = "nothing"
    """It went out past this system, or before it."""


class PushedArticle(Value):
    """One article of a push of ours."""

    account: str
    delivery: str
    index: int
    """Its place in the push, from 1."""
    title: str
    at: AwareDatetime
    """The slot."""
    msg_data_id: int | None = None
    url: str = ""
    article: str = ""
    """Id of the stored article; empty for a push planned from a file."""
    key: str = ""
    """Where its content lies."""
    column: str = ""
    series: str = ""
    author: str = ""
    unit: str = ""


class JoinedArticle(Value):
    """An article's numbers with the push that it came of."""

    numbers: ArticleNumbers
    push: PushedArticle | None = None
    by: JoinedBy = JoinedBy.NOTHING


def joined(
    articles: Iterable[ArticleNumbers], pushes: Iterable[PushedArticle]
) -> tuple[JoinedArticle, ...]:
    """Each article with its push, in the order of the articles; a push belongs to one article at most."""
    free = {(one.delivery, one.index): one for one in pushes}
    found: dict[int, JoinedArticle] = {}
    waiting = list(enumerate(articles))
    # The surest way first for all of them: a title must not take what a number would have claimed.
    for by in (JoinedBy.NUMBER, JoinedBy.ADDRESS, JoinedBy.TITLE):
        index: dict[tuple[object, ...], list[tuple[str, int]]] = {}
        for place, push in free.items():
            for key in _push_keys(by, push):
                index.setdefault(key, []).append(place)
        rest = []
        for number, article in waiting:
            places = [p for key in _keys(by, article) for p in index.get(key, []) if p in free]
            # Two pushes of one title on one day: which of them it is nobody knows.
            if not places or (by is JoinedBy.TITLE and len(places) > 1):
                rest.append((number, article))
                continue
            found[number] = JoinedArticle(numbers=article, push=free.pop(places[0]), by=by)
        waiting = rest
    for number, article in waiting:
        found[number] = JoinedArticle(numbers=article)
    return tuple(found[number] for number in sorted(found))


def _keys(by: JoinedBy, article: ArticleNumbers) -> list[tuple[object, ...]]:
    account = article.account
    if by is JoinedBy.NUMBER:
        return [(account, article.msg_data_id, article.index)]
    if by is JoinedBy.ADDRESS:
        named = (account, article.msg_data_id, article.index)
        return [named, *([(account, _address(article.url))] if article.url else [])]
    title = _plain(article.title)
    return [(account, article.published, article.index, title)] if title else []


def _push_keys(by: JoinedBy, push: PushedArticle) -> list[tuple[object, ...]]:
    account = push.account
    if by is JoinedBy.NUMBER:
        return [] if push.msg_data_id is None else [(account, push.msg_data_id, push.index)]
    if by is JoinedBy.ADDRESS:
        if not push.url:
            return []
        named = _numbers_in(push.url)
        return [(account, _address(push.url)), *([(account, *named)] if named else [])]
    day: date = push.at.astimezone(SHANGHAI).date()
    # A push that knows its number is another one, whatever it is called.
    return [(account, day, push.index, _plain(push.title))] if push.msg_data_id is None else []


_SAYS_WHICH: Final = ("mid", "idx")


def _numbers_in(url: str) -> tuple[int, int] | None:
    """``mid`` and ``idx`` of an address in WeChat's long form."""
    asked = parse_qs(urlsplit(url).query)
    try:
        mid, index = (int(asked[name][0]) for name in _SAYS_WHICH)
    except (KeyError, ValueError):
        return None
    return mid, index


def _address(url: str) -> str:
    """What makes two addresses the same page: scheme, tracking and fragment do not."""
    parts = urlsplit(url.strip())
    named = parse_qs(parts.query)
    which = "&".join(
        f"{name}={named[name][0]}" for name in ("__biz", "mid", "idx", "sn") if name in named
    )
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}?{which}"


def _plain(title: str) -> str:
    return "".join(title.split()).casefold()
