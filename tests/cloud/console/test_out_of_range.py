"""A date at the end of time is the caller's error."""

from __future__ import annotations

from chalicelib.console.rates import RATES
from chalicelib.people import Role
from tests.cloud.console import world
from tests.cloud.console.conftest import Ask
from tests.cloud.wechat.stub import WeChat


def test_the_end_of_time_is_no_fault_of_ours(ask: Ask, wechat: WeChat) -> None:
    RATES._left.clear()
    ids = world.fill()
    chief = world.person_of(Role.CHIEF)
    query = {"first": "9999-12-31", "days": "10", "account": ids["account"]}
    planned = {"account": ids["account"], "at": "9999-12-31T23:59:59Z"}
    for said in (
        ask(chief, "GET", "/calendar", query=query),
        ask(chief, "POST", "/issues", planned),
    ):
        assert (said.status, said.json["type"]) == (422, "invalid")
