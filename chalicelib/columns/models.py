"""Columns (栏目), series (系列), collections (合集), and what of an account's articles is out. Values only."""

from __future__ import annotations

from datetime import time
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints, model_validator

from chalicelib.values import Value

MOST_ARTICLES: Final = 500
"""Of a series or a collection."""
BLOCK_CHARS: Final = 1000
TEMPLATE_CHARS: Final = 20_000
ABOUT_CHARS: Final = 200
COLUMN_NAME: Final = 20
SERIES_NAME: Final = 40
"""Characters, as in the front matter of an article."""
NUMBER: Final = "{n}"
"""Stands for the number in the form of a series' numbers."""


class Standing(StrEnum):
    """Whether it is in use."""

    ACTIVE = "active"
    RETIRED = "retired"


class Act(StrEnum):
    """What a person does with a column, a series or a collection."""

    WRITE = "write"
    """Begin an article of it."""
    EDIT = "edit"
    ARRANGE = "arrange"
    """Add, remove and reorder articles."""
    RETIRE = "retire"
    RESTORE = "restore"


class Rhythm(StrEnum):
    """How often an issue is due."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


def _sorted_days(days: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(set(days)))


class Schedule(Value):
    """When issues of a column are due (Beijing)."""

    rhythm: Rhythm
    weekdays: Annotated[
        tuple[Annotated[int, Field(ge=1, le=7)], ...], AfterValidator(_sorted_days)
    ] = ()
    """Of a weekly one: 1 is Monday."""
    day: Annotated[int, Field(ge=1, le=31)] = 1
    """Of a monthly one; in a shorter month the last day counts."""
    at: time
    since: AwareDatetime | None = None
    """Nothing was due before it was set."""

    @model_validator(mode="after")
    def _has_days(self) -> Self:
        if self.rhythm is Rhythm.WEEKLY and not self.weekdays:
            raise ValueError("请选择星期几")
        return self


def _lone(name: str) -> str:
    if "#" in name or "\n" in name:
        raise ValueError("不能有 # 和换行")
    return name


ColumnName = Annotated[
    str,
    StringConstraints(min_length=1, max_length=COLUMN_NAME, strip_whitespace=True),
    AfterValidator(_lone),
]
LongName = Annotated[
    str,
    StringConstraints(min_length=1, max_length=SERIES_NAME, strip_whitespace=True),
    AfterValidator(_lone),
]
About = Annotated[str, StringConstraints(max_length=ABOUT_CHARS, strip_whitespace=True)]
Block = Annotated[str, StringConstraints(max_length=BLOCK_CHARS)]


class ColumnText(Value):
    """What a person writes of a column."""

    name: ColumnName
    about: About = ""
    template: Annotated[str, StringConstraints(max_length=TEMPLATE_CHARS)] = ""
    """Markdown from which a new article begins."""
    header: Block = ""
    footer: Block = ""
    """Markdown before and after the template."""
    theme: Annotated[str, StringConstraints(max_length=20)] = ""
    cover: Annotated[str, StringConstraints(max_length=200)] = ""
    """Object key of a picture of ours; empty: each article brings its own."""
    schedule: Schedule | None = None
    owner: Annotated[str, StringConstraints(max_length=80)] = ""
    """Person who answers for it."""


def _has_number(form: str) -> str:
    if form.count(NUMBER) != 1:
        raise ValueError("要有一处 {n}，例如“第{n}期”")
    return form


class SeriesText(Value):
    """What a person writes of a series."""

    name: LongName
    about: About = ""
    cover: Annotated[str, StringConstraints(max_length=200)] = ""
    column: Annotated[str, StringConstraints(max_length=20)] = ""
    """Id of its column; empty: it stands alone."""
    account: Annotated[str, StringConstraints(max_length=80)] = ""
    """Whose page shows it; empty: it has none."""
    first: Annotated[int, Field(ge=0, le=100_000)] = 1
    """Number of the first article."""
    form: Annotated[str, StringConstraints(max_length=20), AfterValidator(_has_number)] = "第{n}期"


class Rule(Value):
    """Which articles come into a collection by themselves; every condition that is given has to hold."""

    columns: Annotated[tuple[ColumnName, ...], Field(max_length=20)] = ()
    """One of these columns."""
    tags: Annotated[
        tuple[Annotated[str, StringConstraints(max_length=20, min_length=1)], ...],
        Field(max_length=20),
    ] = ()
    """One of these tags (标签)."""

    @property
    def empty(self) -> bool:
        """Whether nothing comes by itself."""
        return not (self.columns or self.tags)


class CollectionText(Value):
    """What a person writes of a collection."""

    name: LongName
    about: About = ""
    cover: Annotated[str, StringConstraints(max_length=200)] = ""
    account: Annotated[str, StringConstraints(max_length=80)] = ""
    rule: Rule = Rule()


MOST_STEPS: Final = 50
"""That a thing remembers itself; the audit log has all."""


class ColumnStep(Value):
    """One line of the history."""

    at: AwareDatetime
    by: str
    what: str


class _Kept(Value):
    """What columns, series and collections have in common."""

    id: str
    unit: str
    state: Standing = Standing.ACTIVE
    version: int = 1
    made_at: AwareDatetime
    made_by: str
    updated_at: AwareDatetime
    updated_by: str
    steps: tuple[ColumnStep, ...] = ()
    """The last changes, the oldest first."""


class Column(_Kept, ColumnText):
    """A column (栏目) of a unit; units below may use it."""


class Entry(Value):
    """One article of a series."""

    article: str
    place: int
    """Given once, and never to another: addresses in published articles hold it."""


class Series(_Kept, SeriesText):
    """A series (系列): articles in order."""

    entries: Annotated[tuple[Entry, ...], Field(max_length=MOST_ARTICLES)] = ()
    places: int = 0
    """How many places were given."""
    left: tuple[str, ...] = ()
    """Articles that a person took out: they do not come back by themselves."""

    def entry(self, article: str) -> Entry | None:
        """The entry of an article."""
        return next((one for one in self.entries if one.article == article), None)

    def at_place(self, place: int) -> int | None:
        """Where in the order an entry stands (from 0)."""
        return next((at for at, one in enumerate(self.entries) if one.place == place), None)

    def label(self, at: int) -> str:
        """The number of the entry at a position of the order (from 0): 第 3 期."""
        return self.form.replace(NUMBER, str(self.first + at))


class Collection(_Kept, CollectionText):
    """A collection (合集): articles that somebody picked, and those that its rule brings."""

    picked: Annotated[tuple[str, ...], Field(max_length=MOST_ARTICLES)] = ()
    """Articles in order; they stand before what the rule brings."""
    left: tuple[str, ...] = ()
    """Articles that the rule would bring, and a person took out."""


Listed = Column | Series | Collection


class Out(Value):
    """One article that WeChat has put out at an account."""

    account: str
    delivery: str
    number: int
    """Of the article within the push, from 1."""
    article: str
    title: str
    at: AwareDatetime
    url: str = ""
    """Empty while WeChat has not told it."""
    column: str = ""
    series: str = ""
    tags: tuple[str, ...] = ()
    digest: str = ""
    gone: bool = False
    """Recalled."""
    hidden: str = ""
    """The takedown that is at it; empty: none."""

    @property
    def open(self) -> bool:
        """Whether readers can open it."""
        return bool(self.url) and not self.gone and not self.hidden
