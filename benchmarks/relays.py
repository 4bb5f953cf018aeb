"""``python -m benchmarks.relays --steps 36``: a relay through all its steps, and the calls of AWS that each takes.

AWS is moto in this process; calls are counted where botocore makes them. Begun, approved, out: what the review and the push
themselves take is not counted, only what the relay adds to them.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypedDict

from benchmarks.moto_cloud import cloud_here, moto_by_key

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TOP = "province"


class Measured(TypedDict):
    """Calls of one relay; a step's share where nothing else is said."""

    steps: int
    start: int
    """Of the whole relay."""
    attach: float
    approved: float
    out: float
    told_again: float
    page: int
    """What the board of the relay reads."""
    item_bytes: int
    """The relay's item when all is out."""


def measured(steps: int) -> Measured:
    """One relay of so many steps."""
    from chalicelib import accounts, relays, units
    from chalicelib.accounts import AccountKind, OfficialAccount
    from chalicelib.actor import SYSTEM
    from chalicelib.application import relay_page
    from chalicelib.relays import PlannedStep, RelayPlan, RelayState
    from chalicelib.units import UnitLevel

    with cloud_here() as aws, moto_by_key():
        units.add_unit(TOP, name="省局", level=UnitLevel.PROVINCE, parent=None)
        for nth in range(steps):
            unit = f"u{nth:02d}"
            units.add_unit(unit, name=f"第{nth}市局", level=UnitLevel.CITY, parent=TOP)
            accounts.store.add_account(
                OfficialAccount(
                    id=unit, name=unit, unit=unit, kind=AccountKind.SERVICE, appid=f"wx{nth:010d}"
                )
            )
        planned = tuple(
            PlannedStep(
                title=f"第{relays.planning.numeral(nth + 1)}计",
                account=f"u{nth:02d}",
                due_at=NOW + timedelta(days=nth + 1),
                text="讲清谁能享受、怎么享受。",
            )
            for nth in range(steps)
        )
        plan = RelayPlan(title="减税降费36计", account="u00", steps=planned)
        relay = relays.planning.begin(TOP, plan, by=SYSTEM, now=NOW)
        start = _calls(aws, lambda: relays.planning.start(relay.id, by=SYSTEM, now=NOW))
        sums: Counter[str] = Counter()
        for one in relays.get(relay.id).steps:
            at = (relay.id, one.id, f"a-{one.id}")

            def attach(at: tuple[str, str, str] = at) -> None:
                relays.making.attach(*at, "下一棒", by=SYSTEM, now=NOW)

            def approve(at: tuple[str, str, str] = at) -> None:
                relays.following.reviewed(*at, approved=True, at=NOW)

            def out(at: tuple[str, str, str] = at) -> None:
                for relay_id, step_id in relays.of_article(at[2]):
                    relays.following.published(
                        relay_id, step_id, at[2], delivery=f"d-{step_id}", url="https://a", at=NOW
                    )

            sums["attach"] += _calls(aws, attach)
            sums["approved"] += _calls(aws, approve)
            sums["out"] += _calls(aws, out)
            sums["told_again"] += _calls(aws, out)
        ended = relays.get(relay.id)
        if ended.state is not RelayState.DONE:
            raise AssertionError("the relay is not done with its last step")
        page = _calls(aws, lambda: relay_page.relay_detail(SYSTEM, relay.id, NOW))
        shares: Any = {name: round(number / steps, 2) for name, number in sums.items()}
        return Measured(
            steps=steps,
            start=start,
            page=page,
            item_bytes=len(ended.model_dump_json().encode()),
            **shares,
        )


def _calls(aws: Counter[str], work: Callable[[], object]) -> int:
    aws.clear()
    work()
    return aws.total()


def main() -> None:
    """Print what was counted, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=36)
    print(json.dumps(measured(parser.parse_args().steps), indent=2))


if __name__ == "__main__":
    main()
