"""Live changes: who may watch, how a change reaches an open page, and what is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib import live, people, units
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.cloud import sockets
from chalicelib.console import doorbell
from chalicelib.live import BadTicket, store, topics_of
from chalicelib.people import Role
from chalicelib.units import UnitLevel

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
LI = Actor(person="li", known_by=KnownBy.SIGN_IN)


@pytest.fixture(autouse=True)
def tree(cloud: None) -> None:
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    units.add_unit("city", name="市局", level=UnitLevel.CITY, parent="province")
    people.add_staff("li", "city", [Role.EDITOR], by=local("ops"), now=NOW)


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, list[str]]]]:
    """What open pages were told: connection and topics. ``gone`` is a connection that is closed."""
    told: list[tuple[str, list[str]]] = []

    def send(connection: str, message: dict[str, Any]) -> bool:
        told.append((connection, message["changed"]))
        return connection != "gone"

    monkeypatch.setattr(sockets, "send", send)
    yield told


def open_page(connection: str, *topics: str) -> list[str]:
    live.connected(connection, live.ticket(LI, NOW), NOW)
    return live.watch(connection, topics, NOW)


def test_a_ticket_opens_one_connection_within_a_minute() -> None:
    secret = live.ticket(LI, NOW)
    live.connected("c1", secret, NOW + timedelta(seconds=59))
    with pytest.raises(BadTicket):
        live.connected("c2", secret, NOW + timedelta(seconds=59))
    with pytest.raises(BadTicket):
        live.connected("c3", live.ticket(LI, NOW), NOW + timedelta(seconds=61))
    with pytest.raises(BadTicket):
        live.connected("c4", "", NOW)


def test_a_person_watches_their_own_units_only() -> None:
    asked = ["articles:city", "articles:province", "articles:nowhere", "calendar:x", "made up", ""]
    assert open_page("c1", *asked) == ["articles:city"]
    assert live.changes(asked, LI) == {"articles:city": 0}
    assert live.watch("unknown", ["articles:city"], NOW) == []
    assert live.watch("c1", ["board:province", "board:city"], NOW) == ["board:city"]


def test_a_change_rings_who_watches_and_counts_for_who_does_not(
    rung: list[tuple[str, list[str]]],
) -> None:
    open_page("c1", "articles:city")
    live.ring({"articles:city", "articles:province"}, NOW)
    assert rung == [("c1", ["articles:city"])]
    assert live.changes(["articles:city"], LI) == {"articles:city": 1}


def test_a_page_that_watches_something_else_is_not_rung_any_more(
    rung: list[tuple[str, list[str]]],
) -> None:
    open_page("c1", "articles:city")
    live.watch("c1", ["article:a-1"], NOW)
    live.ring({"articles:city"}, NOW)
    live.ring({"article:a-1"}, NOW)
    assert rung == [("c1", ["article:a-1"])]


def test_a_connection_that_is_gone_is_forgotten(rung: list[tuple[str, list[str]]]) -> None:
    open_page("gone", "articles:city")
    open_page("here", "articles:city")
    live.ring({"articles:city"}, NOW)
    live.ring({"articles:city"}, NOW)
    assert sorted(one for one, _ in rung) == ["gone", "here", "here"]
    live.closed("here")
    live.closed("here")
    assert list(store.watchers("articles:city")) == []


@pytest.mark.parametrize(
    ("pk", "sk", "topics"),
    [
        ("ARTICLES#city", "a-1", {"articles:city"}),
        ("ARTICLE#a-1", "C#00001", {"article:a-1"}),
        ("ISSUES#acc", "i-1", {"calendar:acc"}),
        ("DELIVERIES#acc", "d-1", {"calendar:acc"}),
        ("LIVE#acc", "s-1", {"desk:acc", "session:s-1"}),
        ("DESK#acc", "AGENT#li", {"desk:acc"}),
        ("FOLLOWER#acc#o1", "SAID#1#x", {live.talk("acc", "o1")}),
        ("FOLLOWER#acc#o1", "STATE", set()),
        ("OFFER#o-1", "ACCOUNT#acc", {"offer:o-1", "offers:acc"}),
        ("OFFER#o-1", "OFFER", {"offer:o-1"}),
        ("OFFERED#acc", "o-1", {"offers:acc"}),
        ("TOPICS#city", "t-20261129-7f3k2a", {"board:city"}),
        ("QTOPICS#acc", "DECIDED#t1", {"question-topics:acc"}),
        ("SLOTS#qx-hall#fapiao", "2026-12-02#0900", {"hall:qx-hall"}),
        ("BOOKING#b-1", "BOOKING", {"booking:b-1"}),
        ("TOKEN#wx1", "TOKEN", set()),
        ("UNITS", "city", set()),
    ],
)
def test_the_topics_of_an_item(pk: str, sk: str, topics: set[str]) -> None:
    assert topics_of(pk, sk) == topics


def _page(kind: str, connection: str, **more: Any) -> dict[str, Any]:
    return {"requestContext": {"eventType": kind, "connectionId": connection}, **more}


def test_the_function_refuses_a_connection_without_a_ticket() -> None:
    secret = live.ticket(LI, datetime.now(UTC))
    assert doorbell.handler(_page("CONNECT", "c1"), None) == {"statusCode": 403}
    query = {"queryStringParameters": {"ticket": secret}}
    assert doorbell.handler(_page("CONNECT", "c1", **query), None) == {"statusCode": 200}


@pytest.mark.parametrize("body", [None, "", "{", "[]", '{"watch": 3}', '{"watch": [1, null]}', "7"])
def test_a_message_that_asks_for_nothing_sensible_is_passed_over(body: str | None) -> None:
    assert doorbell.handler(_page("MESSAGE", "c1", body=body), None) == {"statusCode": 200}


def test_the_stream_rings_once_for_a_batch_and_never_stands_still(
    rung: list[tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_page("c1", "articles:city")
    record = {"dynamodb": {"Keys": {"pk": {"S": "ARTICLES#city"}, "sk": {"S": "a-1"}}}}
    assert doorbell.handler({"Records": [record, record]}, None) == {"batchItemFailures": []}
    assert rung == [("c1", ["articles:city"])]

    def fails(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(store, "count_up", fails)
    assert doorbell.handler({"Records": [record]}, None) == {"batchItemFailures": []}
