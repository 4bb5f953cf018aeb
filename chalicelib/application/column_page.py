"""Columns, series and collections as pages show them: the list of a unit, one with its articles, what is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Final, NamedTuple

from chalicelib import accounts, columns, newsroom, people, units
from chalicelib.accounts import UnknownAccount
from chalicelib.actor import Actor
from chalicelib.application.column_values import (
    CollectionEntry,
    CollectionRow,
    CollectionSeen,
    ColumnChoice,
    ColumnChoices,
    ColumnRow,
    ColumnScheduleSeen,
    ColumnSeen,
    ColumnsPage,
    HistoryLine,
    IssueMade,
    IssueOut,
    SeriesEntry,
    SeriesRow,
    SeriesSeen,
)
from chalicelib.application.deeds import deed, denied
from chalicelib.application.series_links import next_address
from chalicelib.application.work_pages import address_at
from chalicelib.cloud import objects
from chalicelib.cloud.at_once import side_by_side
from chalicelib.columns import (
    TABLE,
    Act,
    Collection,
    Column,
    DueIssues,
    Listed,
    Out,
    Series,
    Standing,
    Who,
)
from chalicelib.columns import labels as column_labels
from chalicelib.errors import NotFound
from chalicelib.newsroom import ArticleState, StoredArticle
from chalicelib.transitions import Deed
from chalicelib.values import Value
from chalicelib.works import WorkKind

READ: Final = "columns:column:read"
WRITE: Final = "newsroom:article:write"
_LOOKED_AT: Final = 200
"""Articles of a unit that are looked through for the one being written, the newest first."""
_OUT_SHOWN: Final = 20
_OUT_STATES: Final = {
    "open": "已发布",
    "untold": "已发布，微信未告知网址",
    "gone": "已撤回",
    "hidden": "撤稿中",
}


class _Place(NamedTuple):
    """What is known of a unit while one page is made."""

    unit: str
    by: Actor
    now: datetime
    names: dict[str, str]
    """Of accounts."""
    staff: dict[str, str]
    out: dict[str, list[Out]]
    """By account of the unit, and of the series and collections shown."""
    articles: tuple[StoredArticle, ...]
    """Of the unit, the newest first."""


def columns_page(unit: str, *, by: Actor, now: datetime) -> ColumnsPage:
    """All of a unit: its columns and those of units above, its series, its collections.

    Raises ``PermissionDenied`` or ``UnknownUnit``.
    """
    found_series = columns.of_unit(unit, Series, by=by)
    found_collections = columns.of_unit(unit, Collection, by=by)
    place = _place(unit, by, now, [*found_series, *found_collections])
    own = columns.of_unit(unit, Column, by=by)
    named = {one.name for one in own}
    above = [one for one in columns.columns_for(unit) if one.unit != unit and one.name not in named]
    column_names = {one.id: one.name for one in (*own, *above)}
    return ColumnsPage(
        columns=tuple(
            sorted((_column_row(one, place) for one in (*own, *above)), key=_urgent_first)
        ),
        series=tuple(_series_row(one, place, column_names) for one in found_series),
        collections=tuple(_collection_row(one, place) for one in found_collections),
        add_column=deed("add", "新建栏目", denied(by, "columns:column:edit", unit)),
        add_series=deed("add", "新建系列", denied(by, "columns:series:edit", unit)),
    )


def column_seen(column_id: str, unit: str = "", *, by: Actor, now: datetime) -> ColumnSeen:
    """A column as a unit uses it (default: its own). Raises ``UnknownColumn`` or ``PermissionDenied``."""
    column = columns.store.get(column_id, Column)
    at = _using(column, unit)
    people.require(by, READ, at)
    place = _place(at, by, now, [])
    schedule = column.schedule
    due = _due(column, place)
    belonging = [
        ColumnChoice(value=one.id, name=one.name)
        for one in columns.store.of_unit(at, Series)
        if one.column == column.id and one.state is Standing.ACTIVE
    ]
    return ColumnSeen(
        **_column_row(column, place).model_dump(),
        template=column.template,
        header=column.header,
        footer=column.footer,
        theme=column.theme,
        cover=column.cover,
        cover_link=_link(column.cover),
        scheduled=ColumnScheduleSeen(
            rhythm=schedule.rhythm,
            weekdays=schedule.weekdays,
            day=schedule.day,
            at=schedule.at,
            text=column_labels.schedule_text(schedule),
        )
        if schedule
        else None,
        upcoming=due.upcoming if due else (),
        out=tuple(_issue_out(one) for one in _out_of(column, place)[:_OUT_SHOWN]),
        series=tuple(belonging),
        version=column.version,
        updated_at=column.updated_at,
        updated_by=place.staff.get(column.updated_by, column.updated_by),
        history=_history(column, place),
    )


def series_seen(series_id: str, *, by: Actor, now: datetime) -> SeriesSeen:
    """A series with its articles. Raises ``UnknownColumn`` or ``PermissionDenied``."""
    series = columns.one_for(series_id, Series, by=by)
    place = _place(series.unit, by, now, [series])
    column_names = {one.id: one.name for one in columns.columns_for(series.unit)}
    known = _known(one.article for one in series.entries)
    every = place.out.get(series.account, [])
    out = columns.rules.shown_out(every)
    entries = []
    for at, entry in enumerate(series.entries):
        state, name, shown = _standing(entry.article, known, every)
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
        **_series_row(series, place, column_names).model_dump(),
        cover=series.cover,
        cover_link=_link(series.cover),
        first=series.first,
        form=series.form,
        entries=tuple(entries),
        version=series.version,
        updated_by=place.staff.get(series.updated_by, series.updated_by),
        history=_history(series, place),
    )


def collection_seen(collection_id: str, *, by: Actor, now: datetime) -> CollectionSeen:
    """A collection with its articles. Raises ``UnknownColumn`` or ``PermissionDenied``."""
    collection = columns.one_for(collection_id, Collection, by=by)
    place = _place(collection.unit, by, now, [collection])
    every = place.out.get(collection.account, [])
    known = _known(collection.picked)
    brought = [
        one.article
        for one in columns.rules.collected(collection, every)
        if one.article not in collection.picked
    ]
    entries = []
    for article_id in (*collection.picked, *brought):
        state, name, shown = _standing(article_id, known, every)
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
        **_collection_row(collection, place).model_dump(),
        cover=collection.cover,
        cover_link=_link(collection.cover),
        columns=collection.rule.columns,
        tags=collection.rule.tags,
        entries=tuple(entries),
        version=collection.version,
        updated_by=place.staff.get(collection.updated_by, collection.updated_by),
        history=_history(collection, place),
    )


def choices(unit: str, *, by: Actor) -> ColumnChoices:
    """What a person chooses from. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    lineage = units.lineage(unit)
    staff = {one.id: one.name for level in lineage for one in people.list_staff(level.id)}
    usable = columns.columns_for(unit)
    series = [one for level in lineage for one in columns.store.of_unit(level.id, Series)]
    return ColumnChoices(
        owners=tuple(ColumnChoice(value=one, name=name or one) for one, name in staff.items()),
        accounts=tuple(ColumnChoice(value=one.id, name=one.name) for one in own_accounts(unit)),
        themes=tuple(newsroom.themes_of(newsroom.themes_for(unit=unit))),
        columns=tuple(ColumnChoice(value=one.id, name=one.name) for one in usable),
        series=tuple(dict.fromkeys(one.name for one in series if one.state is Standing.ACTIVE)),
    )


