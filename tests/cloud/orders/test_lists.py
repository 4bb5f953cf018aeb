"""Lists of orders by what a person looks for, and what a page says of deadlines and of the second person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import orders, people, takedown, units
from chalicelib.actor import SYSTEM, Actor, KnownBy, local
from chalicelib.application import control_duties, order_choices, order_page, takedowns
from chalicelib.application.order_page import ListFilter
from chalicelib.orders import Draft, OrderKind, Urgency
from chalicelib.people import Role
from chalicelib.takedown import Clue, ClueKind, TakedownState
from chalicelib.units import UnitLevel

MONDAY = datetime(2026, 11, 30, 2, tzinfo=UTC)
"""10:00 in Beijing."""
GUAN = Actor(person="guan", known_by=KnownBy.SIGN_IN)


@pytest.fixture(autouse=True)
def tree(cloud: None) -> None:
    """A province with two who may issue, and a city."""
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    units.add_unit("jia", name="甲市局", level=UnitLevel.CITY, parent="province")
    for person, role in (("guan", Role.CONTROLLER), ("zong", Role.CHIEF), ("li", Role.EDITOR)):
        people.add_staff(
            person, "province", [role], by=local("ops"), now=MONDAY, name=f"{person}名"
        )


def issued(title: str, kind: OrderKind, urgency: Urgency, at: datetime) -> str:
    written = Draft(kind=kind, urgency=urgency, title=title, text="请办理。")
    made = orders.draft("province", written, by=GUAN, now=at)
    orders.issue(made.id, by=GUAN, now=at)
    if urgency is not Urgency.EXTRA:
        orders.carry_out(f"{made.id} deliver jia", at)
    return made.id


def found(now: datetime, **wanted: object) -> list[str]:
    page = order_page.order_list(GUAN, "province", now, wanted=ListFilter.model_validate(wanted))
    return [one.title for one in page.orders]


def received(now: datetime, **wanted: object) -> list[str]:
    page = order_page.inbox(GUAN, "jia", now, wanted=ListFilter.model_validate(wanted))
    return [one.title for one in page.received]


def test_both_lists_are_filtered_by_kind_urgency_words_and_what_is_overdue() -> None:
    issued("自查报告", OrderKind.SUBMISSION, Urgency.PLAIN, MONDAY)
    issued("外链整改", OrderKind.RECTIFICATION, Urgency.URGENT, MONDAY + timedelta(minutes=1))
    # 加急 is signed within four working hours, 平急 within nine.
    now = MONDAY + timedelta(hours=5)
    for list_ in (found, received):
        assert list_(now) == ["外链整改", "自查报告"]
        assert list_(now, kind="submission") == ["自查报告"]
        assert list_(now, urgency="urgent") == ["外链整改"]
        assert list_(now, words="报告") == ["自查报告"]
        assert list_(now, words="2号") == ["外链整改"]
        assert list_(now, overdue=True) == ["外链整改"]


def test_a_deadline_is_counted_in_working_minutes_and_late_since_then() -> None:
    issued("自查报告", OrderKind.SUBMISSION, Urgency.PLAIN, MONDAY)
    for hours, left, overdue in ((1, 8 * 60, False), (9, 60, False), (25, 60, True)):
        # 19:00 is after work: what is left stays for the next morning.
        now = MONDAY + timedelta(hours=hours)
        [one] = order_page.inbox(GUAN, "jia", now).received
        assert (one.left_minutes, one.overdue) == (left, overdue)


def test_the_page_names_who_could_issue_as_the_second_person() -> None:
    waiting = issued("舆情", OrderKind.RESPONSE, Urgency.EXTRA, MONDAY)
    assert order_page.order_detail(GUAN, waiting, MONDAY).approvers == ("zong名",)
    assert order_choices.approvers(GUAN, "province") == ("zong名",)


def test_reports_of_several_units_are_judged_by_who_may_close() -> None:
    made = issued("自查报告", OrderKind.SUBMISSION, Urgency.PLAIN, MONDAY)
    may = order_page.order_detail(GUAN, made, MONDAY).judge
    li = Actor(person="li", known_by=KnownBy.SIGN_IN)
    may_not = order_page.order_detail(li, made, MONDAY).judge
    assert [one.name for one in may if one.allowed] == ["close", "return", "remind"]
    assert not any(one.allowed for one in may_not)
    orders.withdraw(made, "不再需要", by=SYSTEM, now=MONDAY)
    assert not any(one.allowed for one in order_page.order_detail(GUAN, made, MONDAY).judge)


def test_what_waits_for_a_person_stands_in_their_tasks_and_leads_to_its_page() -> None:
    zong = Actor(person="zong", known_by=KnownBy.SIGN_IN)
    made = issued("自查报告", OrderKind.SUBMISSION, Urgency.PLAIN, MONDAY)
    waiting = issued("舆情", OrderKind.RESPONSE, Urgency.EXTRA, MONDAY)
    clue = Clue(kind=ClueKind.TEXT, value="税率写错了的一句话")
    case = takedowns.begin((clue,), unit="province", reason="写错", by=GUAN, now=MONDAY)
    preview = case.model_copy(update={"state": TakedownState.PREVIEW})
    takedown.store.save(case, preview, [])

    def tasks(by: Actor, unit: str) -> list[str]:
        return [f"{one.kind} {one.path}" for one in control_duties.of_unit(by, unit, MONDAY)]

    second = [f"order_issue /orders/{waiting}", f"takedown /takedowns/{case.id}"]
    assert tasks(zong, "province") == second
    assert tasks(GUAN, "province") == []
    assert tasks(zong, "jia") == [f"order /orders/{made}/at/jia"]
    orders.sign(made, "jia", by=SYSTEM, now=MONDAY)
    orders.report(made, "jia", orders.Report(text="已办"), by=SYSTEM, now=MONDAY)
    assert tasks(zong, "jia") == []
