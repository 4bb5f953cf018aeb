"""A menu of the city: a draft, a version that is planned, and one that waits for a second person."""

from __future__ import annotations

from datetime import timedelta

from chalicelib import menus
from chalicelib.actor import local
from chalicelib.clock import utc_now
from chalicelib.menus import Button, MenuDocument, Plan

OPS = local("ops")


def fill(account: str, mark: str) -> dict[str, str]:
    """Make it; returns the ids of its things by the names that routes give them."""
    now = utc_now()
    made = {}
    for name, wait in (("planned_menu", False), ("waiting_menu", True)):
        seen = menus.current_draft(account).edition
        document = MenuDocument(
            buttons=(
                Button(
                    name="办税",
                    children=(
                        Button(name=f"{mark}{name[:1]}", type="view", url="https://tax.example/a"),
                        Button(name="征期", type="click", key="DATES"),
                    ),
                ),
                Button(name="官网", type="view", url="https://tax.example/"),
            )
        )
        seen = menus.save_draft(account, document, seen=seen, by=OPS, now=now).edition
        plan = Plan(now + timedelta(days=20), now + timedelta(days=30), f"{mark}宣传", wait=wait)
        made[name] = menus.publish_draft(account, plan, seen=seen, by=OPS, now=now).id
    return {**made, "menu_edition": str(menus.current_draft(account).edition)}
