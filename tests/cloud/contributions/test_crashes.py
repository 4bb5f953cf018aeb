"""Killed at any call of AWS, an adoption is made once or not at all, and what was left is made by the sweep."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest

from chalicelib import contributions, newsroom, orders, topics
from chalicelib.application import control_tasks
from chalicelib.contributions import ContributionState, NotDecidable
from chalicelib.orders import OrderAddress, OrderKind, ReceiptState
from tests.cloud.contributions.conftest import GUAN, LI, World, taken
from tests.cloud.orders.test_crashes import killed_at


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("number", range(1, 8))
def test_an_article_killed_while_it_is_adopted_has_one_copy_in_the_end(
    world: World, monkeypatch: pytest.MonkeyPatch, number: int, before: bool
) -> None:
    one = world.sent_article()
    killed_at(number, before, monkeypatch, lambda: world.adopt(one))
    with suppress(NotDecidable):  # the first try had decided already
        world.adopt(one)
    world.minute(timedelta(minutes=11))
    found = contributions.get(one.id)
    assert (found.state, found.pending, found.problem) == (ContributionState.ADOPTED, False, "")
    assert found.answer is not None
    assert [each.id for each in newsroom.list_articles("sheng")] == [found.answer.article]
    assert len(contributions.store.points_of("sheng", "2026-11")) == 1


@pytest.mark.parametrize("before", [True, False])
def test_a_lead_killed_while_it_is_adopted_has_one_topic_or_none(
    world: World, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    one = world.sent()
    assert killed_at(1, before, monkeypatch, lambda: world.adopt(one))
    made = contributions.get(one.id).state is ContributionState.ADOPTED
    assert made is not before
    assert len(topics.board("sheng", by=LI)) == made


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("number", range(1, 4))
def test_an_undo_killed_half_way_is_finished_by_the_next_try(
    world: World, monkeypatch: pytest.MonkeyPatch, number: int, before: bool
) -> None:
    one = world.adopt(world.sent())
    undo = lambda: contributions.undo(one.id, "点错了", by=LI, now=world.now)  # noqa: E731
    killed_at(number, before, monkeypatch, undo)
    if contributions.get(one.id).state is not ContributionState.RECEIVED:
        undo()
    assert contributions.get(one.id).state is ContributionState.RECEIVED
    assert [each.state for each in topics.board("sheng", by=LI)] == [topics.TopicState.DROPPED]


def submission(world: World, *wants: str) -> str:
    written = orders.Draft.model_validate(
        {
            "kind": OrderKind.SUBMISSION,
            "title": "报送征期亮点",
            "text": "请报送。",
            "wants": wants,
            "address": OrderAddress(way=orders.AddressWay.LIST, units=("qing",)),
        }
    )
    order = orders.issue(
        orders.draft("sheng", written, by=LI, now=world.now).id, by=GUAN, now=world.now
    )
    while bodies := taken():
        for body in bodies:
            control_tasks.carry_out(body, clock=lambda: world.now)
    return order.id


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("number", range(1, 6))
def test_an_order_is_reported_to_once_though_the_sending_is_killed(
    world: World, monkeypatch: pytest.MonkeyPatch, number: int, before: bool
) -> None:
    order = submission(world, "text")
    one = world.begun(order=order)
    from chalicelib.application import contribution_work
    from tests.cloud.contributions.conftest import QIN

    send = lambda: contribution_work.send(one.id, by=QIN, now=world.now)  # noqa: E731
    killed_at(number, before, monkeypatch, send)
    if contributions.get(one.id).state is ContributionState.DRAFT:
        send()
    world.minute(timedelta(minutes=11))
    receipt = orders.receipt(order, "qing")
    assert receipt.state is ReceiptState.REPORTED
    assert receipt.report is not None
    assert one.id in receipt.report.text
    assert [each.action for each in receipt.steps].count("report") == 1
    assert contributions.get(one.id).reported


def test_what_an_order_wants_beyond_words_is_left_to_persons(world: World) -> None:
    order = submission(world, "link")
    sent = world.sent(order=order)
    assert sent.state is ContributionState.SENT
    assert "链接" in sent.problem
    assert not sent.pending


def test_only_orders_of_kind_submission_that_are_open_are_answered(world: World) -> None:
    with pytest.raises(orders.UnknownOrder):
        world.begun(order="zl-20261123100000-0000")
