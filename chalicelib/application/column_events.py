"""What follows for series and collections from changes elsewhere: an article names its series, is out, or is taken down.

The stream may tell each twice, and late: joining asks whether it is in, what is out is kept under its delivery's version,
a takedown's mark is one value, and a page is written from what there is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from itertools import islice
from typing import Any, Final

from chalicelib import columns, newsroom, publishing
from chalicelib.actor import Actor, KnownBy
from chalicelib.application import series_works
from chalicelib.cloud.items import Item
from chalicelib.columns import Out
from chalicelib.errors import NotFound
from chalicelib.newsroom import StoredArticle
from chalicelib.publishing import Delivery
from chalicelib.takedown import Place, PlaceState, SpotKind

FOLLOWED: Final = frozenset({"ARTICLES", "ARTICLESOUT", "COLUMNS", "DELIVERIES", "TAKEDOWN"})
"""The function ``Outbox`` hears these partitions (.chalice/resources.json)."""
LOOKED_AT: Final = 400
"""Deliveries that are looked through where nothing was kept before, the latest first."""
_STANDS: Final = frozenset({PlaceState.FOUND, PlaceState.KEPT})
_GIVEN_BACK: Final = frozenset({PlaceState.RESTORING, PlaceState.RESTORED})
_PUSHED: Final = frozenset({SpotKind.MASS, SpotKind.PUBLICATION})


def follow(new: Item, at: datetime) -> None:
    """Carry out what follows from an item as the stream has it; twice changes nothing."""
    partition, sk = str(new["pk"]).partition("#")[0], str(new["sk"])
    if "doc" not in new:
        return
    if partition == "ARTICLES":
        with suppress(NotFound):  # its unit may be gone by now
            _joined(json.loads(str(new["doc"])), at)
    elif partition == "DELIVERIES":
        _told_out(str(new["doc"]))
    elif partition == "COLUMNS" and sk.startswith("s-"):
        series_works.publish_series(sk, at)
    elif partition == "COLUMNS" and sk.startswith("k-"):
        series_works.publish_collection(sk, at)
    elif partition == "ARTICLESOUT":
        doc = json.loads(str(new["doc"]))
        series_works.publish_at(str(doc["account"]), str(doc["article"]), at)
    elif partition == "TAKEDOWN" and sk.startswith("AT#"):
        _taken_down(str(new["pk"]).partition("#")[2], json.loads(str(new["doc"])))


def look_back(account: str) -> None:
    """Keep what was out at an account before anything was kept of it. Twice is once."""
    if not account or columns.store.looked_back(account):
        return
    for delivery in islice(publishing.newest([account]), LOOKED_AT):
        keep_out(delivery)
    columns.store.note_looked_back(account)


def keep_out(delivery: Delivery) -> None:
    """Keep what a delivery says of its articles. An older version of it changes nothing."""
    if not (delivery.urls or delivery.recalls):
        return
    for one in _out_of(delivery):
        columns.store.record_out(one, delivery.version)


def tags_of(written: str) -> tuple[str, ...]:
    """The tags of an article: 契税、买房 → two."""
    for mark in "，,；;|/":
        written = written.replace(mark, "、")
    parts = (part.strip("# ") for one in written.split("、") for part in one.split())
    return tuple(dict.fromkeys(part for part in parts if part))


def _joined(doc: dict[str, Any], at: datetime) -> None:
    name = str(doc.get("series") or "").strip()
    if not name:
        return
    article = StoredArticle.model_validate(doc)
    series = columns.series_named(article.unit, name)
    if series is None or article.id in series.left or series.entry(article.id) is not None:
        return
    by = Actor(person=article.updated_by, known_by=KnownBy.SYSTEM)
    columns.join_by_name(series.id, article.id, by=by, now=at)


def _told_out(doc: str) -> None:
    if '"urls":[]' in doc and '"recalls":[]' in doc:
        return  # most writes of a delivery: nothing is out yet
    keep_out(Delivery.model_validate_json(doc))


def _out_of(delivery: Delivery) -> Iterator[Out]:
    gone = {order.article for order in delivery.recalls if not order.refused}
    urls = delivery.urls + ("",) * len(delivery.pieces)
    for number, (piece, url) in enumerate(zip(delivery.pieces, urls, strict=False), 1):
        if piece.article_id is None:
            continue
        column, series, tags, digest = _words(piece.article)
        yield Out(
            account=delivery.account,
            delivery=delivery.id,
            number=number,
            article=piece.article_id,
            title=piece.title,
            at=delivery.at,
            url=url,
            column=column,
            series=series,
            tags=tags,
            digest=digest,
            gone=bool(gone & {0, number}),
        )


def _words(key: str) -> tuple[str, str, tuple[str, ...], str]:
    try:
        content = newsroom.read_content(key)
    except NotFound:
        return "", "", (), ""
    return content.column, content.series, tags_of(content.tags), content.digest


def _taken_down(case: str, doc: dict[str, Any]) -> None:
    for given in doc.get("places", ()):
        place = Place.model_validate(given)
        if place.kind not in _PUSHED or not place.account or place.state in _STANDS:
            continue
        store = columns.store
        mark = store.show_out if place.state in _GIVEN_BACK else store.hide_out
        for number in _numbers(place):
            mark(place.account, place.object, number, case)


def _numbers(place: Place) -> list[int]:
    if place.part:
        return [place.part]
    try:
        return [*range(1, len(publishing.get(place.object).pieces) + 1)]
    except NotFound:
        return []
