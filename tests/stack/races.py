"""Races on a running system, with real conditional writes: ``python -m tests.stack.races`` prints what came of them.

A program of its own, because it needs the system's settings in its environment from the start.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Final

from chalicelib import accounts, appointments, newsroom, publishing
from chalicelib.accounts import Scarce
from chalicelib.actor import SYSTEM, local
from chalicelib.appointments import HallService, Origin, Person, SlotKey
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.publishing import Issue, NoAllowance, SlotTaken
from demo.accounts import COUNTY
from demo.newsroom import ARTICLES

WORKERS: Final = 50
_UNSENT: Final = (publishing.DeliveryState.RESERVED, publishing.DeliveryState.PREPARED)
ISSUES: Final = 200
PEOPLE: Final = 500
PLACES: Final = 7
SLOTS: Final = ("08:00", "10:00", "12:00", "15:00", "17:00", "20:00")
REVIEWERS: Final = ("qx.chu", "qx.fu", "qx.zhong")


def main() -> None:
    now = utc_now()
    article = _approved(now)
    accounts.change_account(
        COUNTY.id,
        {"limits": {Scarce.MASS: {"count": len(SLOTS), "per": "day"}}, "slots": SLOTS},
        by=SYSTEM,
        now=now,
    )
    sys.stdout.write(
        json.dumps(
            {
                "six_places": _six_places(article, now),
                "delivery": _one_delivery(now),
                "slot": one_slot(now),
            }
        )
        + "\n"
    )


def _approved(now: datetime) -> str:
    composed = newsroom.read_file(ARTICLES / "fapiao.md")
    made = newsroom.create(composed, unit=COUNTY.id, by=local("zp.li"), now=now)
    newsroom.submit(made.id, by=local("zp.li"), now=now)
    for person in REVIEWERS:
        newsroom.approve(made.id, by=local(person), now=now)
    return made.id


def _six_places(article: str, now: datetime) -> dict[str, object]:
    """Two hundred issues want the six slots of one day, fifty at a time."""
    day = (now + timedelta(days=30)).astimezone(SHANGHAI).date()

    def scheduled(number: int) -> Issue | None:
        at = publishing.slot(f"{day} {SLOTS[number % len(SLOTS)]}", now)
        planned = publishing.plan_issue(
            COUNTY.id,
            at=at,
            by=local("zp.li"),
            now=now,
            title=f"第{number}期",
            article_ids=[article],
        )
        try:
            return publishing.schedule(planned.id, by=local("zp.li"), now=now)
        except (SlotTaken, NoAllowance):
            return None

    with ThreadPoolExecutor(WORKERS) as pool:
        won = [one for one in pool.map(scheduled, range(ISSUES)) if one]
    [claim] = accounts.ledger.claims(COUNTY.id, [Scarce.MASS], won[0].at)
    return {
        "won": len(won),
        "slots": len({one.at for one in won}),
        "deliveries": len({one.delivery for one in won}),
        "stored": sum(one.issue is not None for one in publishing.list_deliveries([COUNTY.id])),
        "taken": accounts.ledger.line(COUNTY.id, claim).taken,
    }


def one_slot(now: datetime) -> dict[str, int]:
    """Five hundred people want the seven places of one slot, fifty at a time, each of them twice."""
    hall = appointments.Hall(
        id=f"races-{int(now.timestamp())}",
        unit=COUNTY.id,
        name="竞争试验厅",
        week=(appointments.hall_file.spans_of("09:00-10:00"),) * 7,
        holidays=False,
        services=(HallService(id="one", name="业务", minutes=60, capacity=PLACES),),
        opens_days=7,
    )
    appointments.halls.save(hall, by="test", now=now, seen=0)
    slot = next(
        SlotKey(hall.id, "one", day.day, at.start)
        for day in appointments.days(hall, "one", now)
        if day.open and day.free
        for at in appointments.times(hall, "one", day.day, now)
    )

    def tapped(number: int) -> str:
        person = Person(COUNTY.id, f"race-{number}")
        found = set()
        for _ in range(2):
            try:
                made = appointments.book(slot, person, key="tap", origin=Origin.CHAT, now=now)
            except (appointments.errors.SlotFull, appointments.errors.Busy):
                continue
            found.add(made.id)
        return ",".join(sorted(found))

    with ThreadPoolExecutor(WORKERS) as pool:
        told = {one for one in pool.map(tapped, range(PEOPLE)) if one}
    held = {one.id for one in appointments.of_day(hall.id, slot.day)}
    return {"told": len(told), "held": len(held), "both": len(told & held)}


def _one_delivery(now: datetime) -> dict[str, object]:
    """Fifty workers and the deployed ones take the same delivery, at a clock that says it is time."""
    slot = now.replace(second=0, microsecond=0) + timedelta(minutes=3)
    composed = newsroom.read_file(ARTICLES / "xuetang.md")
    delivery = publishing.plan_push(
        composed, COUNTY.id, at=slot, by=local("zong1"), now=now, reason="竞争试验"
    )
    start = Barrier(WORKERS)

    def work(_: int) -> None:
        start.wait()
        publishing.deliver(delivery.id, clock=lambda: slot)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))
    # The deployed worker, by whose clock the slot is still to come, may have made the last step before it, and rests.
    for _ in range(10):
        if publishing.get(delivery.id).state not in _UNSENT:
            break
        publishing.deliver(delivery.id, clock=lambda: slot)
    appid = accounts.state(COUNTY.id).account.appid
    return {"id": delivery.id, "state": publishing.get(delivery.id).state, "appid": appid}


if __name__ == "__main__":
    main()