def own_accounts(unit: str) -> list[accounts.OfficialAccount]:
    """The accounts of just this unit."""
    return [state.account for state in accounts.states() if state.account.unit == unit]


def late_columns(unit: str, *, by: Actor, now: datetime) -> list[tuple[Column, datetime]]:
    """Columns of a unit with an issue that did not come, and when it was due."""
    scheduled = [
        one
        for one in columns.store.of_unit(unit, Column)
        if one.schedule is not None and one.state is Standing.ACTIVE
    ]
    if not scheduled:
        return []
    place = _place(unit, by, now, [])
    due = ((one, _due(one, place)) for one in scheduled)
    return [(one, told.late) for one, told in due if told and told.late]


def _place(unit: str, by: Actor, now: datetime, shown: Sequence[Series | Collection]) -> _Place:
    own = own_accounts(unit)
    ids = dict.fromkeys([*(one.id for one in own), *(one.account for one in shown if one.account)])
    out = side_by_side(columns.store.out_at, list(ids))
    return _Place(
        unit=unit,
        by=by,
        now=now,
        names={one.id: one.name for one in own},
        staff={one.id: one.name for one in people.list_staff() if one.name},
        out=dict(zip(ids, out, strict=True)),
        articles=tuple(islice(newsroom.list_articles(unit), _LOOKED_AT)),
    )


