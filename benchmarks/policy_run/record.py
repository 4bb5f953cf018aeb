"""The record of a run: every push, look and moment of it, so that it is compared again without being played again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

from benchmarks.policy_day import Coming, Day
from benchmarks.policy_run.counted import Counted
from benchmarks.policy_run.gauges import Carried, Process, Sample
from benchmarks.policy_run.held import Held, Step
from benchmarks.policy_run.phones import Sent
from benchmarks.policy_run.report import Run


class Record(NamedTuple):
    """What ``report.made`` takes."""

    seed: int
    day: Day
    coming: Sequence[Coming]
    run: Run
    result: Counted


def write(file: Path, record: Record) -> None:
    """Write a record as JSON."""
    run = record.run
    told = {
        "seed": record.seed,
        "day": asdict(record.day),
        "coming": record.coming,
        "held": asdict(run.held),
        "everything": [
            [one.due, one.began, one.kind, one.openid, one.tries, one.answered]
            for one in run.everything
        ],
        "ramped": run.ramped,
        "lags": run.lags,
        "samples": [[one.at, one.pushes, one.processes, one.waiting] for one in run.samples],
        "carried": run.carried,
        "begun": run.begun,
        "ended": run.ended,
        "result": asdict(record.result),
    }
    file.write_text(json.dumps(told, ensure_ascii=False))


def read(file: Path) -> Record:
    """Read what ``write`` wrote."""
    told = json.loads(file.read_text())
    held = Held([Step(**one) for one in told["held"]["steps"]], told["held"]["taken"])
    everything = [
        Sent(due, began, kind, openid, tuple(tries), answered)
        for due, began, kind, openid, tries, answered in told["everything"]
    ]
    samples = [
        Sample(at, pushes, [Process(*one) for one in processes], waiting)
        for at, pushes, processes, waiting in told["samples"]
    ]
    lags = [(at, lag) for at, lag in told["lags"]]
    carried = [Carried(*one) for one in told["carried"]]
    ramped, begun, ended = told["ramped"], told["begun"], told["ended"]
    run = Run(held, everything, ramped, lags, samples, carried, begun, ended)
    coming = [Coming(*one) for one in told["coming"]]
    return Record(told["seed"], Day(**told["day"]), coming, run, Counted(**told["result"]))
