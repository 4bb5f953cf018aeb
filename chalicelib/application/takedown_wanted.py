"""What a takedown looks for, made of its clues: words, pictures, addresses, and the articles that are meant themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chalicelib import distribution, newsroom, publishing, takedown
from chalicelib.distribution import Offer
from chalicelib.takedown import (
    Clue,
    ClueKind,
    Match,
    Sample,
    Scope,
    Words,
    compare,
    sample,
    words_of,
)

_BEFORE: Final = timedelta(days=1)


class Wanted(NamedTuple):
    """What is looked for."""

    samples: tuple[Sample, ...] = ()
    pictures: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    """As they are compared."""
    articles: frozenset[str] = frozenset()
    """Ids of articles that are meant themselves."""
    offers: tuple[Offer, ...] = ()
    """By which these articles went to accounts below."""
    publications: frozenset[str] = frozenset()
    """WeChat's article_ids of pages that are meant: a menu may name one."""

    def also(
        self, links: Iterable[str], publications: Iterable[str], articles: Iterable[str] = ()
    ) -> Wanted:
        """The same with addresses, publications and articles that were found on the way."""
        return self._replace(
            links=self.links | {one for one in links if one},
            publications=self.publications | {one for one in publications if one},
            articles=self.articles | set(articles),
        )


class Hit(NamedTuple):
    """Why a text is a place."""

    score: int
    match: Match
    passage: str


def wanted_of(clues: Iterable[Clue], scope: Scope = ()) -> Wanted:
    """What these clues ask for over a scope. An article that is gone is passed over."""
    mine = {one.unit: one.accounts for one in scope}
    found = Wanted()
    for clue in clues:
        if clue.kind is ClueKind.TEXT:
            found = found._replace(samples=(*found.samples, sample(clue.value)))
        elif clue.kind is ClueKind.PICTURE:
            found = found._replace(pictures=found.pictures | {clue.value})
        elif clue.kind is ClueKind.LINK:
            found = found.also([takedown.same_address(clue.value)], [])
        else:
            found = _with_article(found, clue.value, mine)
    return found


def hit(wanted: Wanted, words: Words, *, same: bool = False) -> Hit | None:
    """The best reason for which these words are a place; None where they are none."""
    best: Hit | None = None
    for one in wanted.samples:
        found = compare(one, words.text)
        if (
            found
            and found.score >= takedown.LOWEST_THRESHOLD
            and (best is None or found.score > best.score)
        ):
            best = Hit(found.score, Match.TEXT, found.passage)
    if same:
        return Hit(100, Match.SAME, best.passage if best else words.title)
    if best is not None and best.score == 100:
        return best
    for picture in words.pictures:
        if picture in wanted.pictures:
            return Hit(100, Match.PICTURE, f"图片 {picture[:8]}")
    for link in words.links:
        if link in wanted.links:
            return Hit(100, Match.LINK, link)
    return best


def _with_article(found: Wanted, article_id: str, accounts: Mapping[str, Sequence[str]]) -> Wanted:
    try:
        article = newsroom.get_article(article_id)
        words = words_of(newsroom.read_content(article.key))
    except newsroom.NewsroomError:
        return found
    offers = tuple(
        one
        for one in _offers(article.unit, article.created_at - _BEFORE)
        if one.article == article_id
    )
    urls = _pushed(article, accounts.get(article.unit, ()))
    more = found.also(urls, [], [article_id])
    return more._replace(
        samples=(*found.samples, sample(words.text)), offers=(*found.offers, *offers)
    )


def _offers(unit: str, since: datetime) -> Iterator[Offer]:
    for offer in distribution.of_unit(unit):
        if offer.at < since:
            return
        yield offer


def offers_of(article: newsroom.StoredArticle) -> list[Offer]:
    """The offers of an article that are not recalled."""
    return [
        one
        for one in _offers(article.unit, article.created_at - _BEFORE)
        if one.article == article.id and not one.recalled
    ]


def _pushed(article: newsroom.StoredArticle, accounts: Iterable[str]) -> list[str]:
    """The addresses under which its own unit's accounts have published it."""
    found = []
    for account in accounts:
        for delivery in publishing.list_deliveries([account]):
            if delivery.at < article.created_at - _BEFORE:
                break
            for number, piece in enumerate(delivery.pieces):
                if piece.article_id == article.id and number < len(delivery.urls):
                    found.append(takedown.same_address(delivery.urls[number]))
    return found
