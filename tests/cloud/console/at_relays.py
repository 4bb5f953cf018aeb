"""A city's relays over itself and a county below it, one in each state that a route needs."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib import accounts, relays, units
from chalicelib.actor import SYSTEM, local
from chalicelib.application import relay_article
from chalicelib.clock import utc_now
from chalicelib.relays import PlannedStep, RelayPlan
from chalicelib.units import OrgUnit, UnitLevel
from tests.cloud.accounts.made import SECRETS, account

BELOW = "jielong"


def fill(city: str, mark: str) -> dict[str, str]:
    """Make it; returns the ids of its things by the names that routes give them."""
    now = utc_now()
    units.store.add_unit(
        OrgUnit(id=BELOW, name=f"{mark}接龙县局", level=UnitLevel.COUNTY, parent=city)
    )
    below = account(id=BELOW, name=f"{mark}接龙县税务", unit=BELOW, appid="wxjielong1")
    accounts.add_account(below, SECRETS, by=SYSTEM, now=now)
    made = {"relay_account": BELOW, "step_id": "s01", "made_step": "s02", "skipped_step": "s03"}
    made["draft_relay"] = planned(city, mark, now)
    made["draft_relay_version"] = str(relays.get(made["draft_relay"]).version)
    for name in ("relay_id", "paused_relay", "ended_relay"):
        made[name] = started(city, mark, now)
    running = made["relay_id"]
    relay_article.begin(running, "s02", by=local("li"), now=now)
    relays.running.skip(running, "s03", f"{mark}人手不够", by=SYSTEM, now=now)
    relays.running.pause(made["paused_relay"], f"{mark}等口径", by=SYSTEM, now=now)
    relays.running.end(made["ended_relay"], f"{mark}政策调整", by=SYSTEM, now=now)
    return made


def planned(city: str, mark: str, now: datetime) -> str:
    """A relay that has not started."""
    steps = tuple(
        PlannedStep(
            title=f"第{relays.planning.numeral(nth + 1)}计 {mark}"[:32],
            account=BELOW if nth == 3 else city,
            due_at=now + timedelta(days=nth + 1),
        )
        for nth in range(5)
    )
    plan = RelayPlan(title=f"{mark}接龙"[:40], intro=mark, account=city, steps=steps)
    return relays.planning.begin(city, plan, by=SYSTEM, now=now).id


def started(city: str, mark: str, now: datetime) -> str:
    """A relay whose first step has its turn."""
    made = planned(city, mark, now)
    relays.planning.start(made, by=SYSTEM, now=now)
    return made
