"""Who may do what to an article in each state, and where it leads."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.newsroom.articles.models import ArticleAction as Action
from chalicelib.newsroom.articles.models import ArticleState as S
from chalicelib.newsroom.articles.models import Lock, StoredArticle
from chalicelib.newsroom.articles.workflow import DEFAULT
from chalicelib.newsroom.errors import Locked
from chalicelib.newsroom.review import rules as review_rules
from chalicelib.people import Person
from tests.unit.newsroom.test_review import (
    CHIEF,
    CHU,
    DEPUTY,
    LI,
    NOW,
    WANG,
    ZHONG,
    approved,
    draft,
    edited,
)

DRAFT = draft()
IN_REVIEW = review_rules.submit(DRAFT, LI, DEFAULT, NOW)
"""It waits for the first stage."""
APPROVED = approved(DRAFT)
RETURNED = review_rules.send_back(IN_REVIEW, CHU, NOW, ("有误",))
REVISED = edited(RETURNED)
"""Returned, and revised since."""

ALWAYS = {Action.LOCK, Action.UNLOCK, Action.COMMENT, Action.RESOLVE}
WRITE = {Action.REVISE, Action.RESTORE}


@pytest.mark.parametrize(
    ("article", "person", "may"),
    [
        (DRAFT, WANG, WRITE | {Action.SUBMIT}),
        (DRAFT, LI, WRITE | {Action.SUBMIT}),
        (DRAFT, CHU, WRITE | {Action.SUBMIT}),
        (DRAFT, CHIEF, WRITE | {Action.SUBMIT, Action.EMERGENCY}),
        (IN_REVIEW, WANG, WRITE),
        (IN_REVIEW, LI, WRITE | {Action.WITHDRAW}),
        (IN_REVIEW, CHU, WRITE | {Action.APPROVE, Action.RETURN}),
        (IN_REVIEW, ZHONG, WRITE),
        (IN_REVIEW, CHIEF, WRITE | {Action.WITHDRAW, Action.EMERGENCY}),
        (APPROVED, WANG, WRITE),
        (APPROVED, LI, WRITE | {Action.WITHDRAW}),
        (APPROVED, CHU, WRITE),
        (APPROVED, ZHONG, WRITE | {Action.RETURN}),
        (APPROVED, CHIEF, WRITE | {Action.RETURN, Action.WITHDRAW}),
        (RETURNED, WANG, WRITE),
        (RETURNED, LI, WRITE | {Action.WITHDRAW}),
        (RETURNED, CHU, WRITE),
        (RETURNED, CHIEF, WRITE | {Action.WITHDRAW, Action.EMERGENCY}),
        (REVISED, WANG, WRITE | {Action.SUBMIT}),
        (REVISED, LI, WRITE | {Action.SUBMIT, Action.WITHDRAW}),
    ],
)
def test_a_person_may_do_this_and_no_more(
    article: StoredArticle, person: Person, may: set[Action]
) -> None:
    assert set(review_rules.possible_actions(article, person)) == ALWAYS | may


@pytest.mark.parametrize(
    ("article", "action", "person", "then"),
    [
        *((DRAFT, action, WANG, S.DRAFT) for action in sorted(ALWAYS | WRITE)),
        *((IN_REVIEW, action, WANG, S.IN_REVIEW) for action in sorted(ALWAYS)),
        *((APPROVED, action, WANG, S.APPROVED) for action in sorted(ALWAYS)),
        *((RETURNED, action, WANG, S.RETURNED) for action in sorted(ALWAYS | WRITE)),
        *((IN_REVIEW, action, WANG, S.DRAFT) for action in sorted(WRITE)),
        *((APPROVED, action, WANG, S.DRAFT) for action in sorted(WRITE)),
        (DRAFT, Action.SUBMIT, WANG, S.IN_REVIEW),
        (REVISED, Action.SUBMIT, WANG, S.IN_REVIEW),
        (IN_REVIEW, Action.RETURN, CHU, S.RETURNED),
        (APPROVED, Action.RETURN, ZHONG, S.RETURNED),
        *((one, Action.WITHDRAW, LI, S.DRAFT) for one in (IN_REVIEW, APPROVED, RETURNED)),
        *((one, Action.EMERGENCY, CHIEF, one.state) for one in (DRAFT, IN_REVIEW, RETURNED)),
    ],
)
def test_an_action_leads_there(
    article: StoredArticle, action: Action, person: Person, then: S
) -> None:
    assert review_rules.guard(article, action, person) is then


@pytest.mark.parametrize("article", [DRAFT, IN_REVIEW, RETURNED])
def test_the_second_of_the_highest_role_releases(article: StoredArticle) -> None:
    first = review_rules.emergency(article, CHIEF, NOW, DEFAULT)
    assert review_rules.guard(first, Action.EMERGENCY, DEPUTY) is S.APPROVED


def test_a_lock_keeps_others_out_until_it_ends() -> None:
    locked = draft(lock=Lock(by="li", until=NOW + timedelta(minutes=1), minutes=1))
    with pytest.raises(Locked):
        review_rules.check_lock(locked, "wang", NOW)
    review_rules.check_lock(locked, "li", NOW)
    review_rules.check_lock(locked, "wang", NOW + timedelta(minutes=1))
    review_rules.check_lock(draft(), "wang", NOW)
