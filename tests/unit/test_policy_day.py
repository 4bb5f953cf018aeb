"""The simulated policy day: nothing is forgotten, the same seed is the same day, and each limit is met where it says."""

from __future__ import annotations

import math
import random
from dataclasses import fields, replace
from functools import partial

import pytest

from benchmarks.limits import Bucket, Environments, Shared
from benchmarks.policy_day import (
    TRIES,
    WAITS,
    Assumed,
    Clock,
    Coming,
    Day,
    Seen,
    Simulation,
    arrivals,
    simulated,
)

SHORT = Day(messages=6_000, followers=0, spikes=1, spike_rate=100, spike_lasts=30)


def seen(coming: list[float], assumed: Assumed) -> Simulation:
    """What becomes of messages at these moments."""
    simulation = Simulation(assumed, 1, random.Random(1))  # noqa: S311
    simulation.run(Coming(at, follows=False) for at in coming)
    return simulation


@pytest.mark.parametrize(
    "assumed",
    [
        Assumed(),
        Assumed(concurrency=5),
        Assumed(parameter_rate=2),
        Assumed(partitions=1, partition_writes=20),
        Assumed(api_rate=50),
        Assumed(concurrency=1, patience=60, warm=0.2),
        Assumed(refused_again=5),
    ],
)
def test_every_push_is_answered_by_some_try_or_counted_as_lost(assumed: Assumed) -> None:
    of = simulated(SHORT, assumed, 1)
    assert of.came == of.first_try + of.later_try + of.lost == len(of.waits) > 5_000
    assert of.off_record <= of.lost


def test_the_same_seed_is_the_same_day() -> None:
    assert simulated(SHORT, Assumed(), 2).row() == simulated(SHORT, Assumed(), 2).row()
    assert simulated(SHORT, Assumed(), 2).row() != simulated(SHORT, Assumed(), 2, seed=2).row()


def test_every_assumption_has_a_source() -> None:
    assert [one.name for one in fields(Assumed) if len(one.metadata["source"]) < 20] == []


def test_the_parameter_store_is_what_a_sudden_spike_meets_first() -> None:
    few = simulated(SHORT, Assumed(parameter_rate=2), 1)
    many = simulated(SHORT, Assumed(parameter_rate=10_000), 1)
    assert (few.refused_parameters > 0, few.refused_ramp, few.refused_writes) == (True, 0, 0)
    assert (many.refused_parameters, many.first_try) == (0, many.came)


def test_more_lanes_keep_the_stream_closer() -> None:
    slow = replace(Assumed(), partitions=1, record_takes=0.05)
    assert (
        simulated(SHORT, slow, 1).stream_behind
        > simulated(SHORT, replace(slow, parallel=10), 1).stream_behind
    )


def test_the_one_partition_of_a_day_holds_the_stream_up() -> None:
    quick = replace(Assumed(), record_takes=0.0, partition_writes=50, day_writes=0.75)
    assert (
        simulated(SHORT, quick, 1).stream_behind
        > simulated(SHORT, replace(quick, day_writes=0.0), 1).stream_behind + 10
    )


def test_wechat_waits_five_seconds_and_tries_three_times() -> None:
    # An answer takes 5.5 seconds to come, but the first try puts the push on record.
    slow = seen([0.0], Assumed(around=2.0, warm=3.5, cold=0.0))
    assert (slow.seen.lost, slow.seen.off_record, slow.seen.waits) == (1, 0, [TRIES * WAITS])
    assert slow.stream.adds == 1
    none = seen([0.0], Assumed(concurrency=0, refused_again=WAITS)).seen
    assert (none.lost, none.off_record, none.waits) == (1, 1, [TRIES * WAITS])


def test_what_comes_to_an_end_after_its_deadline_is_refused_and_not_on_record() -> None:
    late = seen([0.0], Assumed(warm=4.5, cold=0.0, refused_again=WAITS)).seen
    assert (late.lost, late.off_record) == (1, 1)
    # The second try finds the environment that the first one started.
    cold = seen([0.0], Assumed(cold=4.5, refused_again=WAITS)).seen
    assert (cold.first_try, cold.later_try, cold.cold_starts) == (0, 1, 1)


def test_a_refused_answer_is_tried_again_at_once_unless_told_otherwise() -> None:
    once = seen([0.0, 0.0], Assumed(concurrency=1, cold=1.0)).seen
    assert (once.first_try, once.lost, once.refused_ramp) == (1, 1, TRIES)
    later = seen([0.0, 0.0], Assumed(concurrency=1, cold=1.0, refused_again=WAITS)).seen
    assert (later.first_try, later.later_try, later.refused_ramp) == (1, 1, 1)


