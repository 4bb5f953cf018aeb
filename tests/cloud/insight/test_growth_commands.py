"""Marked days by command: kept, taken away, logged, and held against what was usual."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from chalicelib import accounts, audit, units
from chalicelib.accounts import AccountKind, OfficialAccount
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.application import growth as use
from chalicelib.clock import SHANGHAI
from chalicelib.errors import Invalid
from chalicelib.insight.growth import MarkKind, NoSuchMark, Verdict
from chalicelib.insight.wechat_numbers import observe, store
from chalicelib.people import PermissionDenied
from chalicelib.units import UnitLevel
from chalicelib.wechat.statistics_calls import StatCall
from cli.app import app

NOW = datetime(2026, 4, 1, 10, 0, tzinfo=SHANGHAI)
POLICY_DAY = date(2026, 3, 10)
OPS = local("ops")
NOBODY = Actor(person="nobody", known_by=KnownBy.SIGN_IN)


@pytest.fixture
def province(cloud: None) -> None:
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    accounts.store.add_account(
        OfficialAccount(
            id="province",
            name="省局号",
            unit="province",
            kind=AccountKind.SUBSCRIPTION,
            appid="wx00province",
        )
    )


def cli(*args: str, exit_code: int = 0) -> str:
    done = CliRunner().invoke(app, ["numbers", *args], env={"COLUMNS": "220"})
    assert done.exit_code == exit_code, done.output
    return done.output


def told(*args: str) -> Any:
    return json.loads(cli(*args, "--json"))


def wechat_says(days: int, *, unfinished: int = 0) -> None:
    """So many followers came on each day until yesterday, 500 more in the week after the policy."""
    chance = np.random.default_rng(1)
    yesterday = NOW.date() - timedelta(days=1)
    for n in range(days):
        day = yesterday - timedelta(days=n)
        came = int(chance.poisson(300)) + 500 * (0 <= (day - POLICY_DAY).days < 7)
        rows = [{"ref_date": day.isoformat(), "user_source": 0, "new_user": came, "cancel_user": 7}]
        late = n < unfinished
        record = observe.observed(None, StatCall.USERS, day, rows, delayed=late, now=NOW)
        store.save("province", record, rows)


def test_a_day_is_marked_listed_and_unmarked(province: None) -> None:
    mark = ("mark", "add", "--account", "province", "--day", "2026-03-10")
    made = told(*mark, "--kind", "policy", "--title", " 个税新政 ")
    assert (made["day"], made["kind"], made["title"]) == ("2026-03-10", "policy", "个税新政")
    assert "个税新政" in cli("mark", "list", "--account", "province")
    said = cli("mark", "remove", made["id"], "--account", "province")
    assert "--day 2026-03-10 --kind policy --title 个税新政" in said  # the way back
    assert told("mark", "list", "--account", "province") == []
    assert "没有编号为" in cli("mark", "remove", made["id"], "--account", "province", exit_code=1)
    entries = [one for one in audit.of_unit("province") if one.action.startswith("insight:mark:")]
    assert [(one.action, one.note) for one in entries] == [
        ("insight:mark:add", "2026-03-10 个税新政"),
        ("insight:mark:remove", "2026-03-10 个税新政"),
    ]


def test_what_cannot_be_marked_is_refused_and_leaves_nothing(province: None) -> None:
    for title, day in (
        ("  ", POLICY_DAY),
        ("长" * 61, POLICY_DAY),
        ("远", NOW.date() + timedelta(days=400)),
    ):
        with pytest.raises(Invalid):
            use.mark_day("province", day, MarkKind.POLICY, title, by=OPS, now=NOW)
    with pytest.raises(PermissionDenied):
        use.mark_day("province", POLICY_DAY, MarkKind.POLICY, "新政", by=NOBODY, now=NOW)
    with pytest.raises(PermissionDenied):
        use.growth("province", use.Of.NEW, by=NOBODY, now=NOW)
    assert use.marks_of("province", by=OPS) == []
    made = use.mark_day("province", POLICY_DAY, MarkKind.POLICY, "新政", by=OPS, now=NOW)
    with pytest.raises(PermissionDenied):
        use.unmark_day("province", made.id, by=NOBODY, now=NOW)
    with pytest.raises(NoSuchMark):
        use.unmark_day("province", "2026-03-10#000000", by=OPS, now=NOW)
    assert use.marks_of("province", by=OPS) == [made]


def test_a_marked_day_is_held_against_what_wechat_counted(province: None) -> None:
    wechat_says(200, unfinished=1)
    for day, title in (
        (POLICY_DAY, "新政"),
        (date(2026, 2, 24), "平常的一天"),
        (NOW.date(), "今天"),
    ):
        use.mark_day("province", day, MarkKind.POLICY, title, by=OPS, now=NOW)
    found = use.growth("province", use.Of.NEW, by=OPS, now=NOW)
    assert found.days == 199  # the last one is not final
    by_title = {one.mark.title: one.effect for one in found.marked}
    new = by_title["新政"]
    assert new.verdict is Verdict.RAISED
    assert new.low is not None and new.high is not None and new.low <= 3500 <= new.high
    assert by_title["平常的一天"].verdict is Verdict.UNCLEAR
    assert by_title["今天"].verdict is Verdict.TOO_EARLY
    assert found.by_chance == pytest.approx(0.1)
    gone = use.growth("province", use.Of.LEFT, by=OPS, now=NOW)
    assert {one.effect.verdict for one in gone.marked} <= {Verdict.UNCLEAR, Verdict.TOO_EARLY}


def test_the_table_says_what_is_missing(province: None) -> None:
    assert "微信还没有给出粉丝数据" in cli("growth", "--account", "province")
    assert told("growth", "--account", "province") == {
        "of": "new",
        "days": 0,
        "marked": [],
        "by_chance": 0,
    }
