"""What the archive is told of a quiz: each attempt that was handed in, once, and of nobody."""

from __future__ import annotations

import pytest

from chalicelib.cloud import table
from chalicelib.insight.facts.of_items import facts_of
from tests.cloud.conversation.test_callback import account
from tests.cloud.quizzes.world import QUIZ, Telephone, fields_for, publish

__all__ = ["account"]
pytestmark = pytest.mark.usefixtures("account")


def test_an_attempt_is_a_fact_when_it_was_handed_in_and_names_nobody() -> None:
    publish()
    one = Telephone()
    attempt = one.begun()

    def told() -> list[dict[str, object]]:
        item = table.get(f"QUIZATTEMPT#{attempt}", "ATTEMPT")
        assert item
        return [one.model_dump() for one in facts_of(item)]

    assert told() == []
    one.hand_in(attempt, fields_for(attempt, 5))
    [fact] = told()
    assert fact == told()[0]
    assert (fact["account"], fact["day"], fact["openid"]) == ("province", "2026-12-01", "")
    kept = fact["fact"]
    assert isinstance(kept, dict)
    assert {name: kept[name] for name in ("kind", "entry", "state", "points", "follower")} == {
        "kind": "quiz",
        "entry": QUIZ,
        "state": "passed",
        "points": 50,
        "follower": "",
    }
    item = table.get(f"QUIZATTEMPT#{attempt}", "ATTEMPT")
    assert attempt not in str(fact)
    assert item
    assert str(item["doc"]).partition('"visitor":"')[2][:32] not in str(fact)
