"""How an account is, told from figures and thresholds."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chalicelib.clock import SHANGHAI
from chalicelib.matrix.models import (
    AccountHealth,
    SignalName,
    SignalThreshold,
    SignalThresholds,
)
from chalicelib.matrix.rows import Row, packed, renewed, unpacked
from chalicelib.matrix.signals import Facts, evaluate, is_idle
from chalicelib.matrix.thresholds import in_force
from chalicelib.units import OrgUnit, UnitLevel

NOW = datetime(2026, 11, 30, 10, tzinfo=SHANGHAI)
TODAY = NOW.date()


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


WELL = Facts(
    since=ago(300),
    life="running",
    in_charge="李敏",
    stand_in="王强",
    published=ago(1),
    heard=ago(0),
    answered=ago(0),
)


def health(facts: Facts) -> tuple[AccountHealth, list[SignalName]]:
    found, shown = evaluate(facts, {}, NOW)
    return found, [one.name for one in shown]


def test_an_account_without_a_signal_is_well() -> None:
    assert health(WELL) == (AccountHealth.GOOD, [])


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (6, AccountHealth.GOOD),
        (7, AccountHealth.REMIND),
        (13, AccountHealth.REMIND),
        (14, AccountHealth.BAD),
    ],
)
def test_two_weeks_without_a_publication_are_abnormal(days: int, expected: AccountHealth) -> None:
    assert health(WELL._replace(published=ago(days)))[0] is expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (31, AccountHealth.GOOD),
        (30, AccountHealth.REMIND),
        (0, AccountHealth.REMIND),
        (-1, AccountHealth.BAD),
    ],
)
def test_a_verification_warns_before_its_end(days: int, expected: AccountHealth) -> None:
    until = (TODAY + timedelta(days=days)).isoformat()
    assert health(WELL._replace(verified_until=until))[0] is expected


@pytest.mark.parametrize(
    ("change", "signal", "expected"),
    [
        ({"refused": "IP 不在白名单"}, SignalName.TOKEN_REFUSED, AccountHealth.BAD),
        ({"failed": ("AppSecret",)}, SignalName.CHECK_FAILED, AccountHealth.BAD),
        ({"heard": ago(8)}, SignalName.CALLBACK_SILENT, AccountHealth.REMIND),
        ({"messages": 40, "unanswered": 14}, SignalName.UNANSWERED, AccountHealth.REMIND),
        ({"dead_links": 1}, SignalName.DEAD_LINKS, AccountHealth.REMIND),
        ({"veto": 1}, SignalName.VETO_FINDINGS, AccountHealth.BAD),
        ({"deduction": 2}, SignalName.OPEN_FINDINGS, AccountHealth.REMIND),
        ({"late_findings": 1}, SignalName.LATE_FINDINGS, AccountHealth.BAD),
        ({"late_orders": 1}, SignalName.LATE_ORDERS, AccountHealth.REMIND),
        ({"late_orders": 3}, SignalName.LATE_ORDERS, AccountHealth.BAD),
        ({"life": ""}, SignalName.UNREGISTERED, AccountHealth.REMIND),
        ({"in_charge": ""}, SignalName.NOBODY, AccountHealth.REMIND),
        ({"left": ("李敏",)}, SignalName.PERSON_LEFT, AccountHealth.REMIND),
    ],
)
def test_each_signal_counts_by_itself(
    change: dict[str, object], signal: SignalName, expected: AccountHealth
) -> None:
    assert health(WELL._replace(**change)) == (expected, [signal])  # type: ignore[arg-type]


def test_few_messages_tell_no_share() -> None:
    assert health(WELL._replace(messages=19, unanswered=19))[0] is AccountHealth.GOOD


def test_an_account_that_closes_need_not_publish() -> None:
    assert health(WELL._replace(life="closing", published=ago(90), heard=ago(90)))[1] == []


def test_an_account_that_never_published_counts_from_when_it_was_first_seen() -> None:
    assert health(WELL._replace(published="", since=ago(14)))[1] == [SignalName.NOT_PUBLISHED]
    assert health(WELL._replace(published="", since=ago(1)))[1] == []


def test_the_nearest_unit_upward_decides_a_threshold() -> None:
    tree = {
        one: OrgUnit(id=one, name=one, level=UnitLevel.CITY, parent=parent)
        for one, parent in (("sheng", None), ("shi", "sheng"), ("xian", "shi"))
    }
    silent, late = SignalName.NOT_PUBLISHED, SignalName.LATE_ORDERS
    own = {
        "sheng": SignalThresholds(
            unit="sheng", limits={silent: SignalThreshold(bad=10), late: SignalThreshold(bad=1)}
        ),
        "shi": SignalThresholds(unit="shi", limits={silent: SignalThreshold(bad=5)}),
    }
    assert in_force("xian", own, tree) == {
        silent: (SignalThreshold(bad=5), "shi"),
        late: (SignalThreshold(bad=1), "sheng"),
    }


def test_an_account_that_neither_publishes_nor_answers_is_idle() -> None:
    asleep = WELL._replace(published=ago(30), answered=ago(31))
    assert is_idle(asleep, 30, TODAY)
    assert not is_idle(asleep._replace(answered=ago(3)), 30, TODAY)
    assert not is_idle(asleep._replace(life="closing"), 30, TODAY)


def line(before: Row | None, facts: Facts, now: datetime) -> Row:
    found, shown = evaluate(facts, {}, now)
    row, _ = renewed(
        before, now, found, shown, account="a", name="甲", unit="jia", kind="subscription",
        facts=facts, idle=False,
    )  # fmt: skip
    return row


def test_a_line_keeps_since_when_it_is_so() -> None:
    first = line(None, WELL._replace(published=ago(7)), NOW)
    later = line(first, WELL._replace(published=ago(7), dead_links=1), NOW + timedelta(hours=3))
    assert (later.health, later.since) == (AccountHealth.REMIND, first.since)
    assert [one.since == first.since for one in later.signs] == [True, False]


def test_a_turn_is_told_when_the_health_becomes_another() -> None:
    first = line(None, WELL, NOW)
    found, shown = evaluate(WELL._replace(veto=1), {}, NOW)
    _, turn = renewed(
        first, NOW, found, shown, account="a", name="甲", unit="jia", kind="subscription",
        facts=WELL, idle=False,
    )  # fmt: skip
    assert turn is not None
    assert (turn.before, turn.after) == (AccountHealth.GOOD, AccountHealth.BAD)
    assert turn.signs == ("巡检有 1 个单项否决问题未整改",)


def test_what_is_packed_comes_back() -> None:
    row = line(None, WELL._replace(failed=("AppSecret",), left=("李",)), NOW)
    row = row._replace(days=((ago(1), 3, 2, 1),))
    assert unpacked(packed({"a": row})) == {"a": row}
