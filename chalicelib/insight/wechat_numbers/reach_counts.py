"""What the articles of an account reached, as few numbers that add up: what an index is reckoned from. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, TypeAlias

from chalicelib.insight.wechat_numbers.models import ArticleFigures, ArticleNumbers
from chalicelib.insight.wechat_numbers.ranking import Measure

Counts: TypeAlias = tuple[int | None, ...]
"""Articles, headlines, and of each ``Measure`` in its order three figures: the sum of all articles, the sum of the
headlines, and that of the best article; None thrice where WeChat told it of none."""

NOTHING: Final[Counts] = (0, 0, *((None,) * (3 * len(Measure))))
_PLACES: Final = {measure: 2 + 3 * number for number, measure in enumerate(Measure)}


class Told(NamedTuple):
    """One figure of some articles."""

    whole: int
    headlines: int
    best: int


def counts_of(articles: Iterable[ArticleNumbers]) -> Counts:
    """Of the articles of one account. A figure below nought counts as nought."""
    every = list(articles)
    return (
        len(every),
        sum(one.index == 1 for one in every),
        *(number for measure in Measure for number in _three(measure, every)),
    )


def together(parts: Iterable[Counts]) -> Counts:
    """Of several days, or accounts, as one."""
    made = list(NOTHING)
    for one in parts:
        made[0] = (made[0] or 0) + (one[0] or 0)
        made[1] = (made[1] or 0) + (one[1] or 0)
        for place in _PLACES.values():
            whole, heads, best = one[place : place + 3]
            if whole is None:
                continue
            made[place] = (made[place] or 0) + whole
            made[place + 1] = (made[place + 1] or 0) + (heads or 0)
            made[place + 2] = max(made[place + 2] or 0, best or 0)
    return tuple(made)


def told(counts: Counts, measure: Measure) -> Told | None:
    """One figure; None where WeChat told it of no article."""
    place = _PLACES[measure]
    whole, heads, best = counts[place : place + 3]
    return None if whole is None else Told(whole, heads or 0, best or 0)


def figures_of(counts: Counts) -> ArticleFigures:
    """The sums of all articles."""
    return ArticleFigures(**{measure.value: counts[place] for measure, place in _PLACES.items()})


def _three(measure: Measure, articles: list[ArticleNumbers]) -> Iterator[int | None]:
    known = [
        (max(0, number), one.index == 1)
        for one in articles
        if (number := getattr(one.total, measure.value)) is not None
    ]
    if not known:
        yield from (None, None, None)
        return
    yield sum(number for number, _ in known)
    yield sum(number for number, head in known if head)
    yield max(number for number, _ in known)
