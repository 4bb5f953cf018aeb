"""Everything that an account shows beside its publications: menu, replies, knowledge, services."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from datetime import datetime
from itertools import islice
from typing import Final, NamedTuple

from chalicelib import (
    catalogue,
    conversation,
    insight,
    inspection,
    knowledge,
    menus,
    newsroom,
    publishing,
)
from chalicelib.accounts import AccountState
from chalicelib.clock import SHANGHAI
from chalicelib.conversation import Replies, ReplyRules
from chalicelib.errors import DomainError, NotFound
from chalicelib.inspection import Place, PlaceKind, SentArticle, Text, read_page
from chalicelib.publishing import Way
from chalicelib.wechat.errors import WeChatError
from chalicelib.wechat.replies import MusicReply, NewsReply, TextReply, VideoReply

_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
LOOKED_AT: Final = 400
"""Deliveries of an account that are looked at, the latest first."""


class Shown(NamedTuple):
    """Texts, and what could not be read, as Chinese phrases."""

    texts: tuple[Text, ...]
    unread: tuple[str, ...] = ()
    covered: tuple[PlaceKind, ...] = ()
    """Kinds of places that were read whole: what stands there no more is gone."""
    calls: int = 0


def shown_by(state: AccountState, now: datetime) -> Shown:
    """Menu, replies, knowledge and services of an account as they are now."""
    parts: list[Shown] = []
    for kind, read in _SOURCES.items():
        try:
            texts = tuple(read(state, now))
        except WeChatError:
            parts.append(Shown((), ("菜单：微信没有应答",), calls=1))
        except DomainError:
            parts.append(Shown((), (f"{inspection.labels.PLACES[kind]}：没有读到",)))
        else:
            parts.append(Shown(texts, covered=(kind,), calls=int(kind is PlaceKind.MENU)))
    return Shown(
        texts=tuple(text for part in parts for text in part.texts),
        unread=tuple(one for part in parts for one in part.unread),
        covered=tuple(one for part in parts for one in part.covered),
        calls=sum(part.calls for part in parts),
    )


def _menu(state: AccountState, now: datetime) -> Iterator[Text]:
    """The menu as WeChat shows it, wherever it was made."""
    found = menus.menus_of(state.account.id).read()
    documents = [("", found.document.buttons)]
    documents += [
        (f"个性化 {n}/", one.buttons) for n, one in enumerate(found.document.conditional, 1)
    ]
    for head, buttons in documents:
        for path, button in menus.leaves(buttons):
            links = (button.url,) if _ADDRESS.match(button.url) else ()
            place = Place(
                kind=PlaceKind.MENU,
                id=f"{head}{path}"[:300],
                label=f"{head}{path}"[:200],
                url=button.url,
            )
            yield Text(place, (path,), links)


def _replies(state: AccountState, now: datetime) -> Iterator[Text]:
    rules = conversation.rules_in_force(state.account.id)
    for name, said in _named(rules):
        blocks: list[str] = []
        links: list[str] = []
        for reply in said.replies:
            if isinstance(reply, TextReply):
                words, met = read_page(reply.content.replace("\n", "<br>"))
                blocks, links = [*blocks, *words], [*links, *met]
            elif isinstance(reply, NewsReply):
                blocks += [reply.title, reply.description]
                links += [one for one in (reply.url, reply.pic_url) if _ADDRESS.match(one)]
            elif isinstance(reply, VideoReply | MusicReply):
                blocks += [reply.title, reply.description]
        yield Text(_place(PlaceKind.REPLY, name, name), tuple(filter(None, blocks)), tuple(links))


def _named(rules: ReplyRules) -> Iterator[tuple[str, Replies]]:
    yield from ((f"规则：{one.name}", one) for one in rules.rules)
    if rules.follow:
        yield "关注回复", rules.follow
    if rules.default:
        yield "默认回复", rules.default
    for head, keyed in (("扫码", rules.scenes), ("菜单", rules.menu), ("消息类型", rules.types)):
        yield from ((f"{head}：{key}", said) for key, said in keyed.items())


def _knowledge(state: AccountState, now: datetime) -> Iterator[Text]:
    known = knowledge.versions.in_force(state.account.id).knowledge
    for entry in known.entries:
        if not entry.holds(now.astimezone(SHANGHAI)):
            continue
        words, links = read_page(entry.answer.replace("\n", "<br>"))
        basis = tuple(one.url for one in entry.basis if _ADDRESS.match(one.url))
        blocks = (entry.question, *entry.variants, *words)
        yield Text(_place(PlaceKind.FAQ, entry.id, entry.question), blocks, (*links, *basis))


def _services(state: AccountState, now: datetime) -> Iterator[Text]:
    """The services of the account's own unit; those of a unit above are looked at there."""
    unit = state.account.unit
    if not catalogue.versions.head(unit).in_force:
        return
    for one in catalogue.versions.in_force(unit).catalogue.services:
        blocks = (
            one.name,
            one.summary,
            *one.steps,
            *one.materials,
            one.fees,
            one.duration,
            one.hours,
        )
        links = (one.web,) if _ADDRESS.match(one.web) else ()
        place = _place(PlaceKind.SERVICE, one.id, one.name)
        # A service's telephone is meant for the public: it is not among the words.
        yield Text(place, tuple(filter(None, blocks)), links)


