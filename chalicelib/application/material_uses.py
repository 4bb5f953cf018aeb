"""Where materials are used: in which articles, and in what readers have before them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Final

from pydantic import AwareDatetime

from chalicelib import materials, newsroom, people, publishing
from chalicelib.actor import Actor
from chalicelib.application.account_reach import accounts_under, names
from chalicelib.cloud.at_once import side_by_side
from chalicelib.errors import NotFound
from chalicelib.materials import Material, MaterialProblem
from chalicelib.newsroom import StoredArticle
from chalicelib.publishing import Delivery, Piece
from chalicelib.values import Value

_LOOKED_AT: Final = 400
"""Deliveries of a unit's accounts and those below that are looked through, the latest first."""

_OVER: Final = frozenset(
    {MaterialProblem.EXPIRED, MaterialProblem.RETIRED, MaterialProblem.NO_CONSENT}
)
"""Problems for which what is out deserves a look."""


class MaterialUse(Value):
    """An article that holds a material."""

    article: str
    title: str
    unit: str
    state: str
    state_name: str
    current: bool
    """Its latest revision does; otherwise only one before."""
    version: int
    """The version of the material that it holds."""


class MaterialOut(Value):
    """A push that shows a material to readers."""

    material: str
    material_title: str
    delivery: str
    account: str
    account_name: str
    title: str
    """Of the article."""
    article: str
    """Its id; empty for a push from a file."""
    at: AwareDatetime


def uses_of(material: Material, *, by: Actor) -> list[MaterialUse]:
    """The articles that hold a material, as far as this person may read them, those that do now first."""
    versions = {
        digest: version.number
        for version in material.versions
        if version.file
        for digest in (
            version.file.digest,
            *map(materials.rules.digest_in, version.file.articles),
        )
    }
    noted: dict[str, dict[str, int]] = {}
    for digest, number in versions.items():
        for use in newsroom.file_uses(digest):
            keys = noted.setdefault(use.article, {})
            keys[use.key] = max(number, keys.get(use.key, 0))
    articles = side_by_side(_article, list(noted))
    found = [
        _use(article, noted[article.id])
        for article in articles
        if article is not None and people.may(by, "newsroom:article:read", article.unit)
    ]
    return sorted(found, key=lambda one: (not one.current, one.article))


def out_with(several: Iterable[Material], unit: str) -> list[MaterialOut]:
    """What readers have before them of these materials, at the accounts of a unit and below, the latest first."""
    of = {digest: one for one in several for digest in materials.rules.digests_of(one)}
    if not of:
        return []
    called = names(accounts_under(unit))
    found = []
    for delivery in islice(publishing.newest(list(called)), _LOOKED_AT):
        if delivery.state not in publishing.OUT:
            continue
        gone = {order.article for order in delivery.recalls if not order.refused}
        for number, piece in enumerate(delivery.pieces, 1):
            if gone & {0, number}:
                continue
            for material in {of[one].id: of[one] for one in _digests(piece) if one in of}.values():
                found.append(_out(material, delivery, piece, called[delivery.account]))
    return found


def expired_out(unit: str, *, by: Actor, now: datetime) -> list[MaterialOut]:
    """What is out at a unit's accounts and below with a material of the unit whose right has ended, or which is retired.

    Raises ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, materials.READ, unit)
    day = materials.rules.day_of(now)
    above = materials.lineage(unit)
    bad = [
        one
        for one in materials.of_unit(unit)
        if set(materials.rules.problems(one, above, day)) & _OVER
    ]
    return out_with(bad, unit)


def _article(article_id: str) -> StoredArticle | None:
    try:
        return newsroom.get_article(article_id)
    except NotFound:  # noted, and never stored
        return None


def _use(article: StoredArticle, keys: dict[str, int]) -> MaterialUse:
    current = article.key in keys
    return MaterialUse(
        article=article.id,
        title=article.title,
        unit=article.unit,
        state=article.state.value,
        state_name=newsroom.STATE_NAMES[article.state],
        current=current,
        version=keys[article.key] if current else max(keys.values()),
    )


def _digests(piece: Piece) -> list[str]:
    keys = (piece.cover, *piece.pictures, *(one.key for one in piece.materials))
    return [materials.rules.digest_in(key) for key in keys if key]


def _out(material: Material, delivery: Delivery, piece: Piece, account: str) -> MaterialOut:
    return MaterialOut(
        material=material.id,
        material_title=material.text.title,
        delivery=delivery.id,
        account=delivery.account,
        account_name=account,
        title=piece.title,
        article=piece.article_id or "",
        at=delivery.at,
    )
