"""The workbench: today's slots and the numbers of the day."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chalicelib import newsroom, publishing
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.application import day_numbers as numbers
from chalicelib.application.workbench import workbench
from chalicelib.clock import SHANGHAI
from chalicelib.knowledge import count_feedback, count_hit
from chalicelib.people import PermissionDenied
from tests.cloud.console.pushes import out
from tests.cloud.console.test_calendar_routes import an_account
from tests.cloud.newsroom.people import add_unit, an_article, approved_article, newsroom_of

NOON = datetime(2026, 12, 1, 12, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def tree(cloud: None) -> None:
    newsroom_of("province")
    add_unit("city", parent="province")
    newsroom_of("city")
    an_account("province", "province")
    an_account("city", "city")


def signed_in(person: str) -> Actor:
    return Actor(person=person, known_by=KnownBy.SIGN_IN)


def a_push(account: str, at: datetime) -> str:
    article = approved_article(account, title=f"{account}{at:%d}")
    placed = publishing.put_in_slot(account, [article.id], at, by=local("li"), now=NOON)
    return str(placed.issue.delivery)


def test_pushes_of_today_are_counted_with_their_readers_over_all_accounts_below() -> None:
    out(a_push("province", NOON + timedelta(hours=3)))
    a_push("city", NOON + timedelta(hours=5))
    out(a_push("city", NOON + timedelta(days=1)))
    found = numbers.day_numbers(signed_in("zongbian"), "province", NOON)
    assert found.pushes == numbers.PushNumbers(planned=2, out=1, readers=985)
    assert (found.accounts, found.accounts_left_out) == (2, 0)
    below = numbers.day_numbers(signed_in("zongbian"), "city", NOON).pushes
    assert below == numbers.PushNumbers(planned=1, out=0, readers=0)


def test_answers_of_today_are_counted_with_their_votes() -> None:
    for key in ("M#1", "M#2"):
        count_hit("province", "q-1", key, NOON)
    count_hit("city", "q-9", "M#3", NOON)
    count_hit("city", "q-9", "M#0", NOON - timedelta(days=1))
    count_feedback("province", "q-1", True, "M#1", NOON)
    count_feedback("province", "q-1", False, "M#2", NOON)
    found = numbers.day_numbers(signed_in("zongbian"), "province", NOON)
    assert found.answers == numbers.AnswerNumbers(hits=3, helpful=1, unhelpful=1)


def test_articles_in_review_are_counted_and_a_stranger_sees_nothing() -> None:
    newsroom.submit(an_article().id, by=local("li"), now=NOON)
    an_article(title="还在写")
    found = numbers.day_numbers(signed_in("li"), "province", NOON)
    assert found.articles == numbers.ArticleNumbers(in_review=1, returned=0)
    assert (found.answers, found.desk) == (None, None)
    with pytest.raises(PermissionDenied):
        numbers.day_numbers(signed_in("nobody"), "province", NOON)


def test_the_workbench_lists_the_slots_of_all_accounts_by_time() -> None:
    a_push("city", NOON + timedelta(hours=3))
    seen = workbench(signed_in("zongbian"), "province", NOON)
    assert [one.at for one in seen.slots] == sorted(one.at for one in seen.slots)
    [taken] = [one for one in seen.slots if one.titles]
    assert (taken.account, taken.titles) == ("city", ("city01",))
    assert {one.account for one in seen.slots} == {"province", "city"}
