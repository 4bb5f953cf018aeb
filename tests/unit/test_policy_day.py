"""The simulated policy day: nothing is forgotten, the same seed is the same day, and a wider limit never does harm."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.policy_day import Assumed, Bucket, Day, simulated

SHORT = Day(messages=6_000, followers=0, spikes=1, spike_rate=100, spike_lasts=30)


@pytest.mark.parametrize(
    "assumed",
    [
        Assumed(),
        Assumed(concurrency=5),
        Assumed(parameter_rate=2),
        Assumed(partitions=1, partition_writes=20),
        Assumed(api_rate=50),
    ],
)
def test_every_message_is_answered_by_some_try_or_counted_as_lost(assumed: Assumed) -> None:
    seen = simulated(SHORT, assumed, 1)
    assert seen.came == seen.first_try + seen.later_try + seen.lost > 5_000


def test_the_same_seed_is_the_same_day() -> None:
    assert simulated(SHORT, Assumed(), 2).row() == simulated(SHORT, Assumed(), 2).row()
    assert simulated(SHORT, Assumed(), 2).row() != simulated(SHORT, Assumed(), 2, seed=2).row()


def test_the_parameter_store_is_what_a_sudden_spike_meets_first() -> None:
    few = simulated(SHORT, Assumed(parameter_rate=2), 1)
    many = simulated(SHORT, Assumed(parameter_rate=10_000), 1)
    assert (few.refused_parameters > 0, few.refused_ramp, few.refused_writes) == (True, 0, 0)
    assert (many.refused_parameters, many.first_try) == (0, many.came)


def test_more_batches_at_once_keep_the_stream_closer() -> None:
    slow = replace(Assumed(), partitions=1, batch_takes=2.0)
    assert (
        simulated(SHORT, slow, 1).stream_behind
        > simulated(SHORT, replace(slow, parallel=10), 1).stream_behind
    )


def test_a_limit_lets_no_more_through_than_it_says_and_what_it_holds_at_once() -> None:
    bucket = Bucket(10)
    assert sum(bucket.take(moment / 100) for moment in range(500)) <= 10 + 50
