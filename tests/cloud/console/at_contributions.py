"""What a county has sent up to its city, one in each state that a route needs."""

from __future__ import annotations

from datetime import timedelta

from chalicelib import contributions, units
from chalicelib.actor import SYSTEM, local
from chalicelib.application import contribution_work as work
from chalicelib.clock import utc_now
from chalicelib.contributions import CallText, Contact, ContributionKind, Written
from chalicelib.units import OrgUnit, UnitLevel

BELOW = "baoxian"


def fill(city: str, mark: str) -> dict[str, str]:
    """Make it; returns the ids of its things by the names that routes give them."""
    now = utc_now()
    units.store.add_unit(OrgUnit(id=BELOW, name=f"{mark}县局", level=UnitLevel.COUNTY, parent=city))
    sender = local("bao.editor")
    made = {"below_unit": BELOW}

    def begun(name: str) -> str:
        written = Written(
            kind=ContributionKind.LEAD,
            title=f"{mark}线索",
            text=f"{mark}内容",
            contact=Contact(name="秦某"),
        )
        # The worker acts for a person of the county, so that everybody of the city may decide.
        one = contributions.begin(
            BELOW, city, written, by=SYSTEM.model_copy(update={"person": sender.person}), now=now
        )
        made[name] = one.id
        return one.id

    begun("draft_contribution")
    made["contribution_version"] = str(contributions.get(made["draft_contribution"]).version)
    worker = SYSTEM.model_copy(update={"person": sender.person})
    for name in ("contribution_id", "other_contribution", "declined_contribution"):
        work.send(begun(name), by=worker, now=now)
    contributions.decline(
        made["declined_contribution"], "选题重复", f"{mark}已有", by=SYSTEM, now=now
    )
    call = contributions.calls.make(
        city, CallText(title=f"{mark}约稿", until=now + timedelta(days=3)), by=SYSTEM, now=now
    )
    made |= {"call_id": call.id, "call_version": str(call.version)}
    return made
