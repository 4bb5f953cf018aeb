"""What people do with columns, series and collections where other domains have a say: articles, accounts, drafts."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from chalicelib import accounts, columns, newsroom, people, units
from chalicelib.accounts import UnknownAccount
from chalicelib.actor import Actor
from chalicelib.application.column_events import look_back
from chalicelib.application.column_place import own_accounts
from chalicelib.application.page_covers import keep_cover
from chalicelib.application.series_works import (
    publish_collection,
    publish_series,
    withdraw,
)
from chalicelib.columns import (
    Act,
    BadColumn,
    Collection,
    CollectionText,
    Column,
    ColumnText,
    Series,
    SeriesText,
)
from chalicelib.errors import Field
from chalicelib.newsroom import PICTURES, StoredArticle, Written
from chalicelib.works import WorkKind

WRITE: Final = "newsroom:article:write"
ARRANGE: Final = columns.permission_for(Series)


def new_column(unit: str, text: ColumnText, *, by: Actor, now: datetime) -> Column:
    """Make a column. Raises ``BadColumn`` and the errors of ``columns.new_column``."""
    people.require(by, columns.permission_for(Column), unit)
    _check_looks(unit, text.theme, text.cover)
    made = columns.new_column(unit, text, by=by, now=now)
    for one in own_accounts(unit):
        look_back(one.id)
    return made


def edit_column(column_id: str, text: ColumnText, *, base: int, by: Actor, now: datetime) -> Column:
    """Change a column. Raises ``BadColumn`` and the errors of ``columns.edit_column``."""
    unit = columns.store.get(column_id, Column).unit
    people.require(by, columns.permission_for(Column), unit)
    _check_looks(unit, text.theme, text.cover)
    return columns.edit_column(column_id, text, base=base, by=by, now=now)


def new_series(unit: str, text: SeriesText, *, by: Actor, now: datetime) -> Series:
    """Make a series. Raises ``BadColumn`` and the errors of ``columns.new_series``."""
    people.require(by, ARRANGE, unit)
    _check_page(unit, text.account, text.cover)
    made = columns.new_series(unit, text, by=by, now=now)
    look_back(text.account)
    publish_series(made.id, now)
    return made


def edit_series(
    series_id: str,
    text: SeriesText,
    *,
    base: int,
    by: Actor,
    now: datetime,
    renumber: bool = False,
) -> Series:
    """Change a series. Raises ``BadColumn`` and the errors of ``columns.edit_series``."""
    before = columns.store.get(series_id, Series)
    people.require(by, ARRANGE, before.unit)
    _check_page(before.unit, text.account, text.cover)
    _check_moved(before, text.account)
    changed = columns.edit_series(series_id, text, base=base, by=by, now=now, renumber=renumber)
    look_back(text.account)
    if before.account and before.account != text.account:
        withdraw(before.account, WorkKind.SERIES, series_id, now)
    publish_series(series_id, now)
    return changed


def new_collection(unit: str, text: CollectionText, *, by: Actor, now: datetime) -> Collection:
    """Make a collection. Raises ``BadColumn`` and the errors of ``columns.new_collection``."""
    people.require(by, ARRANGE, unit)
    _check_page(unit, text.account, text.cover)
    made = columns.new_collection(unit, text, by=by, now=now)
    look_back(text.account)
    publish_collection(made.id, now)
    return made


def edit_collection(
    collection_id: str, text: CollectionText, *, base: int, by: Actor, now: datetime
) -> Collection:
    """Change a collection. Raises ``BadColumn`` and the errors of ``columns.edit_collection``."""
    before = columns.store.get(collection_id, Collection)
    people.require(by, ARRANGE, before.unit)
    _check_page(before.unit, text.account, text.cover)
    changed = columns.edit_collection(collection_id, text, base=base, by=by, now=now)
    look_back(text.account)
    if before.account and before.account != text.account:
        withdraw(before.account, WorkKind.COLLECTION, collection_id, now)
    publish_collection(collection_id, now)
    return changed


def join(series_id: str, article: str, *, by: Actor, now: datetime) -> Series:
    """Put an article of the series' unit, or of one below, at its end. Raises ``UnknownArticle`` or ``BadColumn``."""
    unit = columns.store.get(series_id, Series).unit
    people.require(by, ARRANGE, unit)
    _check_article(article, unit, by)
    joined = columns.join(series_id, article, by=by, now=now)
    publish_series(series_id, now)
    return joined


def reorder(
    series_id: str,
    articles: Sequence[str],
    *,
    base: int,
    by: Actor,
    now: datetime,
    renumber: bool = False,
) -> Series:
    """Put a series into order. Errors as of ``columns.reorder``."""
    changed = columns.reorder(series_id, articles, base=base, by=by, now=now, renumber=renumber)
    publish_series(series_id, now)
    return changed


def leave(
    series_id: str, article: str, *, base: int, by: Actor, now: datetime, renumber: bool = False
) -> Series:
    """Take an article out of a series. Errors as of ``columns.leave``."""
    changed = columns.leave(series_id, article, base=base, by=by, now=now, renumber=renumber)
    publish_series(series_id, now)
    return changed


