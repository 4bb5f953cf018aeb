"""An order on the deployed bundle: issued, delivered by the function Control, signed, reported, closed."""

from __future__ import annotations

from tests.stack.conftest import Stack
from tests.stack.test_demo_walk import command, until
from tests.stack.test_matrix_walk import asked


def test_an_order_goes_to_a_city_and_back(seeded: Stack) -> None:
    guan, city = ("--by", "guan"), ("--unit", "city")
    order = asked(
        seeded,
        *("order", "draft", "--unit", "province", "--kind", "submission", "--to", "city"),
        *("--title", "报送联系人", "--text", "请报送联系人。", "--want", "text", *guan),
    )["id"]
    issued = asked(seeded, "order", "issue", order, *guan)
    assert issued["number"] > 0

    def state() -> str:
        found = asked(seeded, "order", "inbox", *city, "--by", "qx.li")
        return next((str(one["state"]) for one in found if one["order"] == order), "")

    until(lambda: state() == "sent", 60)
    command(seeded, "order", "sign", order, *city, "--by", "qx.li")
    command(seeded, "order", "report", order, *city, "--text", "已报送。", "--by", "qx.li")
    command(seeded, "order", "close", order, *city, *guan)
    assert state() == "done"
    assert asked(seeded, "order", "show", order, *guan)["detail"]["order"]["state"] == "closed"