_SOURCES: Final[dict[PlaceKind, Callable[[AccountState, datetime], Iterator[Text]]]] = {
    PlaceKind.MENU: _menu,
    PlaceKind.REPLY: _replies,
    PlaceKind.FAQ: _knowledge,
    PlaceKind.SERVICE: _services,
}


def _place(kind: PlaceKind, id: str, label: str) -> Place:
    return Place(kind=kind, id=id[:300], label=label[:200])


# ---- What was sent from here


def sent(
    account: str, known: Container[str], since: datetime | None
) -> tuple[list[SentArticle], list[Place]]:
    """The articles of an account's mass sends whose places ``known`` does not have, and the places of those recalled.

    Sends before ``since`` are not looked at. What was sent as a publication WeChat lists by itself.
    """
    found: list[SentArticle] = []
    gone: list[Place] = []
    for delivery in islice(publishing.newest([account]), LOOKED_AT):
        if since is not None and delivery.at < since:
            break
        recalled = {one.article for one in delivery.recalls if one.done_at is not None}
        if delivery.way is Way.PUBLISH or (delivery.state not in publishing.OUT and not recalled):
            continue
        for number, piece in enumerate(delivery.pieces, 1):
            url = delivery.urls[number - 1] if len(delivery.urls) >= number else ""
            place = inspection.article_place(delivery.id, number, piece.title, url)
            if recalled & {0, number}:
                gone.append(place)
            elif place.id not in known:
                found += _read(place, piece.article, delivery.at)
    return found, gone


def _read(place: Place, key: str, at: datetime) -> Iterator[SentArticle]:
    try:
        article = newsroom.read_content(key)
    except NotFound:
        return
    words, links = read_page(article.html)
    leads = (article.source_url,) if _ADDRESS.match(article.source_url) else ()
    yield SentArticle(
        place=place,
        at=int(at.timestamp()),
        blocks=tuple(filter(None, (article.title, article.digest, *words))),
        links=(*leads, *links),
        source=article.source,
    )


def titles_elsewhere(account: str, now: datetime, known: frozenset[str]) -> list[Text]:
    """The titles that WeChat's statistics tell of articles that were sent from elsewhere: of these nothing more is known."""
    today = now.astimezone(SHANGHAI).date()
    first = today.replace(day=1)
    found = insight.wechat_numbers.articles(account, first, today)
    return [
        Text(
            inspection.article_place(f"s{one.msg_data_id}", one.index, one.title, one.url),
            (one.title,),
        )
        for one in found
        if one.title and one.title not in known
    ]