def pick(
    collection_id: str, articles: Sequence[str], *, base: int, by: Actor, now: datetime
) -> Collection:
    """Say which articles stand in a collection. Raises ``UnknownArticle`` and the errors of ``columns.pick``."""
    before = columns.store.get(collection_id, Collection)
    people.require(by, ARRANGE, before.unit)
    for article in articles:
        if article not in before.picked:
            _check_article(article, before.unit, by)
    changed = columns.pick(collection_id, articles, base=base, by=by, now=now)
    publish_collection(collection_id, now)
    return changed


def leave_out(collection_id: str, article: str, *, by: Actor, now: datetime) -> Collection:
    """Leave an article out of a collection. Errors as of ``columns.leave_out``."""
    changed = columns.leave_out(collection_id, article, by=by, now=now)
    publish_collection(collection_id, now)
    return changed


def begin_issue(
    column_id: str, unit: str = "", series_id: str = "", *, by: Actor, now: datetime
) -> str:
    """Begin the next article of a column for a unit that may use it: a draft of this person, with template and cover.

    ``series_id`` names the series that it is to join when it is saved. Returns the draft's id. Raises
    ``UnknownColumn``, ``NotInUse``, ``BadColumn`` or ``PermissionDenied``.
    """
    column = columns.store.get(column_id, Column)
    unit = unit or column.unit
    people.require(by, WRITE, unit)
    if all(one.id != column.unit for one in units.lineage(unit)):
        raise BadColumn(
            "这个栏目不属于本单位或它的上级。", fields=[Field("unit", "用不了这个栏目")]
        )
    columns.guard(column, Act.WRITE)
    series = columns.store.get(series_id, Series) if series_id else None
    return _kept_draft(unit, started(column, series), by, now)


def begin_in_series(series_id: str, *, by: Actor, now: datetime) -> str:
    """Begin the next article of a series, in its column if it has one. Errors as of ``begin_issue``."""
    series = columns.store.get(series_id, Series)
    people.require(by, WRITE, series.unit)
    columns.guard(series, Act.WRITE)
    usable = columns.columns_for(series.unit)
    column = next((one for one in usable if one.id == series.column), None)
    return _kept_draft(series.unit, started(column, series), by, now)


def started(column: Column | None, series: Series | None = None) -> Written:
    """The text from which an article of a column begins. Pure."""
    fields = {}
    parts: list[str] = []
    if column is not None:
        fields = {"title": f"{column.name}｜", "column": column.name}
        fields |= {"theme": column.theme} if column.theme else {}
        fields |= {"cover": column.cover} if column.cover else {}
        parts = [column.header, column.template, column.footer]
    if series is not None:
        fields["title"] = f"{series.name} {series.label(len(series.entries))}｜"
        fields["series"] = series.name
        if series.cover:
            fields.setdefault("cover", series.cover)
    body = "\n\n".join(part.strip() for part in parts if part.strip())
    return Written(fields=fields, body=body)


def _kept_draft(unit: str, text: Written, by: Actor, now: datetime) -> str:
    draft = f"new-{secrets.token_hex(8)}"
    newsroom.keep_draft(draft, unit, 0, text, by=by, now=now)
    return draft


def _check_article(article: str, unit: str, by: Actor) -> StoredArticle:
    found = newsroom.article_for(article, by=by)
    if all(one.id != unit for one in units.lineage(found.unit)):
        problem = f"稿件 {article} 不是本单位或下级的"
        raise BadColumn(f"{problem}。", fields=[Field("article", problem)])
    return found


def _check_moved(before: Series, account: str) -> None:
    """The address of a series stands in articles that are out: from the first one on it stays."""
    if not before.account or before.account == account:
        return
    out = columns.rules.shown_out(columns.store.out_at(before.account))
    if any(one.article in out for one in before.entries):
        problem = "已有文章发布，里面的链接指向这个公众号的页面"
        raise BadColumn(f"不能换公众号：{problem}。", fields=[Field("account", problem)])


def _check_page(unit: str, account: str, cover: str) -> None:
    if account:
        try:
            of = accounts.state(account).account.unit
        except UnknownAccount:
            of = ""
        if of != unit:
            problem = "不是本单位的公众号"
            raise BadColumn(f"公众号“{account}”{problem}。", fields=[Field("account", problem)])
    _check_cover(cover)


def _check_looks(unit: str, theme: str, cover: str) -> None:
    known = newsroom.themes_of(newsroom.themes_for(unit=unit)) if theme else {}
    if theme and theme not in known:
        problem = f"没有主题“{theme}”"
        raise BadColumn(f"{problem}，可用：{'、'.join(known)}。", fields=[Field("theme", problem)])
    _check_cover(cover)


def _check_cover(cover: str) -> None:
    if cover and not cover.startswith(PICTURES):
        problem = "请从素材库选择，或上传图片"
        raise BadColumn(f"封面不对：{problem}。", fields=[Field("cover", problem)])
    keep_cover(cover)
