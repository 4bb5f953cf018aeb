"""Two people at one assignment, and a function that dies while a product is begun."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib import products, topics
from chalicelib.application import production_start
from chalicelib.topics import ProductForm, TopicNotReady
from tests.cloud.materials.killing import killed_at
from tests.cloud.production.conftest import LI, WANG, ZONG, Works
from tests.cloud.racing import one_call_at_a_time


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("number", range(1, 5))
def test_killed_while_it_is_begun_a_product_is_there_once_and_attached(
    works: Works, monkeypatch: pytest.MonkeyPatch, number: int, before: bool
) -> None:
    topic = works.ordered(ProductForm.MINDMAP)
    [one] = topic.assignments

    def begin() -> production_start.Started:
        return production_start.start(topic.id, one.id, by=LI, now=works.now)

    killed_at(number, before, monkeypatch, begin)
    begun = begin()
    [made] = products.of_topic(topic.id)
    assert begun.path == f"/products/{made}"
    assert topics.rules.assignment(topics.get(topic.id), one.id).product == made


def test_of_many_who_begin_one_product_all_come_to_the_same(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = works.ordered(ProductForm.MINDMAP)
    [one] = topic.assignments
    one_call_at_a_time(monkeypatch)

    def begin(by: object) -> str:
        return production_start.start(topic.id, one.id, by=by, now=works.now).path  # type: ignore[arg-type]

    with ThreadPoolExecutor(4) as pool:
        paths = set(pool.map(begin, (LI, WANG, ZONG, LI)))
    held = topics.rules.assignment(topics.get(topic.id), one.id).product
    assert paths == {f"/products/{held}"}


def test_of_many_who_remind_at_once_one_does(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    topic = works.ordered(ProductForm.COURSE)
    [one] = topic.assignments
    one_call_at_a_time(monkeypatch)

    def remind(by: object) -> bool:
        try:
            topics.remind(topic.id, one.id, by=by, now=works.now)  # type: ignore[arg-type]
        except TopicNotReady:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(remind, (WANG, ZONG, WANG, ZONG))) == 1


def test_orders_of_two_people_add_up(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    topic = works.topic()
    one_call_at_a_time(monkeypatch)
    due = works.now + timedelta(days=2)

    def order(by: object) -> None:
        wanted = [
            topics.Wanted(person="li", form=form, due_at=due)
            for form in (ProductForm.POSTER, ProductForm.QUIZ)
        ]
        topics.order(topic.id, wanted, by=by, now=works.now)  # type: ignore[arg-type]

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(order, (LI, WANG, ZONG)))
    assert len(topics.get(topic.id).assignments) == 6
