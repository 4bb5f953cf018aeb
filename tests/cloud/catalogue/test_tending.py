"""Catalogues are looked after: links once a day, services to look at again."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.application import service_spread
from chalicelib.catalogue import store, tending
from chalicelib.cloud import clients
from chalicelib.foreign_http import Page
from chalicelib.settings import settings
from tests.cloud.catalogue.made import EDITOR, HOUSE, NOW, released, service

MORNING = datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
"""07:00 of the next day in Shanghai."""


class Web:
    """The network: addresses that answer, and how often each was asked."""

    def __init__(self, **pages: Page) -> None:
        self.pages, self.asked = pages, 0

    def __call__(self, address: str, seconds: float) -> Page:
        self.asked += 1
        return self.pages.get(address.rpartition("/")[2], Page(200, address, "<p>办理</p>"))


def test_links_are_looked_at_once_a_day() -> None:
    released(service(), HOUSE.model_copy(update={"web": "https://tax.gov.cn/gone"}))
    web = Web(gone=Page(404, "https://tax.gov.cn/gone", ""))
    for _ in range(2):
        service_spread.tend("province", MORNING, look=web)
    assert web.asked == 3  # what is gone is asked twice, for servers that know no HEAD
    found = tending.results("province")
    assert (found["deed-tax"].good, found["house"].good) == (True, False)
    assert "没有" in found["house"].problem
    assert store.due(MORNING) == []
    assert store.due(MORNING + timedelta(days=1)) == ["province"]


def test_somebody_who_tends_a_catalogue_keeps_others_away() -> None:
    released(service())
    assert store.lease("province", MORNING, 840)
    assert not service_spread.tend("province", MORNING, look=Web())
    later = MORNING + timedelta(minutes=15)
    assert service_spread.tend("province", later, look=Web())


def test_the_sweep_queues_catalogues_that_are_due(monkeypatch: pytest.MonkeyPatch) -> None:
    queue = clients.sqs().create_queue(QueueName="job-orders")["QueueUrl"]
    monkeypatch.setenv("RONGMEI_JOBS_QUEUE_URL", queue)
    settings.cache_clear()
    released(service())
    assert tending.sweep(MORNING) == 1
    [message] = clients.sqs().receive_message(QueueUrl=queue)["Messages"]
    assert message["Body"] == "services:province"
    settings.cache_clear()


def test_an_address_that_fails_again_keeps_its_first_day() -> None:
    released(service(web="https://tax.gov.cn/gone"))
    web = Web(gone=Page(404, "https://tax.gov.cn/gone", ""))
    tending.check_links("province", by=EDITOR, now=NOW, look=web)
    [again] = tending.check_links("province", by=EDITOR, now=MORNING, look=web)
    assert (again.since, again.at) == (NOW, MORNING)
    [mended] = tending.check_links("province", by=EDITOR, now=MORNING, look=Web())
    assert mended.good
    assert mended.since is None


def test_what_is_due_is_told_by_owner_and_not_of_what_is_out_of_service() -> None:
    released(
        service(review_on=date(2026, 11, 29), owner="税政处"),
        HOUSE.model_copy(update={"review_on": date(2026, 12, 20)}),
        service("late", name="印花税申报", review_on=date(2027, 12, 1)),
        service("old", name="旧服务", review_on=date(2026, 1, 1)),
    )
    service_spread.retire("province", "old", by=EDITOR, now=NOW, notice="停了")
    found = tending.due("province", by=EDITOR, now=NOW)
    assert [(one.service.id, one.why) for one in found] == [
        ("deed-tax", "expired"),
        ("house", "soon"),
    ]


def test_the_result_is_plain_json() -> None:
    released(service())
    [one] = tending.check_links("province", by=EDITOR, now=NOW, look=Web())
    assert json.loads(one.model_dump_json())["service"] == "deed-tax"
