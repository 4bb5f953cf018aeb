"""栏目与系列: columns of a unit, what is due of them, and the list of everything."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from chalicelib import columns
from chalicelib.application import column_page, column_steps
from chalicelib.application.column_page import SeenArticle
from chalicelib.application.column_values import (
    BegunIssue,
    ColumnChoices,
    ColumnSeen,
    ColumnsPage,
)
from chalicelib.clock import utc_now
from chalicelib.columns import Column, ColumnText, Rhythm
from chalicelib.console.caller import actor
from chalicelib.console.once import once
from chalicelib.console.versions import expected, tagged

router = Router()
_TAG = "columns"
Unit = Annotated[str, Query(max_length=80)]


class WrittenSchedule(BaseModel):
    """When issues are due (Beijing)."""

    rhythm: Rhythm
    weekdays: list[int] = Field(default=[], max_length=7)
    """1 is Monday."""
    day: int = 1
    at: str = Field(max_length=8)
    """``10:00``."""


class WrittenColumn(BaseModel):
    """What a person writes of a column."""

    name: str = Field(max_length=100)
    about: str = Field(default="", max_length=1000)
    template: str = Field(default="", max_length=40_000)
    header: str = Field(default="", max_length=4000)
    footer: str = Field(default="", max_length=4000)
    theme: str = Field(default="", max_length=80)
    cover: str = Field(default="", max_length=200)
    schedule: WrittenSchedule | None = None
    owner: str = Field(default="", max_length=80)

    def text(self) -> ColumnText:
        """The same, checked."""
        given: dict[str, Any] = self.model_dump(exclude={"unit"})
        return columns.text_of(ColumnText, given)


class NewColumn(WrittenColumn):
    """A column of a unit."""

    unit: str = Field(max_length=80)


class MadeColumn(BaseModel):
    """What was made."""

    id: str


class WantedState(BaseModel):
    """Out of use, or back."""

    action: Literal["retire", "restore"]


class WantedIssue(BaseModel):
    """For which unit the next article is begun; empty: the column's own."""

    unit: str = Field(default="", max_length=80)
    series: str = Field(default="", max_length=80)
    """The series that it joins when it is saved."""


class FoundArticles(BaseModel):
    """Articles that may be put into a series or a collection."""

    articles: list[SeenArticle]


@router.get("/columns", tags=[_TAG], summary="一个单位的栏目、系列和合集")
def every(unit: Unit) -> ColumnsPage:
    """All of it."""
    return column_page.columns_page(unit, by=actor(), now=utc_now())


@router.get("/columns/choices", tags=[_TAG], summary="负责人、公众号、主题、栏目和系列的名称")
def choices(unit: Unit) -> ColumnChoices:
    """What a person chooses from."""
    return column_page.choices(unit, by=actor())


@router.get("/columns/articles", tags=[_TAG], summary="可以加入系列或合集的稿件")
def articles(unit: Unit, words: Annotated[str, Query(max_length=60)] = "") -> FoundArticles:
    """Articles with these words in title or column."""
    return FoundArticles(articles=column_page.candidates(unit, words, by=actor()))


@router.post("/columns", tags=[_TAG], summary="新建栏目")
def add(body: NewColumn) -> MadeColumn:
    """Make a column."""

    def make() -> MadeColumn:
        made = column_steps.new_column(body.unit, body.text(), by=actor(), now=utc_now())
        return MadeColumn(id=made.id)

    return once(MadeColumn, make)


@router.get("/columns/<column_id>", tags=[_TAG], summary="一个栏目")
def show(column_id: str, unit: Unit = "") -> Response[ColumnSeen]:
    """A column as a unit uses it."""
    return _shown(column_id, unit)


@router.put("/columns/<column_id>", tags=[_TAG], summary="修改栏目")
def edit(column_id: str, body: WrittenColumn) -> Response[ColumnSeen]:
    """Change what is written of it."""
    column_steps.edit_column(column_id, body.text(), base=expected(), by=actor(), now=utc_now())
    return _shown(column_id)


@router.post("/columns/<column_id>/state", tags=[_TAG], summary="停用或恢复栏目")
def move(column_id: str, body: WantedState) -> Response[ColumnSeen]:
    """Take it out of use, or bring it back."""
    act = columns.retire if body.action == "retire" else columns.restore
    act(column_id, Column, by=actor(), now=utc_now())
    return _shown(column_id)


@router.post("/columns/<column_id>/issue", tags=[_TAG], summary="写这一期")
def begin(column_id: str, body: WantedIssue) -> BegunIssue:
    """Begin the next article of it."""

    def make() -> BegunIssue:
        draft = column_steps.begin_issue(
            column_id, body.unit, body.series, by=actor(), now=utc_now()
        )
        return BegunIssue(draft=draft)

    return once(BegunIssue, make)


def _shown(column_id: str, unit: str = "") -> Response[ColumnSeen]:
    view = column_page.column_seen(column_id, unit, by=actor(), now=utc_now())
    return tagged(view, view.version)
