"""A list is held against the one before and the events since."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from chalicelib.followers.roll.comparing import (
    MOST_PARTS,
    Since,
    compare,
    doubt,
    part_of,
    parts_for,
    span_of,
)
from chalicelib.followers.roll.models import Sync

BEFORE, NOW = 1_000_000, 2_000_000
OPENIDS = [f"o{number:027d}" for number in range(5000)]


def sync(**known: int | bool) -> Sync:
    at = datetime.fromtimestamp(NOW, UTC)
    return Sync(id="x", account="a", appid="w", started_at=at, changed_at=at).model_copy(
        update=known
    )


def found(listed: str, before: str | None, **since: Since) -> tuple[str, str]:
    told = compare(listed, None if before is None else before, since, before_at=BEFORE, started=NOW)
    return "".join(told.came), "".join(told.gone)


def test_a_list_that_says_the_same_finds_nothing() -> None:
    assert found("abc", "abc") == ("", "")


def test_who_is_new_or_missing_without_an_event_is_found() -> None:
    assert found("abd", "abc") == ("d", "c")


def test_who_said_so_is_not_found() -> None:
    told = {"d": Since(BEFORE + 1, True), "c": Since(BEFORE + 1, False)}
    assert found("abd", "abc", **told) == ("", "")


def test_an_event_without_its_effect_is_found() -> None:
    told = {"d": Since(BEFORE + 1, True), "a": Since(BEFORE + 1, False)}
    assert found("abc", "abc", **told) == ("a", "d")


def test_an_event_of_before_the_last_list_says_nothing() -> None:
    assert found("abc", "abc", a=Since(BEFORE - 5000, False)) == ("", "")


def test_an_event_as_new_as_the_list_is_left_for_the_next_one() -> None:
    told = {"a": Since(NOW - 10, False), "d": Since(NOW + 10, True)}
    assert found("abc", "abc", **told) == ("", "")


def test_a_first_list_is_believed_but_for_what_events_said() -> None:
    told = {"a": Since(BEFORE - 5000, False), "z": Since(5, True)}
    assert found("abc", None, **told) == ("a", "z")


@pytest.mark.parametrize(
    ("total", "parts"), [(0, 1), (50_000, 1), (50_001, 2), (1_000_000, 32), (10_000_000, 256)]
)
def test_a_part_holds_fifty_thousand_at_most(total: int, parts: int) -> None:
    assert parts_for(total) == parts


def test_more_parts_are_never_made() -> None:
    assert parts_for(10**9) == MOST_PARTS


@pytest.mark.parametrize("parts", [1, 2, 256])
def test_parts_are_even_and_their_spans_meet(parts: int) -> None:
    sizes = [0] * parts
    for one in OPENIDS:
        sizes[part_of(one, parts)] += 1
    assert min(sizes) > 0 and max(sizes) < 3 * len(OPENIDS) / parts
    spans = [span_of(number, parts) for number in range(parts)]
    assert spans[0][0] == 0 and spans[-1][1] == 2**32 - 1
    assert all(a[1] + 1 == b[0] for a, b in pairwise(spans))


def test_a_part_of_few_is_parts_of_many() -> None:
    assert all(part_of(one, 4) == part_of(one, 16) // 4 for one in OPENIDS)


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({"total": 1000, "on_roll": 1000, "known": 1000, "gone": 20}, ""),
        ({"total": 1000, "on_roll": 1000, "known": 1000, "gone": 21}, "多于"),
        ({"total": 10**7, "on_roll": 10**7, "known": 10**7, "gone": 50_000}, ""),
        ({"total": 10**7, "on_roll": 10**7, "known": 10**7, "gone": 50_001}, "多于"),
        ({"total": 10**7, "on_roll": 9_700_000, "known": 10**7, "gone": 0}, "不完整"),
        ({"total": 3, "on_roll": 1, "known": 3, "gone": 2}, ""),
        ({"total": 1000, "on_roll": 9, "known": 1000, "gone": 991, "accepted": True}, ""),
    ],
)
def test_a_list_is_doubted(known: dict[str, int | bool], why: str) -> None:
    told = doubt(sync(**known))
    assert why in told and bool(why) == bool(told)
