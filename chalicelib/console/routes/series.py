"""系列和合集: their articles, the order of them, and what is written of each."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from chalicelib import columns
from chalicelib.application import column_steps, series_page, series_works
from chalicelib.application.column_values import BegunIssue, CollectionSeen, SeriesSeen
from chalicelib.clock import utc_now
from chalicelib.columns import Collection, CollectionText, Series, SeriesText
from chalicelib.console.caller import actor
from chalicelib.console.once import once
from chalicelib.console.product_preview import page_of
from chalicelib.console.routes.columns import MadeColumn, WantedState
from chalicelib.console.versions import expected, tagged

router = Router()
_TAG = "columns"
_FOOT = "还有问题？回到公众号，把问题发过来。"


class WrittenSeries(BaseModel):
    """What a person writes of a series."""

    name: str = Field(max_length=200)
    about: str = Field(default="", max_length=1000)
    cover: str = Field(default="", max_length=200)
    column: str = Field(default="", max_length=80)
    account: str = Field(default="", max_length=80)
    first: int = 1
    form: str = Field(default="第{n}期", max_length=80)

    def text(self) -> SeriesText:
        """The same, checked."""
        given: dict[str, Any] = self.model_dump(exclude={"unit", "renumber"})
        return columns.text_of(SeriesText, given)


class NewSeries(WrittenSeries):
    """A series of a unit."""

    unit: str = Field(max_length=80)


class EditedSeries(WrittenSeries):
    """A series as it is to be."""

    renumber: bool = False
    """Whether articles that are out may get other numbers."""


class JoiningArticle(BaseModel):
    """An article for the end of a series."""

    article: str = Field(max_length=80)


class LeavingArticle(BaseModel):
    """An article that is taken out."""

    article: str = Field(max_length=80)
    renumber: bool = False


class WantedOrder(BaseModel):
    """The articles of a series, each once, in order."""

    articles: list[str] = Field(max_length=columns.MOST_ARTICLES)
    renumber: bool = False


class WrittenRule(BaseModel):
    """What comes into a collection by itself."""

    columns: list[str] = Field(default=[], max_length=40)
    tags: list[str] = Field(default=[], max_length=40)


class WrittenCollection(BaseModel):
    """What a person writes of a collection."""

    name: str = Field(max_length=200)
    about: str = Field(default="", max_length=1000)
    cover: str = Field(default="", max_length=200)
    account: str = Field(default="", max_length=80)
    rule: WrittenRule = WrittenRule()

    def text(self) -> CollectionText:
        """The same, checked."""
        given: dict[str, Any] = self.model_dump(exclude={"unit"})
        return columns.text_of(CollectionText, given)


class NewCollection(WrittenCollection):
    """A collection of a unit."""

    unit: str = Field(max_length=80)


class ListedPage(BaseModel):
    """A page as followers see it."""

    html: str


class PickedArticles(BaseModel):
    """The articles that somebody picked, in order."""

    articles: list[str] = Field(max_length=columns.MOST_ARTICLES)


@router.post("/series", tags=[_TAG], summary="新建系列")
def add(body: NewSeries) -> MadeColumn:
    """Make a series."""

    def make() -> MadeColumn:
        made = column_steps.new_series(body.unit, body.text(), by=actor(), now=utc_now())
        return MadeColumn(id=made.id)

    return once(MadeColumn, make)


@router.get("/series/<series_id>", tags=[_TAG], summary="一个系列和它的稿件")
def show(series_id: str) -> Response[SeriesSeen]:
    """A series with its articles."""
    return _shown(series_id)


@router.put("/series/<series_id>", tags=[_TAG], summary="修改系列")
def edit(series_id: str, body: EditedSeries) -> Response[SeriesSeen]:
    """Change what is written of it."""
    column_steps.edit_series(
        series_id,
        body.text(),
        base=expected(),
        by=actor(),
        now=utc_now(),
        renumber=body.renumber,
    )
    return _shown(series_id)


@router.post("/series/<series_id>/state", tags=[_TAG], summary="停用或恢复系列")
def move(series_id: str, body: WantedState) -> Response[SeriesSeen]:
    """Take it out of use, or bring it back."""
    act = columns.retire if body.action == "retire" else columns.restore
    act(series_id, Series, by=actor(), now=utc_now())
    return _shown(series_id)


@router.post("/series/<series_id>/issue", tags=[_TAG], summary="写下一期")
def begin(series_id: str) -> BegunIssue:
    """Begin the next article of it."""

    def make() -> BegunIssue:
        draft = column_steps.begin_in_series(series_id, by=actor(), now=utc_now())
        return BegunIssue(draft=draft)

    return once(BegunIssue, make)


@router.post("/series/<series_id>/articles", tags=[_TAG], summary="加入稿件")
def join(series_id: str, body: JoiningArticle) -> Response[SeriesSeen]:
    """Put an article at its end; again it changes nothing."""
    column_steps.join(series_id, body.article, by=actor(), now=utc_now())
    return _shown(series_id)


@router.put("/series/<series_id>/articles", tags=[_TAG], summary="调整顺序")
def reorder(series_id: str, body: WantedOrder) -> Response[SeriesSeen]:
    """Put its articles into order."""
    column_steps.reorder(
        series_id,
        body.articles,
        base=expected(),
        by=actor(),
        now=utc_now(),
        renumber=body.renumber,
    )
    return _shown(series_id)


@router.post("/series/<series_id>/leave", tags=[_TAG], summary="移出稿件")
def leave(series_id: str, body: LeavingArticle) -> Response[SeriesSeen]:
    """Take an article out."""
    column_steps.leave(
        series_id,
        body.article,
        base=expected(),
        by=actor(),
        now=utc_now(),
        renumber=body.renumber,
    )
    return _shown(series_id)


@router.post("/collections", tags=[_TAG], summary="新建合集")
def add_collection(body: NewCollection) -> MadeColumn:
    """Make a collection."""

    def make() -> MadeColumn:
        made = column_steps.new_collection(body.unit, body.text(), by=actor(), now=utc_now())
        return MadeColumn(id=made.id)

    return once(MadeColumn, make)


@router.get("/collections/<collection_id>", tags=[_TAG], summary="一个合集和它的稿件")
def show_collection(collection_id: str) -> Response[CollectionSeen]:
    """A collection with its articles."""
    return _collected(collection_id)


@router.put("/collections/<collection_id>", tags=[_TAG], summary="修改合集")
def edit_collection(collection_id: str, body: WrittenCollection) -> Response[CollectionSeen]:
    """Change what is written of it."""
    column_steps.edit_collection(
        collection_id, body.text(), base=expected(), by=actor(), now=utc_now()
    )
    return _collected(collection_id)


@router.post("/collections/<collection_id>/state", tags=[_TAG], summary="停用或恢复合集")
def move_collection(collection_id: str, body: WantedState) -> Response[CollectionSeen]:
    """Take it out of use, or bring it back."""
    act = columns.retire if body.action == "retire" else columns.restore
    act(collection_id, Collection, by=actor(), now=utc_now())
    return _collected(collection_id)


@router.put("/collections/<collection_id>/articles", tags=[_TAG], summary="选定稿件")
def pick(collection_id: str, body: PickedArticles) -> Response[CollectionSeen]:
    """Say which articles stand in it, and in which order."""
    column_steps.pick(collection_id, body.articles, base=expected(), by=actor(), now=utc_now())
    return _collected(collection_id)


@router.post("/collections/<collection_id>/leave-out", tags=[_TAG], summary="不收录这一篇")
def leave_out(collection_id: str, body: JoiningArticle) -> Response[CollectionSeen]:
    """Leave an article out that the rule brings; again it changes nothing."""
    column_steps.leave_out(collection_id, body.article, by=actor(), now=utc_now())
    return _collected(collection_id)


@router.get("/series/<series_id>/page", tags=[_TAG], summary="粉丝看到的系列页面")
def page(series_id: str, page: Annotated[str, Query(max_length=200)] = "") -> ListedPage:
    """The public page of a series."""
    return ListedPage(html=page_of(series_works.series_page(series_id, by=actor()), page, _FOOT))


@router.get("/collections/<collection_id>/page", tags=[_TAG], summary="粉丝看到的合集页面")
def collection_page(
    collection_id: str, page: Annotated[str, Query(max_length=200)] = ""
) -> ListedPage:
    """The public page of a collection."""
    work = series_works.collection_page(collection_id, by=actor())
    return ListedPage(html=page_of(work, page, _FOOT))


def _shown(series_id: str) -> Response[SeriesSeen]:
    view = series_page.series_seen(series_id, by=actor(), now=utc_now())
    return tagged(view, view.version)


def _collected(collection_id: str) -> Response[CollectionSeen]:
    view = series_page.collection_seen(collection_id, by=actor(), now=utc_now())
    return tagged(view, view.version)
