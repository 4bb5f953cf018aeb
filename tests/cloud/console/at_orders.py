"""A city's orders to a county below it, one in each state that a route needs."""

from __future__ import annotations

from datetime import datetime

from chalicelib import orders, units
from chalicelib.actor import SYSTEM, Actor, KnownBy, local
from chalicelib.clock import utc_now
from chalicelib.cloud import objects
from chalicelib.orders import AddressWay, Draft, OrderAddress, OrderEvidence, OrderKind, Urgency
from chalicelib.units import OrgUnit, UnitLevel

OPS = local("ops")
OTHER = Actor(person="other", known_by=KnownBy.SYSTEM)
BELOW = "xianju"
UPLOAD = "u" * 24


def fill(city: str, mark: str) -> dict[str, str]:
    """Make it; returns the ids of its things by the names that routes give them."""
    now = utc_now()
    units.store.add_unit(OrgUnit(id=BELOW, name=f"{mark}县局", level=UnitLevel.COUNTY, parent=city))
    units.store.add_unit(
        OrgUnit(id="xiangsuo", name=f"{mark}税务所", level=UnitLevel.TOWNSHIP, parent=BELOW)
    )
    made = {"below_unit": BELOW, "tag": "重点"}
    made["draft_order"] = draft(city, mark, now)
    made["draft_version"] = str(orders.get(made["draft_order"]).version)
    made["order_id"] = issued(city, mark, now)
    waiting = draft(city, mark, now, urgency=Urgency.EXTRA)
    orders.issue(waiting, by=SYSTEM, now=now)
    made["waiting_order"] = waiting
    for name in ("signed", "reported", "amended"):
        order = issued(city, mark, now)
        made[f"{name}_order"] = order
        orders.sign(order, BELOW, by=SYSTEM, now=now)
    orders.report(
        made["reported_order"],
        BELOW,
        orders.Report(text=f"{mark}已办"),
        by=SYSTEM,
        now=now,
    )
    orders.amend(made["amended_order"], f"{mark}补充", by=SYSTEM, now=now)
    orders.carry_out(f"{made['amended_order']} amend-1 {BELOW}", now)
    urgent = draft(city, mark, now, urgency=Urgency.EXTRA)
    orders.issue(urgent, by=OTHER, now=now)
    orders.approve(urgent, by=SYSTEM, now=now)
    orders.amend(urgent, f"{mark}另附", by=OTHER, now=now)
    made["proposed_order"] = urgent
    for person in ("r.editor", "r.chief", "r.controller"):
        objects.write(f"uploads/{person}/{UPLOAD}", b"%PDF-1.7 x", "application/pdf")
    return {**made, "upload": UPLOAD}


def draft(city: str, mark: str, now: datetime, urgency: Urgency = Urgency.PLAIN) -> str:
    """An order that is not issued."""
    written = Draft(
        kind=OrderKind.SUBMISSION,
        urgency=urgency,
        title=f"{mark}报送材料",
        text="请报送。",
        wants=(OrderEvidence.TEXT,),
        address=OrderAddress(way=AddressWay.LIST, units=(BELOW,)),
    )
    return orders.draft(city, written, by=SYSTEM, now=now).id


def issued(city: str, mark: str, now: datetime) -> str:
    """An order that has reached the county."""
    made = draft(city, mark, now)
    orders.issue(made, by=SYSTEM, now=now)
    orders.carry_out(f"{made} deliver {BELOW}", now)
    return made
