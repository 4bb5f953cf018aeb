"""The simulated slot: every account's push is sent, and a narrower limit never brings it sooner."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.slot import Assumed, Step, moved, simulated, told

PUSH = Step(calls=7, own_ms=10, wechat=1)
ROOMY = replace(Assumed(), pollers=100, most=100, warm=100, parameter_rate=10_000)


def test_a_slot_without_limits_takes_as_long_as_its_work() -> None:
    one = simulated(PUSH, ROOMY, fetching=0, accounts=100)
    ten = simulated(PUSH, ROOMY, fetching=0, accounts=1_000)
    assert one.half == one.last
    assert ten.last == pytest.approx(10 * one.last)
    assert (ten.parameters, ten.environments) == (0, 0)


@pytest.mark.parametrize(
    "narrower",
    [
        {"pollers": 5},
        {"most": 50, "pollers": 50, "warm": 50},
        {"warm": 0},
        {"warm": 0, "ramp_burst": 1, "ramp": 5},
        {"memory": 128},
        {"call": 0.1},
        {"wechat": 3},
    ],
)
def test_a_narrower_limit_brings_the_last_later(narrower: dict[str, float]) -> None:
    before = simulated(PUSH, ROOMY, fetching=0.1)
    after = simulated(PUSH, replace(ROOMY, **narrower), fetching=0.1)
    assert after.last > before.last


def test_secrets_come_no_faster_than_the_parameter_store_gives_them() -> None:
    slow = simulated(PUSH, replace(ROOMY, parameter_rate=5), fetching=1)
    assert slow.refused > 0
    assert slow.parameters == slow.refused + 1_000
    assert slow.last >= (1_000 - 5) / 5


def test_the_same_seed_is_the_same_slot() -> None:
    assert simulated(PUSH, Assumed(), fetching=0.5) == simulated(PUSH, Assumed(), fetching=0.5)


def test_every_assumption_has_a_source_and_can_be_moved() -> None:
    assert all(len(line.split(": ", 1)[1]) > 10 for line in told(Assumed()))
    assert moved(["wechat=2.5"]).wechat == 2.5
    with pytest.raises(SystemExit):
        moved(["nothing=1"])
