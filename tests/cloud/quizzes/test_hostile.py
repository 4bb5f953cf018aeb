"""Forms that no page of ours made: refused with a page, and nothing is counted."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib import quizzes
from tests.cloud.conversation.test_callback import account
from tests.cloud.quizzes.world import QUIZ, Telephone, fields_for, publish, where

__all__ = ["account"]
pytestmark = pytest.mark.usefixtures("account")


@pytest.mark.parametrize(
    "answers",
    [
        {"a0": "9"},
        {"a0": "-1"},
        {"a0": "x"},
        {"a0": ""},
        {"a99": "0"},
        {"a0_7": "1"},
        {"a20": "1"},
        {"a0": "1<script>"},
        {"a0": "1" * 500},
    ],
)
def test_answers_that_fit_no_question_are_refused_and_can_be_given_again(
    answers: dict[str, str],
) -> None:
    publish()
    one = Telephone()
    attempt = one.begun()
    good = fields_for(attempt, 6)
    said = one.hand_in(attempt, {**good, **answers})
    assert (said["statusCode"], "答卷不完整" in said["body"]) == (409, True)
    assert where(one.hand_in(attempt, good)).startswith("result?")
    assert ">60<" in one.ask(f"result?attempt={attempt}")["body"]


def test_two_answers_to_what_has_one_are_refused() -> None:
    publish(fixed=True)
    one = Telephone()
    attempt = one.begun()
    said = one.hand_in(attempt, {"a0": "0", "a0_1": "1"})
    assert said["statusCode"] == 409


@pytest.mark.parametrize("attempt", ["", "0" * 32, "../x", "0" * 31, "A" * 32, "<b>", "0" * 5000])
def test_attempts_that_nobody_began_are_told_so(attempt: str) -> None:
    publish()
    one = Telephone()
    one.ask()
    for said in (one.hand_in(attempt, {}), one.ask(f"play?attempt={attempt}")):
        assert said["statusCode"] == 409
        assert "<b>" not in said["body"].replace("<b></b>", "").replace("<b>税法", "")


@pytest.mark.parametrize("key", ["", "short", "x" * 41, "键" * 16, "a b" * 8])
def test_a_start_without_a_key_of_ours_begins_nothing(key: str) -> None:
    publish()
    one = Telephone()
    one.ask()
    assert one.ask("start", {"key": key})["statusCode"] == 409
    assert quizzes.numbers("province", QUIZ).days == ()


@pytest.mark.parametrize("cookie", ["short", "x" * 23, "数" * 22, "x" * 4000, 'x";Path'])
def test_a_cookie_that_is_none_of_ours_is_no_visitor(cookie: str) -> None:
    publish()
    one = Telephone()
    key = one.key()
    one.cookie = cookie
    assert one.start(key)["statusCode"] == 409


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.text(max_size=8), st.text(max_size=12), max_size=12))
def test_whatever_is_sent_is_answered_by_a_page(fields: dict[str, str]) -> None:
    publish()
    one = Telephone()
    attempt = one.begun()
    for said in (
        one.ask("start", fields),
        one.ask("hand-in", fields),
        one.ask("hand-in", {**fields, "attempt": attempt}),
    ):
        assert said["statusCode"] in (303, 409, 422, 429)
