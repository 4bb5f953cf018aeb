"""Which change of the table is which event, as the stream tells it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from chalice.test import Client
from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends

from app import app
from chalicelib import newsroom, topics, webhooks
from chalicelib.actor import SYSTEM, local
from chalicelib.application.happenings import WATCHED, happened
from chalicelib.matrix import AccountHealth
from chalicelib.newsroom import ArticleState
from chalicelib.orders import OrderState, ReceiptState, Urging
from chalicelib.people import Role
from chalicelib.publishing import DeliveryState
from chalicelib.relays import RelayUrged, StepState
from chalicelib.topics import Urged
from chalicelib.webhooks import KINDS, TEST
from tests.cloud.conftest import REGION
from tests.cloud.console import on_board, world
from tests.cloud.newsroom.people import composed
from tests.cloud.wechat.stub import WeChat

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)


def test_every_kind_is_watched_for_or_a_test() -> None:
    assert set(KINDS) == {*WATCHED, TEST}


def test_every_watched_state_is_one_of_its_domain() -> None:
    """A state that is renamed would silence its event without a sound."""
    known = {
        "ARTICLES": {state.value for state in ArticleState},
        "DELIVERIES": {state.value for state in DeliveryState},
        "TOPICS": {urged.value for urged in Urged},
        "ORDERS": {state.value for state in OrderState},
        "ORDERED": {*ReceiptState, *Urging},
        "RELAYSTEPS": {*StepState, *RelayUrged, "yes"},
        "MATRIXHEALTH": {health.value for health in AccountHealth},
    }
    for kind, watch in WATCHED.items():
        if watch.attribute:
            assert watch.value in known[watch.partition], kind


def stream() -> Iterator[dict[str, Any]]:
    """Every record of the table's stream, as the function gets it."""
    table = dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].get_table("rongmei-test")
    shard = table.stream_shard
    for record in shard.get(shard.starting_sequence_number, 100_000):
        yield {
            **record,
            "dynamodb": {**record["dynamodb"], "ApproximateCreationDateTime": 1764320400.0},
        }


@pytest.fixture
def told(wechat: WeChat) -> Any:
    """Let the function hear all that the table's stream says; returns the events that were put on their way."""
    world.fill()
    made = webhooks.make(
        "门户", "jia", "https://portal.example/e", [k for k in KINDS if k != TEST],
        by=SYSTEM, now=NOW,
    )  # fmt: skip

    def hear() -> list[webhooks.Sending]:
        with Client(app) as client:
            for record in stream():
                said = client.lambda_.invoke("outbox", {"Records": [record]}).payload
                assert said == {"batchItemFailures": []}
        return list(webhooks.sendings_of(made.webhook.id, by=SYSTEM))

    return hear


def kinds_of(found: list[webhooks.Sending]) -> dict[str, int]:
    return {kind: sum(one.kind == kind for one in found) for kind in {one.kind for one in found}}


def test_what_happens_in_a_unit_is_told_once_however_often_the_stream_says_it(told: Any) -> None:
    article = newsroom.create(composed(title="新稿"), unit="jia", by=local("li"), now=NOW)
    newsroom.submit(article.id, by=local("li"), now=NOW)
    first = told()
    assert {one.kind for one in first if one.subject == f"article:{article.id}"} == {
        "article.submitted"
    }
    assert told() == first
    newsroom.approve(article.id, by=local(world.person_of(Role.CHIEF)), now=NOW)
    mine = [one for one in told() if one.subject == f"article:{article.id}"]
    assert kinds_of(mine) == {"article.submitted": 1, "article.approved": 1}


def test_what_is_offered_and_handed_over_is_told(told: Any, wechat: WeChat) -> None:
    ids = world.publish({"released": _released()})
    found = told()
    assert "offer.made" in kinds_of(found)
    assert {one.subject for one in found if one.kind == "offer.made"} >= {
        f"offer:{ids['offer_id']}"
    }


def test_a_reminder_and_an_escalation_of_a_department_are_told_once_each(told: Any) -> None:
    ids = on_board.fill("jia", world.MARK)
    inquiry = topics.get(ids["asked"]).inquiry
    assert inquiry is not None and inquiry.remind_at is not None
    for at in (inquiry.remind_at, inquiry.due_at, inquiry.due_at):
        topics.progress.remind(ids["asked"], at)
    topics.inquiries.accept(ids["asked"], by=local(world.person_of(Role.DEPARTMENT)), now=NOW)
    mine = [one for one in told() if one.subject == f"inquiry:{ids['asked']}"]
    assert kinds_of(mine) == {"inquiry.reminded": 1, "inquiry.escalated": 1}


def _released() -> str:
    units_of = newsroom.list_articles("jia")
    return next(one.id for one in units_of if one.state is ArticleState.APPROVED)


@pytest.mark.parametrize("kind", [kind for kind in WATCHED if kind.startswith("push.")])
def test_a_push_that_comes_to_a_state_is_told(kind: str) -> None:
    watch = WATCHED[kind]
    doc = '{"id":"d1","account":"a","at":"2026-11-28T09:00:00Z","pieces":[{"title":"税率"}]}'
    new = {"pk": "DELIVERIES#a", "sk": "d1", "state": watch.value, "doc": doc, "version": 4}
    [found] = happened({**new, "state": "submitted", "version": 3}, new)
    assert (found.kind, found.account, found.data["titles"]) == (kind, "a", ["税率"])
    assert list(happened({**new, "version": 3}, new)) == []  # it was there before


def test_a_case_of_the_hotline_is_told_when_it_is_new_and_says_nothing_of_its_person() -> None:
    doc = '{"account":"a","session":"s1","number":1}'
    new = {"pk": "HOTLINE#a", "sk": "CASE#s1", "doc": doc, "seq": 1}
    [found] = happened(None, new)
    assert found.data == {"account": "a", "session": "s1"}
    assert list(happened({**new, "seq": 1}, {**new, "seq": 2})) == []


def test_items_of_others_tell_nothing() -> None:
    for pk, sk in (("ARTICLE#x", "L#1"), ("OFFER#x", "ACCOUNT#a"), ("HOTLINE#a", "SETTINGS")):
        assert list(happened(None, {"pk": pk, "sk": sk, "state": "failed", "doc": "{}"})) == []
