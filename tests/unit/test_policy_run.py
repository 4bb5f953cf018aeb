"""The run against a stack: what grows is told from what does not, a held rate from one that is not, loss from none."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from benchmarks.policy_day import Coming, Day, Simulation
from benchmarks.policy_run import compare, counted, gauges, held, record, report
from benchmarks.policy_run.gauges import Carried, Process, Sample
from benchmarks.policy_run.phones import FOLLOW, Sent, look_again
from dev.places import ROOT


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


def test_a_process_forked_from_the_clouds_own_is_the_clouds_as_well() -> None:
    parents = {1: 0, 20: 1, 30: 20, 40: 30, 50: 1}
    assert [pid for pid in parents if 20 in gauges.above(pid, parents)] == [30, 40]


def test_a_run_that_saw_no_function_at_work_does_not_call_its_memory_flat() -> None:
    idle = [one._replace(seconds=0.0) for one in samples(lambda _: 100.0)[0].processes]
    looks = [replace(one, processes=idle) for one in samples(lambda _: 100.0)]
    said = report.made(*recorded(looks))["broken"]
    assert any("no process of a function" in one for one in said)
    assert report.made(*recorded(samples(lambda _: 100.0)))["broken"] == ["x"]


def test_a_function_that_holds_the_day_is_told_with_its_room_and_judged_like_others() -> None:
    looks = samples(lambda nth: 100 + 0.2 * nth)
    of = [[one._replace(name="Topics"), other] for one, other in (each.processes for each in looks)]
    found = report.made(
        *recorded([replace(one, processes=both) for one, both in zip(looks, of, strict=True)])
    )
    [room] = found["memory"]["hold_the_day"]
    # 20 MB more with 10,000 pushes, on top of 111.8.
    assert (room["name"], room["has"]) == ("Topics", 1769)
    assert room["mb"] == pytest.approx(631.8, abs=0.1)
    assert any("Topics" in one for one in found["broken"])


def test_what_functions_have_is_what_the_template_gives_them() -> None:
    config = json.loads((ROOT / ".chalice/config.json").read_text())
    resources = json.loads((ROOT / ".chalice/resources.json").read_text())["Resources"]
    assert {
        "Topics": config["lambda_functions"]["topics"]["lambda_memory_size"],
        "archive": resources["Archive"]["Properties"]["MemorySize"],
    } == gauges.HOLDS_THE_DAY


def recorded(looks: list[Sample]) -> record.Record:
    """A run that is over before it began, but for what was looked at."""
    one = sent(1.5, 300, kind=FOLLOW)
    steps = held.Held([held.step_of(2.0, 10.0, [one])], [0.1, 0.3])
    run = report.Run(steps, [one, one], 1, [(1.0, 2.0)], looks, [Carried(3.0, 7)], 25.0, 900.0)
    coming = [Coming(0.5, follows=True)]
    return record.Record(7, Day().scaled(12, 1800), coming, run, counted.Counted(broken=["x"]))


def sent(due: float, *tries: int, answered: bool = True, kind: str = "关键词") -> Sent:
    return Sent(due, due, kind, "o1", tries, answered)


def test_a_rate_is_held_where_all_are_answered_at_once_and_soon() -> None:
    good = held.step_of(2.0, 10.0, [sent(n / 2, 100) for n in range(20)])
    assert (good.holds, good.answers_a_second) == (True, pytest.approx(2.0, abs=0.2))
    assert not held.step_of(2.0, 10.0, [sent(n / 2, 5000, 100) for n in range(20)]).holds
    assert not held.step_of(2.0, 10.0, [sent(n / 2, 2500) for n in range(20)]).holds
    assert not held.step_of(2.0, 10.0, [sent(n / 2, 100) for n in range(20)], behind=30.0).holds
    assert held.Held([good], [0.1]).rate == 2.0


def test_probes_that_wait_long_do_not_become_a_load() -> None:
    assert look_again(0.0) == look_again(0.9) == 0.05
    # A stream that is a minute behind has a probe for each five seconds of it.
    assert sum(1 / look_again(waited) for waited in range(5, 65, 5)) < 15


ANSWER, RECORD, PROCESSORS, MOMENT = 0.05, 0.06, 1.5, 0.002


class Machine:
    """A machine seen moment by moment: four processes answer, one carries the stream out, and all slow each other down."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.sent: list[Sent] = []
        self.carried: list[Carried] = []
        self.lags: list[tuple[float, float]] = []

    def play(self, coming: list[Coming]) -> list[Sent]:
        """Answer these, and carry all of the stream out."""
        begun, before = self.now, len(self.sent)
        line, busy, stream = list(coming), list[list[float]](), list[float]()
        batch, left = list[float](), 0.0
        while line or busy or stream or batch:
            while line and len(busy) < 4 and begun + line[0].at <= self.now:
                busy.append([begun + line.pop(0).at, ANSWER])
            if stream and not batch:
                batch, stream = stream[:100], stream[100:]
                left = len(batch) * RECORD
            here = len(busy) + bool(batch)
            done = MOMENT * min(1.0, PROCESSORS / here) if here else 0.0
            self.now += MOMENT
            for one in busy:
                one[1] -= done
            for due, _ in [one for one in busy if one[1] <= 0]:
                self.sent.append(sent(due, round(1000 * (self.now - due)), kind=FOLLOW))
                stream.append(self.now)
            busy = [one for one in busy if one[1] > 0]
            left -= done
            if batch and left <= 0:
                self.carried.append(Carried(self.now, len(batch)))
                self.lags.append((batch[0], self.now - batch[0]))
                batch = []
        return self.sent[before:]


