"""What an editor puts into a text: styles of the house, pictures used before, own articles, videos and voices."""

from __future__ import annotations

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import newsroom, people
from chalicelib.application import published as pages
from chalicelib.cloud import objects
from chalicelib.console import cursors
from chalicelib.console.caller import actor
from chalicelib.console.cursors import LIMIT, Cursor, Limit
from chalicelib.newsroom import ArticleKind, Styles, TakenMedia

router = Router()

_TAG = "writing"
Unit = Annotated[str, Query(max_length=40)]


class ForStyles(BaseModel):
    """A text, as far as its theme hangs on it."""

    unit: str = Field(max_length=40)
    theme: str = Field(default="", max_length=40)
    column: str = Field(default="", max_length=40)


class LibraryPicture(BaseModel):
    """A picture used before."""

    key: str
    url: str
    """Opens for some minutes."""
    name: str
    width: int
    height: int
    by_name: str
    at: AwareDatetime


class LibraryPage(BaseModel):
    """A page of a unit's pictures, the latest first."""

    pictures: list[LibraryPicture]
    next: str


class PublishedArticles(BaseModel):
    """Own articles that readers can open, the latest first."""

    articles: list[pages.PublishedArticle]


class UploadedMedia(BaseModel):
    """A video or voice that was sent."""

    unit: str = Field(max_length=40)
    upload: str = Field(max_length=50)
    kind: Literal["video", "audio"]


@router.post("/editor/styles", tags=[_TAG], summary="样式库：本单位主题画出的样式")
def styles(given: ForStyles) -> Styles:
    """The styles of a text's theme, each drawn by it, and the themes that the text may choose."""
    fields = {"theme": given.theme, "column": given.column}
    return newsroom.style_library(given.unit, fields, by=actor())


@router.get("/editor/pictures", tags=[_TAG], summary="素材库：单位用过的图片")
def pictures(unit: Unit, cursor: Cursor = "", limit: Limit = LIMIT) -> LibraryPage:
    """A page of the pictures of a unit's articles."""
    found = newsroom.library(unit, by=actor(), after=cursors.after(cursor))
    shown, after = cursors.page(found, limit, lambda one: one.place)
    names = {one.id: one.name for one in people.list_staff()}
    return LibraryPage(
        pictures=[
            LibraryPicture(
                key=one.key,
                url=objects.link(one.key),
                name=one.name,
                width=one.width,
                height=one.height,
                by_name=names.get(one.by) or one.by,
                at=one.at,
            )
            for one in shown
        ],
        next=after,
    )


@router.get("/editor/published", tags=[_TAG], summary="发表记录里的往期文章")
def published(unit: Unit, words: Annotated[str, Query(max_length=60)] = "") -> PublishedArticles:
    """Own articles with these words in the title, for a link to them."""
    return PublishedArticles(articles=pages.published(actor(), unit, words))


@router.post("/editor/media", tags=[_TAG], summary="上传的视频、音频用于稿件")
def media(given: UploadedMedia) -> TakenMedia:
    """Make an uploaded file the video or voice of an article."""
    kind = ArticleKind(given.kind)
    return newsroom.take_media(given.unit, given.upload, kind=kind, by=actor())
