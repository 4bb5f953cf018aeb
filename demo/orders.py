"""The demo's orders: one that a unit has reported, one that is still to be signed, one that waits for a second person."""

from __future__ import annotations

from typing import Final

from chalicelib import orders
from chalicelib.actor import local
from chalicelib.clock import utc_now
from chalicelib.orders import Draft, OrderEvidence, OrderKind, OrderState, Report, Urgency

UNIT: Final = "province"
GUAN: Final = local("guan")
DRAFTS: Final = (
    Draft(
        kind=OrderKind.SUBMISSION,
        title="报送征期值班安排",
        text="请各单位报送本月征期的值班安排，写明带班领导和坐席人数。",
        wants=(OrderEvidence.TEXT,),
    ),
    Draft(
        kind=OrderKind.RECTIFICATION,
        urgency=Urgency.URGENT,
        title="整改菜单里打不开的链接",
        text="上周巡检发现个别公众号的菜单链接打不开，请逐一核对，附整改后的截图。",
        wants=(OrderEvidence.PICTURE, OrderEvidence.TEXT),
    ),
    Draft(
        kind=OrderKind.RESPONSE,
        urgency=Urgency.EXTRA,
        title="核实网传“补税通知”短信",
        text="网上流传一条假冒的补税短信，请核实本地有无群众反映，一小时内说明。",
        wants=(OrderEvidence.TEXT,),
    ),
)


def fill() -> str:
    """Draft and issue them where the province has none; returns what was done."""
    if next(orders.of_unit(UNIT), None) is not None:
        return "orders stand"
    now = utc_now()
    made = [orders.draft(UNIT, one, by=GUAN, now=now).id for one in DRAFTS]
    for order in made:
        orders.issue(order, by=GUAN, now=now)
        if orders.get(order).state is OrderState.ISSUED:
            for unit in orders.store.receivers(order):
                orders.carry_out(f"{order} deliver {unit}", now)
    orders.sign(made[0], "city", by=local("qx.li"), now=now)
    report = Report(text="征期每日由一位局领导带班，坐席六人，午间不断线。")
    orders.report(made[0], "city", report, by=local("qx.li"), now=now)
    return f"{len(made)} orders"
