"""The demo's desk can answer at once, and what people changed there stays."""

from __future__ import annotations

from datetime import datetime

import pytest

from chalicelib import accounts, audit, desk, units
from chalicelib.actor import local
from chalicelib.clock import SHANGHAI, utc_now
from demo import desk as seeded
from demo import newsroom
from demo.accounts import ALL, PROVINCE
from tests.cloud.accounts.made import SECRETS


@pytest.fixture(autouse=True)
def filled(cloud: None) -> None:
    for demo in ALL:
        units.add_unit(demo.id, name=demo.name, level=demo.level, parent=demo.parent)
        fields = {"id": demo.id, "name": demo.name, "unit": demo.id, "kind": demo.kind}
        accounts.add_account(
            {**fields, "appid": demo.appid}, SECRETS, by=local("li"), now=utc_now()
        )
    list(newsroom.fill())
    list(seeded.fill())


def test_an_agent_of_the_demo_comes_on_duty_and_the_desk_is_open() -> None:
    now = datetime(2026, 12, 6, 22, tzinfo=SHANGHAI)  # a Sunday night
    desk.go_on_duty(PROVINCE.id, by=local("zuo1"), now=now)
    board = desk.board(PROVINCE.id, by=local("zuo1"), now=now)
    assert (board.open_now, board.presence.allowed) == (True, True)
    assert [one.id for one in board.seats] == ["zuo1", "zuo2"]
    assert board.me is not None and board.me.presence == "online"
    assert accounts.state(PROVINCE.id, consistent=True).desk.on_duty == 1


def test_a_chief_of_the_demo_supervises_with_a_sheet_of_the_house() -> None:
    assert desk.board(PROVINCE.id, by=local("zong1"), now=utc_now()).supervises
    assert sum(one.points for one in desk.quality.sheet_of(PROVINCE.id).criteria) == 100
    assert desk.quality.own_sheet(PROVINCE.id) is not None


def test_what_people_changed_stays() -> None:
    now, chief = utc_now(), local("zong1")
    desk.setup.remove_agent(PROVINCE.id, "zuo2", by=chief, now=now)
    desk.drop_canned(PROVINCE.id, "结束语", by=chief, now=now)
    before = list(audit.of_unit(PROVINCE.id))
    assert list(seeded.fill()) == ["agents unchanged", "canned replies unchanged"]
    assert list(audit.of_unit(PROVINCE.id)) == before
