"""工作台 and the search over everything."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel

from chalicelib.application import day_numbers as numbers
from chalicelib.application import search as searching
from chalicelib.application import workbench as work
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor

router = Router()


class Hit(BaseModel):
    """One thing that was found."""

    kind: str
    kind_name: str
    title: str
    detail: str
    path: str


class Hits(BaseModel):
    """What was found, nearest units first."""

    hits: list[Hit]
    left_out: int
    """Units whose articles and issues were not looked through."""


@router.get("/workbench", tags=["workbench"], summary="工作台：待办、今天的时段、异常")
def workbench(unit: Annotated[str, Query(max_length=40)]) -> work.Workbench:
    """The caller's tasks, today's slots and what is wrong, in a unit and below."""
    return work.workbench(actor(), unit, utc_now())


@router.get("/workbench/numbers", tags=["workbench"], summary="今日数字：推送、问答、坐席、稿件")
def day_numbers(unit: Annotated[str, Query(max_length=40)]) -> numbers.DayNumbers:
    """The day so far, of a unit and below; a group that the caller may not see is null."""
    return numbers.day_numbers(actor(), unit, utc_now())


@router.get("/search", tags=["workbench"], summary="搜索稿件、期、会话、公众号、单位、人员")
def search(
    q: Annotated[str, Query(max_length=100)], unit: Annotated[str, Query(max_length=40)] = ""
) -> Hits:
    """Everything the caller may see that has these words in its name; ``unit`` and below come first."""
    found = searching.search(q, actor(), unit, now=utc_now())
    return Hits(
        hits=[
            Hit(**one.model_dump(), kind_name=searching.KIND_NAMES[one.kind]) for one in found.hits
        ],
        left_out=found.left_out,
    )
