"""``python -m benchmarks.topics``: questions into topics. How well, how fast, how steadily; and a policy day.

    python -m benchmarks.topics --size 30000
    python -m benchmarks.topics --size 100000 --json
    python -m benchmarks.topics --size 20000 --memory 20000 200000

Reads the real questions of ``--data``; where that folder isn't there, questions are made up, and the figures tell nothing
but that it runs. Where more questions are wanted than there are, day-to-day variations of them are added.
``--memory`` measures nothing but the memory of a count of so many messages, in which ``--size`` texts are asked again and again.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Final, TypedDict

from benchmarks.topics import days, grouping, memory, pairs, policy_day
from benchmarks.topics.questions import DATA, load
from chalicelib.insight.topics.group import alike_among

SIZES: Final = (10_000, 30_000, 100_000)
_FITTED_ON: Final = 10_000
_POLICY_DAY: Final = 30_000


class Figures(TypedDict):
    """What one run measured."""

    real: bool
    questions: int
    """Different ones that were grouped."""
    varied: int
    """Those of them that are variations of others."""
    labelled: int
    meanings: int
    grouping: grouping.Grouped
    pairs: pairs.Pairs
    """At the threshold that the product has."""
    held_out: pairs.HeldOut
    days: days.Kept
    policy_day: policy_day.PolicyDay


def measure(folder: Path, size: int, days_of: int, a_day: int) -> Figures:
    """Everything, one after the other."""
    known = load(folder)
    asked = known.mixed(size)
    took, groups = grouping.measure([one.text for one in asked])
    others = [one.text for one in known.others]
    return Figures(
        real=known.real,
        questions=len(asked),
        varied=max(len(asked) - known.count, 0),
        labelled=len(known.labelled),
        meanings=len({one.meaning for one in known.labelled}),
        grouping=took,
        pairs=pairs.measured(asked, groups, alike_among(len(asked))),
        held_out=pairs.held_out(known.mixed(min(size, _FITTED_ON))),
        days=days.measure(others, days_of, a_day),
        policy_day=policy_day.measure(others[: min(size, _POLICY_DAY)]),
    )


def main() -> None:
    """A table; with ``--json`` the figures, in the last line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.topics", description=__doc__)
    parser.add_argument("--size", type=int, default=SIZES[0], help="10000, 30000, 100000 or any")
    parser.add_argument("--data", type=Path, default=DATA, help=f"folder of questions ({DATA})")
    parser.add_argument("--days", type=int, default=days.DAYS)
    parser.add_argument("--a-day", type=int, default=days.A_DAY, help="messages of each day")
    parser.add_argument("--memory", type=int, nargs="+", metavar="N", help="messages of a day")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.memory:
        texts = [one.text for one in load(options.data).mixed(options.size)][: options.size]
        for messages in options.memory:
            print(json.dumps(memory.measure(texts, messages)), flush=True)
        return
    figures = measure(options.data, options.size, options.days, options.a_day)
    if options.json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        _show(figures)


def _show(figures: Figures) -> None:
    from rich.console import Console
    from rich.table import Table

    took, held, kept, policy = (
        figures["grouping"],
        figures["held_out"],
        figures["days"],
        figures["policy_day"],
    )
    kind = "real questions" if figures["real"] else "MADE-UP questions, no real ones are here"
    table = Table(
        title=f"{figures['questions']:,} {kind}, {figures['varied']:,} of them variations",
        title_justify="left",
        show_header=False,
    )
    rings = (
        "never" if policy["minutes"] is None else f"{policy['minutes']:.0f} min, {policy['name']}"
    )
    for name, value in (
        ("grouping, one core", f"{took['cpu_s']:.1f} s processor, {took['wall_s']:.1f} s clock"),
        ("its process at its largest", f"{took['peak_mb']:.0f} MB"),
        ("groups of five or more", f"{took['groups_of_five']:,}, the largest {took['largest']}"),
        ("labelled", f"{figures['labelled']:,} of {figures['meanings']:,} meanings"),
        ("pairs, as shipped", _pairs(figures["pairs"])),
        ("threshold chosen on one half", _pairs(held["chosen_on"])),
        ("… tried on the other half", _pairs(held["held_out"])),
        ("the other half, as shipped", _pairs(held["held_out_shipped"])),
        (
            f"kept over {kept['days']} days",
            f"{kept['kept']:.1%} of {kept['asked_again']:,} asked again",
        ),
        ("stood in a topic at all", f"{kept['in_topics']:.1%} of {kept['a_day']:,} a day"),
        (f"policy day in {policy['questions']:,}", f"rings after {rings}"),
        (
            "… of it in the topic",
            f"{policy['in_topic']:.1%}, and {policy['others_in_topic']} others",
        ),
        ("… other topics that rang", str(policy["other_spikes"])),
        ("… its slowest round", f"{policy['slowest_round_s']:.1f} s processor"),
    ):
        table.add_row(name, value)
    Console().print(table)


def _pairs(one: pairs.Pairs) -> str:
    return f"precision {one['precision']:.3f}, recall {one['recall']:.3f} at {one['threshold']:.3f}"


if __name__ == "__main__":
    main()
