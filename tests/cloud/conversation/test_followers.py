"""A follower's state, as events move it."""

from __future__ import annotations

import pytest

from chalicelib import followers
from chalicelib.cloud import table

pytestmark = pytest.mark.usefixtures("cloud")


def following() -> object:
    return (table.get("FOLLOWER#province#oA", "STATE") or {}).get("following")


def test_of_two_events_in_one_second_the_later_one_stands() -> None:
    for _ in range(2):  # the stream may bring both again
        followers.left("province", "oA", 10)
        followers.followed("province", "oA", 10, "")
    assert following() is True


def test_an_earlier_event_that_comes_late_changes_nothing() -> None:
    followers.left("province", "oA", 10)
    followers.followed("province", "oA", 9, "")
    assert following() is False
