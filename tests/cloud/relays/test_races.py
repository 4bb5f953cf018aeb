"""Two workers, two editors, two who run a relay: one wins, the other is told, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalicelib import newsroom, relays
from chalicelib.errors import DomainError
from chalicelib.relays import RelayChanged, StepChange
from tests.cloud.racing import one_call_at_a_time
from tests.cloud.relays.conftest import LI, ZONG, Track


def together(*deeds: Callable[[], Any]) -> list[Any]:
    """What each returned, or the domain's error."""

    def done(deed: Callable[[], Any]) -> Any:
        try:
            return deed()
        except DomainError as error:
            return error

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(done, deeds))


def test_two_editors_begin_one_article(track: Track, monkeypatch: pytest.MonkeyPatch) -> None:
    relay = track.started()
    one_call_at_a_time(monkeypatch)
    found = together(*[lambda: track.write(relay, 1)] * 3)
    assert len({one for one in found if isinstance(one, str)}) == 1
    assert len(list(newsroom.list_articles("province"))) == 1


def test_two_workers_tell_of_two_steps_and_both_count(
    track: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay = track.started()
    pushed = []
    for number in (1, 2, 3):
        article = track.write(relay, number)
        track.review(article)
        pushed.append(track.push(relay, number, article))
    one_call_at_a_time(monkeypatch)
    together(*[lambda one=one: track.tell_delivery(one) for one in pushed * 2])
    assert track.states(relay) == "out out out turn waiting"
    assert [one.what for one in relays.get(relay.id).moments].count("publish") == 3
    assert track.linked(relay) == [1, 2, 3]


def test_a_skip_and_a_push_at_the_same_time_end_in_a_step_that_is_out(
    track: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay = track.started()
    article = track.write(relay, 1)
    track.review(article)
    delivery = track.push(relay, 1, article)
    one_call_at_a_time(monkeypatch)
    together(
        lambda: track.tell_delivery(delivery),
        lambda: relays.running.skip(relay.id, "s01", "人手不够", by=ZONG, now=track.now),
    )
    track.tell_delivery(delivery)
    assert track.states(relay) == "out turn waiting waiting waiting"


def test_of_two_who_save_the_same_plan_one_is_told(
    track: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay = relays.planning.begin("province", track.plan(), by=LI, now=track.now)
    one_call_at_a_time(monkeypatch)
    titles = ("甲的名称", "乙的名称")
    found = together(
        *[
            lambda title=title: relays.planning.edit(
                relay.id, track.plan(title=title), by=LI, now=track.now, seen=relay.version
            )
            for title in titles
        ]
    )
    assert sum(isinstance(one, RelayChanged) for one in found) == 1
    assert relays.get(relay.id).title in titles


def test_many_changes_of_different_steps_are_all_kept(
    track: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay = track.started()
    one_call_at_a_time(monkeypatch)
    found = together(
        *[
            lambda nth=nth: relays.running.change(
                relay.id,
                f"s{nth:02d}",
                StepChange(note=f"备注{nth}"),
                by=ZONG,
                now=track.now,
            )
            for nth in range(1, 6)
        ]
    )
    assert not [one for one in found if isinstance(one, DomainError)]
    assert [one.note for one in relays.get(relay.id).steps] == [f"备注{n}" for n in range(1, 6)]
