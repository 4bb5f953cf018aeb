"""``make down`` and ``make reset``: stop what ``make up`` started here, and nothing else."""

from __future__ import annotations

import shutil
import sys

from dev.places import checkout
from dev.problem import run
from dev.processes import stop
from dev.progress import step


def main() -> None:
    place = checkout()
    forget = sys.argv[1:] == ["--forget"]
    for name in ("simulator", "cloud"):
        with step(f"Stopping the {name}") as current:
            current.result = "" if stop(place.local / f"{name}.pid") else "was not running"
    if forget:
        for what in ("cloud", "demo", "simulator.json.media"):
            shutil.rmtree(place.local / what, ignore_errors=True)
        for what in (
            "simulator.json",
            "deployed.json",
            "env",
            "cloud.log",
            "simulator.log",
            "deploy.log",
        ):
            (place.local / what).unlink(missing_ok=True)
        for log in place.local.glob("demo.*.log"):
            log.unlink()
        print("✓ Forgotten: every account, follower, message and rule of the local system.")


if __name__ == "__main__":
    run(main)
