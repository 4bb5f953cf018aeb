"""Menus, and people who publish them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib import menus
from chalicelib.actor import Actor, KnownBy
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.cloud import table
from chalicelib.insight import DayNumbers
from chalicelib.menus import Button, ConditionalMenu, MatchRule, MenuDocument, Plan, Publication

APPID = "wx0123456789abcdef"
NOW = utc_now()
BAN = Actor(person="ban", known_by=KnownBy.SIGN_IN)
ZONG = Actor(person="zong", known_by=KnownBy.SIGN_IN)


def view(name: str, path: str = "") -> Button:
    return Button(name=name, type="view", url=f"https://tax.example/{path or name}")


def click(name: str, key: str = "KEY") -> Button:
    return Button(name=name, type="click", key=key)


def document(*names: str, conditional: tuple[ConditionalMenu, ...] = ()) -> MenuDocument:
    """A menu of these entries."""
    return MenuDocument(buttons=tuple(view(one) for one in names), conditional=conditional)


def for_tag(tag: int, name: str) -> ConditionalMenu:
    return ConditionalMenu(name=name, rule=MatchRule(tag=tag), buttons=(view(name),))


def drafted(wanted: MenuDocument, by: Actor = BAN) -> int:
    """The draft says this; returns its edition."""
    seen = menus.current_draft("city").edition
    return menus.save_draft("city", wanted, seen=seen, by=by, now=utc_now()).edition


def published(wanted: MenuDocument, *, by: Actor = BAN, **plan: Any) -> Publication:
    """The draft is published."""
    edition = drafted(wanted, by)
    return menus.publish_draft("city", Plan(**plan), seen=edition, by=by, now=utc_now())


def counted(
    taps: dict[str, int] | None = None, asked: dict[tuple[str, str], int] | None = None
) -> None:
    """Today's numbers of the city: taps by key, spread over the day's hours, and answers by kind and name.

    Taps of a key are a multiple of 24.
    """
    today = utc_now().astimezone(SHANGHAI).date()
    taps = taps or {}
    numbers = DayNumbers.model_validate(
        {
            "account": "city",
            "day": today,
            "facts": sum(taps.values()),
            "menu": [
                {"menu_key": key, "type": "view", "taps": n, "followers": n}
                for key, n in taps.items()
            ],
            "menu_by_hour": [
                {"day": f"{today}", "hour": hour, "menu_key": key, "taps": n // 24}
                for key, n in taps.items()
                for hour in range(24)
            ],
            "answers": [
                {"kind": kind, "name": name, "given": n, "helpful": 0, "unhelpful": 0}
                for (kind, name), n in (asked or {}).items()
            ],
        }
    )
    table.put(
        {
            "pk": "NUMBERS#city",
            "sk": f"{today}",
            "doc": numbers.model_dump_json(),
            "generation": 1,
        }
    )


def names(of: menus.Menus) -> list[str]:
    """The top of the menu that WeChat shows."""
    return [one.name for one in of.read().buttons]


def later(at: datetime) -> Any:
    """A clock that stands still at a time."""
    return lambda: at
