"""下发整改指令: a notice becomes the draft of an order to the units that did not pass."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib import orders, people
from chalicelib.actor import Actor
from chalicelib.application.inspection_notices import notice_for
from chalicelib.clock import shown
from chalicelib.errors import Invalid
from chalicelib.inspection_notices import AccountChecked, Made
from chalicelib.orders import AddressWay, Draft, Order, OrderAddress, OrderKind

DRAFT: Final = "orders:order:draft"
_TITLE: Final = 80
_TEXT: Final = 3000


def draft_order(unit: str, notice: str, *, by: Actor, now: datetime) -> Order:
    """The draft of an order to put right what a notice found; whoever drafts it reads it over and issues it.

    Raises ``Invalid`` where every unit below has passed, ``UnknownNotice``, ``UnknownUnit`` or ``PermissionDenied``.
    """
    people.require(by, DRAFT, unit)
    made, kept = notice_for(unit, notice, by=by)
    below = failed_below(made)
    if not below:
        raise Invalid("没有不合格的下级单位。")
    failed = [one for one in kept.material.accounts if one.unit in below and one.findings]
    lines = [f"根据《{made.title}》，请对下列问题立即整改，并按期反馈。", *map(_line, failed)]
    wanted = Draft(
        kind=OrderKind.RECTIFICATION,
        title=f"整改{made.period_name}检查发现的问题"[:_TITLE],
        text="\n".join(lines)[:_TEXT],
        address=OrderAddress(way=AddressWay.LIST, units=below),
    )
    return orders.draft(unit, wanted, by=by, now=now)


def failed_below(made: Made) -> tuple[str, ...]:
    """The units below that have an account that did not pass; none orders itself."""
    return tuple(one for one in made.failed_units if one != made.unit)


def _line(one: AccountChecked) -> str:
    told = "；".join(
        f"{each.indicator_name}：{each.what}"
        + (f"（{shown(each.deadline)} 前）" if each.deadline else "")
        for each in one.findings
        if not each.closed
    )
    return f"{one.name}（{one.unit_name}）：{told or '已整改，请防止反复'}"
