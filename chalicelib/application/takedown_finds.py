"""The places of one unit and its accounts where something stands, kind by kind."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from chalicelib import catalogue, conversation, distribution, knowledge, menus
from chalicelib.application import reply_rules
from chalicelib.application.takedown_wanted import Wanted, hit, offers_of
from chalicelib.menus import MenuDocument
from chalicelib.newsroom import ArticleState, StoredArticle
from chalicelib.publishing import UNSENT, Delivery, DeliveryState, Way
from chalicelib.takedown import (
    Listed,
    Match,
    Place,
    Remains,
    SpotKind,
    Words,
    addresses_in,
    same_address,
)

GOES_OUT: Final = frozenset({ArticleState.IN_REVIEW, ArticleState.APPROVED})
"""States in which an article may still be scheduled; a draft reaches nobody."""
_PUSH: Final = "push"
_A_CALL: Final = 100
_SENT: Final = {
    Way.MASS: (SpotKind.MASS, (Remains.CARD, Remains.FORWARDED, Remains.FOREVER)),
    Way.PUBLISH: (SpotKind.PUBLICATION, (Remains.FORWARDED, Remains.FOREVER)),
}


def place_id(*what: object) -> str:
    """The id of a place: the same thing has the same one in every search."""
    return hashlib.sha256("\x1f".join(map(str, what)).encode()).hexdigest()[:10]


def copies_of(wanted: Wanted, accounts: Iterable[str]) -> Mapping[str, str]:
    """Copies that these accounts have of what was offered: article → offer. A hundred receipts a call."""
    keys = [(offer, account) for account in accounts for offer in wanted.offers]
    return {
        receipt.article: receipt.offer
        for begin in range(0, len(keys), _A_CALL)
        for receipt in distribution.receipts_at(keys[begin : begin + _A_CALL])
        if receipt.article
    }


def in_articles(
    articles: Iterable[StoredArticle],
    words: Mapping[str, Words],
    wanted: Wanted,
    copies: Mapping[str, str],
) -> Iterator[tuple[StoredArticle, Place]]:
    """Articles that may still go out, or did; with their place where there is something to take back."""
    for article in articles:
        said = words.get(article.key)
        meant = article.id in wanted.articles or article.id in copies
        found = hit(wanted, said or Words(title=article.title, text=article.title), same=meant)
        if found is None:
            continue
        yield (
            article,
            Place(
                id=place_id("article", article.id),
                kind=SpotKind.ARTICLE if article.state in GOES_OUT else SpotKind.DRAFT,
                object=article.id,
                title=article.title,
                passage=found.passage,
                score=found.score,
                match=found.match,
                page=f"/articles/{article.id}",
                content=article.key,
                source=copies.get(article.id, ""),
            ),
        )


def in_offers(article: StoredArticle, place: Place) -> Iterator[Place]:
    """Offers by which an article may still be adopted."""
    for offer in offers_of(article):
        yield place.model_copy(
            update={
                "id": place_id("offer", offer.id),
                "kind": SpotKind.OFFER,
                "object": offer.id,
                "title": f"{offer.title}（{len(offer.accounts)} 个公众号）",
                "page": f"/matrix/offers/{offer.id}",
            }
        )


def in_pushes(
    account: str,
    deliveries: Iterable[Delivery],
    words: Mapping[str, Words],
    wanted: Wanted,
    meant: Mapping[str, Place],
) -> Iterator[tuple[Delivery, int, Place]]:
    """Pushes that are out, or to come, with the number of the article in them (from 0)."""
    for delivery in deliveries:
        if _over(delivery):
            continue
        for number, piece in enumerate(delivery.pieces):
            if {0, number + 1} & delivery.taken_down:
                continue
            known = meant.get(piece.article_id or "")
            said = words.get(piece.article) or Words(title=piece.title, text=piece.title)
            link = same_address(delivery.urls[number]) if number < len(delivery.urls) else ""
            if link:
                said = said.model_copy(update={"links": (*said.links, link)})
            direct = known is not None and known.match is Match.SAME
            found = hit(wanted, said, same=direct)
            if found is not None:
                place = _push(account, delivery, number, piece.title, piece.article)
                update = {
                    "passage": found.passage,
                    "score": found.score,
                    "match": found.match,
                    "url": delivery.urls[number] if link else "",
                }
                yield delivery, number, place.model_copy(update=update)


def in_publications(
    account: str, listed: Iterable[Listed], known: frozenset[str], wanted: Wanted
) -> Iterator[tuple[Listed, Place]]:
    """Publications that WeChat lists and this system did not make (``known`` are the article_ids of those it made)."""
    for one in listed:
        if one.article_id in known:
            continue
        words = one.words.model_copy(update={"links": (*one.words.links, same_address(one.url))})
        found = hit(wanted, words)
        if found is not None:
            yield (
                one,
                Place(
                    id=place_id(SpotKind.BY_HAND, account, one.article_id, one.part),
                    kind=SpotKind.BY_HAND,
                    account=account,
                    object=one.article_id,
                    part=one.part if one.parts > 1 else 0,
                    title=one.words.title,
                    passage=found.passage,
                    score=found.score,
                    match=found.match,
                    url=one.url,
                    remains=(Remains.FORWARDED, Remains.FOREVER),
                ),
            )


def in_rules(account: str, version: int, wanted: Wanted) -> Iterator[Place]:
    """Replies in force: keywords, welcome, default, scans, menu keys, services of the rules."""
    rules = conversation.rules_of(account, version) if version else conversation.ReplyRules()
    for row in reply_rules.rows_of(rules):
        text = _said(row.said)
        found = hit(wanted, Words(title=row.name, text=text, links=tuple(addresses_in(text))))
        if found is not None:
            yield Place(
                id=place_id(SpotKind.RULE, account, row.kind, row.name),
                kind=SpotKind.RULE,
                account=account,
                object=f"{row.kind.value}/{row.name}",
                title=reply_rules.called(row),
                passage=found.passage,
                score=found.score,
                match=found.match,
                page=f"/rules?account={account}",
                remains=(Remains.SAID,),
            )


def in_knowledge(account: str, wanted: Wanted) -> Iterator[Place]:
    """Entries that answer followers now."""
    for entry in knowledge.versions.in_force(account).knowledge.entries:
        if entry.standing is not knowledge.Standing.LIVE:
            continue
        text = "\n".join((entry.question, entry.answer))
        found = hit(wanted, Words(title=entry.question, text=text, links=tuple(addresses_in(text))))
        if found is not None:
            yield Place(
                id=place_id(SpotKind.FAQ, account, entry.id),
                kind=SpotKind.FAQ,
                account=account,
                object=entry.id,
                title=entry.question,
                passage=found.passage,
                score=found.score,
                match=found.match,
                page=f"/knowledge/entries/{entry.id}?account={account}",
                remains=(Remains.SAID,),
            )


def in_policies(account: str, wanted: Wanted) -> Iterator[Place]:
    """Policy documents that followers find: their titles, their links and how people ask for them."""
    for one in knowledge.versions.in_force(account).knowledge.policies:
        text = "\n".join((one.title, *one.questions, *(link.title for link in one.interpretations)))
        links = (same_address(each) for each in (one.link, *(x.url for x in one.interpretations)))
        words = Words(title=one.title, text=text, links=tuple(filter(None, links)))
        found = hit(wanted, words)
        if found is not None:
            yield Place(
                id=place_id(SpotKind.POLICY, account, one.id),
                kind=SpotKind.POLICY,
                account=account,
                object=one.id,
                title=one.title,
                passage=found.passage,
                score=found.score,
                match=found.match,
                url=one.link,
                page=f"/policies/{one.id}?account={account}",
                remains=(Remains.SAID,),
            )


def in_menu(account: str, document: MenuDocument, wanted: Wanted) -> Iterator[Place]:
    """Menu entries that lead there, or say so themselves."""
    for number, buttons in enumerate(
        (document.buttons, *(c.buttons for c in document.conditional))
    ):
        for path, leaf in menus.leaves(buttons):
            where = f"{number}/{path}"
            links = tuple(filter(None, (same_address(leaf.url),)))
            words = Words(title=leaf.name, text=leaf.name, links=links)
            found = hit(wanted, words, same=bool(leaf.article_id in wanted.publications))
            if found is not None:
                yield Place(
                    id=place_id(SpotKind.MENU, account, number, leaf.model_dump_json()),
                    kind=SpotKind.MENU,
                    account=account,
                    object=leaf.model_dump_json(exclude_defaults=True),
                    part=number,
                    title=f"菜单项“{leaf.name}”"
                    + (f"（第 {number} 个性化菜单）" if number else ""),
                    passage=found.passage or where,
                    score=found.score,
                    match=Match.LINK if found.match is Match.SAME else found.match,
                    url=leaf.url,
                    page=f"/menus?account={account}",
                )


def in_services(unit: str, wanted: Wanted, now: datetime) -> Iterator[Place]:
    """Services of a unit's catalogue that followers see."""
    run = catalogue.operation.operations(unit)
    for service in catalogue.versions.in_force(unit).catalogue.services:
        state = catalogue.operation.state(run.get(service.id), now)
        if state is catalogue.ServiceState.RETIRED:
            continue
        parts = (service.name, service.summary, *service.steps, *service.materials, service.fees)
        text = "\n".join(filter(None, (*parts, service.duration, service.hours)))
        links = (same_address(service.web), *addresses_in(text))
        found = hit(wanted, Words(title=service.name, text=text, links=tuple(filter(None, links))))
        if found is not None:
            yield Place(
                id=place_id(SpotKind.SERVICE, unit, service.id),
                kind=SpotKind.SERVICE,
                object=service.id,
                title=service.name,
                passage=found.passage,
                score=found.score,
                match=found.match,
                url=service.web,
                page=f"/services/{service.id}?unit={unit}",
            )


