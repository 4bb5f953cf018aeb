"""``make mutate [MODULES=…]``."""

from __future__ import annotations

import sys
import time
from collections import Counter

from dev.mutate import trial
from dev.mutate.changes import Change, changes
from dev.mutate.deciding import chosen
from dev.places import ROOT
from dev.problem import Problem, run


def main() -> None:
    modules = chosen(sys.argv[1:])
    trial.prepare()
    whole = [trial.Trial(path, (ROOT / path).read_text(), tests) for path, tests in modules.items()]
    for one in trial.carried_out(iter(whole)):
        if not one.passed:
            one.said.seek(0)
            raise Problem(
                f"Tests of {one.path} fail without any change:\n{one.said.read().decode()}"
            )
    noticed, unnoticed = Counter[str](), Counter[str]()
    for one in whole:
        began = time.monotonic()
        found = {change.changed: change for change in changes(one.source)}
        longest = 10 + min(5 * round(one.took), 50)
        trials = (trial.Trial(one.path, text, one.tests, longest) for text in found)
        for ended in trial.carried_out(trials):
            if not ended.passed:
                noticed[one.path] += 1
                continue
            unnoticed[one.path] += 1
            _tell(one.path, found[ended.source])
        print(
            f"{one.path}: {noticed[one.path]} of {len(found)} noticed "
            f"({time.monotonic() - began:.0f} s)",
            flush=True,
        )
    all_noticed, total = noticed.total(), noticed.total() + unnoticed.total()
    print(f"\n{all_noticed} of {total} noticed ({all_noticed / max(1, total):.1%})")


def _tell(path: str, change: Change) -> None:
    print(f"{path}:{change.line}\n{change.diff}", flush=True)


if __name__ == "__main__":
    run(main)
