"""Acceptances are counted: one-time ones are used up, long-term ones stand; taken back is taken back in any order."""

from __future__ import annotations

from itertools import permutations

import pytest

from chalicelib.notices import consents
from chalicelib.notices.models import Consent, TemplateKind

ONE, LONG = TemplateKind.ONE_TIME, TemplateKind.LONG_TERM
NONE = Consent(template="t")


def accepted(before: Consent = NONE, at: int = 100, kind: TemplateKind = ONE) -> Consent:
    return consents.popped(before, "accept", at, kind)


def test_each_acceptance_of_a_one_time_template_allows_one_notice() -> None:
    two = accepted(accepted(), 101)
    assert two.left == 2
    once = consents.used(two, ONE)
    assert once is not None
    assert once.left == 1
    none = consents.used(once, ONE)
    assert none is not None
    assert consents.used(none, ONE) is None


def test_an_acceptance_for_long_is_not_used_up() -> None:
    held = accepted(accepted(kind=LONG), kind=LONG)
    assert held.left == 1
    assert consents.used(held, LONG) == held


@pytest.mark.parametrize("status", ["reject", "ban", "filter", ""])
def test_whatever_is_no_acceptance_counts_as_none(status: str) -> None:
    assert consents.popped(accepted(), status, 101, ONE) == accepted()


def test_a_change_takes_back_all_that_was_accepted() -> None:
    assert consents.changed(accepted(accepted()), "reject", 200, ONE).left == 0
    assert consents.changed(accepted(kind=LONG), "reject", 200, LONG).left == 0


def test_a_change_gives_a_long_term_one_again_and_a_one_time_one_not() -> None:
    taken = consents.taken_back(accepted(kind=LONG), 200)
    assert consents.changed(taken, "accept", 300, LONG).left == 1
    assert consents.changed(NONE, "accept", 300, ONE) == NONE


def test_in_whatever_order_they_come_what_is_older_than_taking_back_is_gone() -> None:
    steps = {
        "accept": lambda before: accepted(before, 100),
        "take back": lambda before: consents.changed(before, "reject", 200, ONE),
        "accept again": lambda before: accepted(before, 300),
    }
    for order in permutations(steps):
        now = NONE
        for name in order:
            now = steps[name](now)
        # Too few is possible where the later acceptance came first; too many never.
        assert now.left >= 1, order
        assert now.refused_at == 200
    in_order = accepted(consents.changed(accepted(NONE, 100), "reject", 200, ONE), 300)
    late = accepted(accepted(consents.changed(NONE, "reject", 200, ONE), 300), 100)
    assert (in_order.left, late.left) == (1, 1)


def test_what_wechat_did_not_take_is_given_back_unless_it_was_taken_back() -> None:
    used = consents.used(accepted(), ONE)
    assert used is not None
    assert consents.given_back(used, 150).left == 1
    assert consents.given_back(consents.taken_back(used, 160), 150).left == 0


def test_a_refusal_of_wechats_is_the_count_that_counts() -> None:
    assert consents.found_refused(accepted(accepted()), 150).left == 0
    assert consents.found_refused(accepted(NONE, 200), 150).left == 1
