"""The public pages of series and collections: written whenever what they show changes, from what is out by then.

The page reads the work as it was published last, and nothing else (``works``). It is written under the version that was
read before anything of it was: of two who write at once, the second looks again, and the last one saw all there was.
Written twice it is the same; what is as it was is not written.

| key | body |
|---|---|
| ``works/covers/{digest}.jpg`` | the small picture that a page of a series or collection shows of its cover |
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from chalicelib import accounts, columns, works
from chalicelib.accounts import UnknownAccount
from chalicelib.actor import Actor
from chalicelib.application.page_covers import cover_key
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.columns import Collection, Out, Series
from chalicelib.errors import Conflict, NotFound
from chalicelib.works import Work, WorkKind

_TRIES: Final = 8
_COVER: Final = "cover.jpg"


def publish_series(series_id: str, now: datetime) -> None:
    """Write the page of a series. One without an account has none. Twice is once."""
    _publish(WorkKind.SERIES, lambda: _series_work(series_id, now))


def publish_collection(collection_id: str, now: datetime) -> None:
    """Write the page of a collection. One without an account has none. Twice is once."""
    _publish(WorkKind.COLLECTION, lambda: _collection_work(collection_id, now))


def publish_at(account: str, article: str, now: datetime) -> None:
    """Write all pages of an account on which an article may stand."""
    for series_id in columns.store.series_of(article):
        publish_series(series_id, now)
    try:
        unit = accounts.state(account).account.unit
    except UnknownAccount:
        return
    for collection in columns.store.of_unit(unit, Collection):
        if collection.account == account:
            publish_collection(collection.id, now)


def series_page(series_id: str, *, by: Actor) -> Work:
    """The page of a series as it is now. Raises ``UnknownColumn``, ``UnknownWork`` or ``PermissionDenied``."""
    series = columns.one_for(series_id, Series, by=by)
    return works.get(series.account or "-", WorkKind.SERIES, series_id, consistent=True)


def collection_page(collection_id: str, *, by: Actor) -> Work:
    """The page of a collection as it is now. Errors as of ``series_page``."""
    found = columns.one_for(collection_id, Collection, by=by)
    return works.get(found.account or "-", WorkKind.COLLECTION, collection_id, consistent=True)


def withdraw(account: str, kind: WorkKind, work_id: str, now: datetime) -> None:
    """Take a page down. One that is down, or never was, stays as it is."""
    try:
        work = works.get(account, kind, work_id, consistent=True)
    except NotFound:
        return
    if work.withdrawn_at is None:
        table.transact([works.withdraw_action(work, now)])


def _publish(kind: WorkKind, make: Callable[[], Work | None]) -> None:
    for _ in range(_TRIES):
        wanted = make()
        if wanted is None:
            return
        try:
            before = works.get(wanted.account, kind, wanted.id, consistent=True)
        except NotFound:
            before = None
        if before is not None and before.withdrawn_at is None and _same(before, wanted):
            return
        # What was read before the version is not older than what is written under it: so once more, after it.
        wanted = make()
        if wanted is None:
            return
        try:
            table.transact([works.publish_action(wanted, before.version if before else 0)])
        except ConditionFailed:
            continue
        return
    raise Conflict("页面正被多处同时更新，没有写成。")


def _same(before: Work, wanted: Work) -> bool:
    return (before.title, before.content, before.files) == (
        wanted.title,
        wanted.content,
        wanted.files,
    )


def _series_work(series_id: str, now: datetime) -> Work | None:
    series = columns.store.get(series_id, Series)
    if not series.account:
        return None
    out = columns.rules.shown_out(columns.store.out_at(series.account))
    entries = [
        {
            "place": entry.place,
            "label": series.label(at),
            **(_told(out[entry.article]) if entry.article in out else {}),
        }
        for at, entry in enumerate(series.entries)
    ]
    content = {"about": series.about, "entries": entries}
    return _work(WorkKind.SERIES, series, content, now)


def _collection_work(collection_id: str, now: datetime) -> Work | None:
    collection = columns.store.get(collection_id, Collection)
    if not collection.account:
        return None
    found: Sequence[Out] = columns.rules.collected(
        collection, columns.store.out_at(collection.account)
    )
    content = {
        "about": collection.about,
        "entries": [_told(one) for one in found[: columns.MOST_ARTICLES]],
    }
    return _work(WorkKind.COLLECTION, collection, content, now)


def _told(one: Out) -> dict[str, Any]:
    return {"title": one.title, "url": one.url, "at": one.at.isoformat()}


def _work(
    kind: WorkKind, listed: Series | Collection, content: dict[str, Any], now: datetime
) -> Work:
    return Work(
        account=listed.account,
        kind=kind,
        id=listed.id,
        title=listed.name,
        content=content,
        files={_COVER: cover_key(listed.cover)} if listed.cover else {},
        published_at=now,
    )
