"""The pages of columns: the list of a unit, one column with its issues, what is due, what may be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from chalicelib import columns, newsroom, people, units
from chalicelib.actor import Actor
from chalicelib.application.column_place import (
    Place,
    deeds_of,
    history_of,
    issue_out,
    link_to,
    own_accounts,
    place_of,
)
from chalicelib.application.column_values import (
    ColumnChoice,
    ColumnChoices,
    ColumnRow,
    ColumnScheduleSeen,
    ColumnSeen,
    ColumnsPage,
    IssueMade,
)
from chalicelib.application.deeds import deed, denied
from chalicelib.application.series_page import collection_row, series_row
from chalicelib.columns import (
    Collection,
    Column,
    DueIssues,
    Out,
    Series,
    Standing,
)
from chalicelib.columns import labels as column_labels
from chalicelib.newsroom import ArticleState, StoredArticle
from chalicelib.values import Value

READ: Final = "columns:column:read"
_OUT_SHOWN: Final = 20


def columns_page(unit: str, *, by: Actor, now: datetime) -> ColumnsPage:
    """All of a unit: its columns and those of units above, its series, its collections.

    Raises ``PermissionDenied`` or ``UnknownUnit``.
    """
    found_series = columns.of_unit(unit, Series, by=by)
    found_collections = columns.of_unit(unit, Collection, by=by)
    place = place_of(unit, by, now, [*found_series, *found_collections])
    own = columns.of_unit(unit, Column, by=by)
    named = {one.name for one in own}
    above = [one for one in columns.columns_for(unit) if one.unit != unit and one.name not in named]
    column_names = {one.id: one.name for one in (*own, *above)}
    return ColumnsPage(
        columns=tuple(
            sorted((_column_row(one, place) for one in (*own, *above)), key=_urgent_first)
        ),
        series=tuple(series_row(one, place, column_names) for one in found_series),
        collections=tuple(collection_row(one, place) for one in found_collections),
        add_column=deed("add", "新建栏目", denied(by, "columns:column:edit", unit)),
        add_series=deed("add", "新建系列", denied(by, "columns:series:edit", unit)),
    )


def column_seen(column_id: str, unit: str = "", *, by: Actor, now: datetime) -> ColumnSeen:
    """A column as a unit uses it (default: its own). Raises ``UnknownColumn`` or ``PermissionDenied``."""
    column = columns.store.get(column_id, Column)
    at = _using(column, unit)
    people.require(by, READ, at)
    place = place_of(at, by, now, [])
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
        cover_link=link_to(column.cover),
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
        out=tuple(issue_out(one) for one in _out_of(column, place)[:_OUT_SHOWN]),
        series=tuple(belonging),
        version=column.version,
        updated_at=column.updated_at,
        updated_by=place.staff.get(column.updated_by, column.updated_by),
        history=history_of(column, place),
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


def late_columns(unit: str, *, by: Actor, now: datetime) -> list[tuple[Column, datetime]]:
    """Columns of a unit with an issue that did not come, and when it was due."""
    scheduled = [
        one
        for one in columns.store.of_unit(unit, Column)
        if one.schedule is not None and one.state is Standing.ACTIVE
    ]
    if not scheduled:
        return []
    place = place_of(unit, by, now, [])
    due = ((one, _due(one, place)) for one in scheduled)
    return [(one, told.late) for one, told in due if told and told.late]


def _using(column: Column, unit: str) -> str:
    """The unit as whose the column is looked at; the column's own where it may not use it."""
    if not unit or all(one.id != column.unit for one in units.lineage(unit)):
        return column.unit
    return unit


def _urgent_first(row: ColumnRow) -> tuple[bool, bool, str, str]:
    due = row.due.isoformat() if row.due else "9"
    return row.state != Standing.ACTIVE, row.late is None, due, row.name


def _column_row(column: Column, place: Place) -> ColumnRow:
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
        last=issue_out(out[0]) if out else None,
        made=_made(column, place, out),
        deeds=deeds_of(column, place),
    )


def _due(column: Column, place: Place) -> DueIssues | None:
    """When its unit owes the next issue; units below use a column when they like."""
    if column.schedule is None or column.unit != place.unit or column.state is Standing.RETIRED:
        return None
    out = [one.at for one in _out_of(column, place) if not one.gone]
    return columns.rules.due_issues(column.schedule, out, place.now)


def _out_of(column: Column, place: Place) -> list[Out]:
    """Articles of a column that the unit's accounts have out, the latest first; each once."""
    found: dict[str, Out] = {}
    for name in place.names:
        for one in place.out[name]:
            if one.column == column.name:
                found.setdefault(one.article, one)
    return sorted(found.values(), key=lambda one: one.at, reverse=True)


def _made(column: Column, place: Place, out: Sequence[Out]) -> IssueMade | None:
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
