"""The run against a stack: what grows is told from what does not, a held rate from one that is not, loss from none."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from benchmarks.policy_day import Coming
from benchmarks.policy_run import compare, counted, gauges, held
from benchmarks.policy_run.gauges import Process, Sample
from benchmarks.policy_run.phones import FOLLOW, Sent


def samples(memory: Callable[[int], float], looks: int = 60) -> list[Sample]:
    """Looks every ten seconds, 100 pushes each, at a function's one process and the cloud's, which grows."""
    return [
        Sample(
            at=10.0 * nth,
            pushes=100 * nth,
            processes=[
                Process(1, "Outbox", memory(nth), 200.0, float(nth)),
                Process(2, gauges.CLOUD, 300.0 + nth, 400.0, 2.0 * nth),
            ],
            waiting={},
        )
        for nth in range(looks)
    ]


def growth(of: list[Sample], name: str = "Outbox") -> gauges.Growth:
    [found] = [one for one in gauges.growths(of) if one.name == name]
    return found


def test_memory_that_grows_with_the_pushes_is_found() -> None:
    found = growth(samples(lambda nth: 100 + 0.2 * nth))
    assert (found.mb_per_10_000, found.flat) == (pytest.approx(20.0), False)


def test_memory_that_wavers_or_grew_in_the_first_half_alone_is_flat() -> None:
    chance = random.Random(1)  # noqa: S311
    assert growth(samples(lambda _: 100 + chance.uniform(-3, 3))).flat
    assert growth(samples(lambda nth: 100 + min(nth, 25))).flat


def test_the_cloud_is_told_apart_from_functions() -> None:
    found = gauges.growths(samples(lambda _: 100.0))
    assert {one.name: one.flat for one in found} == {"Outbox": True, gauges.CLOUD: False}
    assert gauges.CLOUD in gauges.BESIDE


def test_a_process_that_was_replaced_is_no_growth() -> None:
    looks = samples(lambda _: 100.0)
    looks[-1].processes.append(Process(3, "Outbox", 50.0, 60.0, 1.0))
    assert growth(looks).processes == 1


def test_processor_time_counts_processes_that_came_meanwhile_from_their_begin() -> None:
    first, *_, last = samples(lambda _: 100.0)
    last.processes.append(Process(3, "Outbox", 50.0, 60.0, 7.0))
    assert gauges.used(first, last) == {gauges.CLOUD: 118.0, "Outbox": 66.0}


def sent(due: float, *tries: int, answered: bool = True, kind: str = "关键词") -> Sent:
    return Sent(due, due, kind, "o1", tries, answered)


def test_a_rate_is_held_where_all_are_answered_at_once_and_soon() -> None:
    good = held.step_of(2.0, 10.0, [sent(n / 2, 100) for n in range(20)])
    assert (good.holds, good.answers_a_second) == (True, pytest.approx(2.0, abs=0.2))
    assert not held.step_of(2.0, 10.0, [sent(n / 2, 5000, 100) for n in range(20)]).holds
    assert not held.step_of(2.0, 10.0, [sent(n / 2, 2500) for n in range(20)]).holds
    assert not held.step_of(2.0, 10.0, [sent(n / 2, 100) for n in range(20)], behind=30.0).holds
    assert held.Held([good], [0.1]).rate == 2.0


def test_a_stack_that_answers_as_the_simulation_has_it_is_met() -> None:
    """Four processes of 0.2 s answer twenty a second; a spike of more has to wait, and both say how long."""
    chance = random.Random(3)  # noqa: S311
    coming = held.evenly(26, 8, chance)
    free, seen = [0.0] * 4, []
    for one in coming:
        begin = max(one.at, min(free))
        free[free.index(min(free))] = begin + 0.2
        seen.append(
            Sent(one.at, one.at, FOLLOW, "o", (round(1000 * (begin + 0.2 - one.at)),), True)
        )
    light = [0.2] * 20
    found = held.Held([held.Step(30, 600, 300, 2000, 4000, 20.0)], light)
    assert max(one.seconds for one in seen) < 4
    both = compare.compared(coming, seen, [(0.0, 1.0)], found, seen, 0.01, begun=1.0)
    assert both["limits"]["concurrency"] == 4
    assert both["rows"]["p50, s"]["ratio"] == pytest.approx(1.0, rel=0.02)
    assert both["rows"]["p99, s"]["ratio"] == pytest.approx(1.0, rel=0.02)


def test_how_fast_the_stream_is_follows_from_how_late_it_was() -> None:
    ramp = [sent(n / 20, 0) for n in range(400)]
    # Twenty a second for ten seconds, and all of them noted ten seconds later: ten a second.
    assert compare.records_a_second([(19.9, 10.0)], ramp) == pytest.approx(10.0, rel=0.05)


@pytest.mark.parametrize(
    ("seconds", "within"), [(0.05, "≤ 0.1 s"), (0.1, "≤ 0.1 s"), (1.2, "≤ 2 s"), (9, "≤ inf s")]
)
def test_an_answer_has_a_class(seconds: float, within: str) -> None:
    assert compare.class_of(seconds) == within


def test_what_is_lost_or_doubled_breaks_a_promise() -> None:
    whole = {
        "messages": 10, "messages_on_record": 10, "follows": 3, "follows_on_record": 3,
        "followers_noted": 3, "questions_kept": 9, "questions_on_record": 9,
        "archive_messages": 10, "archive_followers": 3,
        "pushes_planned": 1, "pushes_confirmed": 1, "pushes_told": 1,
    }  # fmt: skip
    assert list(counted.broken_of(counted.Counted(**whole))) == []
    for name, value in whole.items():
        assert list(counted.broken_of(counted.Counted(**whole | {name: value - 1}))), name
    for name in ("doubled_records", "answered_twice", "followers_apart", "unanswered_on_the_day"):
        assert list(counted.broken_of(counted.Counted(**whole | {name: 1}))), name
    assert list(counted.broken_of(counted.Counted(**whole, dead_letters={"x": 1})))


def test_a_push_that_no_try_answered_may_be_on_record_or_not() -> None:
    for on_record in (9, 10):
        found = counted.Counted(
            messages=10, unanswered=1, messages_on_record=on_record, archive_messages=on_record
        )
        assert list(counted.broken_of(found)) == []
    lost = counted.Counted(messages=10, unanswered=1, messages_on_record=8, archive_messages=8)
    assert list(counted.broken_of(lost))


def test_a_step_sends_at_its_rate() -> None:
    coming = held.evenly(20, 100, random.Random(1))  # noqa: S311
    assert len(coming) == pytest.approx(2000, rel=0.1)
    assert all(isinstance(one, Coming) and 0 <= one.at < 100 for one in coming)


def test_errors_of_functions_are_told_by_their_message() -> None:
    line = '{"level":"ERROR","location":"topics:27","message":"topics not counted","order":"a"}\n'
    other = '{"level":"INFO","location":"x","message":"facts compacted"}\n'
    assert gauges.errors(line + other + "2026 INFO [lambda] fine\n" + line) == {
        "topics not counted": 2
    }
