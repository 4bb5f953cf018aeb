"""Periods, places and reports. Values only."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from chalicelib.values import Value


class ReportKind(StrEnum):
    """How long a time a report tells of."""

    WEEK = "week"
    MONTH = "month"


class Period(Value):
    """Days of Asia/Shanghai, both included: a week from Monday on, or a month."""

    kind: ReportKind
    since: date
    until: date

    @property
    def days(self) -> list[date]:
        """Each of them, oldest first."""
        return [self.since + timedelta(days=n) for n in range((self.until - self.since).days + 1)]


class PlaceKind(StrEnum):
    """Of what a report tells."""

    UNIT = "unit"
    ACCOUNT = "account"


class Place(Value):
    """An account, or a unit with all accounts below it."""

    kind: PlaceKind
    id: str

    @property
    def key(self) -> str:
        """As keys have it: ``unit:province``."""
        return f"{self.kind}:{self.id}"


class Figure(Value):
    """One number of a period, with those it is compared with; None where it is not known."""

    name: str
    label: str
    unit: str
    """人, 次, 篇, 秒, %."""
    now: float | None
    before: float | None
    year_before: float | None
    decimals: int = 0
    source: str
    as_of: AwareDatetime | None
    """None: nobody has told it yet."""
    missing: int = 0
    """Days of accounts that are not in ``now``."""


class Words(Value):
    """A paragraph."""

    block: Literal["words"] = "words"
    text: str


class Figures(Value):
    """Figures beside each other."""

    block: Literal["figures"] = "figures"
    caption: str
    figures: tuple[Figure, ...]
    public: bool = False
    """Whether an article for readers has them, too."""


Cell = str | int | float | None


class Table(Value):
    """Rows under heads; a cell that is None is not known."""

    block: Literal["table"] = "table"
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    source: str
    as_of: AwareDatetime | None
    note: str = ""
    public: bool = False


class ChartLook(StrEnum):
    """How a chart is drawn."""

    LINE = "line"
    COLUMN = "column"
    BAR = "bar"


class Series(Value):
    """One line of a chart, or one colour of its bars; None where a day is not known."""

    name: str
    values: tuple[float | None, ...]


class Chart(Value):
    """A picture of numbers."""

    block: Literal["chart"] = "chart"
    caption: str
    look: ChartLook
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    source: str
    as_of: AwareDatetime | None


Block = Annotated[Words | Figures | Table | Chart, Field(discriminator="block")]


class Section(Value):
    """One heading with what stands below it."""

    heading: str
    """Without its number."""
    public: bool
    """Whether an article for readers has it, too."""
    blocks: tuple[Block, ...]


class Origin(Value):
    """Where figures come from, and how they are counted."""

    source: str
    what: str
    how: str
    as_of: AwareDatetime | None


class Report(Value):
    """A report as it was made. It never changes."""

    title: str
    place: Place
    place_name: str
    period: Period
    accounts: int
    at: AwareDatetime
    by: str
    summary: str
    """The most important, in one or two sentences."""
    sections: tuple[Section, ...]
    origins: tuple[Origin, ...]
    faults: tuple[str, ...]
    """What is missing or not final, each in a sentence; empty: nothing."""
