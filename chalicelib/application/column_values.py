"""What pages show of columns, series and collections. Values only."""

from __future__ import annotations

from datetime import time

from pydantic import AwareDatetime

from chalicelib.columns import Rhythm
from chalicelib.transitions import Deed
from chalicelib.values import Value


class ColumnChoice(Value):
    """A value and its name."""

    value: str
    name: str


class ColumnScheduleSeen(Value):
    """When issues of a column are due."""

    rhythm: Rhythm
    weekdays: tuple[int, ...]
    day: int
    at: time
    text: str
    """``每周二 10:00``."""


class IssueOut(Value):
    """An article that is out."""

    article: str
    title: str
    url: str
    account: str
    at: AwareDatetime
    delivery: str
    state: str
    """``open``; ``untold``: WeChat has not told its address; ``gone``: recalled; ``hidden``: a takedown is at it."""
    state_name: str


class IssueMade(Value):
    """An article of a column that is not out yet."""

    article: str
    title: str
    state: str
    state_name: str
    by: str


class HistoryLine(Value):
    """One change."""

    at: AwareDatetime
    by: str
    what: str


class ColumnRow(Value):
    """A column in the list."""

    id: str
    name: str
    about: str
    unit: str
    unit_name: str
    own: bool
    """Of the unit that is looked at; else of one above."""
    state: str
    state_name: str
    schedule: str
    owner: str
    owner_name: str
    due: AwareDatetime | None
    """When the next issue is due that is not out yet."""
    late: AwareDatetime | None
    last: IssueOut | None
    made: IssueMade | None
    """The article that is being written for the next issue."""
    deeds: tuple[Deed, ...]


class ColumnSeen(ColumnRow):
    """A column with all that is written of it."""

    template: str
    header: str
    footer: str
    theme: str
    cover: str
    cover_link: str
    scheduled: ColumnScheduleSeen | None
    upcoming: tuple[AwareDatetime, ...]
    out: tuple[IssueOut, ...]
    """The latest first."""
    series: tuple[ColumnChoice, ...]
    """Series in use that belong to it."""
    version: int
    updated_at: AwareDatetime
    updated_by: str
    history: tuple[HistoryLine, ...]
    """The latest first."""


class SeriesRow(Value):
    """A series in the list."""

    id: str
    unit: str
    name: str
    about: str
    column: str
    column_name: str
    account: str
    account_name: str
    state: str
    state_name: str
    number: int
    """Articles in it."""
    open: int
    """Those that readers can open."""
    next_label: str
    """Number of the article that comes next."""
    page: str
    """Address of its public page; empty: it has none."""
    updated_at: AwareDatetime
    deeds: tuple[Deed, ...]


class SeriesEntry(Value):
    """One article of a series."""

    article: str
    label: str
    title: str
    """Empty where the article is gone."""
    state: str
    """``open``, ``untold``, ``gone``, ``hidden`` as of ``IssueOut``; else the state of the article."""
    state_name: str
    url: str
    at: AwareDatetime | None
    onward: str
    """The address in the article that leads to the one after it."""
    before: str
    """Title of the article that 上一期 leads to; empty: none is out."""


class SeriesSeen(SeriesRow):
    """A series with its articles."""

    cover: str
    cover_link: str
    first: int
    form: str
    entries: tuple[SeriesEntry, ...]
    version: int
    updated_by: str
    history: tuple[HistoryLine, ...]


class CollectionRow(Value):
    """A collection in the list."""

    id: str
    unit: str
    name: str
    about: str
    account: str
    account_name: str
    state: str
    state_name: str
    open: int
    rule: str
    """What comes by itself, in words."""
    page: str
    updated_at: AwareDatetime
    deeds: tuple[Deed, ...]


class CollectionEntry(Value):
    """One article of a collection."""

    article: str
    title: str
    state: str
    state_name: str
    url: str
    at: AwareDatetime | None
    picked: bool


class CollectionSeen(CollectionRow):
    """A collection with its articles."""

    cover: str
    cover_link: str
    columns: tuple[str, ...]
    tags: tuple[str, ...]
    entries: tuple[CollectionEntry, ...]
    version: int
    updated_by: str
    history: tuple[HistoryLine, ...]


class ColumnsPage(Value):
    """All of a unit."""

    columns: tuple[ColumnRow, ...]
    series: tuple[SeriesRow, ...]
    collections: tuple[CollectionRow, ...]
    add_column: Deed
    add_series: Deed


class ColumnChoices(Value):
    """What a person chooses from."""

    owners: tuple[ColumnChoice, ...]
    accounts: tuple[ColumnChoice, ...]
    themes: tuple[str, ...]
    columns: tuple[ColumnChoice, ...]
    """Columns that the unit may write, by id; their names suit the front matter too."""
    series: tuple[str, ...]
    """Names of series that an article may give."""


class BegunIssue(Value):
    """A draft that was begun."""

    draft: str
    """Its id: ``/articles/new/{id}``."""