def _using(column: Column, unit: str) -> str:
    """The unit as whose the column is looked at; the column's own where it may not use it."""
    if not unit or all(one.id != column.unit for one in units.lineage(unit)):
        return column.unit
    return unit


def _urgent_first(row: ColumnRow) -> tuple[bool, bool, str, str]:
    due = row.due.isoformat() if row.due else "9"
    return row.state != Standing.ACTIVE, row.late is None, due, row.name


def _column_row(column: Column, place: _Place) -> ColumnRow:
    due = _due(column, place)
    out = _out_of(column, place)
    upcoming = (due.upcoming[1:] if due.done else due.upcoming) if due else ()
    own = column.unit == place.unit
    return ColumnRow(
        id=column.id,
        name=column.name,
        about=column.about,
        unit=column.unit,
        unit_name=units.lineage(column.unit)[0].name,
        own=own,
        state=column.state.value,
        state_name=column_labels.STANDINGS[column.state],
        schedule=column_labels.schedule_text(column.schedule),
        owner=column.owner,
        owner_name=place.staff.get(column.owner, column.owner),
        due=upcoming[0] if upcoming else None,
        late=due.late if due else None,
        last=_issue_out(out[0]) if out else None,
        made=_made(column, place, out),
        deeds=_deeds(column, place),
    )


def _due(column: Column, place: _Place) -> DueIssues | None:
    """When its unit owes the next issue; units below use a column when they like."""
    if column.schedule is None or column.unit != place.unit or column.state is Standing.RETIRED:
        return None
    out = [one.at for one in _out_of(column, place) if not one.gone]
    return columns.rules.due_issues(column.schedule, out, place.now)


def _out_of(column: Column, place: _Place) -> list[Out]:
    """Articles of a column that the unit's accounts have out, the latest first; each once."""
    found: dict[str, Out] = {}
    for name in place.names:
        for one in place.out[name]:
            if one.column == column.name:
                found.setdefault(one.article, one)
    return sorted(found.values(), key=lambda one: one.at, reverse=True)


def _made(column: Column, place: _Place, out: Sequence[Out]) -> IssueMade | None:
    gone = {one.article for one in out}
    one = next(
        (
            one
            for one in place.articles
            if one.column == column.name and one.id not in gone and _fresh(one, out)
        ),
        None,
    )
    if one is None:
        return None
    return IssueMade(
        article=one.id,
        title=one.title,
        state=one.state.value,
        state_name=newsroom.STATE_NAMES[one.state],
        by=place.staff.get(one.created_by, one.created_by),
    )


def _fresh(one: StoredArticle, out: Sequence[Out]) -> bool:
    """Whether an article may become the next issue: what was left lying before the last one is none."""
    return not out or one.updated_at > out[0].at


def _issue_out(one: Out) -> IssueOut:
    state = _out_state(one)
    return IssueOut(
        article=one.article,
        title=one.title,
        url=one.url if one.open else "",
        account=one.account,
        at=one.at,
        delivery=one.delivery,
        state=state,
        state_name=_OUT_STATES[state],
    )


def _out_state(one: Out) -> str:
    if one.gone:
        return "gone"
    if one.hidden:
        return "hidden"
    return "open" if one.url else "untold"


