"""What a takedown looks for, made of its clues: words, pictures, addresses, and the articles that are meant themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chalicelib import distribution, newsroom, publishing, takedown
from chalicelib.application.takedown_links import words_of_each
from chalicelib.distribution import Offer
from chalicelib.takedown import (
    ClueKind,
    Match,
    Sample,
    Sought,
    Takedown,
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
    offers: tuple[str, ...] = ()
    """Ids of those by which these articles went to accounts below."""
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


def wanted_for(case: Takedown) -> Wanted:
    """What a takedown looks for in this round: worked out by the first piece, read by all others."""
    found = takedown.sought_once(case.id, case.round, lambda: sought_by(case))
    return Wanted(
        samples=tuple(map(sample, found.texts)),
        pictures=frozenset(found.pictures),
        links=frozenset(found.links),
        articles=frozenset(found.articles),
        offers=found.offers,
        publications=frozenset(found.publications),
    )


def sought_by(case: Takedown) -> Sought:
    """What its clues come to. An article that is gone is passed over."""
    # The units whose articles are meant stand first in a scope.
    first = takedown.store.members(case.id, 0, len(case.clues))
    mine = {one.unit: one.accounts for one in first}
    found = Sought()
    for clue in case.clues:
        if clue.kind is ClueKind.TEXT:
            found = _more(found, texts=[clue.value])
        elif clue.kind is ClueKind.PICTURE:
            found = _more(found, pictures=[clue.value])
        elif clue.kind is ClueKind.LINK:
            found = _more(found, links=[takedown.same_address(clue.value)])
        else:
            found = _with_article(found, clue.value, mine)
    return _more(found, texts=[one.text for one in words_of_each(case.learnt)])


def _more(found: Sought, **added: Iterable[str]) -> Sought:
    both = {name: (*getattr(found, name), *new) for name, new in added.items()}
    return found.model_copy(update={name: tuple(dict.fromkeys(both[name])) for name in both})


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


def _with_article(found: Sought, article_id: str, accounts: Mapping[str, Sequence[str]]) -> Sought:
    try:
        article = newsroom.get_article(article_id)
        words = words_of(newsroom.read_content(article.key))
    except newsroom.NewsroomError:
        return found
    offers = _offers(article.unit, article.created_at - _BEFORE)
    return _more(
        found,
        texts=[words.text],
        links=filter(None, _pushed(article, accounts.get(article.unit, ()))),
        articles=[article_id],
        offers=[one.id for one in offers if one.article == article_id],
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
