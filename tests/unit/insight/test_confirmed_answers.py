"""Which answers followers confirmed."""

from __future__ import annotations

from typing import Any

from chalicelib.conversation import AskedMessage, Rung
from chalicelib.insight.questions.confirmed_answers import Confirmed, confirmed, halves


def kept(at: int, text: str, rung: Rung, who: str = "a", **more: Any) -> AskedMessage:
    return AskedMessage(at=at, key=str(at), text=text, rung=rung, who=who, **more)


def asked(at: int, who: str = "a") -> AskedMessage:
    return kept(at, "发票丢了咋整", Rung.FAQ, who, entry="q1")


def voted(at: int, number: int, entry: str = "q1", who: str = "a") -> AskedMessage:
    return kept(at, "有帮助", Rung.FEEDBACK, who, entry=entry, tap=f"helpful:{entry}:{number}")


OFFERED = kept(10, "会计换人", Rung.CLARIFY)
CHOSEN = kept(20, "怎么变更办税人员", Rung.FAQ, entry="q2", tap="faq:q2")


def test_what_the_asker_called_helpful_is_confirmed() -> None:
    assert confirmed([asked(10), voted(20, 1)]) == [Confirmed("发票丢了咋整", "q1")]


def test_what_the_asker_chose_from_the_offer_is_confirmed() -> None:
    assert confirmed([OFFERED, CHOSEN]) == [Confirmed("会计换人", "q2")]


def test_a_choice_called_unhelpful_is_taken_back() -> None:
    assert confirmed([OFFERED, CHOSEN, voted(30, 0, "q2")]) == []


def test_a_vote_that_comes_late_or_from_somebody_else_or_on_another_answer_confirms_nothing() -> (
    None
):
    assert confirmed([asked(10), voted(1000, 1)]) == []
    assert confirmed([asked(10), voted(20, 1, who="b")]) == []
    assert confirmed([asked(10), voted(20, 1, entry="q9")]) == []


def test_a_question_asked_by_many_counts_once_for_an_entry() -> None:
    many = [asked(10), voted(20, 1), asked(30, "b"), voted(40, 1, who="b")]
    assert len(confirmed(many)) == 1


def test_each_question_falls_on_one_side_and_always_on_the_same() -> None:
    found = [Confirmed(f"问题{number}", "q1") for number in range(50)]
    fit, test = halves(found)
    assert sorted(fit + test) == sorted(found)
    assert (fit, test) == halves(found)
    assert min(len(fit), len(test)) > 10
