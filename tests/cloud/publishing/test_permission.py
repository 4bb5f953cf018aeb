"""Who may act on an account's calendar and pushes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from chalicelib import accounts, people, publishing, units
from chalicelib.actor import local
from chalicelib.people import PermissionDenied, Role
from chalicelib.publishing import Issue, ReasonMissing
from cli.app import app
from tests.cloud.newsroom.people import approved_article, composed, newsroom_of
from tests.cloud.publishing.test_issues import EIGHT, NOW, TEN, limited

DEEDS: dict[str, Callable[[Issue, str], object]] = {
    "plan": lambda issue, by: publishing.plan_issue(
        "province", at=TEN, by=local(by), now=NOW, title="另一期"
    ),
    "add": lambda issue, by: publishing.add_articles(
        issue.id, [issue.entries[0].article_id], by=local(by), now=NOW
    ),
    "schedule": lambda issue, by: publishing.schedule(issue.id, by=local(by), now=NOW),
    "move": lambda issue, by: publishing.move_issue(issue.id, TEN, by=local(by), now=NOW),
    "cancel": lambda issue, by: publishing.cancel_issue(issue.id, by=local(by), now=NOW),
}


@pytest.fixture
def issue(cloud: None) -> Issue:
    newsroom_of()
    limited(2)
    article = approved_article()
    return publishing.plan_issue(
        "province", at=EIGHT, by=local("li"), now=NOW, article_ids=[article.id]
    )


def direct(by: str, reason: str = "停机公告") -> publishing.Delivery:
    return publishing.plan_push(
        composed(title="停机公告"), "province", at=EIGHT, by=local(by), now=NOW, reason=reason
    )


@pytest.mark.parametrize("by", ["chu", "stranger"])
@pytest.mark.parametrize("deed", DEEDS)
def test_the_calendar_is_for_editors_and_chiefs(issue: Issue, deed: str, by: str) -> None:
    with pytest.raises(PermissionDenied, match=r"采编.*总编") as refused:
        DEEDS[deed](issue, by)
    assert refused.value.remedies[0].action == "staff.add"
    assert publishing.get_issue(issue.id) == issue
    assert [one.id for one in publishing.list_issues(["province"])] == [issue.id]


def test_swapping_and_calling_off_what_is_scheduled_need_the_role_too(issue: Issue) -> None:
    other = publishing.plan_issue("province", at=TEN, by=local("li"), now=NOW, title="另一期")
    scheduled = publishing.schedule(issue.id, by=local("zongbian"), now=NOW)
    assert scheduled.delivery
    for deed in (
        lambda: publishing.swap(issue.id, other.id, by=local("chu"), now=NOW),
        lambda: publishing.unschedule(issue.id, by=local("chu"), now=NOW),
        lambda: publishing.cancel(str(scheduled.delivery), by=local("chu"), now=NOW),
        lambda: publishing.retry(str(scheduled.delivery), by=local("chu"), now=NOW),
        lambda: publishing.recall(str(scheduled.delivery), by=local("chu"), reason="有误", now=NOW),
    ):
        with pytest.raises(PermissionDenied, match="没有“采编或总编”的角色"):
            deed()
    assert publishing.get_issue(issue.id).state is publishing.IssueState.SCHEDULED


def test_a_role_above_the_unit_counts(issue: Issue) -> None:
    units.add_unit("city", name="青溪市税务局", level=units.UnitLevel.CITY, parent="province")
    known = accounts.current("province").account
    accounts.store.update_account(known.model_copy(update={"unit": "city"}), instead_of=0)
    assert publishing.plan_issue("province", at=TEN, by=local("li"), now=NOW, title="市局一期")


def test_past_the_review_only_the_chief_sends_and_says_why(issue: Issue) -> None:
    with pytest.raises(PermissionDenied, match="总编"):
        direct("li")
    with pytest.raises(ReasonMissing, match="原因") as refused:
        direct("zongbian", reason=" ")
    assert [one.name for one in refused.value.fields] == ["reason"]
    assert direct("zongbian").history[0].note == "停机公告"
    shown = CliRunner().invoke(app, ["push", "list"], env={"COLUMNS": "120"}).stdout
    assert "（未经审核）" in shown


def test_what_went_through_the_review_is_not_marked(issue: Issue) -> None:
    publishing.schedule(issue.id, by=local("li"), now=NOW)
    assert "未经审核" not in CliRunner().invoke(app, ["push", "list"]).stdout


def test_nothing_is_asked_until_somebody_is_registered(account: str) -> None:
    at = datetime(2026, 12, 3, 0, 0, tzinfo=UTC)
    publishing.plan_push(composed(), account, at=at, by=local("ops"), now=NOW)
    people.add_staff("li", "p", [Role.EDITOR], by=local("ops"), now=NOW)
    with pytest.raises(PermissionDenied):
        publishing.plan_push(composed(title="第二次"), account, at=at, by=local("ops"), now=NOW)
