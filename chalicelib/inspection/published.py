"""What is known of an account's publications, and how a night brings it up to date in few calls. Pure.

WeChat lists twenty a call, the newest first. A night without news asks one page without its contents, and one page
further down in turn; a page with news is asked again with contents. What the day's calls do not reach goes on the next
night.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from pydantic import Field

from chalicelib.inspection.models import Place, PlaceKind
from chalicelib.inspection.published_page import read_page
from chalicelib.inspection.texts import Text
from chalicelib.values import LateValue

PER_PAGE: Final = 20
MOST_CALLS: Final = 40
"""Calls of freepublish/batchget that one account costs in a night at most; WeChat allows a hundred a day."""
MOST_KEPT: Final = 2000
"""Publications of an account whose words are kept, the newest."""
MOST_WORDS: Final = 30_000
"""Characters of one article that are kept."""


class OutOfCalls(Exception):
    """The night's calls are used up."""


Fetch = Callable[[int, bool], Mapping[str, Any]]
"""Offset, without contents → WeChat's answer. Raises ``OutOfCalls``."""


class KeptArticle(LateValue):
    """One article of a publication, as it was read."""

    title: str
    url: str = ""
    author: str = ""
    blocks: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    deleted: bool = False


class KeptPublication(LateValue):
    """One publication."""

    id: str
    at: int
    """WeChat's time of its last change, epoch seconds."""
    articles: tuple[KeptArticle, ...] = ()


class SentArticle(LateValue):
    """One article that was sent to followers from here; WeChat does not list these."""

    place: Place
    at: int
    blocks: tuple[str, ...]
    links: tuple[str, ...] = ()
    source: str = ""

    @property
    def text(self) -> Text:
        """Its words."""
        return Text(self.place, self.blocks, self.links)


class SeenFile(LateValue):
    """A file that texts lead to, as it was last read."""

    at: int
    """Epoch seconds."""
    examined: str
    """The rules by which it was examined."""
    problem: str = ""
    """Why it was not read, as a Chinese phrase."""


class Walk(LateValue):
    """A walk through all pages that is not at its end."""

    offset: int = 0
    total: int = 0
    seen: tuple[str, ...] = ()


class PublishedIndex(LateValue):
    """All that is known of an account's publications."""

    publications: dict[str, KeptPublication] = Field(default_factory=dict)
    sent: dict[str, SentArticle] = Field(default_factory=dict)
    """By the id of its place."""
    by_hand: dict[str, SentArticle] = Field(default_factory=dict)
    """Articles that were mass-sent on WeChat's own page and read where readers open them, by the id of their place."""
    files: dict[str, SeenFile] = Field(default_factory=dict)
    """Files that texts lead to, by address."""
    total: int = 0
    walk: Walk | None = Walk()
    """None: all pages were walked through."""
    turn: int = 0
    """The page further down that is next in turn."""
    examined: str = ""
    """The rules by which all of it was examined."""


class Synced(NamedTuple):
    """An index after a night's calls."""

    held: PublishedIndex
    changed: frozenset[str]
    """Publications that are new or were changed."""
    gone: tuple[KeptPublication, ...]
    whole: bool

    def with_sent(self, found: Iterable[SentArticle], gone: Iterable[Place]) -> Synced:
        """The same with what was sent meanwhile, and without what was recalled."""
        dropped = {place.id for place in gone}
        sent = self.held.sent | {one.place.id: one for one in found}
        kept = {id: one for id, one in sent.items() if id not in dropped}
        return self._replace(held=self.held.model_copy(update={"sent": kept}))


def synced(before: PublishedIndex, fetch: Fetch) -> Synced:
    """Bring an index up to date, as far as the calls reach."""
    night = _Night(before, fetch)
    try:
        night.look()
    except OutOfCalls:
        return night.result(whole=False)
    return night.result(whole=True)