def _standing(
    article_id: str, known: dict[str, StoredArticle], every: Sequence[Out]
) -> tuple[str, str, Out | None]:
    """State and its name of an article, and what of it is out: a page that readers can open before one that is gone."""
    mine = [one for one in every if one.article == article_id]
    shown = next((one for one in mine if one.open), mine[-1] if mine else None)
    if shown is not None:
        state = _out_state(shown)
        return state, _OUT_STATES[state], shown
    article = known.get(article_id)
    if article is None:
        return "missing", "稿件不存在", None
    return article.state.value, newsroom.STATE_NAMES[article.state], None


def _known(articles: Iterable[str]) -> dict[str, StoredArticle]:
    wanted = list(dict.fromkeys(articles))

    def read(article_id: str) -> StoredArticle | None:
        try:
            return newsroom.get_article(article_id)
        except NotFound:
            return None

    found = side_by_side(read, wanted)
    return {one.id: one for one in found if one is not None}


def _series_row(series: Series, place: _Place, column_names: dict[str, str]) -> SeriesRow:
    out = columns.rules.shown_out(place.out.get(series.account, []))
    return SeriesRow(
        id=series.id,
        unit=series.unit,
        name=series.name,
        about=series.about,
        column=series.column,
        column_name=column_names.get(series.column, ""),
        account=series.account,
        account_name=_account_name(series.account, place),
        state=series.state.value,
        state_name=column_labels.STANDINGS[series.state],
        number=len(series.entries),
        open=sum(one.article in out for one in series.entries),
        next_label=series.label(len(series.entries)),
        page=address_at(series.account, WorkKind.SERIES, series.id) if series.account else "",
        updated_at=series.updated_at,
        deeds=_deeds(series, place),
    )


def _collection_row(collection: Collection, place: _Place) -> CollectionRow:
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
        account_name=_account_name(collection.account, place),
        state=collection.state.value,
        state_name=column_labels.STANDINGS[collection.state],
        open=len(columns.rules.collected(collection, every)),
        rule="；".join(said),
        page=page if collection.account else "",
        updated_at=collection.updated_at,
        deeds=_deeds(collection, place),
    )


def _account_name(account: str, place: _Place) -> str:
    if not account or account in place.names:
        return place.names.get(account, "")
    try:
        return accounts.state(account).account.name
    except UnknownAccount:
        return account


def _deeds(listed: Listed, place: _Place) -> tuple[Deed, ...]:
    """What this person may do with it now; of a column that is another unit's, only write."""
    refusal = denied(place.by, columns.permission_for(type(listed)), listed.unit)
    write = denied(place.by, WRITE, place.unit)
    possible = TABLE.possible(listed, Who)
    found = []
    for act in Act:
        if isinstance(listed, Column) and act is Act.ARRANGE:
            continue
        if isinstance(listed, Collection) and act is Act.WRITE:
            continue
        if act in (Act.RETIRE, Act.RESTORE) and act not in possible:
            continue
        now = (
            ""
            if act in possible
            else f"{column_labels.STANDINGS[listed.state]}，不能{column_labels.ACTS[act]}。"
        )
        found.append(
            deed(act.value, column_labels.ACTS[act], write if act is Act.WRITE else refusal, now)
        )
    return tuple(found)


def _history(listed: Listed, place: _Place) -> tuple[HistoryLine, ...]:
    return tuple(
        HistoryLine(at=one.at, by=place.staff.get(one.by, one.by), what=one.what)
        for one in reversed(listed.steps)
    )


def _link(key: str) -> str:
    return objects.link(key) if key else ""


class SeenArticle(Value):
    """An article that may be put into a series or a collection."""

    article: str
    title: str
    column: str
    state_name: str


def candidates(unit: str, words: str, *, by: Actor) -> list[SeenArticle]:
    """Articles of a unit with these words in title or column, the newest first. Raises ``PermissionDenied``."""
    people.require(by, "newsroom:article:read", unit)
    wanted = words.strip().casefold()
    found = (
        one
        for one in islice(newsroom.list_articles(unit), 500)
        if wanted in one.title.casefold() or wanted in one.column.casefold()
    )
    return [
        SeenArticle(
            article=one.id,
            title=one.title,
            column=one.column,
            state_name=newsroom.STATE_NAMES[ArticleState(one.state)],
        )
        for one in islice(found, 30)
    ]