def test_who_waits_for_an_environment_gets_it_in_turn() -> None:
    patient = seen([0.0, 0.0, 0.0], Assumed(concurrency=1, cold=0.0, warm=1.0, patience=60)).seen
    assert (patient.first_try, patient.latencies) == (3, [1.0, 2.0, 3.0])


def test_a_small_account_takes_ten_requests_a_second_for_each_environment() -> None:
    of = seen([1 + n / 200 for n in range(200)], Assumed(concurrency=2, warm=0.001, cold=0.0)).seen
    assert of.refused_requests > 0 == of.refused_ramp


def test_a_limit_lets_no_more_through_than_it_says_and_what_it_holds_at_once() -> None:
    bucket = Bucket(10)
    assert sum(bucket.take(moment / 100) for moment in range(500)) <= 10 + 50
    burst = Bucket(1, burst=30)
    assert sum(burst.take(0.0) for _ in range(50)) == 30
    assert burst.wait(0.0, 5) == 5.0


def test_environments_grow_by_their_rate_and_end_when_idle() -> None:
    some = Environments(most=100, ramp=1, burst=2, idle=10)
    assert [some.lease(0.0) for _ in range(3)] == ["cold", "cold", "too fast"]
    some.free(0.5, ready=False)
    assert some.lease(0.6) == "bare"
    some.free(0.7, ready=True)
    assert [some.lease(0.8), some.lease(1.0)] == ["warm", "cold"]
    some.free(1.1, ready=True)
    # It was idle for too long, and its successor is a new one.
    assert some.lease(12.0) == "cold"
    full = Environments(most=1, ramp=9, burst=9, idle=10)
    assert [full.lease(0.0), full.lease(0.0)] == ["cold", "no room"]


def test_a_small_day_has_the_proportions_of_the_large_one() -> None:
    large, small = Day(), Day().scaled(rate=12, lasts=1800)
    assert small.followers / small.messages == pytest.approx(large.followers / large.messages, 0.01)

    def in_spikes(day: Day) -> float:
        return day.spikes * day.spike_rate * day.spike_lasts / (day.messages + day.followers)

    assert in_spikes(small) == pytest.approx(in_spikes(large), 0.01)
    coming = list(arrivals(small, 1, random.Random(1)))  # noqa: S311
    assert len(coming) == pytest.approx(small.messages + small.followers, rel=0.05)
    begin = small.spikes_begin[1]
    spike = sum(begin <= one.at < begin + small.spike_lasts for one in coming) / small.spike_lasts
    # A spike comes on top of what comes all the time.
    assert 11 < spike < 18
    assert sum(one.follows for one in coming) / len(coming) == pytest.approx(60 / 260, rel=0.1)


def ends(most: float, *jobs: tuple[float, float]) -> list[float]:
    """When each job (its begin, its work) is done on shared processors."""
    clock, done = Clock(), dict[int, float]()
    shared = Shared(clock, most)

    def begin(nth: int, work: float) -> None:
        shared.work(work, lambda: done.update({nth: clock.now}))

    for nth, (at, work) in enumerate(jobs):
        clock.after(at, partial(begin, nth, work))
    clock.run()
    return [done[nth] for nth in range(len(jobs))]


def test_what_shares_processors_slows_each_other_down_from_when_it_comes_until_it_is_done() -> None:
    assert ends(1, (0, 2.0)) == pytest.approx([2.0])
    assert ends(2, (0, 1.0), (0, 1.0)) == pytest.approx([1.0, 1.0])
    assert ends(1, (0, 1.0), (0, 1.0)) == pytest.approx([2.0, 2.0])
    # One has a second's work left when the other comes; both are half as fast then.
    assert ends(1, (0, 2.0), (1.0, 3.0)) == pytest.approx([3.0, 5.0])
    assert ends(2, (0, 1.0), (0, 1.0), (0, 1.0), (0, 4.0)) == pytest.approx([2.0, 2.0, 2.0, 5.0])


def test_on_one_machine_the_stream_and_the_answers_hold_each_other_up() -> None:
    coming = [Coming(n / 20, follows=False) for n in range(400)]
    alone = replace(Assumed(), partitions=1, parallel=1, warm=0.02, cold=0.0, record_takes=0.03)
    quick = replace(alone, record_takes=0.001)

    def of(assumed: Assumed, processors: float = math.inf) -> Seen:
        return Simulation(assumed, 1, random.Random(1), (), processors).run(coming)  # noqa: S311

    apart, together = of(alone), of(alone, 1.2)
    assert max(apart.waits) == pytest.approx(0.02, abs=0.001)
    assert sorted(together.waits)[200] > 0.025
    assert of(quick, 1.2).stream_behind < apart.stream_behind < together.stream_behind
    assert sorted(of(quick, 1.2).waits)[200] == pytest.approx(0.02, abs=0.001)
