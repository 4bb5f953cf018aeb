"""Fifty workers for one delivery; a hundred deliveries for six places.

DynamoDB carries out each request on an item, and each transaction, as if it were alone. moto does not, when
threads meet inside it. So here one request of the table's client is let through at a time: threads still meet in
every order *between* requests, which is where our own code has to be sound.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import accounts, publishing
from chalicelib.accounts import Limit, Period, Scarce
from chalicelib.actor import local
from chalicelib.cloud import objects, table
from chalicelib.cloud.clients import dynamodb, s3
from chalicelib.publishing import Delivery, DeliveryChanged, DeliveryState, NoAllowance
from tests.cloud.publishing.conftest import NOW, SLOT, TEXT, Desk, composed

WORKERS = 50


class OneAtATime:
    """A client whose requests are made one after the other, as DynamoDB makes those of one item."""

    def __init__(self, client: Any) -> None:
        self._client, self._lock = client, threading.Lock()

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._client, name)

        def alone(**request: Any) -> Any:
            with self._lock:
                return call(**request)

        return alone


@pytest.fixture
def serial(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    client, files = OneAtATime(dynamodb()), OneAtATime(s3())
    monkeypatch.setattr(table, "dynamodb", lambda: client)
    monkeypatch.setattr(objects, "s3", lambda: files)
    before = sys.getswitchinterval()
    # Threads change places as often as they can.
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def test_fifty_workers_send_one_delivery_once(desk: Desk, serial: None) -> None:
    desk.clock.now = SLOT
    start = threading.Barrier(WORKERS)

    def worker(_: int) -> None:
        start.wait()
        publishing.deliver(
            desk.delivery_id, channel_for=lambda account: desk.wechat, clock=desk.clock
        )

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(worker, range(WORKERS)))
    desk.work()
    # Nothing was done twice, not even what would do no harm.
    assert [call.split()[0] for call in desk.wechat.calls] == [
        "uploadimg",
        "uploadimg",
        "add_material",
        "draft/add",
        "sendall",
    ]
    assert len(desk.wechat.sent) == 1
    assert desk.delivery.state is DeliveryState.SUBMITTED


def test_one_of_fifty_cancels_or_the_worker_sends(desk: Desk, serial: None) -> None:
    desk.clock.now = SLOT - timedelta(minutes=5)
    desk.work()
    desk.clock.now = SLOT
    start = threading.Barrier(WORKERS)

    def person_or_worker(number: int) -> bool:
        start.wait()
        if number % 2:
            publishing.deliver(
                desk.delivery_id, channel_for=lambda account: desk.wechat, clock=desk.clock
            )
            return False
        try:
            publishing.cancel(desk.delivery_id, by=local("编辑"), now=desk.clock.now)
        except (publishing.WrongState, DeliveryChanged):
            return False
        return True

    with ThreadPoolExecutor(WORKERS) as pool:
        cancelled = sum(pool.map(person_or_worker, range(WORKERS)))
    assert (cancelled, len(desk.wechat.sent)) in ((1, 0), (0, 1))
    assert desk.delivery.state is (
        DeliveryState.CANCELLED if cancelled else DeliveryState.SUBMITTED
    )


def test_a_hundred_deliveries_find_six_places(plan: Callable[..., Delivery], serial: None) -> None:
    account = accounts.state("province").account
    six = {Scarce.MASS: Limit(count=6, per=Period.DAY)}
    accounts.store.update_account(account.model_copy(update={"limits": six}), instead_of=0)

    composed(TEXT)  # once, before the threads: editors compose one at a time

    def planned(number: int) -> Delivery | None:
        at = SLOT + timedelta(minutes=number % 60)
        try:
            return plan(at=at, now=NOW, title=f"期{number}")
        except NoAllowance:
            return None

    with ThreadPoolExecutor(WORKERS) as pool:
        made = [one for one in pool.map(planned, range(100)) if one is not None]
    assert len(made) == 6
    assert len({one.id for one in made}) == 6
    assert len(list(publishing.list_deliveries(["province"]))) == 6
    [mass] = accounts.ledger.claims("province", [Scarce.MASS], SLOT)
    assert accounts.ledger.line("province", mass).left == 0
    # One that is given back is one for somebody else, and no more than one.
    publishing.cancel(made[0].id, by=local("编辑"), now=NOW)
    with ThreadPoolExecutor(WORKERS) as pool:
        again = [one for one in pool.map(planned, range(100, 160)) if one is not None]
    assert len(again) == 1