class _Night:
    def __init__(self, before: PublishedIndex, fetch: Fetch) -> None:
        self._before = before
        self._fetch = fetch
        self._known = dict(before.publications)
        self._changed: set[str] = set()
        self._gone: list[KeptPublication] = []
        self._walk = before.walk
        self._total = before.total
        self._turn = before.turn

    def look(self) -> None:
        if self._walk is None:
            page = self._page(0, without=True)
            if page.news or page.total != self._before.total:
                self._walk = Walk(total=page.total)
        if self._walk is not None:
            self._through()
            return
        pages = -(-self._total // PER_PAGE)
        if pages > 1:
            self._turn = self._turn % (pages - 1) + 1
            if self._page(self._turn * PER_PAGE, without=True).news:
                self._walk = Walk(total=self._total)
                self._through()

    def _through(self) -> None:
        """Walk through the pages until nothing is new and the numbers agree, or to the end."""
        walk = self._walk or Walk()
        # What was published meanwhile moved the rest down, what was deleted moved it up: a page is asked twice.
        offset, seen = max(0, walk.offset - PER_PAGE), dict.fromkeys(walk.seen)
        while True:
            # Where much is unknown, the contents come with the list; else the list alone says whether there is news.
            page = self._page(offset, without=0 < walk.total <= len(self._known))
            seen |= dict.fromkeys(page.ids)
            offset += PER_PAGE
            self._walk = Walk(offset=offset, total=page.total, seen=tuple(seen))
            agrees = not page.news and len(self._known) == page.total
            if not page.ids or offset >= page.total or (agrees and self._before.walk is None):
                break
        if offset >= self._total:
            for id in [one for one in self._known if one not in seen]:
                self._gone.append(self._known.pop(id))
        self._walk = None

    def _page(self, offset: int, *, without: bool) -> _Page:
        """One page; where something on it is new, with its contents."""
        answer = self._fetch(offset, without)
        page = _Page(answer, self._known)
        if page.news and without:
            answer = self._fetch(offset, False)
            page = _Page(answer, self._known)
        self._total = page.total
        for id in page.news:
            self._known[id] = page.read(id)
            self._changed.add(id)
        return page

    def result(self, *, whole: bool) -> Synced:
        newest = sorted(self._known.values(), key=lambda one: -one.at)[:MOST_KEPT]
        index = self._before.model_copy(
            update={
                "publications": {one.id: one for one in newest},
                "total": self._total,
                "walk": self._walk,
                "turn": self._turn,
            }
        )
        return Synced(index, frozenset(self._changed), tuple(self._gone), whole)


class _Page:
    """One answer of freepublish/batchget, whatever a stranger wrote into it."""

    def __init__(self, answer: Mapping[str, Any], known: Mapping[str, KeptPublication]) -> None:
        self.total = int(answer.get("total_count") or 0)
        items = [one for one in answer.get("item") or () if one.get("article_id")]
        self._items = {str(one["article_id"]): one for one in items}
        self.ids = tuple(self._items)
        self.news = [id for id, one in self._items.items() if self._is_news(id, one, known)]

    def _is_news(
        self, id: str, item: Mapping[str, Any], known: Mapping[str, KeptPublication]
    ) -> bool:
        old = known.get(id)
        if old is None or old.at != int(item.get("update_time") or 0):
            return True
        deleted = [bool(one.get("is_deleted")) for one in _articles(item)]
        return deleted != [one.deleted for one in old.articles]

    def read(self, id: str) -> KeptPublication:
        item = self._items[id]
        return KeptPublication(
            id=id,
            at=int(item.get("update_time") or 0),
            articles=tuple(_read(one) for one in _articles(item)),
        )


def _articles(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list((item.get("content") or {}).get("news_item") or ())


def _read(one: Mapping[str, Any]) -> KeptArticle:
    blocks, links = read_page(str(one.get("content") or ""))
    source = str(one.get("content_source_url") or "")
    kept, room = [str(one.get("digest") or "")], MOST_WORDS
    for block in blocks:
        if room <= 0:
            break
        kept.append(block[:room])
        room -= len(block)
    return KeptArticle(
        title=str(one.get("title") or "")[:200],
        url=str(one.get("url") or "")[:2048],
        author=str(one.get("author") or "")[:100],
        blocks=tuple(filter(None, kept)),
        links=tuple(dict.fromkeys((*((source,) if source.startswith("http") else ()), *links))),
        deleted=bool(one.get("is_deleted")),
    )


def texts_of(publication: KeptPublication) -> list[Text]:
    """The articles of a publication that readers can open, as texts."""
    return [
        Text(
            article_place(publication.id, number, one.title, one.url),
            (one.title, *one.blocks),
            one.links,
        )
        for number, one in enumerate(publication.articles, 1)
        if not one.deleted
    ]


def places_of(publication: KeptPublication) -> list[Place]:
    """The places of all its articles, those that are deleted too."""
    return [
        article_place(publication.id, number, one.title, one.url)
        for number, one in enumerate(publication.articles, 1)
    ]


def article_place(id: str, number: int, title: str, url: str = "") -> Place:
    """The place of one article."""
    return Place(kind=PlaceKind.ARTICLE, id=f"{id}:{number}"[:300], label=title[:200], url=url)
