"""传播力指数 against reckoning by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from math import log

import pytest

from chalicelib.insight.wechat_numbers.errors import BadSpan, NoSuchFormula
from chalicelib.insight.wechat_numbers.formulas import (
    FORMULAS,
    Part,
    formula_called,
    reach_index,
)
from chalicelib.insight.wechat_numbers.models import ArticleDay, ArticleNumbers
from chalicelib.insight.wechat_numbers.ranking import Measure
from chalicelib.insight.wechat_numbers.reach_counts import counts_of

DAY = date(2026, 11, 23)


def article(index: int = 1, number: int = 1, **figures: int | None) -> ArticleNumbers:
    return ArticleNumbers(
        account="province",
        msg_data_id=number,
        index=index,
        published=DAY,
        days=(ArticleDay(day=DAY, **figures),),
        observed_at=datetime(2026, 11, 24, tzinfo=UTC),
    )


THREE = (
    article(1, 1, read=7000, zaikan=70, like=140, share=35),
    article(2, 1, read=700, zaikan=7, like=0, share=7),
    article(1, 2, read=2100, zaikan=0, like=21, share=0),
)


def test_the_wci_of_three_articles_of_a_week_is_that_reckoned_by_hand() -> None:
    found = reach_index(FORMULAS["wci-14.2"], counts_of(THREE), 7)
    overall = 0.85 * log(9800 / 7 + 1) + 0.09 * log(77 / 7 * 10 + 1) + 0.06 * log(161 / 7 * 10 + 1)
    average = 0.85 * log(9800 / 3 + 1) + 0.09 * log(77 / 3 * 10 + 1) + 0.06 * log(161 / 3 * 10 + 1)
    heads = 0.85 * log(9100 / 7 + 1) + 0.09 * log(70 / 7 * 10 + 1) + 0.06 * log(161 / 7 * 10 + 1)
    peak = 0.85 * log(7001) + 0.09 * log(701) + 0.06 * log(1401)
    expected = (0.6 * overall + 0.2 * average + 0.1 * heads + 0.1 * peak) ** 2 * 12
    assert found.value == pytest.approx(expected)
    assert [one.points for one in found.parts] == pytest.approx([overall, average, heads, peak])
    # Reckoned with a calculator: 7.2449 * 0.85 = 6.1581 of the overall readers alone.
    assert found.parts[0].terms[0].points == pytest.approx(6.1582, abs=1e-3)
    assert (found.articles, found.headlines, found.untold) == (3, 2, ())


def test_wci_13_and_the_one_with_shares_have_their_own_weights() -> None:
    old = reach_index(FORMULAS["wci-13"], counts_of(THREE[:1]), 1)
    each = 0.85 * log(7001) + 0.15 * log(1401)
    assert old.value == pytest.approx(each**2 * 10)  # one headline of one day: four equal parts
    new = reach_index(FORMULAS["wci-14.2-share"], counts_of(THREE[:1]), 1)
    each = 0.70 * log(7001) + 0.09 * log(701) + 0.06 * log(1401) + 0.15 * log(351)
    assert new.value == pytest.approx(each**2 * 12)


@pytest.mark.parametrize("name", FORMULAS)
def test_an_account_without_articles_has_none(name: str) -> None:
    found = reach_index(FORMULAS[name], counts_of(()), 7)
    assert (found.value, found.articles, found.untold) == (0, 0, ())
    assert {term.points for part in found.parts for term in part.terms} == {0.0}


@pytest.mark.parametrize("name", FORMULAS)
def test_weights_of_a_formula_make_one(name: str) -> None:
    formula = FORMULAS[name]
    assert sum(formula.parts.values()) == pytest.approx(1)
    assert sum(one.weight for one in formula.measures.values()) == pytest.approx(1)
    assert set(formula.parts) == set(Part)
    assert formula.certainty == "[M]"


def test_articles_without_a_headline_count_nothing_there() -> None:
    found = reach_index(FORMULAS["wci-14.2"], counts_of([article(2, read=100)]), 1)
    parts = {one.part: one.points for one in found.parts}
    assert parts[Part.HEADLINE] == 0
    assert parts[Part.PEAK] == parts[Part.OVERALL] == pytest.approx(0.85 * log(101))


def test_a_figure_that_wechat_did_not_tell_is_named_and_counts_nothing() -> None:
    found = reach_index(FORMULAS["wci-14.2"], counts_of([article(read=100, like=3)]), 1)
    assert found.untold == (Measure.ZAIKAN,)
    zaikan = [t for part in found.parts for t in part.terms if t.measure is Measure.ZAIKAN]
    assert [one.points for one in zaikan] == [0, 0, 0, 0]


def test_an_article_of_which_no_day_is_told_counts_as_an_article() -> None:
    bare = article(number=9).model_copy(update={"days": ()})
    found = reach_index(FORMULAS["wci-14.2"], counts_of([*THREE, bare]), 7)
    assert found.articles == 4
    average = next(one for one in found.parts if one.part is Part.AVERAGE)
    assert average.terms[0].number == 9800 / 4


def test_the_last_day_of_an_article_counts_and_not_the_sum_of_its_days() -> None:
    two = THREE[0].model_copy(
        update={"days": (ArticleDay(day=DAY, read=10), ArticleDay(day=DAY, read=30))}
    )
    found = reach_index(FORMULAS["wci-14.2"], counts_of([two]), 1)
    assert found.parts[0].terms[0].number == 30


def test_what_is_no_formula_or_no_span_is_refused() -> None:
    with pytest.raises(NoSuchFormula, match=r"wci-14\.2"):
        formula_called("wci-99")
    with pytest.raises(BadSpan):
        reach_index(FORMULAS["wci-13"], counts_of(THREE), 0)
