"""传播力指数: how far an account's articles reach, by a formula that is data, with every term shown. Pure.

A formula has four parts: all articles per day, per article, headlines per day, and the best article. Each part weighs
its figures as ``weight * ln(times * value + 1)``; the index is ``(sum of weight * part) ** power * factor``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from chalicelib.insight.wechat_numbers.errors import BadSpan, NoSuchFormula
from chalicelib.insight.wechat_numbers.ranking import Measure
from chalicelib.insight.wechat_numbers.reach_counts import Counts, Told, told
from chalicelib.values import Value


class Part(StrEnum):
    """What a figure is taken of."""

    OVERALL = "overall"
    AVERAGE = "average"
    HEADLINE = "headline"
    PEAK = "peak"


PARTS: Final = {
    Part.OVERALL: "整体传播力（日均）",
    Part.AVERAGE: "篇均传播力",
    Part.HEADLINE: "头条传播力（日均）",
    Part.PEAK: "峰值传播力",
}


class Weight(Value):
    """How one figure counts within a part."""

    weight: float
    times: float = 1.0
    """Before the logarithm: likes are rarer than readers."""


class Formula(Value):
    """One way to reckon an index."""

    name: str
    label: str
    certainty: str
    """As in docs/wechat-api.md: ``[M]`` is not confirmed by whoever publishes it."""
    parts: dict[Part, float]
    measures: dict[Measure, Weight]
    power: float = 2.0
    factor: float = 12.0


FORMULAS: Final[Mapping[str, Formula]] = {
    one.name: one
    for one in (
        Formula(
            name="wci-14.2",
            label="WCI 14.2",
            certainty="[M]",
            parts={Part.OVERALL: 0.6, Part.AVERAGE: 0.2, Part.HEADLINE: 0.1, Part.PEAK: 0.1},
            measures={
                Measure.READ: Weight(weight=0.85),
                Measure.ZAIKAN: Weight(weight=0.09, times=10),
                Measure.LIKE: Weight(weight=0.06, times=10),
            },
        ),
        Formula(
            name="wci-14.2-share",
            label="WCI 14.2（含转发）",
            certainty="[M]",
            parts={Part.OVERALL: 0.6, Part.AVERAGE: 0.2, Part.HEADLINE: 0.1, Part.PEAK: 0.1},
            measures={
                Measure.READ: Weight(weight=0.70),
                Measure.ZAIKAN: Weight(weight=0.09, times=10),
                Measure.LIKE: Weight(weight=0.06, times=10),
                Measure.SHARE: Weight(weight=0.15, times=10),
            },
        ),
        Formula(
            name="wci-13",
            label="WCI 13.0",
            certainty="[M]",
            parts={Part.OVERALL: 0.3, Part.AVERAGE: 0.3, Part.HEADLINE: 0.3, Part.PEAK: 0.1},
            measures={
                Measure.READ: Weight(weight=0.85),
                Measure.LIKE: Weight(weight=0.15, times=10),
            },
            factor=10.0,
        ),
    )
}
USUAL: Final = "wci-14.2"


class Term(Value):
    """One figure of one part, as it went into the index."""

    part: Part
    measure: Measure
    number: float
    """The figure: of a day, an article, or the best article."""
    weight: float
    times: float
    points: float
    """``weight * ln(times * number + 1)``"""


class PartPoints(Value):
    """One part with its terms."""

    part: Part
    weight: float
    points: float
    """The sum of its terms."""
    terms: tuple[Term, ...]


class ReachIndex(Value):
    """An index with all that it came of."""

    formula: str
    days: int
    articles: int
    headlines: int
    parts: tuple[PartPoints, ...]
    value: float
    untold: tuple[Measure, ...]
    """Figures of the formula that WeChat told of no article: they count as 0."""


def formula_called(name: str) -> Formula:
    """A formula by its name. Raises ``NoSuchFormula``."""
    found = FORMULAS.get(name)
    if found is None:
        raise NoSuchFormula(f"没有“{name}”这种指数，可选：{'、'.join(FORMULAS)}。")
    return found


def index_value(formula: Formula, counts: Counts, days: int) -> float:
    """The index alone, without its terms."""
    whole = sum(
        weight
        * sum(
            _points(counted, _number(part, told(counts, measure), counts, days))
            for measure, counted in formula.measures.items()
        )
        for part, weight in formula.parts.items()
    )
    return float(whole**formula.power * formula.factor)


def reach_index(formula: Formula, counts: Counts, days: int) -> ReachIndex:
    """The index of the articles published in ``days`` days. Without articles it is 0. Raises ``BadSpan``."""
    if days < 1:
        raise BadSpan("指数至少按一天计算。")
    return ReachIndex(
        formula=formula.name,
        days=days,
        articles=counts[0] or 0,
        headlines=counts[1] or 0,
        parts=tuple(
            _part(formula, part, weight, counts, days) for part, weight in formula.parts.items()
        ),
        value=index_value(formula, counts, days),
        untold=tuple(one for one in formula.measures if counts[0] and told(counts, one) is None),
    )


def _part(formula: Formula, part: Part, weight: float, counts: Counts, days: int) -> PartPoints:
    terms = []
    for measure, counted in formula.measures.items():
        number = _number(part, told(counts, measure), counts, days)
        terms.append(
            Term(
                part=part,
                measure=measure,
                number=number,
                weight=counted.weight,
                times=counted.times,
                points=_points(counted, number),
            )
        )
    return PartPoints(
        part=part, weight=weight, points=sum(one.points for one in terms), terms=tuple(terms)
    )


def _points(counted: Weight, number: float) -> float:
    return counted.weight * math.log(counted.times * number + 1)


def _number(part: Part, known: Told | None, counts: Counts, days: int) -> float:
    if known is None:
        return 0.0
    if part is Part.PEAK:
        return float(known.best)
    if part is Part.AVERAGE:
        return known.whole / (counts[0] or 1)
    return (known.whole if part is Part.OVERALL else known.headlines) / days