def test_a_stack_that_shares_its_processors_is_foretold_from_its_steps() -> None:
    chance, machine = random.Random(3), Machine()  # noqa: S311
    steps = []
    for rate in (2, 8, 30):
        seen = machine.play(held.evenly(rate, 15, chance))
        steps.append(held.step_of(rate, 15, seen))
    ramp, lags, carried = list(machine.sent), list(machine.lags), list(machine.carried)
    found = held.Held(steps, [ANSWER] * 20)
    of = compare.shares(found, ramp, carried, lags, 1.0)
    assert sum(of.answers) / len(of.answers) == pytest.approx(ANSWER, rel=0.25)
    assert of.record == pytest.approx(RECORD, rel=0.15)
    assert of.processors == pytest.approx(PROCESSORS, rel=0.15)
    begun, coming = machine.now, held.evenly(14, 40, chance)
    day = machine.play(coming)
    both = compare.compared(
        coming, day, machine.lags, found, ramp, machine.carried, 1.0, begun=begun
    )
    for row in ("p50, s", "p99, s", "stream behind at most, s"):
        assert both["rows"][row]["ratio"] == pytest.approx(1.0, rel=0.3), row
    # Were the machine not shared, neither of them would wait as long.
    apart = Simulation(compare.limits(of, 0.0), 1, chance, of.answers).run(coming)
    assert apart.stream_behind < 0.5 * both["rows"]["stream behind at most, s"]["run"]


def test_a_step_in_which_the_stack_broke_down_leaves_the_word_to_the_others() -> None:
    chance, machine = random.Random(3), Machine()  # noqa: S311
    steps = []
    for rate in (2, 8, 14, 30):
        seen = machine.play(held.evenly(rate, 15, chance))
        steps.append(held.step_of(rate, 15, seen))
    ramp = list(machine.sent)
    lost = len(ramp) - len(seen)
    ramp[lost:] = [replace(one, tries=(30_000,), answered=False) for one in ramp[lost:]]
    of = compare.shares(held.Held(steps, [ANSWER] * 20), ramp, machine.carried, machine.lags, 1.0)
    assert of.processors == pytest.approx(PROCESSORS, rel=0.2)


def test_where_no_step_left_any_of_the_stream_its_processor_time_counts_twice() -> None:
    seen = [sent(n / 2, 100, kind=FOLLOW) for n in range(40)]
    found = held.Held([held.step_of(2, 20, seen), held.step_of(2, 20, seen)], [0.1])
    carried = [Carried(one.due + 0.2, 1) for one in seen] * 2
    of = compare.shares(found, seen * 2, carried, [(0.1, 0.1)], 0.004)
    assert of.record == pytest.approx(0.008)


def test_batches_that_began_before_the_last_answer_do_not_tell_how_long_a_record_takes_alone() -> (
    None
):
    seen = [sent(10.0, 1000), sent(11.0, 1000)]
    batches = [(9.0, 50), (11.5, 40), (13.0, 30), (15.0, 20), (18.0, 10), (19.0, 99)]
    carried = [Carried(at, records) for at, records in batches]
    assert compare.seconds_alone(seen, carried, [(11.9, 6.2), (30.0, 9.0)]) == (5.0, 30)
    assert compare.seconds_alone(seen, carried[:3], [(11.9, 6.2)]) == (0.0, 0)


def test_batches_of_the_stream_are_read_from_the_clouds_log() -> None:
    since = time.time() - time.monotonic()
    lines = [
        "2026-11-30 22:53:45 INFO [lambda] ESM: Lambda rongmei-local-Outbox-DB85736349885 processed 20 DynamoDB stream records from x",
        '{"_aws": "anything"}',
        "2026-11-30 22:53:46 INFO [lambda] ESM: Lambda rongmei-local-doorbell processed 3 DynamoDB stream records from x",
        "2026-11-30 22:53:47 INFO [lambda] ESM: Lambda rongmei-local-archive processed 1 SQS messages from y",
        "2026-11-30 22:53:48 INFO [lambda] ESM: Lambda rongmei-local-Outbox-DB85736349885 processed 1 DynamoDB stream records from x",
    ]
    found = gauges.carried("\n".join(lines), "Outbox")
    assert [one.records for one in found] == [20, 1]
    at = datetime.fromisoformat("2026-11-30 22:53:45").timestamp()
    assert found[0].at + since == pytest.approx(at, abs=1)
    assert found[1].at - found[0].at == pytest.approx(3.0)
    assert gauges.carried("\n".join(lines), "doorbell") == [pytest.approx((found[0].at + 1, 3))]


def test_a_record_of_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    whole = recorded(samples(lambda _: 100.0)[:2])
    record.write(tmp_path / "run.json", whole)
    assert record.read(tmp_path / "run.json") == whole


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
