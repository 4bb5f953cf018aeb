"""传播力指数: accounts in order, with every term of their index."""

from __future__ import annotations

from typing import Annotated, Final

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel

from chalicelib import insight
from chalicelib.application import article_numbers as reading
from chalicelib.application.number_tables import SOURCE
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.console.routes.number_choices import Place, Since, Until, asked_span

router = Router()
_TAG = "numbers"
MOST_SHOWN: Final = 100
"""Accounts that are shown with all their terms; the file has the others."""


class TermSeen(BaseModel):
    """One figure of one part, as it went into the index."""

    name: str
    number: float
    weight: float
    times: float
    points: float


class PartSeen(BaseModel):
    """One part of an index with its terms."""

    name: str
    weight: float
    points: float
    terms: list[TermSeen]


class RankSeen(BaseModel):
    """One account in the ranking."""

    rank: int
    account: str
    name: str
    articles: int
    headlines: int
    value: float
    parts: list[PartSeen]
    untold: list[str]
    """Figures of the formula that WeChat did not tell: they count as 0."""


class Ranking(BaseModel):
    """Accounts by 传播力指数."""

    source: str
    formula: str
    certainty: str
    factor: float
    power: float
    days: int
    ranks: list[RankSeen]
    accounts: int
    """All that were ranked; ``ranks`` has the first hundred of them."""
    formulas: list[Choice]


@router.get("/numbers/index", tags=[_TAG], summary="公众号按传播力指数排名，带每一项")
def index(
    unit: Place = "",
    account: Place = "",
    since: Since = None,
    until: Until = None,
    formula: Annotated[str, Query(max_length=40)] = insight.wechat_numbers.USUAL,
) -> Ranking:
    """Accounts of a unit and those below, with every term of their index."""
    days, wanted = asked_span(since, until), insight.wechat_numbers.formula_called(formula)
    found = reading.index_of(
        unit, days, account=account, formula=formula, most=MOST_SHOWN, by=actor()
    )
    accounts = len(reading.account_names(unit, account, by=actor()))
    return Ranking(
        source=SOURCE,
        formula=wanted.name,
        certainty=wanted.certainty,
        factor=wanted.factor,
        power=wanted.power,
        days=days.days,
        ranks=[_rank(one) for one in found],
        accounts=accounts,
        formulas=[
            Choice(value=one.name, label=one.label)
            for one in insight.wechat_numbers.FORMULAS.values()
        ],
    )


def _rank(one: reading.AccountIndex) -> RankSeen:
    return RankSeen(
        rank=one.rank,
        account=one.account,
        name=one.name,
        articles=one.index.articles,
        headlines=one.index.headlines,
        value=one.index.value,
        parts=[
            PartSeen(
                name=insight.wechat_numbers.PARTS[part.part],
                weight=part.weight,
                points=part.points,
                terms=[
                    TermSeen(
                        name=insight.wechat_numbers.MEASURES[term.measure],
                        number=term.number,
                        weight=term.weight,
                        times=term.times,
                        points=term.points,
                    )
                    for term in part.terms
                ],
            )
            for part in one.index.parts
        ],
        untold=[insight.wechat_numbers.MEASURES[measure] for measure in one.index.untold],
    )
