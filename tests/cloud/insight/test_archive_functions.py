"""The functions around the archive: the stream's hands on what can be counted, the archive's own keeps and compacts it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import app as bundle
from chalicelib import insight
from chalicelib.cloud import objects
from chalicelib.insight.archive.places import FACTS, RAW
from chalicelib.triggers.archive import handler
from tests.cloud.conversation.test_outbox import inserted
from tests.cloud.insight.test_archive import received
from tests.unit.insight.items import event, session, text

pytestmark = pytest.mark.usefixtures("cloud")

DAY = date(2026, 11, 28)


class Context:
    """What Lambda tells a function of its time."""

    def __init__(self, left: int = 300_000) -> None:
        self.left = left

    def get_remaining_time_in_millis(self) -> int:
        return self.left


def outbox(batch: dict[str, Any]) -> Any:
    return bundle.outbox.outbox(batch, None)


def test_from_the_stream_to_the_numbers() -> None:
    batch = inserted(session(account="nobodys"), event("subscribe", "oB", account="nobodys"))
    assert outbox(batch) == {"batchItemFailures": []}
    assert outbox(batch) == {"batchItemFailures": []}
    messages = received()
    assert len(messages) == 2  # one a batch of the stream
    handler({"Records": [{"body": one["Body"]} for one in messages]}, Context())
    handler({}, Context())
    [numbers] = insight.day_numbers("nobodys", DAY, DAY)
    assert numbers.followers and numbers.sessions
    assert (numbers.followers.came, numbers.sessions.sessions, numbers.facts) == (1, 1, 2)
    assert objects.keys(RAW, 9) == []


def test_a_batch_without_anything_to_count_sends_nothing() -> None:
    outbox(inserted({"pk": "ARTICLES#province", "sk": "a"}))
    assert received() == []


def test_what_cannot_be_read_as_a_fact_rings_and_holds_up_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken = {"pk": "SCORES#province#20261128", "sk": "s-20261128-1", "doc": '{"secret": "words"}'}
    done = outbox(inserted(broken, event("subscribe", "oB", account="nobodys")))
    assert done == {"batchItemFailures": []}
    said = capsys.readouterr().out
    assert '"FactUnreadable":[1.0]' in said and "words" not in said
    assert len(received()) == 1


def test_facts_of_records_before_a_failure_are_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.application import incoming

    def failing(recorded: Any) -> None:
        if "broken" in str(recorded.push):
            raise RuntimeError

    monkeypatch.setattr(incoming, "follow", failing)
    batch = inserted(text("好", number=1), text("broken", number=2), text("后", number=3))
    assert outbox(batch) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    [message] = received()
    assert message["Body"].count('"kind"') == 1


def test_a_run_without_time_begins_no_round() -> None:
    outbox(inserted(event("subscribe", "oB", account="nobodys")))
    handler({"Records": [{"body": one["Body"]} for one in received()]}, Context())
    handler({}, Context(left=1000))
    assert objects.keys(RAW, 9) and not objects.keys(FACTS, 9)
