"""A submit killed at every line, failed at every call of AWS and of WeChat: sent once, or said not to be.

The way from the slot on, over the real client and a WeChat in the process (``tests/cloud/speaking``); what comes before
reaches nobody. ``test_crash.py`` has the whole way, on the simulator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from chalicelib import publishing
from chalicelib.publishing import Delivery, DeliveryState, Way
from chalicelib.publishing.deliveries.transitions import ENDED
from tests.cloud.publishing.conftest import SLOT, TEXT, Clock
from tests.cloud.speaking.conftest import World, lives, opened
from tests.cloud.speaking.process import Fate, Process

ONE_PICTURE = TEXT.replace("![](b.png)\n", "")
NAMES = {Way.MASS: "mass send", Way.PUBLISH: "publication"}
SOON = timedelta(minutes=3)
"""A worker that died holds a push for two minutes; the sweep comes every minute."""


@pytest.fixture
def world(account: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with opened(Clock(), monkeypatch) as made:
        yield made


def at_slot(world: World, plan: Callable[..., Delivery], way: Way) -> str:
    """A push that is prepared, at the second of its slot."""
    planned = plan(text=ONE_PICTURE, way=way)
    clock = world.office
    clock.now = planned.due_at or SLOT
    while publishing.deliver(planned.id, clock=clock):  # type: ignore[arg-type]
        pass
    clock.now = SLOT
    assert publishing.get(planned.id).state is DeliveryState.PREPARED
    return planned.id


def live_on(world: World, delivery_id: str) -> None:
    """Workers take it further when it is due, and a minute later at the latest, until it has ended."""
    clock = world.office
    for _ in range(60):
        world.does(lambda: publishing.deliver(delivery_id, clock=clock))  # type: ignore[arg-type]
        delivery = publishing.get(delivery_id)
        if delivery.due_at is None:
            return
        if delivery.due_at > clock.now:
            clock.now = delivery.due_at
        else:
            clock.forward(minutes=1)  # the worker failed: the sweep brings another


@pytest.mark.parametrize("way", list(Way))
def test_a_push_goes_out_once_or_is_said_not_to_have(
    world: World, plan: Callable[..., Delivery], way: Way
) -> None:
    delivery_id = at_slot(world, plan, way)
    world.keep()
    for place, fate in lives(world, NAMES[way], lambda: live_on(world, delivery_id)):
        took = world.wechat.took[NAMES[way]]
        delivery = publishing.get(delivery_id)
        assert took <= 1, (place, fate)
        assert delivery.state in ENDED, (place, fate, delivery)
        if delivery.state is DeliveryState.CONFIRMED:
            assert took == 1, (place, fate)
        else:
            assert delivery.state is DeliveryState.FAILED
            assert delivery.problem is not None
            assert not took or "不知道" in delivery.problem.what, (place, fate, delivery)
        if place.kind == "aws" and fate in (Fate.THROTTLED, Fate.REFUSED):
            assert delivery.state is DeliveryState.CONFIRMED, (place, fate, delivery)
            assert delivery.submitted_at is not None
            assert delivery.submitted_at - SLOT <= SOON, (place, fate)


@pytest.mark.parametrize("way", list(Way))
def test_a_token_that_cannot_be_read_at_the_slot_delays_the_submit_by_seconds(
    world: World, plan: Callable[..., Delivery], way: Way
) -> None:
    delivery_id = at_slot(world, plan, way)
    world.cold()
    world.process = Process(throttles=b"TOKEN#", times=1)
    publishing.deliver(delivery_id, clock=world.office)  # type: ignore[arg-type]
    held = publishing.get(delivery_id)
    assert (held.state, held.tried_at) == (DeliveryState.PREPARED, None)
    assert held.due_at is not None
    assert held.due_at - SLOT <= timedelta(seconds=15)
    world.office.now = held.due_at
    publishing.deliver(delivery_id, clock=world.office)  # type: ignore[arg-type]
    assert world.wechat.took[NAMES[way]] == 1


def test_a_push_that_cannot_be_queued_is_planned_all_the_same(
    world: World, plan: Callable[..., Delivery]
) -> None:
    world.process = Process(throttles=b"MessageBody", times=1000)
    planned = plan(text=ONE_PICTURE, at=SLOT, now=SLOT - timedelta(minutes=1))
    assert publishing.get(planned.id).state is DeliveryState.RESERVED
