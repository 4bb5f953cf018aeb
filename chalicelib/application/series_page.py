"""Pages of a series and of a collection, and their rows in lists."""

from __future__ import annotations

from datetime import datetime

from chalicelib import columns
from chalicelib.actor import Actor
from chalicelib.application.column_place import (
    Place,
    account_name,
    deeds_of,
    history_of,
    known_articles,
    link_to,
    place_of,
    standing_of,
)
from chalicelib.application.column_values import (
    CollectionEntry,
    CollectionRow,
    CollectionSeen,
    SeriesEntry,
    SeriesRow,
    SeriesSeen,
)
from chalicelib.application.series_links import next_address
from chalicelib.application.work_pages import address_at
from chalicelib.columns import (
    Collection,
    Series,
)
from chalicelib.columns import labels as column_labels
from chalicelib.works import WorkKind


def series_seen(series_id: str, *, by: Actor, now: datetime) -> SeriesSeen:
    """A series with its articles. Raises ``UnknownColumn`` or ``PermissionDenied``."""
    series = columns.one_for(series_id, Series, by=by)
    place = place_of(series.unit, by, now, [series])
    column_names = {one.id: one.name for one in columns.columns_for(series.unit)}
    known = known_articles(one.article for one in series.entries)
    every = place.out.get(series.account, [])
    out = columns.rules.shown_out(every)
    entries = []
    for at, entry in enumerate(series.entries):
        state, name, shown = standing_of(entry.article, known, every)
        before = columns.rules.previous(series, entry.article, out)
        article = known.get(entry.article)
        entries.append(
            SeriesEntry(
                article=entry.article,
                label=series.label(at),
                title=shown.title if shown else article.title if article else "",
                state=state,
                state_name=name,
                url=shown.url if shown and shown.open else "",
                at=shown.at if shown else None,
                onward=next_address(series, entry.place),
                before=before.title if before else "",
            )
        )
    return SeriesSeen(
        **series_row(series, place, column_names).model_dump(),
        cover=series.cover,
        cover_link=link_to(series.cover),
        first=series.first,
        form=series.form,
        entries=tuple(entries),
        version=series.version,
        updated_by=place.staff.get(series.updated_by, series.updated_by),
        history=history_of(series, place),
    )


def collection_seen(collection_id: str, *, by: Actor, now: datetime) -> CollectionSeen:
    """A collection with its articles. Raises ``UnknownColumn`` or ``PermissionDenied``."""
    collection = columns.one_for(collection_id, Collection, by=by)
    place = place_of(collection.unit, by, now, [collection])
    every = place.out.get(collection.account, [])
    known = known_articles(collection.picked)
    brought = [
        one.article
        for one in columns.rules.collected(collection, every)
        if one.article not in collection.picked
    ]
    entries = []
    for article_id in (*collection.picked, *brought):
        state, name, shown = standing_of(article_id, known, every)
        article = known.get(article_id)
        entries.append(
            CollectionEntry(
                article=article_id,
                title=shown.title if shown else article.title if article else "",
                state=state,
                state_name=name,
                url=shown.url if shown and shown.open else "",
                at=shown.at if shown else None,
                picked=article_id in collection.picked,
            )
        )
    return CollectionSeen(
        **collection_row(collection, place).model_dump(),
        cover=collection.cover,
        cover_link=link_to(collection.cover),
        columns=collection.rule.columns,
        tags=collection.rule.tags,
        entries=tuple(entries),
        version=collection.version,
        updated_by=place.staff.get(collection.updated_by, collection.updated_by),
        history=history_of(collection, place),
    )


def series_row(series: Series, place: Place, column_names: dict[str, str]) -> SeriesRow:
    out = columns.rules.shown_out(place.out.get(series.account, []))
    return SeriesRow(
        id=series.id,
        unit=series.unit,
        name=series.name,
        about=series.about,
        column=series.column,
        column_name=column_names.get(series.column, ""),
        account=series.account,
        account_name=account_name(series.account, place),
        state=series.state.value,
        state_name=column_labels.STANDINGS[series.state],
        number=len(series.entries),
        open=sum(one.article in out for one in series.entries),
        next_label=series.label(len(series.entries)),
        page=address_at(series.account, WorkKind.SERIES, series.id) if series.account else "",
        updated_at=series.updated_at,
        deeds=deeds_of(series, place),
    )


def collection_row(collection: Collection, place: Place) -> CollectionRow:
    every = place.out.get(collection.account, [])
    rule = collection.rule
    said = [
        *(f"栏目：{'、'.join(rule.columns)}" for _ in rule.columns[:1]),
        *(f"标签：{'、'.join(rule.tags)}" for _ in rule.tags[:1]),
    ]
    page = address_at(collection.account, WorkKind.COLLECTION, collection.id)
    return CollectionRow(
        id=collection.id,
        unit=collection.unit,
        name=collection.name,
        about=collection.about,
        account=collection.account,
        account_name=account_name(collection.account, place),
        state=collection.state.value,
        state_name=column_labels.STANDINGS[collection.state],
        open=len(columns.rules.collected(collection, every)),
        rule="；".join(said),
        page=page if collection.account else "",
        updated_at=collection.updated_at,
        deeds=deeds_of(collection, place),
    )
