"""海报和直播: a picture of what is being written, where its code may lead; who wants to be reminded of a stream."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from chalicelib.application import product_live, product_poster
from chalicelib.application.product_live import LiveReminders
from chalicelib.application.product_poster import PosterDrawn, PosterTarget
from chalicelib.console.caller import actor

router = Router()

_TAG = "products"


class PosterWanted(BaseModel):
    """A poster that is being written."""

    unit: str = Field(max_length=80)
    account: str = Field(max_length=80)
    content: Annotated[dict[str, Any], Field(description="海报的内容")]
    size: str = Field(default=product_poster.PAGE, max_length=40)


class PosterTargets(BaseModel):
    """Places where a code may lead."""

    targets: list[PosterTarget]


@router.post("/poster-pictures", tags=[_TAG], summary="预览海报")
def picture(body: PosterWanted) -> PosterDrawn:
    """The picture, or why it cannot be drawn."""
    return product_poster.typed(body.account, body.unit, body.content, body.size, by=actor())


@router.get("/poster-targets", tags=[_TAG], summary="海报的二维码可以指向哪里")
def targets(
    account: Annotated[str, Query(max_length=80)],
    words: Annotated[str, Query(max_length=60, description="名称里的字")] = "",
) -> PosterTargets:
    """Works, codes and articles, by words of their names."""
    return PosterTargets(targets=product_poster.targets(account, words, by=actor()))


@router.get("/products/<product_id>/live-reminders", tags=[_TAG], summary="直播的提醒")
def reminders(product_id: str) -> LiveReminders:
    """How many want to be reminded, and the text with the link by which they say so."""
    return product_live.reminders_for(product_id, by=actor())