def _over(delivery: Delivery) -> bool:
    """Whether nothing of it is out or may yet be."""
    if delivery.state is DeliveryState.FAILED:
        return delivery.tried_at is None or delivery.job is not None
    return delivery.state in (DeliveryState.CANCELLED, DeliveryState.RECALLED)


def _push(account: str, delivery: Delivery, number: int, title: str, content: str) -> Place:
    part = number + 1 if len(delivery.pieces) > 1 else 0
    kind, remains = _SENT[delivery.way]
    if delivery.state in UNSENT and delivery.first_tried_at is None:
        kind, remains = SpotKind.SCHEDULED, ()
    elif delivery.kind == "audio":
        remains = (Remains.CARD, Remains.AUDIO)
    return Place(
        id=place_id(_PUSH, delivery.id, part),
        kind=kind,
        account=account,
        object=delivery.id,
        part=part,
        title=title,
        page=f"/deliveries/{delivery.id}",
        content=content,
        remains=remains,
    )


def _said(said: reply_rules.Said) -> str:
    """All that a reply says and leads to."""
    if isinstance(said, conversation.Service):
        return "\n".join(filter(None, (said.name, said.text, said.about, said.link)))
    return "\n".join(
        str(value)
        for reply in said.replies
        for name, value in reply.model_dump(exclude={"type"}).items()
        if value and name not in ("media_id", "thumb_media_id", "kf_account")
    )
