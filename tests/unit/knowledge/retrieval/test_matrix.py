"""Texts as rows: the same terms and weights as one text after the other would get."""

from __future__ import annotations

from math import log, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray

from chalicelib.knowledge.retrieval import normalise, rows
from chalicelib.knowledge.retrieval.text import CHARACTER, PAIR, terms

TEXTS = (
    "个税退税多久到账",
    "个税退税什么时候到账？",
    "",
    "发票丢了怎么办",
    "請問發票丟了怎麼辦",
    "ＡＢ１２ 发票，发票",
    "？",
    "你好",
)


def weights(texts: tuple[str, ...]) -> list[dict[int, float]]:
    """Of each text what each of its terms weighs, told one by one, undamped and not scaled."""
    found = [
        dict(zip(one.keys.tolist(), one.at_large.tolist(), strict=True))
        for one in map(terms, texts)
    ]
    held = {term: sum(term in one for one in found) for one in found for term in one}
    most = log(len(texts) + 1) + 1

    def weight(term: int, at_large: float) -> float:
        here = log((len(texts) + 1) / (held[term] + 1)) + 1
        kind = term >> 62
        if kind == PAIR:
            return 0.7 * here
        return (1.5 if kind == CHARACTER else 1.0) * (0.6 * here + 0.4 * at_large * most)

    return [{term: weight(term, rare) for term, rare in one.items()} for one in found]


def written_out(texts: tuple[str, ...], damped: float) -> NDArray[np.float64]:
    found = rows(texts, damped=damped)
    table = np.zeros((len(texts), found.terms))
    for nth in range(len(texts)):
        own = slice(found.starts[nth], found.starts[nth + 1])
        table[nth, found.columns[own]] = found.weights[own]
    return table


@pytest.mark.parametrize("damped", [0.0, 0.5])
def test_a_dot_of_two_rows_is_the_cosine_of_their_texts(damped: float) -> None:
    single = weights(TEXTS)
    squares = [sum(one**2 for one in text.values()) for text in single]
    lengths = [sqrt(square + damped * sum(squares) / len(squares)) for square in squares]
    table = written_out(TEXTS, damped)
    dots = table @ table.T
    for one, first in enumerate(single):
        for two, second in enumerate(single):
            if one == two or not first or not second:
                continue
            shared = sum(first[term] * second[term] for term in first.keys() & second.keys())
            assert dots[one, two] == pytest.approx(shared / lengths[one] / lengths[two], abs=1e-6)


def test_terms_of_one_text_alone_are_left_out_and_the_rarest_stand_first() -> None:
    found = rows(["发票作废", "发票丢失", "发票丢失怎么办", "发票"])
    assert np.diff(found.starts).tolist() == [1, 2, 2, 1]
    # 发, 票 and 发票 stand in the same texts and are one term, as 丢, 失 and 丢失 are.
    assert found.terms == 2
    held = np.bincount(found.columns)
    assert held[found.columns[found.starts[1] : found.starts[2]]].tolist() == [2, 4]


def test_the_same_text_twice_is_the_same_row_twice() -> None:
    table = written_out(("契税怎么交", "契税怎么交", "房产税"), 0.0)
    assert table[0].tolist() == table[1].tolist()
    assert table[0] @ table[1] == pytest.approx(1.0, abs=1e-6)


def test_no_text_and_texts_without_a_word_make_no_terms() -> None:
    for texts in ([], [""], ["", "？", "。"]):
        found = rows(texts)
        assert (found.terms, len(found.columns)) == (0, 0)
        assert len(found.starts) == len(texts) + 1


def test_many_texts_are_cut_into_the_words_of_each() -> None:
    many = [f"{text}{end}" for end in ("", "吗", "呢") for text in TEXTS] * 90
    found = rows(many)
    few = rows([normalise(text) for text in many])
    assert found.starts.tolist() == few.starts.tolist()
    assert found.columns.tolist() == few.columns.tolist()
