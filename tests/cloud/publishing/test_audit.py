"""Who plans, schedules and calls off: known by sign-in it needs a role, and the log keeps it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib import audit, people, publishing
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.audit import AuditEntry
from chalicelib.people import PermissionDenied, Role
from chalicelib.publishing import Issue
from tests.cloud.newsroom.people import approved_article, composed, newsroom_of
from tests.cloud.publishing.conftest import Desk
from tests.cloud.publishing.test_issues import EIGHT, NOW, TEN, limited
from tests.cloud.publishing.test_rescue import confirmed

WANG = Actor(person="wang", known_by=KnownBy.SIGN_IN, identity="sub-1", request="r-1")
LATER = NOW + timedelta(minutes=1)
"""Entries of one moment have no order."""
STRANGER = Actor(person="stranger", known_by=KnownBy.SIGN_IN)


@pytest.fixture
def issue(cloud: None) -> Issue:
    newsroom_of()
    limited(2)
    return publishing.plan_issue(
        "province", at=EIGHT, by=WANG, now=NOW, article_ids=[approved_article().id]
    )


def last(unit: str = "province") -> AuditEntry:
    return list(audit.of_unit(unit))[-1]


def changes(entry: AuditEntry) -> dict[str, tuple[str, str]]:
    return {one.field: (one.before, one.after) for one in entry.changes}


def test_a_signed_in_person_without_a_role_changes_nothing(issue: Issue) -> None:
    scheduled = publishing.schedule(issue.id, by=WANG, now=NOW)
    delivery = str(scheduled.delivery)
    by: dict[str, Any] = {"by": STRANGER, "now": NOW}
    known = len(list(audit.of_unit("province")))
    for act in (
        lambda: publishing.plan_issue("province", at=TEN, title="另一期", **by),
        lambda: publishing.unschedule(issue.id, **by),
        lambda: publishing.plan_push(composed(), "province", at=TEN, reason="公告", **by),
        lambda: publishing.cancel(delivery, **by),
        lambda: publishing.retry(delivery, **by),
        lambda: publishing.recall(delivery, reason="有误", **by),
        lambda: publishing.retry_given_up(**by),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert publishing.get(delivery).history[-1].by == "wang"
    assert len(list(audit.of_unit("province"))) == known


def test_nobody_signed_in_acts_for_a_unit_without_staff(account: str) -> None:
    with pytest.raises(PermissionDenied):
        publishing.plan_issue(account, at=EIGHT, by=STRANGER, now=NOW, title="一期", off_slot=True)


def test_the_log_has_the_plan_and_the_schedule_of_an_issue(issue: Issue) -> None:
    planned = last()
    assert (planned.by, planned.known_by, planned.request) == ("wang", KnownBy.SIGN_IN, "r-1")
    assert (planned.object, planned.note) == (f"issue:{issue.id}", "计划")
    after = publishing.schedule(issue.id, by=WANG, now=LATER)
    entry = last()
    assert (entry.action, entry.object) == ("publishing:issue:edit", f"issue:{issue.id}")
    assert changes(entry)["state"] == ("planned", "scheduled")
    assert changes(entry)["delivery"] == ("", after.delivery)
    # Done twice nothing changes, and the log has no second entry.
    publishing.schedule(issue.id, by=WANG, now=LATER + timedelta(minutes=1))
    assert last() == entry


def test_the_log_has_both_issues_of_a_swap(issue: Issue) -> None:
    other = publishing.plan_issue("province", at=TEN, by=WANG, now=NOW, title="另一期")
    publishing.swap(issue.id, other.id, by=WANG, now=NOW)
    swapped = [one for one in audit.of_unit("province") if one.note.startswith("对调")]
    assert {one.object for one in swapped} == {f"issue:{issue.id}", f"issue:{other.id}"}


def test_the_log_has_a_push_that_was_planned_and_cancelled(desk: Desk) -> None:
    planned = last("p")
    assert (planned.action, planned.object) == (
        "publishing:push:plan",
        f"delivery:{desk.delivery_id}",
    )
    publishing.cancel(desk.delivery_id, by=local("编辑"), now=LATER, note="有误")
    entry = last("p")
    assert (entry.action, entry.by, entry.note) == ("publishing:push:cancel", "编辑", "有误")
    assert changes(entry) == {"state": ("reserved", "cancelled")}


def test_the_log_has_a_recall_that_was_ordered(desk: Desk) -> None:
    confirmed(desk)
    publishing.recall(desk.delivery_id, by=local("编辑"), reason="有误", now=desk.clock.now)
    assert (last("p").action, last("p").note) == ("publishing:push:recall", "有误")


def test_a_role_registered_for_the_unit_is_enough(account: str) -> None:
    people.add_staff("wang", "p", [Role.EDITOR], by=local("ops"), now=NOW)
    assert publishing.plan_issue(account, at=EIGHT, by=WANG, now=NOW, title="一期", off_slot=True)
